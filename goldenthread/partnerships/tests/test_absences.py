"""Time away: who is asked then, who keeps it, and what everybody hears of it."""

from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.notify.models import Message
from goldenthread.notify.queries import asking
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.models import Absence
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.rules import Place, may_be_away, who_is_asked
from goldenthread.partnerships.tests.factories import (
    NOW,
    TODAY,
    a_group,
    a_seat,
    acting,
    an_agency,
    found,
    person_with,
)
from goldenthread.people.models import User
from goldenthread.trail.models import Event

A, B, C, D = (UUID(int=number) for number in range(1, 5))
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("places", "away", "asked"),
    [
        ([Place(frozenset([A]), frozenset([B]))], set(), {A}),
        ([Place(frozenset([A]), frozenset([B]))], {A}, {B}),
        ([Place(frozenset([A]), frozenset([B, C]))], {A, B}, {C}),
        # Nobody is there: the holder is asked still.
        ([Place(frozenset([A]), frozenset([B]))], {A, B}, {A}),
        ([Place(frozenset([A]))], {A}, {A}),
        # A seat that nobody holds is its deputy's.
        ([Place(frozenset(), frozenset([B]))], set(), {B}),
        ([Place(frozenset(), frozenset([B]))], {B}, {B}),
        # A chair and a vice chair: who is there is asked, and a deputy for who is not.
        ([Place(frozenset([A]), frozenset([C])), Place(frozenset([B]))], {A}, {B, C}),
        ([Place(frozenset([A])), Place(frozenset([B]))], {A}, {B}),
        ([Place(frozenset([A])), Place(frozenset([B]))], {A, B}, {A, B}),
        ([], {A}, set()),
    ],
)
def test_who_is_asked(places: list[Place], away: set[UUID], asked: set[UUID]) -> None:
    """partnerships.who_is_asked"""
    assert who_is_asked(places, away) == asked


def test_may_be_away() -> None:
    """partnerships.absence"""
    days = (TODAY, TODAY + WEEK)
    assert may_be_away(A, B, days, [], TODAY)
    assert may_be_away(A, None, (TODAY, TODAY), [(TODAY + WEEK, TODAY + 2 * WEEK)], TODAY)
    assert not may_be_away(A, A, days, [], TODAY)
    assert not may_be_away(A, None, (TODAY + WEEK, TODAY), [], TODAY)
    assert not may_be_away(A, None, (TODAY - WEEK, TODAY - timedelta(days=1)), [], TODAY)
    assert not may_be_away(A, None, days, [(TODAY + WEEK, TODAY + 2 * WEEK)], TODAY)


@pytest.fixture
def unit(db: Any) -> Actor:
    return found("heronsea")


def away(unit: Actor, person: User, *, first: date = TODAY, last: date = TODAY + WEEK, cover: Any = None) -> Absence:
    return services.say_away(
        unit, NOW, TODAY, person.pk, starts_on=first, ends_on=last, covered_by_id=cover.pk if cover else None
    )


def test_those_who_may_act_are_asked_as_the_rule_says(unit: Actor) -> None:
    """The one query that builds actors, against `partnerships.who_is_asked`, for every way of being away."""
    group = a_group(unit)
    chair, vice = a_seat(unit, group, kind="chair"), a_seat(unit, group, kind="vice_chair")
    holder, other = person_with(unit, seat=chair.pk), person_with(unit, seat=vice.pk)
    first, second = person_with(unit, Role.ANALYST), person_with(unit, Role.ANALYST)
    for deputy in (first, second):
        services.hold_seat(unit, NOW, chair.pk, person_id=deputy.pk, starts_on=TODAY - WEEK, is_deputy=True)
    everybody = (holder, other, first, second)
    for gone in product((False, True), repeat=4):
        absent = [person for person, is_gone in zip(everybody, gone, strict=True) if is_gone]
        with transaction.atomic():
            for person in absent:
                away(unit, person)
            actors = [acting(unit, person) for person in everybody]
            # One person's query is kept in its words; asked of several it is made anew, and finds the same.
            together = queries.actors_of_people([person.pk for person in everybody], TODAY)
            for one in actors:
                (again,) = together[one.user_id or unit.partnership_id]
                assert (again, again.presence) == (one, one.presence)
            here = Place(frozenset([holder.pk]), frozenset([first.pk, second.pk]))
            beside = Place(frozenset([other.pk]))
            of = {person.pk for person in absent}
            assert _asked(actors, "seat_ids", chair.pk) == who_is_asked([here], of), absent
            assert _asked(actors, "group_ids", group.pk) == who_is_asked([here, beside], of), absent
            # Nobody away loses sight of what is theirs.
            assert chair.pk in actors[0].asked_seat_ids
            transaction.set_rollback(True)


def _asked(actors: list[Actor], what: str, key: UUID) -> set[UUID | None]:
    """Who is sent word about a seat or a group: asked for it, and not relieved."""
    return {
        one.user_id for one in actors
        if key in getattr(one, f"asked_{what}") and key not in getattr(one.presence, f"relieved_{what}")
    }  # fmt: skip


@pytest.mark.parametrize(("first", "last", "is_away"), [(-1, -1, False), (-1, 0, True), (0, 0, True), (1, 2, False)])
def test_a_deputy_is_asked_from_the_first_to_the_last_day(unit: Actor, first: int, last: int, is_away: bool) -> None:
    seat = a_seat(unit, a_group(unit))
    holder, deputy = person_with(unit, seat=seat.pk), person_with(unit)
    services.hold_seat(unit, NOW, seat.pk, person_id=deputy.pk, starts_on=TODAY - WEEK, is_deputy=True)
    days = [TODAY + timedelta(days=number) for number in (first, last)]
    Absence.objects.create(partnership_id=unit.partnership_id, person=holder, starts_on=days[0], ends_on=days[1])
    assert (seat.pk in acting(unit, deputy).asked_seat_ids) is is_away
    # What a deputy may do is the same either way.
    assert seat.pk in acting(unit, deputy).seat_ids


def test_an_agency_is_asked_of_its_other_lead(unit: Actor) -> None:
    agency = an_agency(unit)
    gone = person_with(unit, Role.AGENCY_LEAD, agency_id=agency.pk)
    away(unit, gone)
    assert acting(unit, gone).presence.relieved_agency_ids == frozenset()
    person_with(unit, Role.AGENCY_LEAD, agency_id=agency.pk)
    assert acting(unit, gone).presence.relieved_agency_ids == {agency.pk}


def test_a_review_of_access_is_asked_of_the_lead_who_is_there(unit: Actor) -> None:
    agency = an_agency(unit)
    gone, there = (person_with(unit, Role.AGENCY_LEAD, agency_id=agency.pk) for _ in range(2))
    services.open_access_reviews(unit, NOW)
    away(unit, gone)
    asked = asking.asks_of([gone.pk, there.pk], TODAY)
    assert [key for key, _ in asked.get(gone.pk, [])] == []
    assert [key for key, _ in asked[there.pk]] == ["access_reviews"]
    # It stays on the page of work of whoever is away.
    assert queries.access_reviews_owed([gone.pk], TODAY)[gone.pk][0].is_relieved


def test_whoever_is_named_answers_while_they_are_there(unit: Actor) -> None:
    gone, cover = person_with(unit), person_with(unit)
    away(unit, gone, cover=cover)
    assert acting(unit, cover).presence.covers == {gone.pk}
    assert acting(unit, gone).presence.is_covered
    away(unit, cover)
    assert acting(unit, cover).presence.covers == frozenset()
    assert not acting(unit, gone).presence.is_covered


def test_an_absence_of_one_partnership_counts_in_no_other(unit: Actor) -> None:
    there = found("saltend")
    seat, person, cover = a_seat(unit, a_group(unit)), person_with(unit), person_with(unit)
    services.hold_seat(unit, NOW, seat.pk, person_id=person.pk, starts_on=TODAY - WEEK)
    for somebody in (person, cover):
        person_with(there, person=somebody)
    away(there, person, cover=cover)
    assert acting(unit, person).presence.away_until is None
    assert acting(unit, cover).presence.covers == frozenset()
    assert acting(there, person).presence.away_until == TODAY + WEEK


def test_people_keep_their_own_days_and_the_unit_anybodys(unit: Actor) -> None:
    one, another = person_with(unit), person_with(unit)
    me, other = acting(unit, one), acting(unit, another)
    row = services.say_away(me, NOW, TODAY, one.pk, starts_on=TODAY, ends_on=TODAY + WEEK)
    with pytest.raises(NotPermitted):
        services.say_away(other, NOW, TODAY, one.pk, starts_on=TODAY + 2 * WEEK, ends_on=TODAY + 3 * WEEK)
    with pytest.raises(NotPermitted):
        services.remove_absence(other, NOW, row.pk)
    assert queries.absences_of(other, one.pk, TODAY) == []
    assert queries.show_absence(other, row.pk) is None
    services.change_absence(unit, NOW, TODAY, row.pk, starts_on=TODAY, ends_on=TODAY + 2 * WEEK)
    assert [kept.ends_on for kept in queries.absences_of(me, one.pk, TODAY)] == [TODAY + 2 * WEEK]
    with pytest.raises(Refused, match="There is nobody"):
        services.say_away(unit, NOW, TODAY, uuid4(), starts_on=TODAY, ends_on=TODAY)


def test_back_already_and_taken_back(unit: Actor) -> None:
    person = person_with(unit)
    begun = away(unit, person, first=TODAY - WEEK)
    services.end_absence(unit, NOW, TODAY, begun.pk)
    begun.refresh_from_db()
    assert begun.ends_on == TODAY - timedelta(days=1)
    assert acting(unit, person).presence.away_until is None
    with pytest.raises(Refused, match="over already"):
        services.end_absence(unit, NOW, TODAY, begun.pk)
    today = away(unit, person)
    services.end_absence(unit, NOW, TODAY, today.pk)
    coming = away(unit, person, first=TODAY + WEEK, last=TODAY + WEEK)
    with pytest.raises(Refused, match="Take it back"):
        services.end_absence(unit, NOW, TODAY, coming.pk)
    services.remove_absence(unit, NOW, coming.pk)
    assert list(Absence.objects.values_list("pk", flat=True)) == [begun.pk]
    told = Event.objects.filter(kind="partnerships.absence").values_list("name", flat=True)
    names = [name.rpartition(".")[2] for name in told]
    assert sorted(names) == ["ended", "entered", "entered", "entered", "removed", "removed"]


@pytest.mark.parametrize("role", [Role.LAY_MEMBER, Role.LEAD_SAFEGUARDING_PARTNER])
def test_who_only_reads_answers_for_nobody(unit: Actor, role: str) -> None:
    options = {"appointment": role} if role == Role.LEAD_SAFEGUARDING_PARTNER else {"role": role}
    reader = person_with(unit, **options)
    with pytest.raises(Refused, match="lay members and scrutineers") as refused:
        away(unit, person_with(unit), cover=reader)
    assert refused.value.field == "covered_by_id"
    assert not Absence.objects.exists()


def test_those_who_stand_in_are_written_to(unit: Actor) -> None:
    seat = a_seat(unit, a_group(unit))
    holder = person_with(unit, seat=seat.pk, name="Priya Shah")
    deputy, cover = person_with(unit, email="dana@example.org"), person_with(unit, email="cory@example.org")
    services.hold_seat(unit, NOW, seat.pk, person_id=deputy.pk, starts_on=TODAY - WEEK, is_deputy=True)
    away(unit, holder, cover=cover)
    sent = Message.objects.filter(kind="partnerships.absence")
    assert set(sent.values_list("address", flat=True)) == {"dana@example.org", "cory@example.org"}
    assert "Priya Shah is away from 22 November 2026 to 29 November 2026" in sent[0].body


def test_the_unit_is_told_of_whom_nobody_answers_for(unit: Actor) -> None:
    manager, group = acting(unit, person_with(unit, Role.BUSINESS_MANAGER)), a_group(unit, "Neglect subgroup")
    agency, seat = an_agency(unit, "Vale Police"), a_seat(unit, group, "Chair", kind="chair")
    person = person_with(unit, Role.AGENCY_LEAD, agency_id=agency.pk, seat=seat.pk, name="Priya Shah")
    member = acting(unit, person_with(unit))
    assert asking.absence_asks([manager], TODAY) == []
    row = away(unit, person)
    ((asked, ask),) = asking.absence_asks([manager, member], TODAY)
    assert (asked, ask.title) == (manager, "Nobody answers for Priya Shah")
    assert "Chair, Neglect subgroup; Lead for Vale Police" in ask.why
    assert queries.unanswered_waiting([member], TODAY) is None
    assert queries.unanswered_waiting([manager], TODAY).count() == 1
    # A deputy for the seat leaves the agency; somebody named and there settles it.
    services.hold_seat(unit, NOW, seat.pk, person_id=member.user_id, starts_on=TODAY - WEEK, is_deputy=True)
    assert "Chair" not in asking.absence_asks([manager], TODAY)[0][1].why
    services.change_absence(
        unit, NOW, TODAY, row.pk, starts_on=TODAY, ends_on=TODAY + WEEK, covered_by_id=member.user_id
    )  # fmt: skip
    assert asking.absence_asks([manager], TODAY) == []
    assert queries.unanswered_waiting([manager], TODAY).count() == 0


def test_who_is_away_costs_the_same_for_many(unit: Actor, django_assert_num_queries: Any) -> None:
    manager = acting(unit, person_with(unit, Role.BUSINESS_MANAGER))
    for number in range(1, 7):
        away(unit, person_with(unit, seat=a_seat(unit, a_group(unit)).pk), cover=person_with(unit))
        if number in (1, 6):
            with django_assert_num_queries(1):
                assert len(queries.list_absences(manager, TODAY)) == number
            with django_assert_num_queries(3):
                asking.absence_asks([manager], TODAY), queries.actors_of(manager.user_id, TODAY)
                queries.unanswered_waiting([manager], TODAY).count()


class TestPages:
    """What people keep on the pages."""

    def test_one_says_when_one_is_away(self, unit: Actor, member: Any, posted: Any, today: date) -> None:
        page = reverse("partnerships:keep_own_absences", kwargs={"partnership": "heronsea"})
        answer = member.post(page, {**_days(today, today + WEEK), "covered_by_id": ""})
        assert answer.status_code == 302
        shown = member.get(page).content.decode()
        assert "Away now" in shown
        assert "Nobody is asked why" in shown
        work = member.get(reverse("actions:my_work", kwargs={"partnership": "heronsea"})).content.decode()
        assert "You are away until" in work
        row = Absence.objects.get()
        back = reverse("partnerships:end_absence", kwargs={"partnership": "heronsea", "absence": row.pk})
        assert member.post(back).status_code == 302
        assert not Absence.objects.exists()

    def test_the_days_must_be_in_order(self, unit: Actor, member: Any, today: date) -> None:
        page = reverse("partnerships:keep_own_absences", kwargs={"partnership": "heronsea"})
        answer = member.post(page, {**_days(today + WEEK, today), "covered_by_id": ""})
        assert answer.status_code == 422
        assert "on or after the first day" in answer.content.decode()
        assert not Absence.objects.exists()

    def test_nobody_finds_the_days_of_another(self, unit: Actor, member: Any, manager: Any, today: date) -> None:
        person = person_with(unit, name="Priya Shah")
        row = services.say_away(unit, NOW, today, person.pk, starts_on=today, ends_on=today + WEEK)
        where = {"partnership": "heronsea"}
        for name in ("change_absence", "end_absence", "remove_absence"):
            page = reverse(f"partnerships:{name}", kwargs={**where, "absence": row.pk})
            assert member.get(page).status_code == 404
            assert manager.get(page).status_code == 200
        theirs = reverse("partnerships:show_person", kwargs={**where, "person": person.pk})
        assert "Away from" not in member.get(theirs).content.decode()
        assert "Away from" in manager.get(theirs).content.decode()
        assert "Priya Shah" in manager.get(reverse("partnerships:list_absences", kwargs=where)).content.decode()


def _days(first: date, last: date) -> dict[str, int]:
    told = {"starts_on": first, "ends_on": last}
    return {f"{name}-{part}": getattr(day, part) for name, day in told.items() for part in ("day", "month", "year")}
