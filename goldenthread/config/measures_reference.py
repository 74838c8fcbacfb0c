"""The reference pages about measures: the library of indicators, and the tables an extract may be brought in."""

from __future__ import annotations

from itertools import groupby

from goldenthread.measures import tables
from goldenthread.measures.commands import VERBS, verb
from goldenthread.measures.commands.indicators import GOOD
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.measures.indicators.definition import Indicator, Measure, Polarity

KINDS = {Measure.PERCENT: "percentage", Measure.COUNT: "number", Measure.MEAN: "average"}


def _cell(words: str) -> str:
    """Words that cannot end the cell they stand in."""
    return words.replace("|", "\\|") or "–"


def _columns(one: Indicator) -> list[str]:
    limit = f" ({one.limit})" if one.limit and one.clock else ""
    return [
        f"`{one.code}`",
        _cell(f"{one.name}: {one.includes}" if one.includes else one.name),
        _cell(one.numerator),
        _cell(one.denominator),
        _cell(one.placed_by),
        _cell(one.clock + limit),
        GOOD[one.polarity].removesuffix(" is good") if one.polarity is not Polarity.NONE else "–",
        f"{one.looks_back_months} months" if one.looks_back_months else "–",
        _cell(one.source),
        f"counted from {', '.join(f'`{name}`' for name in one.needs)}" if one.counted else "sent or typed",
    ]


INDICATOR_HEADINGS = (
    *("Code", "Indicator", "Counts", "Out of", "In a period by", "Clock", "Good", "Looks back", "Source"),
    "Where it comes from",
)


def indicators_page(note: str) -> str:
    """Every indicator of the library, subject by subject."""
    every = sorted(catalogue().values(), key=lambda one: (one.subject, one.code))
    counted = sum(one.counted for one in every)
    lines = ["# Indicators", "", note]
    lines += [
        f"The library has {len(every)} indicators. {counted} can be counted from an extract by `goldenthread measure`; "
        "the others are sent or typed. `goldenthread indicators CODE` tells one in full. Where neither high nor low is "
        "good by itself there is a dash, and nothing is ever coloured or given a target. A limit in brackets may be a "
        "local one (`--limit CODE=N`) where the indicator is counted.",
        "",
    ]
    for subject, group in groupby(every, key=lambda one: one.subject):
        lines += [
            f"## {subject}",
            "",
            f"| {' | '.join(INDICATOR_HEADINGS)} |",
            "| --- " * len(INDICATOR_HEADINGS) + "|",
        ]
        lines += [f"| {' | '.join(_columns(one))} |" for one in group]
        lines.append("")
    return "\n".join(lines)


def extract_tables_page(note: str) -> str:
    """Every canonical table with its columns: how each is kept, what it means, whether a row is nothing without it."""
    lines = ["# Tables of an extract", "", note]
    lines += [
        "Whatever system an extract comes from, it becomes these tables. Write them yourself where your system has no "
        "Annex A, census or SSDA903 to give: one CSV or Parquet file a table, in one folder, named as the table, with "
        "these headings in any order. Days are written like 2024-04-01 or, throughout one file, like 01/04/2024; days "
        "with a time like 2024-04-01 13:45. Only what is marked as needed must be there. A column or a table that is "
        "not there is unknown, which is not the same as empty; a blank yes or no is unknown, which is not no.",
        "",
    ]
    for table in tables.TABLES.values():
        used = ", ".join(f"`{one.code}`" for one in catalogue().values() if _needs(one, table.name))
        lines += [f"## {table.name}", "", f"{table.row}.", ""]
        lines += ["| Column | Kept as | Means | Needed |", "| --- | --- | --- | --- |"]
        for column in table.columns:
            needed = "yes" if column.needed else ""
            lines.append(f"| `{column.name}` | {column.kind.value} | {_cell(column.meaning)} | {needed} |")
        lines += ["", f"Counted from it: {used}." if used else "Used for breakdowns and checks.", ""]
    return "\n".join(lines)


def _needs(indicator: Indicator, table: str) -> bool:
    return any(table in needed.split(" or ") for needed in indicator.needs)


def verbs_section() -> list[str]:
    """The verbs that need no database, as lines of the page of commands."""
    lines = [
        "## Where an extract lies",
        "",
        "These need no database and no network. They may run on a machine of their own.",
        "",
    ]
    lines += ["| Command | What it does |", "| --- | --- |"]
    return [*lines, *(f"| `{name}` | {verb(name).SENTENCE} |" for name in VERBS), ""]
