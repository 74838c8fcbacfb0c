"""The people behind leads: who holds the seat, chairs the group, leads for the agency. Constant queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldenthread.actions.queries.names import Party
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Appointment, Membership, Records, Seat, SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User

CHAIRS = (Seat.Kind.CHAIR, Seat.Kind.VICE_CHAIR)


@dataclass
class Behind:
    """The people of each lead today, whose account may be closed; nobody where the place is empty."""

    people: dict[Party, list[User]] = field(default_factory=lambda: defaultdict(list))

    def of(self, party: Party) -> list[User]:
        """The people behind one lead, by name."""
        return self.people.get(party, [])

    @property
    def everybody(self) -> set[UUID]:
        """Ids of all of them."""
        return {person.pk for every in self.people.values() for person in every}


def people_behind(actor: Actor, parties: Collection[Party], today: date) -> Behind:
    """Who stands behind each lead: the person; the seat's holder; the group's chair, or vice chair; the agency's leads.

    Three queries at most, one for each sort of lead among them.
    """
    ids: dict[str, set[UUID]] = defaultdict(set)
    for party in parties:
        ids[party.kind].add(party.id)
    found = Behind()
    if ids["person"]:
        for person in User.objects.filter(pk__in=ids["person"]):
            found.people[Party("person", person.pk)].append(person)
    if ids["seat"] or ids["group"]:
        _add_holders(found, actor, ids, today)
    if ids["agency"]:
        for row in agency_leads(actor, today).filter(agency_id__in=ids["agency"]):
            _add(found.people[Party("agency", row.agency_id)], row.person)
    return found


def _add_holders(found: Behind, actor: Actor, ids: dict[str, set[UUID]], today: date) -> None:
    rows = list(
        held_today(actor, today).filter(
            Q(is_deputy=False), Q(seat_id__in=ids["seat"]) | Q(seat__group_id__in=ids["group"], seat__kind__in=CHAIRS)
        )
    )
    chaired = {row.seat.group_id for row in rows if row.seat.kind == Seat.Kind.CHAIR}
    for row in rows:
        if row.seat_id in ids["seat"]:
            _add(found.people[Party("seat", row.seat_id)], row.person)
        group = row.seat.group_id
        # A vice chair answers for a group that has no chair.
        answers = row.seat.kind == Seat.Kind.CHAIR or (row.seat.kind in CHAIRS and group not in chaired)
        if group in ids["group"] and answers:
            _add(found.people[Party("group", group)], row.person)


def _add(people: list[User], person: User) -> None:
    if person not in people:
        people.append(person)


def held_today(actor: Actor, today: date) -> Records:
    """Who holds a seat of the partnership today, or deputises in it, where neither seat nor group has ended."""
    rows = SeatHolder.objects.within(actor).in_effect(today).select_related("person", "seat")
    rows = rows.filter(Q(seat__ends_on__isnull=True) | Q(seat__ends_on__gte=today))
    rows = rows.filter(Q(seat__group__ends_on__isnull=True) | Q(seat__group__ends_on__gte=today))
    return rows.order_by("person__name")


def agency_leads(actor: Actor, today: date) -> Records:
    """Who leads safeguarding for which agency of the partnership today, by name."""
    rows = Membership.objects.within(actor).in_effect(today).filter(role=Role.AGENCY_LEAD, agency__isnull=False)
    return rows.select_related("person").order_by("person__name")


def agencies_of(actor: Actor, people: Collection[UUID], today: date) -> dict[UUID, list[UUID]]:
    """The agencies for which people hold a role, seat or appointment today, by person. One query."""
    wanted = list(people)

    def rows(model: type[Membership | Appointment]) -> Any:
        held = model.objects.within(actor).in_effect(today).filter(person_id__in=wanted, agency__isnull=False)
        return held.order_by().values_list("person_id", "agency_id")

    held = SeatHolder.objects.within(actor).in_effect(today).filter(person_id__in=wanted, is_deputy=False)
    seats = held.filter(seat__agency__isnull=False).order_by().values_list("person_id", "seat__agency_id")
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for person, agency in rows(Membership).union(seats, rows(Appointment)):
        found[person].append(agency)
    return {person: sorted(every) for person, every in found.items()}
