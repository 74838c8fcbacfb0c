"""A scorecard as it is frozen: everything a board is shown, as plain values that never change afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from goldenthread.measures.cells import Cell
from goldenthread.rendering.blocks import Table
from goldenthread.scorecards.presenters import charts
from goldenthread.scorecards.presenters.rows import Row
from goldenthread.scorecards.presenters.standing_out import standing_out
from goldenthread.scorecards.presenters.words import said

if TYPE_CHECKING:
    from goldenthread.scorecards.models import Commentary, Scorecard

# The shape of what is frozen; a later shape gets a later number and is read beside this one.
FORM = 1


def frozen(
    scorecard: Scorecard, group: str, until: date, rows: Sequence[Row], asked: Mapping[Any, Any], *, by: str, on: date
) -> dict[str, Any]:
    """Everything a scorecard shows at one day, as JSON holds it."""
    return {
        "form": FORM,
        "title": scorecard.title,
        "purpose": scorecard.purpose,
        "group": group,
        "period": period_of(rows),
        "until": until.isoformat(),
        "frozen_by": by,
        "frozen_on": on.isoformat(),
        "out": [row.indicator.code for row in standing_out(rows).every],
        "lines": [_line(row, asked) for row in rows],
    }


def period_of(rows: Sequence[Row]) -> str:
    """The newest period that any of the rows shows."""
    ends = [(row.ends_on, row.period) for row in rows if row.ends_on]
    return max(ends)[1] if ends else ""


def _line(row: Row, asked: Mapping[Any, Any]) -> dict[str, Any]:
    wanted = asked.get((row.indicator.pk, row.ends_on))
    chart = charts.large(row.charted)
    return {
        "id": str(row.indicator.pk),
        "code": row.indicator.code,
        "name": row.indicator.name,
        "measure": row.indicator.measure,
        "grain": row.indicator.grain,
        "heading": row.heading,
        "period": row.period,
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        "shown": row.shown,
        "status": row.status,
        "travel": row.travel[1] if row.travel else "",
        "target": row.target,
        "standing": row.standing_words,
        "finding": row.finding,
        "meaning": row.meaning,
        "sentence": row.sentence,
        "notes": list(row.notes),
        "overdue": row.overdue,
        "year_before": row.year_before,
        "comparators": [list(one) for one in row.comparators],
        "signals": [{"key": one.key, "words": one.words} for one in row.signals],
        "commentary": _commentary(row.commentary) if row.commentary else None,
        "asked": {"of": wanted.of_name, "on": wanted.asked_on.isoformat()} if wanted and not row.commentary else None,
        "svg": chart.svg,
        "table": _table(chart.table),
        "figures": _figures(row),
    }


def _commentary(one: Commentary) -> dict[str, str]:
    return {
        "what": one.what, "why": one.why, "so_what": one.so_what, "now_what": one.now_what, "who": one.owner_name,
        "due_on": one.due_on.isoformat() if one.due_on else "", "by": one.written_by,
        "on": one.written_at.date().isoformat(),
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    heads = [column.heading for column in table.columns]
    return {"heads": heads, "rows": [[cell.text for cell in row] for row in table.rows]}


def _figures(row: Row) -> list[dict[str, Any]]:
    points = row.charted.made.chart.points if row.charted.made else []
    found = []
    for slot, point in zip(row.charted.slots, points, strict=True):
        seen = slot.seen
        top, under, overdue = (seen.numerator, seen.denominator, seen.overdue) if seen else (None, None, None)
        measure = row.indicator.measure
        found.append(
            {
                "period": slot.period.label,
                "starts_on": slot.period.starts_on.isoformat(),
                "ends_on": slot.period.ends_on.isoformat(),
                "value": _cell(slot.cell), "said": slot.said(measure), "mark": slot.mark,
                "numerator": _cell(top), "numerator_said": said(top),
                "denominator": _cell(under), "denominator_said": said(under),
                "overdue": _cell(overdue),
                "status": seen.status if seen else "", "revision": seen.revision if seen else 0,
                "usual": [None if one is None else f"{one:.1f}" for one in (point.mean, point.lower, point.upper)],
            }
        )  # fmt: skip
    return found


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {"state": cell.state.value, "number": None if cell.number is None else f"{cell.number:f}"}


@dataclass(frozen=True)
class FrozenChart:
    """A picture as it was frozen."""

    svg: str


def shown_edition(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was frozen, for a page: days as days, pictures as pictures, lines under their headings; nothing added."""
    lines = [_shown(line) for line in content["lines"]]
    by_code = {line["code"]: line for line in lines}
    under: dict[str, list[Any]] = {}
    for line in lines:
        under.setdefault(line["heading"], []).append(line)
    parts = list(under.items())
    return {
        **content,
        "frozen_on": date.fromisoformat(content["frozen_on"]),
        "until": date.fromisoformat(content["until"]),
        "parts": parts,
        "out": [by_code[code] for code in content["out"]],
        "count": len(lines),
    }


def _shown(line: Mapping[str, Any]) -> dict[str, Any]:
    told, asked = line["commentary"], line["asked"]
    return {
        **line,
        "chart": FrozenChart(line["svg"]),
        "commentary": {**told, "due_on": _day(told["due_on"]), "on": _day(told["on"])} if told else None,
        "asked": {**asked, "on": _day(asked["on"])} if asked else None,
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
