"""Who might lead instead: the agency's other lead, the seat's deputy, the group's chair."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.actions.queries.behind import agency_leads, held_today, people_behind
from goldenthread.actions.queries.names import Party, seat_name
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Appointment, Membership, Records, Seat, SeatHolder


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
    agencies, groups, seats = _where(actor, leads)
    behind = {person for lead in leads if lead.kind != "person" for person in _ids(actor, lead, today)}
    silent = {lead.id for lead in leads if lead.kind == "person"} | behind
    found: dict[Party, Suggestion] = {}
    for one in _all(actor, agencies, groups, seats, today):
        if one.party not in leads and one.party.id not in silent:
            found.setdefault(one.party, one)
    return list(found.values())


def _ids(actor: Actor, lead: Party, today: date) -> set[UUID]:
    return people_behind(actor, [lead], today).everybody


def _where(actor: Actor, leads: Collection[Party]) -> tuple[set[UUID], set[UUID], set[UUID]]:
    """The agencies, groups and seats that the leads belong to or belonged to."""
    people = [lead.id for lead in leads if lead.kind == "person"]
    seats = {lead.id for lead in leads if lead.kind == "seat"}
    agencies = {lead.id for lead in leads if lead.kind == "agency"}
    groups = {lead.id for lead in leads if lead.kind == "group"}
    rows: Records = SeatHolder.objects.within(actor).filter(person_id__in=people)
    seats |= set(rows.values_list("seat_id", flat=True))
    for model in (Membership, Appointment):
        held = model.objects.within(actor).filter(person_id__in=people, agency__isnull=False)
        agencies |= set(held.values_list("agency_id", flat=True))
    for agency, group in Seat.objects.within(actor).filter(pk__in=seats).values_list("agency_id", "group_id"):
        agencies |= {agency} if agency else set()
        groups.add(group)
    return agencies, groups, seats


def _all(actor: Actor, agencies: set[UUID], groups: set[UUID], seats: set[UUID], today: date) -> Iterator[Suggestion]:
    for holder in held_today(actor, today, deputies=True).filter(seat_id__in=seats).select_related("seat__group"):
        if holder.person.is_active:
            why = f"deputises as {seat_name(holder.seat)}"
            yield Suggestion(Party("person", holder.person_id), holder.person.name, why)
    for row in agency_leads(actor, today).filter(agency_id__in=agencies).prefetch_related("agency__names"):
        if row.person.is_active:
            yield Suggestion(Party("person", row.person_id), row.person.name, f"leads for {row.agency}")
    chairs = held_today(actor, today).filter(seat__group_id__in=groups, seat__kind=Seat.Kind.CHAIR)
    for holder in chairs.select_related("seat__group"):
        if holder.person.is_active:
            why = f"now {holder.person.name}"
            yield Suggestion(Party("seat", holder.seat_id), seat_name(holder.seat), why)


def leads_within_agencies(actor: Actor, today: date) -> list[Party]:
    """The actor's own agencies and everybody with a role or seat for one of them today, as leads. Two queries."""
    roles = Membership.objects.within(actor).in_effect(today).filter(agency_id__in=actor.agency_ids)
    seats = SeatHolder.objects.within(actor).in_effect(today).filter(seat__agency_id__in=actor.agency_ids)
    people = {*roles.values_list("person_id", flat=True), *seats.values_list("person_id", flat=True)}
    return [*(Party("agency", key) for key in actor.agency_ids), *(Party("person", key) for key in people)]
