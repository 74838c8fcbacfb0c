"""What a person may be asked for, told by the apps above. Every app that asks registers itself here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from goldenthread.kernel.actor import Actor


class Urgency(StrEnum):
    """How soon something is wanted."""

    NOW = "now"
    THIS_MONTH = "this_month"
    LATER = "later"


@dataclass(frozen=True)
class Ask:
    """One thing that one person is asked for in one partnership.

    `title` is empty for what is restricted, which messages name by its link alone. `why` says what is wanted and since
    when: "overdue by 12 days". `path` is the page; `may_answer` says that the source gives a link by which the person
    can answer without signing in. `relieved` says that the person is away and somebody else is asked: it stands on
    their My work still, so that nothing is lost, and no message asks them for it.
    """

    kind: str
    thing_id: UUID
    partnership_id: UUID
    partnership_name: str
    title: str
    why: str
    urgency: Urgency
    path: str
    due_on: date | None = None
    may_answer: bool = False
    relieved: bool = False


Asks = Callable[[Collection[UUID], date], Mapping[UUID, Sequence[Ask]]]
AnswerPath = Callable[[UUID, Ask, datetime], str]
AsksOfActors = Callable[[Sequence[Actor], date], Sequence[tuple[Actor, Ask]]]
# A query not yet asked, of one row for each thing that waits now; None where nothing can.
Waits = Callable[[Sequence[Actor], date], Any]


@dataclass(frozen=True)
class Source:
    """An app that asks people for things. It gives one of two functions, each in a constant number of queries.

    `asks(people, today)` gives what each of these people is asked for, in every partnership; `of_actors(actors, today)`
    gives the asks of people as they act in their partnerships, each with the actor asked. The digests are made of both.
    `button` is for an app above My work: it puts what `of_actors` gives onto that page and into its count, and is the
    word that leads from a row to the page of the ask; `waits(actors, today)` gives what of it is wanted now as a query,
    so that the header counts what all sources want in one. `answer_path(person, ask, now)` gives the path by which that
    person may answer that ask without signing in.
    """

    key: str
    asks: Asks | None = None
    answer_path: AnswerPath | None = None
    of_actors: AsksOfActors | None = None
    button: str = ""
    waits: Waits | None = None


_SOURCES: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Enter an app that asks people for things; a second registration of the same key replaces the first."""
    _SOURCES[source.key] = source


def sources() -> list[Source]:
    """Every source of asks, in order of key."""
    return [_SOURCES[key] for key in sorted(_SOURCES)]


def asked_on_my_work(actors: Sequence[Actor], today: date) -> list[tuple[Source, Actor, Ask]]:
    """What the sources with a button ask of these actors, in order of key. It costs what each of them costs."""
    return [
        (source, actor, ask)
        for source in sources()
        if source.of_actors and source.button
        for actor, ask in source.of_actors(actors, today)
    ]


def stored(source: str, ask: Ask) -> dict[str, object]:
    """An ask with the key of its source as JSON holds it. No link by which somebody could answer is ever stored."""
    return {
        "source": source,
        "kind": ask.kind,
        "thing_id": str(ask.thing_id),
        "partnership_id": str(ask.partnership_id),
        "partnership_name": ask.partnership_name,
        "title": ask.title,
        "why": ask.why,
        "urgency": ask.urgency.value,
        "path": ask.path,
        "due_on": ask.due_on.isoformat() if ask.due_on else None,
        "may_answer": ask.may_answer,
    }


def restored(told: Mapping[str, Any]) -> tuple[str, Ask]:
    """The key of the source and the ask that `stored` wrote down."""
    return str(told["source"]), Ask(
        kind=told["kind"],
        thing_id=UUID(told["thing_id"]),
        partnership_id=UUID(told["partnership_id"]),
        partnership_name=told["partnership_name"],
        title=told["title"],
        why=told["why"],
        urgency=Urgency(told["urgency"]),
        path=told["path"],
        due_on=date.fromisoformat(told["due_on"]) if told["due_on"] else None,
        may_answer=told["may_answer"],
    )
