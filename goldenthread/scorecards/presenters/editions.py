"""A scorecard as it is frozen: everything a board is shown, as plain values that never change afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from goldenthread.kernel.outcomes import Refused
from goldenthread.rendering.charts import is_drawn
from goldenthread.scorecards.presenters.kept import kept_line, with_compared
from goldenthread.scorecards.presenters.rows import Row
from goldenthread.scorecards.presenters.standing_out import standing_out
from goldenthread.scorecards.rules.signals import stand_out

if TYPE_CHECKING:
    from goldenthread.scorecards.models import Scorecard

# The shape of what is frozen; a later shape gets a later number and is read beside the earlier ones.
FORM = 2


def frozen(
    scorecard: Scorecard, group: str, until: date, rows: Sequence[Row], asked: Mapping[Any, Any], *, by: str, on: date
) -> dict[str, Any]:
    """Everything a scorecard shows at one day, as JSON holds it. Raises `Refused` while a chart cannot be drawn."""
    lines = [kept_line(row, asked) for row in rows]
    if not all(is_drawn(line["svg"]) for line in lines):
        raise Refused("The charts cannot be drawn just now, and an edition is kept for good. Try again in a minute.")
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
        "lines": lines,
    }


def period_of(rows: Sequence[Row]) -> str:
    """The newest period that any of the rows shows."""
    ends = [(row.ends_on, row.period) for row in rows if row.ends_on]
    return max(ends)[1] if ends else ""


@dataclass(frozen=True)
class FrozenChart:
    """A picture as it was frozen."""

    svg: str


def as_kept_now(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was frozen, in the newest shape: an edition of the first one held no breakdowns, and less of each period."""
    if content["form"] == FORM:
        return dict(content)
    less: dict[str, Any] = {"breakdowns": [], "final": "", "counts": "", "rate": "", "rate_of_year": "", "per": None}
    of_each = {"rate": None, "rate_said": "", "overdue_said": "", "means": "", "target": "", "target_said": ""}
    lines = [
        {**less, **line, "figures": [{**of_each, "others": [], **one} for one in line["figures"]]}
        for line in content["lines"]
    ]
    return {**content, "lines": lines}


def final_of_all(lines: Sequence[Mapping[str, Any]]) -> str:
    """Which figures are final and who marked them so, where that is the same of all lines; "" where it is not."""
    said = {line["final"] for line in lines}
    return str(said.pop()) if len(said) == 1 else ""


def out_said(content: Mapping[str, Any]) -> str:
    """How many of its indicators stood out, in a sentence; "" where none did."""
    lines = content["lines"]
    return stand_out([[one["key"] for one in line["signals"]] for line in lines], len(lines))


def shown_edition(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was frozen, for a page: days as days, pictures as pictures, lines under their headings; nothing added."""
    content = as_kept_now(content)
    final = final_of_all(content["lines"])
    lines = [{**_shown(line), "final_apart": line["final"] and not final} for line in content["lines"]]
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
        "out_said": out_said(content),
        "count": len(lines),
        "final": final,
    }


def _shown(line: Mapping[str, Any]) -> dict[str, Any]:
    told, asked = line["commentary"], line["asked"]
    return {
        **line,
        "chart": FrozenChart(line["svg"]),
        "breakdowns": [{**one, "table": with_compared(one)} for one in line["breakdowns"]],
        "commentary": {**told, "due_on": _day(told["due_on"]), "on": _day(told["on"])} if told else None,
        "asked": {**asked, "on": _day(asked["on"])} if asked else None,
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
