"""Look at the seals: what waits for one, how far a partnership's record is sealed, and whether every seal holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min

from goldenthread.kernel.actor import Actor
from goldenthread.trail import rules
from goldenthread.trail.models import Event, Seal

CHUNK = 2_000


@dataclass(frozen=True)
class Checked:
    """How the check of one chain went: seals and events looked at, events not sealed yet, the newest seal, the faults.

    Each fault is a sentence; an empty list means that every seal holds.
    """

    seals: int
    events: int
    unsealed: int
    head: rules.Seal | None
    sealed_at: datetime | None
    faults: list[str]


def waiting_events() -> tuple[int, datetime | None]:
    """How many events of all partnerships wait to be sealed, and when the oldest happened. Two queries."""
    start = Seal.objects.aggregate(last=Max("last_number"))["last"] or 0
    found = Event.objects.filter(number__gt=start).aggregate(waiting=Count("pk"), oldest=Min("at"))
    return found["waiting"], found["oldest"]


def events_between(start: int, end: int) -> Iterator[tuple[Any, ...]]:
    """The values of every event numbered above `start` and up to `end`, in order, as they are sealed. One query."""
    events = Event.objects.filter(number__gt=start, number__lte=end).order_by("number")
    return events.values_list(*rules.FIELDS).iterator(chunk_size=CHUNK)


def sealed_so_far(actor: Actor) -> datetime | None:
    """When the record of the actor's partnership was last sealed, or None where it never was. One query."""
    seals = Seal.objects.filter(partnership_id=actor.partnership_id)
    return seals.order_by("-number").values_list("sealed_at", flat=True).first()


def heads_of_chains() -> dict[UUID | None, rules.Seal]:
    """The newest seal of every chain, by partnership (None: of what belongs to no partnership). One query."""
    newest = Seal.objects.order_by("partnership_id", "-number").distinct("partnership_id")
    return {seal.partnership_id: _plain(seal) for seal in newest}


def check_seals(partnership: UUID | None, expected: Mapping[int, str] | None = None) -> Checked:
    """Make every seal of one partnership's chain again from the events as they stand, and compare. Three queries.

    An event that no seal covers, although everything up to its number has been sealed, was put in afterwards.
    `expected` are digests by seal number that were written down earlier, outside the database: they find a chain that
    was made anew from its beginning, or cut short.
    """
    # Asked first, so that a seal put on while we look makes nothing seem put in.
    settled = Seal.objects.aggregate(last=Max("last_number"))["last"] or 0
    kept = list(Seal.objects.filter(partnership_id=partnership).order_by("number"))
    events = Event.objects.filter(partnership_id=partnership).order_by("number").values_list(*rules.FIELDS)
    faults, looked_at, unsealed = _compare([_plain(seal) for seal in kept], events.iterator(chunk_size=CHUNK), settled)
    digests = {seal.number: seal.digest for seal in kept}
    for number, digest in sorted((expected or {}).items()):
        if digests.get(number) != digest:
            was = "is gone" if number not in digests else "is another one now"
            faults.append(f"Seal {number:,}, whose digest was written down earlier, {was}.")
    head = kept[-1] if kept else None
    return Checked(
        len(kept), looked_at, unsealed, _plain(head) if head else None, head.sealed_at if head else None, faults
    )


def _compare(kept: list[rules.Seal], events: Iterable[tuple[Any, ...]], settled: int) -> tuple[list[str], int, int]:
    """The faults of a chain, how many events are sealed, and how many are not yet. The events are read once.

    Everything up to number `settled` had been sealed before.
    """
    faults: list[str] = []
    coming = iter(events)
    following = next(coming, None)
    before: rules.Seal | None = None
    looked_at = 0
    for seal in kept:
        digest = rules.Digest(seal.previous)
        while following is not None and following[0] <= seal.last_number:
            digest.add(following)
            following = next(coming, None)
        looked_at += digest.count
        fault = rules.fault_of(seal, before, digest.sealed(seal.number, seal.last_number))
        faults += [fault] if fault else []
        before = seal
    unsealed = 0
    for event in chain([following] if following is not None else [], coming):
        unsealed += 1
        if event[0] <= settled:
            faults.append(f"Event {event[0]:,} was put in after everything up to event {settled:,} had been sealed.")
    return faults, looked_at, unsealed


def _plain(seal: Seal) -> rules.Seal:
    return rules.Seal(seal.number, seal.last_number, seal.count, seal.previous, seal.digest)
