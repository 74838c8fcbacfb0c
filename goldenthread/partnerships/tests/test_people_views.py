"""The pages of people, their roles and appointments, and one's own particulars."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Appointment, Membership
from goldenthread.partnerships.tests.browsing import day, text
from goldenthread.partnerships.tests.conftest import SignIn
from goldenthread.partnerships.tests.factories import a_group, a_seat, an_agency, found, person_with
from goldenthread.people.models import User

pytestmark = pytest.mark.django_db


def test_people_are_listed_appointments_first_with_everything_they_hold(unit: Actor, member: Client) -> None:
    trust = an_agency(unit, "Westmere Trust")
    person_with(unit, "agency_lead", agency_id=trust.pk, name="Ann Field")
    chair = person_with(unit, appointment="partnership_chair", name="Zed Young")
    person_with(unit, seat=a_seat(unit, a_group(unit, "Neglect subgroup"), "Chair", kind="chair").pk, person=chair)
    said = text(member.get("/heronsea/people/"))
    assert said.index("Zed Young") < said.index("Ann Field") < said.index('<th scope="row"', said.index("Ann Field"))
    assert "Chair, Neglect subgroup" in said
    assert "Westmere Trust" in said
    chairs = text(member.get("/heronsea/people/?role=group_chair"))
    assert "Zed Young" in chairs
    assert "Ann Field" not in chairs
    trusts = text(member.get(f"/heronsea/people/?agency={trust.pk}"))
    assert "Ann Field" in trusts
    assert "Zed Young" not in trusts


def test_the_list_is_downloaded_with_addresses(unit: Actor, member: Client) -> None:
    person_with(unit, "lay_member", name="Ann Field", email="ann@example.org", phone="01632 960123")
    lines = member.get("/heronsea/people/?role=lay_member&format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].endswith("Job title,E-mail address,Telephone")
    assert lines[1:] == ["Ann Field,Lay member,,,ann@example.org,01632 960123"]


def test_past_and_future_holders_are_shown_when_asked_for(unit: Actor, member: Client) -> None:
    person_with(unit, "lay_member", name="Gone Person", ends_on=date(2025, 3, 31))
    person_with(unit, "lay_member", name="Coming Person", starts_on=date(2099, 1, 1))
    assert "Gone Person" not in text(member.get("/heronsea/people/"))
    said = text(member.get("/heronsea/people/?former=yes"))
    assert "until 31 Mar 2025" in said
    assert "from 1 Jan 2099" in said


def test_a_person_shows_what_each_role_lets_them_do(unit: Actor, member: Client) -> None:
    person = person_with(unit, "lay_member", name="Ann Field", phone="01632 960123", starts_on=date(2025, 4, 1))
    said = text(member.get(f"/heronsea/people/{person.pk}/"))
    for words in (
        "Lay member or elected observer",
        "from 1 April 2025",
        "01632 960123",
        "gave Ann Field the role of lay",
    ):
        assert words in said
    assert "Give a role" not in said


def test_somebody_is_added_with_their_first_role(unit: Actor, manager: Client) -> None:
    trust = an_agency(unit, "Westmere Trust")
    sent = {"name": "Ann Field", "email": "Ann@Example.org", "role": "agency_lead", "agency_id": str(trust.pk),
            **day("starts_on", timezone.localdate())}  # fmt: skip
    page = manager.post("/heronsea/people/add/", sent, follow=True)
    assert "Ann Field was added. Their invitation is on its way" in text(page)
    held = Membership.objects.get(role="agency_lead")
    assert (held.person.email, held.agency_id) == ("ann@example.org", trust.pk)


def test_somebody_known_elsewhere_is_added_in_the_same_words(unit: Actor, manager: Client, sign_in: SignIn) -> None:
    elsewhere = found("larkshire", "Larkshire Safeguarding Partnership")
    person = person_with(elsewhere, "lay_member", name="Ann Field", email="ann@example.org")
    sent = {
        "name": "A. F.",
        "email": "ann@example.org",
        "role": "group_member",
        **day("starts_on", timezone.localdate()),
    }
    said = text(manager.post("/heronsea/people/add/", sent, follow=True))
    assert "Ann Field was added. Their invitation is on its way" in said
    assert "arkshire" not in said
    assert "Lay member" not in said.partition("<main")[2]
    theirs = sign_in(person)
    assert theirs.get("/heronsea/structure/").status_code == 200
    switcher = text(theirs.get("/larkshire/structure/"))
    assert "Heronsea Safeguarding Partnership" in switcher
    assert "Larkshire Safeguarding Partnership" in switcher


def test_a_refused_person_keeps_what_was_typed(manager: Client) -> None:
    page = manager.post("/heronsea/people/add/", {"name": "Ann Field", "email": "not an address", "role": "emperor"})
    said = text(page)
    assert page.status_code == 422
    assert 'value="Ann Field"' in said
    assert "Enter an e-mail address in the usual form" in said
    assert not User.objects.filter(name="Ann Field").exists()


def test_a_role_is_given_and_ended_and_counts_from_the_next_request(
    unit: Actor, manager: Client, sign_in: SignIn
) -> None:
    today = timezone.localdate()
    person = person_with(unit, "lay_member", name="Ann Field")
    theirs = sign_in(person)
    assert theirs.get("/heronsea/groups/add/").status_code == 403
    sent = {"role": "unit_officer", **day("starts_on", today)}
    assert manager.post(f"/heronsea/people/{person.pk}/role/", sent).status_code == 302
    assert theirs.get("/heronsea/groups/add/").status_code == 200
    held = Membership.objects.get(role="unit_officer")
    asked = text(manager.get(f"/heronsea/roles/{held.pk}/end/"))
    assert "Ann Field can no longer do what this role allows" in asked
    Membership.objects.filter(pk=held.pk).update(starts_on=today - timedelta(days=9))
    assert manager.post(f"/heronsea/roles/{held.pk}/end/", day("ends_on", today - timedelta(days=1))).status_code == 302
    assert theirs.get("/heronsea/groups/add/").status_code == 403


@pytest.mark.parametrize(("first", "last", "status"), [(-9, -1, 404), (1, None, 404), (-9, 0, 200), (0, None, 200)])
def test_a_role_opens_pages_from_its_first_to_its_last_day_only(
    unit: Actor, sign_in: SignIn, first: int, last: int | None, status: int
) -> None:
    today = timezone.localdate()
    person = person_with(
        unit, "lay_member", starts_on=today + timedelta(days=first),
        ends_on=None if last is None else today + timedelta(days=last),
    )  # fmt: skip
    assert sign_in(person).get("/heronsea/structure/").status_code == status


def test_an_appointment_is_made_and_ended(unit: Actor, manager: Client) -> None:
    today = timezone.localdate()
    person = person_with(unit, "lay_member", name="Ann Field")
    manager.post(f"/heronsea/people/{person.pk}/appoint/", {"kind": "partnership_chair", **day("starts_on", today)})
    refused = manager.post(
        f"/heronsea/people/{person.pk}/appoint/", {"kind": "independent_scrutineer", **day("starts_on", today)}
    )
    assert refused.status_code == 422
    assert "The independent scrutineer cannot also chair the partnership." in text(refused)
    made = Appointment.objects.get()
    assert "End the appointment" in text(manager.get(f"/heronsea/appointments/{made.pk}/end/"))
    manager.post(f"/heronsea/appointments/{made.pk}/end/", day("ends_on", today))
    made.refresh_from_db()
    assert made.ends_on == today


def test_the_only_business_manager_cannot_let_themselves_go(unit: Actor, manager: Client) -> None:
    mine = Membership.objects.get(role="business_manager")
    page = manager.post(f"/heronsea/roles/{mine.pk}/end/", day("ends_on", timezone.localdate()))
    assert page.status_code == 422
    assert "This is the only business manager." in text(page)


def test_everybody_keeps_their_own_name_and_number(unit: Actor, sign_in: SignIn) -> None:
    person = person_with(unit, "system_auditor", name="Ann Field")
    theirs = sign_in(person)
    page = theirs.post("/heronsea/account/", {"name": "Ann Meadow", "phone": "01632 960000"}, follow=True)
    assert "Your particulars were kept." in text(page)
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Ann Meadow", "01632 960000")
    refused = theirs.post("/heronsea/account/", {"name": "", "phone": "01632 960111"})
    assert refused.status_code == 422
    assert 'value="01632 960111"' in text(refused)


def test_the_list_costs_the_same_at_any_size(unit: Actor, member: Client, django_assert_max_num_queries: Any) -> None:
    trust, group = an_agency(unit), a_group(unit)
    counts = []
    for number in (3, 9):
        for _ in range(number):
            person = person_with(unit, "agency_lead", agency_id=trust.pk, appointment="lead_safeguarding_partner")
            person_with(unit, seat=a_seat(unit, group).pk, person=person)
        with django_assert_max_num_queries(25) as captured:
            member.get("/heronsea/people/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
