"""Who might lead instead: the agency's other lead, the seat's deputy, the group's chair."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldenthread.actions.queries.behind import agency_leads, held_today, people_behind
from goldenthread.actions.queries.names import Party, agency_names, name_of_seat
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Appointment, Membership, Seat, SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User


@dataclass(frozen=True)
class Suggestion:
    """Somebody or something that could lead from now on, and why they are suggested."""

    party: Party
    name: str
    why: str

    @property
    def choice(self) -> tuple[str, str]:
        """As a choice of a form."""
        return f"{self.party.kind}:{self.party.id}", f"{self.name} ({self.why})"


def suggest_leads(actor: Actor, leads: Collection[Party], today: date) -> list[Suggestion]:
    """Who could lead instead of the given leads, each once, with why. Seven queries at most."""
    if not leads:
        return []
    places = _where(actor, leads)
    behind = people_behind(actor, [lead for lead in leads if lead.kind != "person"], today)
    silent = {lead.id for lead in leads if lead.kind == "person"} | behind.everybody
    found: dict[Party, Suggestion] = {}
    for person, one in _all(actor, places, today):
        if person.is_active and person.pk not in silent and one.party not in leads:
            found.setdefault(one.party, one)
    return list(found.values())


@dataclass
class _Places:
    """The agencies, groups and seats that some leads belong to, or belonged to."""

    agencies: set[UUID]
    groups: set[UUID]
    seats: set[UUID]


def _where(actor: Actor, leads: Collection[Party]) -> _Places:
    ids = {kind: {lead.id for lead in leads if lead.kind == kind} for kind in ("person", "seat", "group", "agency")}
    found = _Places(set(ids["agency"]), set(ids["group"]), set(ids["seat"]))
    seats = Seat.objects.within(actor).filter(Q(pk__in=ids["seat"]) | Q(holders__person_id__in=ids["person"]))
    for seat, agency, group in seats.values_list("pk", "agency_id", "group_id"):
        found.seats.add(seat)
        found.groups.add(group)
        found.agencies |= {agency} if agency else set()

    def agencies(model: type[Membership | Appointment]) -> Any:
        held = model.objects.within(actor).filter(person_id__in=ids["person"], agency__isnull=False)
        return held.order_by().values_list("agency_id", flat=True)

    found.agencies |= set(agencies(Membership).union(agencies(Appointment)))
    return found


def _all(actor: Actor, places: _Places, today: date) -> Iterator[tuple[User, Suggestion]]:
    deputises = Q(is_deputy=True, seat_id__in=places.seats)
    chairs = Q(is_deputy=False, seat__group_id__in=places.groups, seat__kind=Seat.Kind.CHAIR)
    held = held_today(actor, today).filter(deputises | chairs).select_related("person", "seat__group")
    rows = list(held.order_by("-is_deputy", "person__name"))
    for holder in rows:
        if holder.is_deputy:
            why = f"deputises as {name_of_seat(holder.seat)}"
            yield holder.person, Suggestion(Party("person", holder.person_id), holder.person.name, why)
    leads = list(agency_leads(actor, today).filter(agency_id__in=places.agencies))
    names = agency_names(actor, {row.agency_id for row in leads}, today)
    for row in leads:
        why = f"leads for {names.get(row.agency_id, 'the agency')}"
        yield row.person, Suggestion(Party("person", row.person_id), row.person.name, why)
    for holder in rows:
        if not holder.is_deputy:
            why = f"now {holder.person.name}"
            yield holder.person, Suggestion(Party("seat", holder.seat_id), name_of_seat(holder.seat), why)


def leads_within_agencies(actor: Actor, today: date) -> list[Party]:
    """The agencies the actor leads and everybody with a role or seat for one of them today, as leads. Two queries."""
    led = actor.agencies_as(Role.AGENCY_LEAD)
    roles = Membership.objects.within(actor).in_effect(today).filter(agency_id__in=led)
    seats = SeatHolder.objects.within(actor).in_effect(today).filter(seat__agency_id__in=led)
    people = {*roles.values_list("person_id", flat=True), *seats.values_list("person_id", flat=True)}
    return [*(Party("agency", key) for key in led), *(Party("person", key) for key in people)]
