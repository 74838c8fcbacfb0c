"""The pages about the partnership itself, its roles and its history; and who may open any page at all."""

from datetime import date, timedelta

import pytest
from django.test import Client

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import services
from goldenthread.partnerships.models import Appointment, Membership, Partnership, SeatHolder
from goldenthread.partnerships.permissions import SENTENCES, Role
from goldenthread.partnerships.tests.browsing import day, text
from goldenthread.partnerships.tests.conftest import SignIn
from goldenthread.partnerships.tests.factories import NOW, TODAY, a_group, a_seat, an_agency, found, person_with
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db


def test_the_partnership_shows_its_particulars_and_every_version_of_its_texts(unit: Actor, member: Client) -> None:
    services.write_statement(unit, NOW, kind="vision", body="Every child safe.", agreed_on=date(2024, 4, 1))
    services.write_statement(unit, NOW, kind="vision", body="Everybody safe.", agreed_on=date(2026, 4, 1))
    said = text(member.get("/heronsea/about/"))
    for words in ("Everybody safe.", "Version 2, agreed on 1 April 2026", "Version 1, agreed on 1 April 2024",
                  "Every child safe.", "Children, Adults", "April", "OFFICIAL",
                  "The purposes have not been written down here yet."):  # fmt: skip
        assert words in said
    assert "Change the particulars" not in said


def test_particulars_change_and_a_second_reader_sees_both(unit: Actor, manager: Client) -> None:
    sent = {"name": "Heronsea SP", "strands": ["adults"], "financial_year_starts_in": "1", "update_cycle_days": "60",
            "marking": "OFFICIAL"}  # fmt: skip
    assert manager.post("/heronsea/about/change/", {**sent, "version": "1"}).status_code == 302
    changed = Partnership.objects.get(slug="heronsea")
    assert (changed.name, changed.strands, changed.financial_year_starts_in) == ("Heronsea SP", ["adults"], 1)
    clash = manager.post("/heronsea/about/change/", {**sent, "marking": "PUBLIC", "version": "1"})
    assert clash.status_code == 409
    assert "Mina Farrow saved while you were writing" in text(clash)
    wrong = manager.post("/heronsea/about/change/", {**sent, "update_cycle_days": "three", "version": "2"})
    assert wrong.status_code == 422
    assert 'value="three"' in text(wrong)


def test_a_text_is_written_as_a_new_version_and_never_over_somebody_elses(unit: Actor, manager: Client) -> None:
    sent = {"body": "Every child safe.", "number": "0", **day("agreed_on", TODAY)}
    assert manager.post("/heronsea/about/vision/write/", sent).status_code == 302
    clash = manager.post("/heronsea/about/vision/write/", {**sent, "body": "Mine."})
    said = text(clash)
    assert clash.status_code == 422
    assert "Every child safe." in said
    assert "Mine." in said
    assert 'name="number" value="1"' in said
    assert manager.post("/heronsea/about/vision/write/", {**sent, "body": "Both.", "number": "1"}).status_code == 302
    assert manager.get("/heronsea/about/slogan/write/").status_code == 404


def test_the_roles_are_listed_with_their_sentences_and_what_each_may_do(member: Client) -> None:
    said = text(member.get("/heronsea/roles/"))
    for sentence in SENTENCES.values():
        assert sentence in said
    assert "Change groups, seats and agencies" in said
    assert "Business manager and unit officer" in said
    assert "Every role" in said


def test_everything_done_is_for_those_who_read_the_record(unit: Actor, manager: Client, sign_in: SignIn) -> None:
    a_group(unit, "Neglect subgroup")
    for role, status in (("system_auditor", 200), ("information_governance", 200), ("unit_officer", 403),
                         ("independent_scrutineer", 403), ("group_member", 403)):  # fmt: skip
        assert sign_in(person_with(unit, role)).get("/heronsea/history/").status_code == status
        shown = text(sign_in(person_with(unit, role)).get("/heronsea/account/"))
        assert ('href="/heronsea/history/"' in shown) is (status == 200)
    said = text(manager.get("/heronsea/history/"))
    assert "The business unit added this group." in said
    assert "Neglect subgroup" in said
    only = text(manager.get("/heronsea/history/?kind=partnerships.group")).partition("<tbody")[2]
    assert "added this group" in only
    assert "founded this partnership" not in only


def test_the_history_is_filtered_by_day_and_person_paged_and_downloadable(unit: Actor, manager: Client) -> None:
    for number in range(30):
        services.add_group(unit, NOW - timedelta(days=number), name=f"Group {number}", kind="panel")
    since = day("since", date(2026, 11, 20))
    query = "&".join(f"{key}={value}" for key, value in since.items())
    said = text(manager.get(f"/heronsea/history/?kind=partnerships.group&{query}"))
    assert "3 events as filtered" in said
    assert "showing 26 to 30" in text(manager.get("/heronsea/history/?kind=partnerships.group&page=2"))
    nobody = manager.get("/heronsea/history/?who=Nobody+at+all")
    assert "does not know" in text(nobody)
    lines = (
        manager.get("/heronsea/history/?kind=partnerships.group&format=csv").content.decode("utf-8-sig").splitlines()
    )
    assert len(lines) == 31


def test_the_history_of_one_thing_is_for_whoever_may_see_it(unit: Actor, member: Client, manager: Client) -> None:
    group = a_group(unit, "Neglect subgroup")
    page = member.get(f"/heronsea/history/partnerships.group/{group.pk}/")
    assert "The business unit added this group." in text(page)
    membership = Membership.objects.first()
    assert membership is not None
    there = f"/heronsea/history/partnerships.membership/{membership.pk}/"
    assert (member.get(there).status_code, manager.get(there).status_code) == (404, 200)
    assert manager.get(f"/heronsea/history/nowhere.thing/{group.pk}/").status_code == 404


def pages_of(unit: Actor) -> list[str]:
    """Every address of a partnership that holds one of everything."""
    trust = an_agency(unit)
    group = a_group(unit)
    seat = a_seat(unit, group, agency_id=trust.pk)
    person = person_with(unit, "lay_member", appointment="lead_safeguarding_partner", agency_id=trust.pk)
    person_with(unit, seat=seat.pk, person=person)
    return [
        f"groups/{group.pk}/", f"groups/{group.pk}/change/", f"groups/{group.pk}/end/", f"groups/{group.pk}/seats/add/",
        f"seats/{seat.pk}/hold/", f"seats/{seat.pk}/end/", f"agencies/{trust.pk}/", f"agencies/{trust.pk}/rename/",
        f"agencies/{trust.pk}/end/", f"people/{person.pk}/", f"people/{person.pk}/role/",
        f"people/{person.pk}/appoint/",
        f"seat-holders/{SeatHolder.objects.get(person=person).pk}/leave/",
        f"appointments/{Appointment.objects.get(person=person).pk}/end/",
        f"roles/{Membership.objects.get(person=person).pk}/end/",
        f"history/partnerships.group/{group.pk}/",
    ]  # fmt: skip


GENERAL = [
    "structure/", "structure/chart.svg", "groups/add/", "agencies/", "agencies/add/", "people/", "people/add/",
    "about/",
    "about/change/", "about/vision/write/", "roles/", "history/", "account/",
]  # fmt: skip


def test_every_page_opens_for_the_business_manager(unit: Actor, manager: Client) -> None:
    for page in [*GENERAL, *pages_of(unit)]:
        shown = manager.get(f"/heronsea/{page}")
        assert shown.status_code == 200, page
        if not page.endswith(".svg"):
            assert shown.content.decode().count("<h1") == 1, page


def test_nothing_of_one_partnership_is_found_in_or_from_another(unit: Actor, manager: Client) -> None:
    elsewhere = found("larkshire")
    for page in pages_of(elsewhere):
        assert manager.get(f"/heronsea/{page}").status_code == 404, page
        assert manager.get(f"/larkshire/{page}").status_code == 404, page
        assert manager.post(f"/heronsea/{page}", {}).status_code in (404, 405), page
    for page in GENERAL:
        assert manager.get(f"/larkshire/{page}").status_code == 404, page


def test_signed_out_every_page_asks_for_sign_in(unit: Actor) -> None:
    for page in [*GENERAL, *pages_of(unit)]:
        shown = Client().get(f"/heronsea/{page}")
        assert shown.status_code == 302
        assert shown["Location"].startswith("/accounts/login/"), page


@pytest.mark.parametrize("role", sorted(Role))
def test_each_role_opens_what_it_may_and_is_told_what_it_may_not(unit: Actor, sign_in: SignIn, role: str) -> None:
    theirs = sign_in(person_with(unit, role))
    reads = role not in (Role.SYSTEM_AUDITOR, Role.INFORMATION_GOVERNANCE)
    changes, appoints = role in (Role.BUSINESS_MANAGER, Role.UNIT_OFFICER), role == Role.BUSINESS_MANAGER
    expected = {
        "structure/": reads, "agencies/": reads, "people/": reads, "about/": reads, "roles/": reads,
        "groups/add/": changes, "agencies/add/": changes, "about/change/": changes, "about/vision/write/": changes,
        "people/add/": appoints, "account/": True,
    }  # fmt: skip
    for page, opens in expected.items():
        shown = theirs.get(f"/heronsea/{page}")
        assert shown.status_code == (200 if opens else 403), page
        if not opens:
            assert "Your role here does not let you" in text(shown)


def test_asking_for_pages_changes_nothing(unit: Actor, manager: Client) -> None:
    pages = [*GENERAL, *pages_of(unit)]
    count = Event.objects.count()
    for page in pages:
        manager.get(f"/heronsea/{page}")
    assert Event.objects.count() == count
