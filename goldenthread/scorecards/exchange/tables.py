"""Indicators as they are kept, as CSV and Excel: in each cell a number, or the word for which there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from goldenthread.measures.cells import WORDS, State
from goldenthread.rendering.delimited import csv_bytes
from goldenthread.rendering.excel import Sheet, SheetCell, workbook
from goldenthread.rendering.lists import about
from goldenthread.scorecards.exchange.printed import SHOWN_ONLY, said_of
from goldenthread.scorecards.presenters import COMPARED_HEADS
from goldenthread.scorecards.rules import AREAS

Kept = Mapping[str, Any]
Value = str | float | int | date | None
WHICH = ("Code", "Indicator", "Period", "From", "To")
COUNTS = ("Value", "Numerator", "Denominator")
RATES = ("Rate", "Per so many people")
SETTLED = ("Status", "Revision")
USUAL = ("Average", "Usual from", "Usual to", "Mark", "What the chart says", "Target")
GROUPS = ("Breakdown", "Group", *COMPARED_HEADS[3:])
SUMMARY = (
    "Code", "Indicator", "Period", "Figure", "Target", "Against the target", "What the figures show",
    "Why it stands out", "What", "Why", "So what", "Now what", "Who", "By when", "Asked of", "Which are final",
)  # fmt: skip
NOT_SHOWN = "Not shown"
# Of columns that need more or less room than the others.
WIDTHS = {"Code": 8.0, "Indicator": 40.0, "Group": 34.0, "Mark": 24.0, "Who": 24.0, "Against the target": 24.0}
WIDTHS |= {"What the chart says": 28.0, "Asked of": 30.0, "Which are final": 44.0}
WIDTHS |= dict.fromkeys(("What the figures show", "Why it stands out", "What", "Why", "So what", "Now what"), 44.0)


def as_csv(lines: Sequence[Kept]) -> bytes:
    """Every figure, then every group of each breakdown, under one row of headings."""
    heads = (*_heads(lines), *GROUPS)
    return csv_bytes(heads, [*(_padded(row, heads) for row in _figures(lines)), *_groups(lines, heads)])


def as_workbook(title: str, lines: Sequence[Kept], marking: str) -> bytes:
    """What each indicator shows, every figure, and every group of each breakdown where there is any, a sheet each."""
    figures, heads = list(_figures(lines)), (*WHICH, *COUNTS, *SETTLED, *GROUPS)
    groups = list(_groups(lines, heads))
    summary = _sheet("What it shows", SUMMARY, (_summary(line) for line in lines))
    sheets = [summary, _sheet("Every figure", _heads(lines), figures)]
    sheets += [_sheet("Breakdowns", heads, groups)] if groups else []
    notes = about(title, marking or "None", ("How to read it", SHOWN_ONLY), ("Rows", len(figures)))
    return workbook([notes, *sheets], title, marking, opens_on=1)


def _sheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> Sheet:
    cells = tuple(tuple(SheetCell(value) for value in row) for row in rows)
    widths = tuple(WIDTHS.get(head, 15.0) for head in heads)
    return Sheet(name, (tuple(SheetCell(head, bold=True) for head in heads), *cells), widths, header=1)


def value(cell: Kept | None) -> Value:
    """A cell: the number, or the word for which there is none; nothing where the figure has no such part."""
    if cell is None:
        return None
    if cell["number"] is None:
        return WORDS[State(cell["state"])]
    return _number(cell["number"])


def _number(text: str) -> float | int:
    return float(text) if "." in text else int(text)


def _areas(lines: Sequence[Kept]) -> list[str]:
    """Who reports the same as any of these, in the order in which they are always said."""
    there = {other["area"] for line in lines for one in line["figures"] for other in one["others"]}
    return [area for area in AREAS.values() if area in there]


def _heads(lines: Sequence[Kept]) -> tuple[str, ...]:
    areas = [head for area in _areas(lines) for head in (area, f"{area}: of when, and how many counted")]
    return (*WHICH, *COUNTS, *(RATES if _has_rates(lines) else ()), "Open and overdue", *SETTLED, *USUAL, *areas)


def _has_rates(lines: Sequence[Kept]) -> bool:
    return any(one["rate"] for line in lines for one in line["figures"])


def _which(line: Kept, one: Kept) -> tuple[Value, ...]:
    days = (date.fromisoformat(one[name]) for name in ("starts_on", "ends_on"))
    return (line["code"], line["name"], one["period"], *days)


def _counts(one: Kept) -> list[Value]:
    return [value(one[name]) for name in ("value", "numerator", "denominator")]


def _figures(lines: Sequence[Kept]) -> Iterator[tuple[Value, ...]]:
    areas, rates = _areas(lines), _has_rates(lines)
    for line in lines:
        for one in line["figures"]:
            others = {other["area"]: (value(other["value"]), other["of"]) for other in one["others"]}
            yield (
                *_which(line, one), *_counts(one),
                *((value(one["rate"]), line["per"] if one["rate"] else None) if rates else ()),
                value(one["overdue"]), one["status"].capitalize(),
                one["revision"] or None, *(None if number is None else float(number) for number in one["usual"]),
                one["mark"], one["means"], _number(one["target"]) if one["target"] else None,
                *(part for area in areas for part in others.get(area, (None, None))),
            )  # fmt: skip


def _groups(lines: Sequence[Kept], heads: Sequence[str]) -> Iterator[tuple[Value, ...]]:
    """The groups of each breakdown under the headings given; one that is not shown as a row that says why."""
    for line in lines:
        for one in line["breakdowns"]:
            told = dict(zip(WHICH, _which(line, one), strict=True)) | {"Breakdown": one["name"]}
            for group in one["groups"]:
                row = told | dict(zip(COUNTS, _counts(group), strict=True)) | {"Group": group["name"]}
                row |= {"Status": group["status"].capitalize(), "Revision": group["revision"]}
                row |= dict(zip(GROUPS[2:], one["compared"].get(group["name"], ("", "")), strict=True))
                yield tuple(row.get(head) for head in heads)
            if one["held_back"]:
                row = told | {"Value": NOT_SHOWN, "Group": one["held_back"]}
                yield tuple(row.get(head) for head in heads)


def _padded(row: Sequence[Value], heads: Sequence[str]) -> tuple[Value, ...]:
    return (*row, *[None] * (len(heads) - len(row)))


def _summary(line: Kept) -> tuple[Value, ...]:
    told = line["commentary"] or {}
    parts = [told.get(key, "") for key in ("what", "why", "so_what", "now_what", "who", "due_on")]
    asked = said_of(line) if line["asked"] else ""
    words = " ".join(one["words"] for one in line["signals"])
    return (line["code"], line["name"], line["period"], line["shown"], line["target"], line["standing"],
            line["sentence"], words, *parts, asked, line["final"])  # fmt: skip
