"""Read the trail as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.trail.models import Event
from goldenthread.trail.rules import details, headline


@dataclass(frozen=True)
class Line:
    """One event, said: who, what they did, the changes as phrases, why, when and by which channel."""

    who: str
    did: str
    details: list[str]
    reason: str
    at: datetime
    channel: str
    kind: str
    thing_id: UUID
    title: str


def _line(event: Event) -> Line:
    return Line(
        who=event.actor_name,
        did=headline(event.kind, event.name),
        details=details(event.kind, event.before, event.after),
        reason=event.reason,
        at=event.at,
        channel=event.channel,
        kind=event.kind,
        thing_id=event.thing_id,
        title=event.title,
    )


def history(actor: Actor, kind: str, thing_id: UUID, limit: int = 200) -> list[Line]:
    """What happened to one thing, newest first, as `Line`s."""
    return history_of(actor, [(kind, thing_id)], limit)


def history_of(actor: Actor, things: Iterable[tuple[str, UUID]], limit: int = 200) -> list[Line]:
    """What happened to several things of the actor's partnership, newest first. One query however many things."""
    wanted = list(things)
    kinds = {kind for kind, _ in wanted}
    events = Event.objects.filter(
        partnership_id=actor.partnership_id, kind__in=kinds, thing_id__in={thing for _, thing in wanted}
    )
    return [_line(event) for event in events[:limit]]


def changed_lately(
    actor: Actor, since: datetime, limit: int = 20, names: tuple[str, ...] | None = None
) -> list[Line]:
    """The partnership's latest events since a moment, newest first, optionally only of the given names."""
    events = Event.objects.filter(partnership_id=actor.partnership_id, at__gte=since)
    if names:
        events = events.filter(name__in=names)
    return [_line(event) for event in events[:limit]]

