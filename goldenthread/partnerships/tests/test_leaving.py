"""Somebody leaves their agency, and it counts in every partnership at once."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.models import Agency, Appointment, Invitation, Membership, SeatHolder
from goldenthread.partnerships.tests.browsing import day, text
from goldenthread.partnerships.tests.factories import (
    a_group,
    a_seat,
    acting,
    an_agency,
    found,
    person_with,
)
from goldenthread.people.models import User
from goldenthread.trail.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("posted")]


class Scene:
    """One police officer in two partnerships, for the police in three ways and for nobody in one."""

    def __init__(self, here, there) -> None:
        self.here, self.there = here, there
        self.now, self.today = timezone.now(), timezone.localdate()
        self.police: Agency = an_agency(here, "Westmere Police")
        an_agency(there, "Westmere Police", agency=self.police)
        self.person: User = person_with(here, "agency_lead", agency_id=self.police.pk, name="Ola Brook")
        person_with(here, appointment="delegated_safeguarding_partner", agency_id=self.police.pk, person=self.person)
        person_with(here, "lay_member", person=self.person)
        self.seat = a_seat(there, a_group(there), "Police", agency_id=self.police.pk)
        person_with(there, seat=self.seat.pk, person=self.person)
        self.manager = person_with(here, "business_manager", name="Mina Farrow")

    def left(self, left_on: date, actor=None, **more):
        actor = actor or acting(self.here, self.manager, self.today)
        return services.record_leaver(actor, self.now, self.person.pk, self.police.pk, left_on=left_on, **more)

    def may_enter(self, unit) -> bool:
        return queries.actor_for(self.person.pk, unit.partnership_slug, self.today) is not None


@pytest.fixture
def scene(unit) -> Scene:
    return Scene(unit, found("larkshire", "Larkshire Safeguarding Partnership"))


def test_everything_for_the_agency_ends_at_once_in_both_partnerships(scene):
    browser = Client()
    browser.force_login(scene.person)
    assert browser.get("/accounts/").status_code == 200
    left = scene.left(scene.today, reason="Another force")
    assert (left.ended_here, left.signed_out) == (2, True)
    assert not scene.may_enter(scene.there)
    # What they hold for nobody in particular stays, and is said on the page before.
    assert queries.actor_for(scene.person.pk, "heronsea", scene.today).roles == {"lay_member"}
    assert browser.get("/accounts/").status_code == 302
    yesterday = scene.today - timedelta(days=1)
    for model in (Membership, Appointment):
        rows = model.objects.filter(person=scene.person, agency=scene.police)
        assert set(rows.values_list("ends_on", flat=True)) == {yesterday}
    assert SeatHolder.objects.get(person=scene.person).ends_on == yesterday


def test_each_partnership_has_its_own_trail_and_learns_of_no_other(scene):
    scene.left(scene.today, reason="Moved to a force served by Heronsea alone")
    own = Event.objects.filter(partnership_id=scene.here.partnership_id, name="partnerships.person.left").get()
    assert (own.actor_name, own.reason) == ("Mina Farrow", "Moved to a force served by Heronsea alone")
    elsewhere = Event.objects.filter(partnership_id=scene.there.partnership_id, at=scene.now)
    assert {event.name for event in elsewhere} == {"partnerships.seat.left", "partnerships.person.left"}
    for event in elsewhere:
        assert (event.actor_name, event.actor_id) == ("Westmere Police", None)
        told = f"{event.title} {event.before} {event.after} {event.reason}"
        assert "Heronsea" not in told
        assert "Mina" not in told


def test_a_day_to_come_ends_nothing_yet(scene):
    browser = Client()
    browser.force_login(scene.person)
    assert not scene.left(scene.today + timedelta(days=10)).signed_out
    assert scene.may_enter(scene.there)
    assert browser.get("/accounts/").status_code == 200
    last = scene.today + timedelta(days=9)
    assert queries.actor_for(scene.person.pk, "larkshire", last) is not None
    assert queries.actor_for(scene.person.pk, "larkshire", last + timedelta(days=1)) is None


def test_what_had_not_begun_never_does(scene):
    later = scene.today + timedelta(days=30)
    person_with(scene.there, "agency_lead", agency_id=scene.police.pk, person=scene.person, starts_on=later)
    scene.left(scene.today)
    assert not Membership.objects.within(scene.there).filter(person=scene.person).exists()
    taken_back = Event.objects.get(name="partnerships.role.taken_back")
    assert taken_back.partnership_id == scene.there.partnership_id
    assert queries.actor_for(scene.person.pk, "larkshire", later) is None


def test_an_open_invitation_goes_with_it_where_nothing_is_left(scene):
    services.send_invitation(scene.here, scene.now, scene.person.pk)
    services.send_invitation(scene.there, scene.now, scene.person.pk)
    scene.left(scene.today)
    assert Invitation.objects.within(scene.there).get().withdrawn_at == scene.now
    assert Invitation.objects.within(scene.here).get().withdrawn_at is None


def test_the_agencys_own_lead_may_say_so_and_nobody_elses(scene):
    lead = person_with(scene.here, "agency_lead", agency_id=scene.police.pk, name="Pia Lead")
    other = person_with(scene.here, "agency_lead", agency_id=an_agency(scene.here, "Westmere Trust").pk)
    member = person_with(scene.here, "group_member")
    # Sitting in a seat of the agency is not leading it.
    sitting = person_with(scene.here, "agency_lead", agency_id=other.memberships.get().agency_id)
    person_with(scene.here, seat=a_seat(scene.here, a_group(scene.here), agency_id=scene.police.pk).pk, person=sitting)
    for person in (other, sitting):
        with pytest.raises(Refused, match="agency you lead"):
            scene.left(scene.today, acting(scene.here, person, scene.today))
    with pytest.raises(NotPermitted):
        scene.left(scene.today, acting(scene.here, member, scene.today))
    assert scene.may_enter(scene.there)
    scene.left(scene.today, acting(scene.here, lead, scene.today))
    assert not scene.may_enter(scene.there)


def test_nobody_says_it_of_themselves_or_of_somebody_with_no_tie_here(scene):
    with pytest.raises(Refused, match="Somebody else must record"):
        scene.left(scene.today, acting(scene.here, scene.person, scene.today))
    third = found("marshmere")
    an_agency(third, agency=scene.police, name="Westmere Police")
    outsider = acting(third, person_with(third, "business_manager"), scene.today)
    with pytest.raises(Refused, match="hold nothing for this agency here"):
        scene.left(scene.today, outsider)


def test_where_the_agency_takes_part_no_longer_only_this_partnership_is_touched(scene):
    gone = scene.today - timedelta(days=5)
    services.end_participation(scene.here, scene.now, scene.police.pk, ends_on=gone)
    scene.left(scene.today)
    assert scene.may_enter(scene.there)
    assert queries.actor_for(scene.person.pk, "heronsea", scene.today).roles == {"lay_member"}


def test_the_only_business_manager_stays_where_nobody_else_is(scene):
    person_with(scene.there, "business_manager", agency_id=scene.police.pk, person=scene.person)
    scene.left(scene.today)
    assert queries.actor_for(scene.person.pk, "larkshire", scene.today).roles == {"business_manager"}
    assert Event.objects.get(name="partnerships.person.stays_as_manager").partnership_id == scene.there.partnership_id
    person_with(scene.there, "business_manager")
    person_with(scene.here, "group_member", agency_id=scene.police.pk, person=scene.person)
    scene.left(scene.today)
    assert not scene.may_enter(scene.there)


def test_this_partnership_refuses_to_lose_its_only_business_manager(scene):
    lead = person_with(scene.here, "agency_lead", agency_id=scene.police.pk)
    only = scene.manager.memberships.get()
    Membership.objects.filter(pk=only.pk).update(agency=scene.police)
    actor = acting(scene.here, lead, scene.today)
    with pytest.raises(Refused, match="only business manager"):
        services.record_leaver(actor, scene.now, scene.manager.pk, scene.police.pk, left_on=scene.today)


def test_whoever_only_begins_later_or_cannot_sign_in_runs_no_business_unit(scene):
    later, closed = person_with(scene.here, "business_manager"), person_with(scene.here, "business_manager")
    Membership.objects.filter(person=later).update(starts_on=scene.today + timedelta(days=30))
    closed.is_active = False
    closed.save()
    only = scene.manager.memberships.get()
    with pytest.raises(Refused, match="only business manager"):
        services.end_role(scene.here, scene.now, only.pk, ends_on=scene.today)
    services.end_role(scene.here, scene.now, only.pk, ends_on=scene.today + timedelta(days=29))


def test_a_day_more_than_a_year_away_is_a_slip_of_the_pen(scene):
    with pytest.raises(Refused, match="within a year"):
        scene.left(scene.today + timedelta(days=400))


def test_the_page_shows_only_what_is_held_here(scene, sign_in):
    browser = sign_in(scene.manager)
    path = f"/heronsea/people/{scene.person.pk}/left/{scene.police.pk}/"
    said = text(browser.get(path))
    for words in ("Agency lead", "Delegated safeguarding partner", "every other partnership they serve", "Lay member"):
        assert words in said
    assert "Larkshire" not in said
    done = browser.post(path, day("left_on", scene.today), follow=True)
    assert "Ola Brook is with Westmere Police no longer, and was signed out everywhere." in text(done)
    assert browser.get(path).status_code == 404
