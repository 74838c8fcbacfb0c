"""Who is away on a day, as conditions on rows, so that whoever is asked is found in the query that finds the thing."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Absence, Appointment, Membership, SeatHolder
from goldenthread.partnerships.permissions import UNIT, Role
from goldenthread.partnerships.rules import Place, who_is_asked
from goldenthread.people.models import User

CHAIRS = ("chair", "vice_chair")


def is_away(path: str, today: date, partnership: str = "partnership_id") -> Exists:
    """The condition that the person at `path` of a row is away on a day."""
    rows = Absence.objects.in_effect(today).filter(
        person_id=OuterRef(path), partnership_id=OuterRef(partnership)
    )  # fmt: skip
    return Exists(rows.order_by())


def is_there(path: str, today: date) -> Q:
    """The condition that the person at `path` of a row has an open account, a tie here, and is not away."""
    here = {"person_id": OuterRef(path), "partnership_id": OuterRef("partnership_id"), "person__is_active": True}
    tied = Q(pk__in=[])
    for model in (Membership, Appointment, SeatHolder):
        tied |= Q(Exists(model.objects.in_effect(today).filter(**here).order_by()))
    return tied & ~Q(is_away(path, today))


def is_covered(path: str, today: date) -> Exists:
    """The condition that the person at `path` is away and somebody they named, who is there, answers for them."""
    rows = Absence.objects.in_effect(today).filter(
        is_there("covered_by_id", today), person_id=OuterRef(path), partnership_id=OuterRef("partnership_id"),
    )  # fmt: skip
    return Exists(rows.order_by())


def heads_covered(today: date, partnership: Any) -> Any:
    """The times away of heads of a business unit who named somebody of the unit that is there, as a query not asked."""
    of_unit = {"partnership_id": OuterRef("partnership_id")}
    heads = Membership.objects.in_effect(today).filter(
        role=Role.BUSINESS_MANAGER, person_id=OuterRef("person_id"), **of_unit
    )
    named = Membership.objects.in_effect(today).filter(role__in=UNIT, person_id=OuterRef("covered_by_id"), **of_unit)
    rows = Absence.objects.in_effect(today).filter(is_there("covered_by_id", today), partnership_id=partnership)
    return rows.filter(Exists(heads.order_by()), Exists(named.order_by())).order_by()


def seat_taken(today: date, *, is_deputy: bool, group: bool = False) -> Exists:
    """The condition on a seat's holder that somebody else who is there holds the seat, or deputises in it.

    With `group` that somebody chairs or vice-chairs the seat's group, or deputises for who does, in another seat.
    """
    rows = SeatHolder.objects.in_effect(today).filter(person__is_active=True).exclude(person_id=OuterRef("person_id"))
    rows = rows.filter(~Q(is_away("person_id", today))).order_by()
    if group:
        rows = rows.filter(seat__group_id=OuterRef("seat__group_id"), seat__kind__in=CHAIRS)
        rows = rows.filter(Q(seat__ends_on__isnull=True) | Q(seat__ends_on__gte=today))
        return Exists(rows.exclude(seat_id=OuterRef("seat_id")))
    return Exists(rows.filter(seat_id=OuterRef("seat_id"), is_deputy=is_deputy))


def seat_held(today: date) -> Exists:
    """The condition on a seat's holder or deputy that somebody holds the seat, there or away."""
    rows = SeatHolder.objects.in_effect(today).filter(person__is_active=True, seat_id=OuterRef("seat_id"))
    return Exists(rows.filter(is_deputy=False).order_by())


def lead_taken(today: date) -> Exists:
    """The condition on an agency's lead that somebody else who is there leads for the same agency here."""
    rows = Membership.objects.in_effect(today).filter(
        role=Role.AGENCY_LEAD, agency_id=OuterRef("agency_id"), partnership_id=OuterRef("partnership_id"),
        person__is_active=True,
    )  # fmt: skip
    return Exists(rows.filter(~Q(is_away("person_id", today))).exclude(person_id=OuterRef("person_id")).order_by())


def absences_around(people: Collection[UUID], today: date) -> Any:
    """The times away on a day of some people, or in which one of them was named to answer, each `covered` or not.

    A query not yet asked.
    """
    rows = Absence.objects.in_effect(today).filter(Q(person_id__in=people) | Q(covered_by_id__in=people))
    return rows.annotate(covered=Exists(Absence.objects.filter(is_there("covered_by_id", today), pk=OuterRef("pk"))))


def who_is_away(actor: Actor, people: Collection[UUID] | None, today: date) -> dict[UUID, Absence]:
    """Who is away on a day, of some people or (None) all, each with when and whom they named. One query at most."""
    if people is not None and not people:
        return {}
    rows = Absence.objects.within(actor).in_effect(today).select_related("covered_by")
    return {row.person_id: row for row in (rows if people is None else rows.filter(person_id__in=people))}


def asked_in_seats(actor: Actor, seats: Any, today: date) -> list[User]:
    """Who is asked on a day in each of some seats (a query or their ids): its holder, or its deputies while away.

    By name, each once. Two queries.
    """
    held = SeatHolder.objects.within(actor).in_effect(today).filter(seat__in=seats, person__is_active=True)
    rows = list(held.select_related("person").order_by("person__name"))
    places: dict[UUID, tuple[set[UUID], set[UUID]]] = defaultdict(lambda: (set(), set()))
    for row in rows:
        places[row.seat_id][row.is_deputy].add(row.person_id)
    away = set(who_is_away(actor, {row.person_id for row in rows}, today))
    asked: set[UUID] = set()
    for holders, deputies in places.values():
        asked |= who_is_asked([Place(frozenset(holders), frozenset(deputies))], away)
    return list({row.person_id: row.person for row in rows if row.person_id in asked}.values())
