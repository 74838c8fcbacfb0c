"""The pages of the agencies."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import services
from goldenthread.partnerships.models import Agency, Participation
from goldenthread.partnerships.tests.browsing import day, text
from goldenthread.partnerships.tests.factories import NOW, a_group, a_seat, an_agency, found, person_with

pytestmark = pytest.mark.django_db

SENT = {"name": "Harbour Trust", "sector": "health_provider", "basis": "invited"}


def test_the_list_is_filtered_sorted_and_says_who_was_called_what(unit: Actor, member: Client) -> None:
    force = an_agency(unit, "Westmere Constabulary", sector="police", basis="statutory_partner")
    services.rename_agency(unit, NOW, force.pk, name="Westmere Police", on=date(2026, 4, 1))
    an_agency(unit, "Anchor Housing", sector="housing", basis="invited")
    gone = an_agency(unit, "Gone Trust")
    services.end_participation(unit, NOW, gone.pk, ends_on=date(2025, 3, 31))
    said = text(member.get("/heronsea/agencies/"))
    assert "2 agencies" in said
    assert said.index("Anchor Housing") < said.index("Westmere Police")
    assert "Westmere Constabulary" in said
    assert "Gone Trust" not in said
    assert "Former, 31 Mar 2025" in text(member.get("/heronsea/agencies/?former=yes"))
    narrowed = text(member.get("/heronsea/agencies/?basis=statutory_partner&sector=police"))
    assert "Westmere Police" in narrowed
    assert "Anchor Housing" not in narrowed
    turned = text(member.get("/heronsea/agencies/?sort=-name"))
    assert turned.index("Westmere Police") < turned.index("Anchor Housing")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_list_is_downloadable_as_filtered(unit: Actor, member: Client, format: str) -> None:
    an_agency(unit, "Anchor Housing", sector="housing")
    an_agency(unit, "Westmere Police", sector="police")
    page = member.get(f"/heronsea/agencies/?sector=housing&format={format}")
    assert page["Content-Disposition"] == f'attachment; filename="agencies-OFFICIAL.{format}"'
    if format == "csv":
        said = page.content.decode("utf-8-sig")
        assert "Anchor Housing" in said
        assert "Westmere Police" not in said


def test_an_agency_shows_its_names_part_seats_and_people_here_and_nothing_of_elsewhere(
    unit: Actor, member: Client
) -> None:
    elsewhere = found("larkshire")
    trust = an_agency(unit, "Westmere Trust", starts_on=date(2024, 4, 1))
    services.rename_agency(unit, NOW, trust.pk, name="Westmere Care", on=date(2026, 4, 1))
    an_agency(elsewhere, "Westmere Care", agency=trust, basis="invited", starts_on=date(1999, 1, 1))
    person_with(elsewhere, "agency_lead", agency_id=trust.pk, name="Secret Person")
    a_seat(elsewhere, a_group(elsewhere, "Larkshire board"), agency_id=trust.pk)
    person_with(unit, "agency_lead", agency_id=trust.pk, name="Ann Field")
    seat = a_seat(unit, a_group(unit, "Neglect subgroup"), "Nurse", agency_id=trust.pk)
    person_with(unit, seat=seat.pk, name="Dr Lin")
    said = text(member.get(f"/heronsea/agencies/{trust.pk}/"))
    for words in ("Westmere Care", "Westmere Trust", "31 March 2026", "Ann Field", "Agency lead", "Neglect subgroup",
                  "Nurse", "Dr Lin", "Named relevant agency"):  # fmt: skip
        assert words in said
    for words in ("Larkshire", "Secret Person", "1999", "Invited", "Rename this agency"):
        assert words not in said


def test_a_new_agency_is_added(unit: Actor, manager: Client) -> None:
    page = manager.post("/heronsea/agencies/add/", {**SENT, **day("starts_on", date(2026, 4, 1))}, follow=True)
    assert "Harbour Trust was added." in text(page)
    assert Participation.objects.get().starts_on == date(2026, 4, 1)


def test_an_organisation_known_by_exactly_this_name_is_asked_about_without_saying_where(
    unit: Actor, manager: Client
) -> None:
    known = an_agency(found("larkshire", "Larkshire Safeguarding Partnership"), "Harbour Trust", sector="housing")
    asked = manager.post("/heronsea/agencies/add/", {**SENT, "name": "harbour trust"})
    said = text(asked)
    assert asked.status_code == 200
    assert "An organisation of this name is already known. Is it the same one?" in said
    assert "arkshire" not in said
    assert "Housing" not in said.partition("<main")[0]
    assert not Participation.objects.filter(partnership_id=unit.partnership_id).exists()
    unanswered = manager.post("/heronsea/agencies/add/", {**SENT, "asked": "yes"})
    assert unanswered.status_code == 422
    manager.post("/heronsea/agencies/add/", {**SENT, "asked": "yes", "same": "yes"})
    assert Participation.objects.get(partnership_id=unit.partnership_id).agency_id == known.pk


def test_a_different_organisation_of_the_same_name_is_kept_apart(unit: Actor, manager: Client) -> None:
    known = an_agency(found("larkshire"), "Harbour Trust")
    manager.post("/heronsea/agencies/add/", {**SENT, "asked": "yes", "same": "no"})
    mine = Participation.objects.get(partnership_id=unit.partnership_id)
    assert mine.agency_id != known.pk
    assert Agency.objects.count() == 2


def test_an_agency_that_takes_part_already_is_refused(unit: Actor, manager: Client) -> None:
    an_agency(unit, "Harbour Trust")
    page = manager.post("/heronsea/agencies/add/", SENT)
    assert page.status_code == 422
    assert "Harbour Trust already takes part in this partnership." in text(page)


def test_an_agency_is_renamed_from_a_day_on(unit: Actor, manager: Client) -> None:
    trust = an_agency(unit, "Harbour Trust")
    page = manager.post(
        f"/heronsea/agencies/{trust.pk}/rename/", {"name": "Harbour Care", **day("on", date(2026, 4, 1))}
    )
    assert page.status_code == 302
    said = text(manager.get(f"/heronsea/agencies/{trust.pk}/"))
    assert "gave this agency the name Harbour Care from 1 April 2026." in said
    refused = manager.post(f"/heronsea/agencies/{trust.pk}/rename/", {"name": "Harbour", **day("on", date(2026, 4, 1))})
    assert refused.status_code == 422
    assert "The date must be after 1 April 2026" in text(refused)


def test_ending_an_agencys_part_asks_once_more_and_names_who_still_speaks_for_it(unit: Actor, manager: Client) -> None:
    trust = an_agency(unit, "Harbour Trust")
    person_with(unit, "agency_lead", agency_id=trust.pk, name="Ann Field")
    asked = text(manager.get(f"/heronsea/agencies/{trust.pk}/end/"))
    assert "Ann Field (agency lead)" in asked
    sent = {**day("ends_on", date(2026, 3, 31)), "reason": "Contract ended"}
    assert manager.post(f"/heronsea/agencies/{trust.pk}/end/", sent).status_code == 302
    assert Participation.objects.get().ends_on == date(2026, 3, 31)
    again = manager.post(f"/heronsea/agencies/{trust.pk}/end/", sent)
    assert again.status_code == 422


def test_the_list_costs_the_same_at_any_size(unit: Actor, member: Client, django_assert_max_num_queries: Any) -> None:
    counts = []
    for number in (3, 12):
        for _ in range(number):
            an_agency(unit)
        with django_assert_max_num_queries(20) as captured:
            member.get("/heronsea/agencies/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
