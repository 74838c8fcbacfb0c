"""When people are away, who stands in for them in which place, and for whom nobody does."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Absence, Membership, SeatHolder
from goldenthread.partnerships.permissions import KEEP_ABSENCES, UNIT, Role, may_cover
from goldenthread.partnerships.queries.acting import actors_of_people
from goldenthread.partnerships.queries.agencies import called_on
from goldenthread.partnerships.queries.away import CHAIRS, is_there, lead_taken, seat_taken
from goldenthread.partnerships.queries.people import list_people
from goldenthread.people.models import User

# How far ahead the unit is shown who will be away.
AHEAD = timedelta(days=92)
DECIDES = (*CHAIRS, "member")


def _live(rows: Any, today: date) -> Any:
    """Seats held today where neither seat nor group has ended."""
    rows = rows.in_effect(today).filter(Q(seat__ends_on__isnull=True) | Q(seat__ends_on__gte=today))
    return rows.filter(Q(seat__group__ends_on__isnull=True) | Q(seat__group__ends_on__gte=today))


@dataclass(frozen=True)
class Stand:
    """One place for which a person is asked, and the names of those who are asked while they are away."""

    what: str
    instead: tuple[str, ...]


def stands_of(actor: Actor, person_id: UUID, today: date) -> list[Stand]:
    """Each seat the person holds and agency they lead, with who stands in there, by name. Three queries."""
    held = list(
        _live(SeatHolder.objects.within(actor), today).filter(person_id=person_id, is_deputy=False)
        .select_related("seat__group").order_by("seat__group__name", "seat__title")
    )  # fmt: skip
    groups = [row.seat.group_id for row in held if row.seat.kind in CHAIRS]
    beside = _live(SeatHolder.objects.within(actor), today).filter(
        Q(seat__in=[row.seat_id for row in held], is_deputy=True) | Q(seat__group__in=groups, seat__kind__in=CHAIRS)
    )  # fmt: skip
    others = list(
        beside.filter(person__is_active=True).exclude(person_id=person_id).select_related("person", "seat")
    )  # fmt: skip
    found = [Stand(f"{row.seat.title}, {row.seat.group.name}", _beside(row, others)) for row in held]
    leads = Membership.objects.within(actor).in_effect(today).filter(role=Role.AGENCY_LEAD, agency__isnull=False)
    led: dict[str, list[Any]] = defaultdict(list)
    for row in leads.annotate(called=called_on("agency_id", today)).select_related("person").order_by("called"):
        led[row.called or ""].append(row.person)
    for name, people in led.items():
        if any(one.pk == person_id for one in people):
            found.append(Stand(f"Lead for {name}", tuple(one.name for one in people if one.pk != person_id)))
    return found


def _beside(row: Any, others: Sequence[Any]) -> tuple[str, ...]:
    """Who deputises in the seat; for a chair's, else who chairs beside them."""
    deputies = [one.person.name for one in others if one.seat_id == row.seat_id and one.is_deputy]
    chairs = [one.person.name for one in others if row.seat.kind in CHAIRS and one.seat.group_id == row.seat.group_id]
    return tuple(dict.fromkeys(deputies or chairs))


def stand_ins(actor: Actor, absence: Absence) -> list[User]:
    """Who is to hear that somebody is away: whom they named, and those who deputise in their seats. Two queries."""
    seats = _live(SeatHolder.objects.within(actor), absence.starts_on).filter(
        person_id=absence.person_id, is_deputy=False
    )
    deputies = _live(SeatHolder.objects.within(actor), absence.starts_on).filter(
        is_deputy=True, seat_id__in=list(seats.values_list("seat_id", flat=True))
    )
    people = User.objects.filter(
        Q(pk__in=deputies.order_by().values("person_id")) | Q(pk=absence.covered_by_id), is_active=True
    )
    return list(people.exclude(pk=absence.person_id).exclude(email="").order_by("name"))


@dataclass(frozen=True)
class Deputising:
    """Somebody away for whom an actor is asked: until when, in which seats, and what they are asked by name or not."""

    partnership_id: UUID
    name: str
    until: date
    seats: tuple[str, ...]
    by_name: bool


def deputising(actors: Sequence[Actor], today: date) -> list[Deputising]:
    """For whom these actors, who are one person, are asked today, soonest back first. One query, none for nobody."""
    there = [one for one in actors if one.user_id and one.presence.away_until is None]
    if not there:
        return []
    me, seats = there[0].user_id, {seat for one in there for seat in one.asked_seat_ids}
    mine = SeatHolder.objects.in_effect(today).filter(person_id=me, is_deputy=True, seat_id__in=seats).order_by()
    theirs = _live(SeatHolder.objects, today).filter(
        person_id=OuterRef("person_id"), is_deputy=False, seat_id__in=mine.values("seat_id")
    )
    named = Concat(F("seat__title"), Value(", "), F("seat__group__name"), output_field=CharField())
    rows = Absence.objects.in_effect(today).filter(partnership_id__in={one.partnership_id for one in there})
    rows = rows.filter(Q(covered_by_id=me) | Q(Exists(theirs.order_by()))).exclude(person_id=me)
    rows = rows.annotate(seats=ArraySubquery(theirs.order_by("seat__group__name").values_list(named, flat=True)))
    return [
        Deputising(row.partnership_id, row.person.name, row.ends_on, tuple(row.seats or ()), row.covered_by_id == me)
        for row in rows.select_related("person").order_by("ends_on", "person__name")
    ]


def absences_of(actor: Actor, person_id: UUID, today: date) -> list[Absence]:
    """When a person is or will be away, soonest first; of somebody else only for the unit. One query at most."""
    if person_id != actor.user_id and not actor.may(KEEP_ABSENCES):
        return []
    rows = Absence.objects.within(actor).filter(person_id=person_id, ends_on__gte=today)
    return list(rows.select_related("covered_by"))


def show_absence(actor: Actor, absence_id: UUID) -> Absence | None:
    """One time away of the actor, or for the unit of anybody here; None for others. One query."""
    rows = Absence.objects.within(actor).select_related("person", "covered_by")
    if not actor.may(KEEP_ABSENCES):
        rows = rows.filter(person_id=actor.user_id)
    found: Absence | None = rows.filter(pk=absence_id).first()
    return found


def cover_choices(actor: Actor, person_id: UUID, today: date) -> list[tuple[str, str]]:
    """Who may be named to answer for somebody else, by name, as (id, name). Two queries."""
    people = [one for one in list_people(actor, today) if one.pk != person_id]
    acting = actors_of_people([one.pk for one in people], today)
    here = {
        key for key, every in acting.items() for one in every
        if one.partnership_id == actor.partnership_id and may_cover(one)
    }  # fmt: skip
    return [(str(one.pk), one.name) for one in people if one.pk in here]


def _alone(today: date) -> Any:
    """Seats in which nobody stands in for their holder: no deputy, no second holder, no other chair."""
    seats = _live(SeatHolder.objects, today).filter(is_deputy=False, seat__kind__in=DECIDES)
    seats = seats.filter(~Q(seat_taken(today, is_deputy=False)), ~Q(seat_taken(today, is_deputy=True)))
    seats = seats.filter(~(Q(seat__kind__in=CHAIRS) & Q(seat_taken(today, is_deputy=False, group=True))))
    return seats.filter(person_id=OuterRef("person_id"), partnership_id=OuterRef("partnership_id")).order_by()


def _leading_alone(today: date) -> Any:
    leads = Membership.objects.in_effect(today).filter(
        ~Q(lead_taken(today)), role=Role.AGENCY_LEAD, agency__isnull=False, person_id=OuterRef("person_id"),
        partnership_id=OuterRef("partnership_id"),
    )  # fmt: skip
    return leads.order_by()


def _with_places(rows: Any, today: date) -> Any:
    """Absences, each with `places`, the words for where nobody stands in, and `covered`, whether the cover is there."""
    seat = Concat(F("seat__title"), Value(", "), F("seat__group__name"), output_field=CharField())
    agency = Concat(Value("Lead for "), called_on("agency_id", today), output_field=CharField())
    covered = Absence.objects.filter(is_there("covered_by_id", today), pk=OuterRef("pk"))
    return rows.annotate(
        places=ArraySubquery(_alone(today).order_by("seat__group__name").values_list(seat, flat=True)),
        leads=ArraySubquery(_leading_alone(today).values_list(agency, flat=True)), covered=Exists(covered),
    )  # fmt: skip


def list_absences(actor: Actor, today: date) -> list[Any]:
    """Who is away today or in the next three months, soonest first, each with `places` and `covered`. One query."""
    rows = Absence.objects.within(actor).filter(ends_on__gte=today, starts_on__lte=today + AHEAD)
    return list(
        _with_places(rows, today).select_related("person", "covered_by").order_by("starts_on", "person__name")
    )  # fmt: skip


def unanswered_waiting(actors: Sequence[Actor], today: date) -> Any:
    """Who is away and has nobody to answer for them, for the unit, as a query not yet asked; None for others.

    Nobody deputises in a seat of theirs or leads the agency beside them, and nobody they named is there.
    """
    units = {one.partnership_id for one in actors if one.roles & UNIT and one.user_id}
    if not units:
        return None
    covered = Absence.objects.filter(is_there("covered_by_id", today), pk=OuterRef("pk"))
    rows = Absence.objects.in_effect(today).filter(~Q(Exists(covered)), partnership_id__in=units)
    return rows.filter(Q(Exists(_alone(today))) | Q(Exists(_leading_alone(today))))


@dataclass(frozen=True)
class Unanswered:
    """Somebody away whom nobody answers for, as one of the unit is told: who, until when, in which places."""

    actor: Actor
    absence_id: UUID
    person_id: UUID
    name: str
    until: date
    places: tuple[str, ...]


def unanswered(actors: Sequence[Actor], today: date) -> list[Unanswered]:
    """Who is away and has nobody to answer for them, for each of these actors of a unit. One query, none for others."""
    rows = unanswered_waiting(actors, today)
    if rows is None:
        return []
    every = list(_with_places(rows, today).select_related("person").order_by("starts_on", "pk"))
    return [
        Unanswered(actor, row.pk, row.person_id, row.person.name, row.ends_on, (*row.places, *row.leads))
        for row in every
        for actor in actors
        if actor.partnership_id == row.partnership_id and actor.roles & UNIT and actor.user_id
    ]
