"""Leads who are away: since when somebody else is asked about what they lead, and who. Constant queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from goldenthread.actions.queries.behind import CHAIRS, Behind, held_today
from goldenthread.actions.queries.names import Party
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Absence
from goldenthread.partnerships.rules import Place, who_is_asked


@dataclass(frozen=True)
class Away:
    """A lead whose people are all away: until when, who is asked instead by name, and since when those were asked."""

    until: date
    instead: tuple[str, ...]
    asked_on: date | None

    @property
    def words(self) -> str:
        """As a clause: "away until 4 December 2026, Amina Clarke asked instead"."""
        who = f"{' and '.join(self.instead)} asked instead" if self.instead else "nobody else can be asked"
        return f"away until {self.until.day} {self.until:%B %Y}, {who}"


def leads_away(actor: Actor, behind: Behind, leads: Collection[Party], today: date) -> dict[Party, Away]:
    """Those of some leads behind whom everybody is away. Two queries at most; one where nobody is away."""
    absences = partnerships.who_is_away(actor, None, today)
    gone = {
        lead for lead in leads if behind.of(lead) and all(person.pk in absences for person in behind.of(lead))
    }  # fmt: skip
    if not gone:
        return {}
    deputies = _deputies(actor, gone, today)
    found = {}
    for lead in gone:
        every = [absences[person.pk] for person in behind.of(lead)]
        stand_in = {one.pk: one.name for one in deputies[lead]}
        if lead.kind == "person":
            stand_in = {row.covered_by.pk: row.covered_by.name for row in every if row.covered_by}
        place = Place(frozenset(row.person_id for row in every), frozenset(stand_in))
        asked = who_is_asked([place], set(absences))
        names = tuple(sorted(stand_in[one] for one in asked if one in stand_in))
        found[lead] = Away(max(row.ends_on for row in every), names, max(map(_from, every)) if names else None)
    return found


def _from(row: Absence) -> date:
    """The day from which whoever stands in was asked: the first day away, or the day on which it was entered."""
    return max(row.starts_on, localdate(row.created_at))


def _deputies(actor: Actor, leads: Collection[Party], today: date) -> dict[Party, list[Any]]:
    """Who deputises for each seat, and for the chair of each group; the vice chair counts as the chair's deputy."""
    seats: set[UUID] = {lead.id for lead in leads if lead.kind == "seat"}
    groups: set[UUID] = {lead.id for lead in leads if lead.kind == "group"}
    found: dict[Party, list[Any]] = defaultdict(list)
    if not seats and not groups:
        return found
    office = Q(seat__group_id__in=groups, seat__kind__in=CHAIRS) & (Q(is_deputy=True) | Q(seat__kind="vice_chair"))
    for row in held_today(actor, today).filter(Q(seat_id__in=seats, is_deputy=True) | office):
        if row.seat_id in seats and row.is_deputy:
            found[Party("seat", row.seat_id)].append(row.person)
        if row.seat.group_id in groups and row.seat.kind in CHAIRS:
            found[Party("group", row.seat.group_id)].append(row.person)
    return found


def led_since(action: Any, away: Away | None) -> date | None:
    """The day from which silence about an action counts: since its lead has it, or whoever is asked instead was.

    What is restricted is asked of nobody whom its lead named.
    """
    is_passed_on = away is not None and not (action.lead_kind == "person" and action.information_class == "R")
    days = [action.led_since_on, away.asked_on if away and is_passed_on else None]
    return max((one for one in days if one), default=None)
