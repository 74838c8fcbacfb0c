"""Agendas that a document may be put on: told by the app that keeps meetings, asked by whoever makes documents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goldenthread.kernel.actor import Actor


@dataclass(frozen=True)
class PutOn:
    """Where a document was put: the meeting in words ("Executive, 12 December 2026"), and the page of the paper."""

    meeting: str
    path: str


@dataclass(frozen=True)
class Agendas:
    """The meetings whose agendas the actor may add to, as (id, words); and how to put a document on one.

    `meetings(actor, today, group_id)` gives those of the group first, where one is named, and the next before others.
    `put(actor, now, today, meeting_id, document_id, title, summary, late_reason)` raises `Refused` as adding a paper
    does; `late_reason` is kept where papers were owed already.
    """

    meetings: Callable[[Actor, date, UUID | None], Sequence[tuple[UUID, str]]]
    put: Callable[[Actor, datetime, date, UUID, UUID, str, str, str], PutOn]


_AGENDAS: list[Agendas] = []


def register_agendas(agendas: Agendas) -> None:
    """Let the app that keeps meetings say which agendas there are; a second registration replaces the first."""
    _AGENDAS[:] = [agendas]


def agendas() -> Agendas | None:
    """What was registered, or None."""
    return _AGENDAS[0] if _AGENDAS else None
