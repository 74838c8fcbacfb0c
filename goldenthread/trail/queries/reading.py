"""Read the trail as sentences, always of one partnership."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from goldenthread.kernel.actor import Actor
from goldenthread.trail.models import Event
from goldenthread.trail.rules import LONDON, changes_in_words, details, headline, phrases_of, sentence


@dataclass(frozen=True)
class Line:
    """One event, said: the whole sentence, who, what they did, the changes, why, when and by which channel.

    `details` are phrases; `changes` are (field, before, after) in words, empty for something new.
    """

    who: str
    did: str
    details: list[str]
    reason: str
    at: datetime
    channel: str
    kind: str
    thing_id: UUID
    title: str
    sentence: str = ""
    thing: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def _line(event: Event) -> Line:
    return Line(
        who=event.actor_name,
        did=headline(event.kind, event.name, {"the_thing": event.title, **event.after}),
        details=details(event.kind, event.before, event.after),
        reason=event.reason,
        at=event.at,
        channel=event.channel,
        kind=event.kind,
        thing_id=event.thing_id,
        title=event.title,
        sentence=sentence(event.actor_name, event.kind, event.name, event.before, event.after, event.title),
        thing=phrases_of(event.kind).singular,
        changes=changes_in_words(event.kind, event.before, event.after) if event.before else [],
    )


class Lines(Sequence[Line]):
    """Events of the trail, fetched and said only as far as they are looked at: a page of them is one query."""

    def __init__(self, events: QuerySet[Event]) -> None:
        self._events = events

    def __len__(self) -> int:
        return self._events.count()

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [_line(event) for event in self._events[index]]
        return _line(self._events[index])


def history(actor: Actor, kind: str, thing_id: UUID, limit: int = 200, readings: bool = True) -> list[Line]:
    """What happened to one thing, newest first, as `Line`s; who read it among them, or with `readings` False not."""
    return history_of(actor, [(kind, thing_id)], limit, readings)


def history_of(actor: Actor, things: Iterable[tuple[str, UUID]], limit: int = 200, readings: bool = True) -> list[Line]:
    """What happened to several things of the actor's partnership, newest first. One query however many things.

    Without `readings`, nothing of who read them.
    """
    wanted = list(things)
    kinds = {kind for kind, _ in wanted}
    events = Event.objects.filter(
        partnership_id=actor.partnership_id, kind__in=kinds, thing_id__in={thing for _, thing in wanted}
    )
    return [_line(event) for event in (events if readings else events.of_changes())[:limit]]


def changed_lately(actor: Actor, since: datetime, limit: int = 20, names: tuple[str, ...] | None = None) -> list[Line]:
    """The partnership's latest changes since a moment, newest first, optionally only events of the given names."""
    events = Event.objects.of_changes().filter(partnership_id=actor.partnership_id, at__gte=since)
    if names:
        events = events.filter(name__in=names)
    return [_line(event) for event in events[:limit]]


def list_events(
    actor: Actor,
    *,
    kind: str = "",
    thing_id: UUID | None = None,
    who: str = "",
    since: date | None = None,
    until: date | None = None,
    kinds: Collection[str] | None = None,
) -> Lines:
    """Everything done in the actor's partnership, newest first: filtered by kind, thing, person and London days.

    `since` and `until` are days, both included. `who` is an actor's name as the trail has it. Two queries a page.
    """
    events = Event.objects.filter(partnership_id=actor.partnership_id)
    if kind:
        events = events.filter(kind=kind)
    if kinds is not None:
        events = events.filter(kind__in=kinds)
    if thing_id:
        events = events.filter(thing_id=thing_id)
    if who:
        events = events.filter(actor_name=who)
    if since:
        events = events.filter(at__gte=_midnight(since))
    if until:
        events = events.filter(at__lt=_midnight(until + timedelta(days=1)))
    return Lines(events)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def kinds_and_people(actor: Actor) -> tuple[list[tuple[str, str]], list[str]]:
    """What the trail of the partnership can be filtered by: (kind, its words) in order of words, and people's names."""
    events = Event.objects.filter(partnership_id=actor.partnership_id).order_by()
    kinds = [(kind, phrases_of(kind).singular) for kind in events.values_list("kind", flat=True).distinct()]
    people = events.values_list("actor_name", flat=True).distinct()
    return sorted(kinds, key=lambda pair: pair[1]), sorted(people)


def last_by(actor: Actor, kind: str, thing_id: UUID) -> str:
    """The name of whoever last changed one thing of the partnership, in the order of writing, or nothing."""
    events = Event.objects.of_changes().filter(partnership_id=actor.partnership_id, kind=kind, thing_id=thing_id)
    return events.order_by("-number").values_list("actor_name", flat=True).first() or ""


def newest_event(path: str) -> Coalesce:
    """To annotate with: the number of the newest event of the partnership whose id stands at `path`, or 0.

    As long as it is the same, nothing of that partnership has changed.
    """
    newest = Event.objects.filter(partnership_id=OuterRef(path)).order_by("-number").values("number")[:1]
    return Coalesce(Subquery(newest), Value(0), output_field=BigIntegerField())


def newest_of(actor: Actor, name: str, thing: OuterRef) -> Subquery:
    """For a query of things: the newest event of one name that each has, as JSON with `by`, `at` and `after`."""
    events = Event.objects.filter(
        partnership_id=actor.partnership_id, kind=name.rpartition(".")[0], name=name, thing_id=thing
    )
    told = events.order_by("-at", "-number").values(told=JSONObject(by="actor_name", at="at", after="after"))
    return Subquery(told[:1])


def told_since(actor: Actor, mark: tuple[str, UUID, str], things: Iterable[UUID]) -> dict[UUID, list[Line]]:
    """What happened to each of some things after one event (kind, thing, name), in the order of writing.

    Things to which nothing happened are left out; so is everything where the event is not on the trail. One query.
    """
    kind, thing_id, name = mark
    events = Event.objects.filter(partnership_id=actor.partnership_id)
    marked = events.filter(kind=kind, thing_id=thing_id, name=name).order_by("-number").values("number")[:1]
    since = events.filter(thing_id__in=list(things), number__gt=Subquery(marked)).order_by("number")
    found: dict[UUID, list[Line]] = {}
    for event in since:
        found.setdefault(event.thing_id, []).append(_line(event))
    return found


def told_on(actor: Actor, name: str, day: date) -> QuerySet[Event]:
    """The events of one name that the actor left on a London day, to be looked through; nothing is read yet."""
    events = Event.objects.filter(partnership_id=actor.partnership_id, kind=name.rpartition(".")[0], name=name)
    return events.filter(actor_id=actor.user_id, at__gte=_midnight(day), at__lt=_midnight(day + timedelta(days=1)))
