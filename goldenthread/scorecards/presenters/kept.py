"""One indicator as plain values: as an edition keeps it, and as its own files are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goldenthread.measures.cells import Cell
from goldenthread.rendering.blocks import Table
from goldenthread.rendering.control_charts import WORDS
from goldenthread.scorecards.presenters import charts
from goldenthread.scorecards.presenters.breakdowns import breakdowns, named, newest
from goldenthread.scorecards.presenters.disproportion import HEADS, disproportion
from goldenthread.scorecards.presenters.rates import compared, rate_of
from goldenthread.scorecards.presenters.rows import Row, others_at
from goldenthread.scorecards.presenters.words import UNITS, plain, said

if TYPE_CHECKING:
    from goldenthread.scorecards.models import Commentary, Indicator
    from goldenthread.scorecards.presenters.charts import Charted, Slot
    from goldenthread.scorecards.queries import Line, Seen


def kept_line(row: Row, asked: Mapping[Any, Any]) -> dict[str, Any]:
    """Everything that is shown of an indicator, as JSON holds it; `asked` says of whom it is asked what it means."""
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
        "rate": row.rate,
        "rate_of_year": row.rate_of_year,
        "per": row.indicator.per_population,
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
        "figures": _figures(row.charted),
        "breakdowns": kept_breakdowns(row.charted.line),
        "final": row.final,
        "counts": _counts(row.charted.line),
    }


def _counts(line: Line) -> str:
    """What it counts under the newest version of its definition; "" where the definitions were not fetched."""
    if not line.definitions:
        return ""
    newest_of = line.definitions[-1]
    out_of = f" Out of: {newest_of.denominator}." if newest_of.denominator else ""
    return f"It counts: {newest_of.numerator}.{out_of} Version {newest_of.edition} of the definition."


def _commentary(one: Commentary) -> dict[str, str]:
    return {
        "what": one.what, "why": one.why, "so_what": one.so_what, "now_what": one.now_what, "who": one.owner_name,
        "due_on": one.due_on.isoformat() if one.due_on else "", "by": one.written_by,
        "on": one.written_at.date().isoformat(),
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    heads = [column.heading for column in table.columns]
    return {"heads": heads, "rows": [[cell.text for cell in row] for row in table.rows]}


def _figures(one: Charted) -> list[dict[str, Any]]:
    points = one.made.chart.points if one.made else []
    return [
        {
            **_slot(slot, one.line.indicator),
            "usual": [None if each is None else f"{each:.1f}" for each in (point.mean, point.lower, point.upper)],
            "means": WORDS[charts.MEANS[point.kind]] if point.value is not None else "",
            **_held_against(one.line, slot),
        }
        for slot, point in zip(one.slots, points, strict=True)
    ]


def _slot(slot: Slot, indicator: Indicator) -> dict[str, Any]:
    seen = slot.seen
    rate = rate_of(slot, indicator)
    top, under, overdue = (seen.numerator, seen.denominator, seen.overdue) if seen else (None, None, None)
    return {
        "period": slot.period.label,
        "starts_on": slot.period.starts_on.isoformat(), "ends_on": slot.period.ends_on.isoformat(),
        "value": _cell(slot.cell), "said": slot.said(indicator.measure), "mark": slot.mark,
        "numerator": _cell(top), "numerator_said": said(top),
        "denominator": _cell(under), "denominator_said": said(under), "overdue": _cell(overdue),
        "rate": _cell(rate), "rate_said": said(rate),
        "overdue_said": said(overdue), "status": seen.status if seen else "", "revision": seen.revision if seen else 0,
    }  # fmt: skip


def _held_against(line: Line, slot: Slot) -> dict[str, Any]:
    """The target that held in a period, and what others had reported by its end."""
    aim, indicator = charts.target_at(line, slot.period.ends_on), line.indicator
    others = [
        {"area": other.get_area_display(), "value": _cell(value), "said": compared(value, indicator), "of": of}
        for other, value, of in others_at(line, slot.period.ends_on)
    ]
    return {
        "target": _text(aim.value) if aim else "",
        "target_said": f"{plain(aim.value)}{UNITS[indicator.measure]}" if aim else "",
        "others": others,
    }


def kept_breakdowns(line: Line) -> list[dict[str, Any]]:
    """Each breakdown of its newest period with its groups and how they compare; or why it is not shown."""
    compared = {one.name: one for one in disproportion(line)}
    found = []
    for one, table in zip(newest(line), breakdowns(line), strict=True):
        beside = compared.get(table.name)
        found.append(
            {
                "name": table.name, "period": table.period, "heads": list(table.heads),
                "rows": [list(row) for row in table.rows], "held_back": table.held_back,
                "starts_on": one.groups[0].starts_on.isoformat(), "ends_on": one.groups[0].ends_on.isoformat(),
                "groups": [_group(each) for each in one.groups] if one.is_safe else [],
                "sentences": list(beside.sentences) if beside else [],
                "compared": {row[0]: list(row[3:]) for row in beside.rows} if beside else {},
            }
        )  # fmt: skip
    return found


def shown_breakdowns(line: Line) -> list[dict[str, Any]]:
    """The breakdowns of an indicator as its page shows them, each with the `table` of `with_compared`."""
    return [{**one, "table": with_compared(one)} for one in kept_breakdowns(line)]


def with_compared(one: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of a breakdown as it is kept, each group beside how often it is met where that stands there."""
    if not one["compared"]:
        return one["heads"], one["rows"]
    rows = [[*row, *one["compared"].get(row[0], ("", ""))] for row in one["rows"]]
    return [*one["heads"], *HEADS[3:]], rows


def _group(one: Seen) -> dict[str, Any]:
    return {
        "name": named(one), "value": _cell(one.value), "numerator": _cell(one.numerator),
        "denominator": _cell(one.denominator), "status": one.status, "revision": one.revision,
    }  # fmt: skip


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {"state": cell.state.value, "number": None if cell.number is None else _text(cell.number)}


def _text(number: Decimal) -> str:
    """A number in digits, with no noughts at its end that the database gave it."""
    return f"{number.normalize() + 0:f}"
