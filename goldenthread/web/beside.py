"""What stands on the page of one thing and is kept by other apps: panels of lines, and buttons.

The app that keeps the thing asks for both by the thing's kind; the apps above it fill them in. So the page of a
priority shows the risks to it, and a group's page its meetings, without either knowing of the other.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Value

from goldenthread.kernel.actor import Actor, Permission
from goldenthread.web.environment import address


@dataclass(frozen=True)
class Line:
    """One line of a panel: what it says, where it leads, a word of its standing, a note and a chart beneath."""

    text: str
    href: str = ""
    tag: str = ""
    note: str = ""
    picture: Any = None


@dataclass(frozen=True)
class Panel:
    """Lines under a heading, with a link to more. `is_restricted` is true where the lines are of class R."""

    title: str
    lines: tuple[Line, ...] = ()
    more: tuple[str, str] | None = None
    is_restricted: bool = False


# `rows(actor, kind, thing, today)` gives a query not yet asked, each row with `told`: a JSON object of what the panel
# needs, of no more than the actor may read. None where there is nothing to ask.
Rows = Callable[[Actor, str, UUID, dt.date], Any]
# `draw(actor, kind, thing, told)` puts what was found in order and makes the panel, or None where it would be empty.
Draw = Callable[[Actor, str, UUID, Sequence[Mapping[str, Any]]], Panel | None]


@dataclass(frozen=True)
class Teller:
    """Who tells of things of these kinds: a key, the kinds, the permission without which nothing is asked, what is
    asked, how it is shown, and where the panel stands among the others.
    """

    key: str
    kinds: Collection[str]
    needs: Permission
    rows: Rows
    draw: Draw
    order: int = 50


@dataclass(frozen=True)
class Act:
    """A button on the page of things of these kinds: its words, the page it opens, and who is offered it.

    The page is opened with the thing as `kind:id` in `names`.
    """

    key: str
    words: str
    page: str
    names: str
    kinds: Collection[str]
    needs: Permission
    offered: Callable[[Actor], bool] = field(default=lambda actor: True)


@dataclass(frozen=True)
class Beside:
    """What stands beside one thing for one reader: panels in order, and buttons as (words, address)."""

    panels: tuple[Panel, ...] = ()
    acts: tuple[tuple[str, str], ...] = ()

    @property
    def is_restricted(self) -> bool:
        """True where any panel shows what is restricted."""
        return any(one.is_restricted for one in self.panels)


_TELLERS: dict[str, Teller] = {}
_ACTS: dict[str, Act] = {}


def register_teller(teller: Teller) -> None:
    """Let an app tell of things of other apps; a second of the same key replaces the first."""
    _TELLERS[teller.key] = teller


def register_act(act: Act) -> None:
    """Put a button on the pages of things of other apps; a second of the same key replaces the first."""
    _ACTS[act.key] = act


def tellers(kind: str) -> list[Teller]:
    """Who tells of things of a kind, in their order."""
    found = [one for one in _TELLERS.values() if kind in one.kinds]
    return sorted(found, key=lambda one: (one.order, one.key))


def beside(actor: Actor, kind: str, thing_id: UUID, today: dt.date) -> Beside:
    """What stands beside one thing for this actor. One query, however many apps tell of such things; none for none."""
    asked = [one for one in tellers(kind) if actor.may(one.needs)]
    found = _told(actor, kind, thing_id, today, asked)
    panels = (one.draw(actor, kind, thing_id, found[one.key]) for one in asked if found[one.key])
    return Beside(tuple(one for one in panels if one is not None), _buttons(actor, kind, thing_id))


def _told(
    actor: Actor, kind: str, thing_id: UUID, today: dt.date, asked: Sequence[Teller]
) -> dict[str, list[Mapping[str, Any]]]:
    """What each of them tells, by key, in no order. One query."""
    queries = []
    for one in asked:
        rows = one.rows(actor, kind, thing_id, today)
        if rows is not None:
            queries.append(rows.annotate(of_key=Value(one.key)).values_list("of_key", "told"))
    found: dict[str, list[Mapping[str, Any]]] = {one.key: [] for one in asked}
    if queries:
        first, *rest = queries
        for key, told in first.union(*rest, all=True) if rest else first:
            found[key].append(told)
    return found


def _buttons(actor: Actor, kind: str, thing_id: UUID) -> tuple[tuple[str, str], ...]:
    offered = [one for one in _ACTS.values() if kind in one.kinds and actor.may(one.needs) and one.offered(actor)]
    return tuple((one.words, _href(actor, one, {one.names: f"{kind}:{thing_id}"})) for one in offered)


def _href(actor: Actor, act: Act, query: Mapping[str, str]) -> str:
    return address(act.page, actor.partnership_slug, query=query)
