"""What a group's report says by itself of its figures: what stands out on its scorecards, in their own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.returns.rules import Line, Read
from goldenthread.scorecards import queries
from goldenthread.scorecards.presenters import rows, standing_out
from goldenthread.web.environment import address
from goldenthread.web.filters import date as in_words

if TYPE_CHECKING:
    from goldenthread.scorecards.presenters import Row


def headlines(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """What the scorecards of a group say of their newest figures; nothing where it has none.

    First of each scorecard how much stands out, then each indicator that does, told once where it stands on two. Eight
    queries. Nobody reads a report who may not see scorecards: both are for whoever reads governance.
    """
    boards = queries.boards_of(actor, group_id)
    ids = [line.indicator.pk for board in boards for line in board.lines]
    asked = queries.asked_of(actor, ids) if ids else {}
    found: dict[str, Line] = {}
    for board in boards:
        for one in _told(actor, board, since, asked):
            found.setdefault(one.thing_id, one)
    return list(found.values())


def _told(actor: Actor, board: queries.Board, since: date, asked: Mapping[Any, Any]) -> Iterator[Line]:
    card, every = board.scorecard, rows(board.lines, board.until)
    out = standing_out(every)
    page = address("scorecards:show_scorecard", actor.partnership_slug, scorecard_id=card.pk)
    if board.until is None:
        yield Line(card.title, "No figures have been brought in for it yet.", "", str(card.pk), page)
        return
    said = out.said(len(every)) or "No indicator shows more than its usual ups and downs."
    came = max((line.latest.received_on for line in board.lines if line.latest), default=since)
    none_new = "" if came >= since else " No figure has come in since the last report."
    hidden = f" Suppressed: {', '.join(row.indicator.name for row in out.hidden)}." if out.hidden else ""
    text = f"{card.title}, figures to {in_words(board.until)}"
    yield Line(text, f"{said}{hidden}{none_new}", "", str(card.pk), page)
    for row in out.real:
        yield _headline(actor, row, asked)


def _headline(actor: Actor, row: Row, asked: Mapping[Any, Any]) -> Line:
    page = address("scorecards:show_indicator", actor.partnership_slug, indicator_id=row.indicator.pk)
    note = " ".join([*(signal.words for signal in row.signals), _meaning(row, asked)])
    text = f"{row.indicator.name}: {row.shown} in {row.period}"
    return Line(text, note, "scorecards.indicator", str(row.indicator.pk), page)


def _meaning(row: Row, asked: Mapping[Any, Any]) -> str:
    """The newest words that were said of it, or that they are missing and of whom they are asked."""
    if row.commentary:
        return f"So what: {row.commentary.so_what} Now what: {row.commentary.now_what}"
    wanted = asked.get((row.indicator.pk, row.ends_on))
    if wanted:
        return f"Nobody has said yet what it means; asked of {wanted.of_name} on {in_words(wanted.asked_on)}."
    return "Nobody has said yet what it means."
