"""What the people, seats, groups and agencies that lead or help are called, in a few queries however many."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import AgencyName, Group, Seat
from goldenthread.partnerships.queries import name_on
from goldenthread.people.models import User

TITLE = 160


def title_in_a_line(description: str) -> str:
    """The first line of a description, cut at a word where it runs on."""
    first = description.strip().split("\n")[0]
    return first if len(first) <= TITLE else f"{first[:TITLE].rsplit(' ', 1)[0]}…"


@dataclass(frozen=True)
class Party:
    """Somebody who may lead or help: kind (person, seat, group, agency) and id."""

    kind: str
    id: UUID


def names_of(actor: Actor, parties: Iterable[Party], today: date) -> dict[Party, str]:
    """The name of each party of the actor's partnership; those that do not belong to it are left out.

    One query for each of the four kinds that is asked for.
    """
    ids: dict[str, set[UUID]] = defaultdict(set)
    for party in parties:
        ids[party.kind].add(party.id)
    found: dict[Party, str] = {}
    if ids["group"]:
        groups = Group.objects.within(actor).filter(pk__in=ids["group"])
        found |= {Party("group", group.pk): group.name for group in groups}
    if ids["seat"]:
        seats = Seat.objects.within(actor).filter(pk__in=ids["seat"]).select_related("group")
        found |= {Party("seat", seat.pk): name_of_seat(seat) for seat in seats}
    if ids["agency"]:
        found |= {Party("agency", key): name for key, name in agency_names(actor, ids["agency"], today).items()}
    if ids["person"]:
        found |= {Party("person", person.pk): person.name for person in _people(actor, ids["person"])}
    return found


def seat_name(title: str, group: str) -> str:
    """A seat with its group: "Chair, Quality group"."""
    return title if group in title else f"{title}, {group}"


def name_of_seat(seat: Seat) -> str:
    """The same of a seat that was fetched with its group."""
    return seat_name(seat.title, seat.group.name)


def agency_names(actor: Actor, ids: Iterable[UUID], today: date) -> dict[UUID, str]:
    """The names of agencies that take or took part in the actor's partnership, as they are called today. One query."""
    rows = AgencyName.objects.filter(
        agency_id__in=list(ids), agency__participations__partnership_id=actor.partnership_id
    ).distinct()
    names: dict[UUID, list[AgencyName]] = defaultdict(list)
    for row in rows:
        names[row.agency_id].append(row)
    return {key: current.name for key, every in names.items() if (current := name_on(every, today))}


def _people(actor: Actor, ids: Iterable[UUID]) -> Iterable[User]:
    here = actor.partnership_id
    tied = (
        Q(memberships__partnership_id=here) | Q(appointments__partnership_id=here) | Q(seats_held__partnership_id=here)
    )
    return User.objects.filter(tied, pk__in=list(ids)).distinct()
