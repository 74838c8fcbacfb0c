"""Indicators as they are kept, on paper: what is said of each, its chart, what that was drawn from, breakdowns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from goldenthread.rendering.blocks import Block, Bullets, Cell, Column, Paragraph, Picture, Table
from goldenthread.scorecards.presenters import with_compared
from goldenthread.web.filters import date as in_words

Kept = Mapping[str, Any]
MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
SHOWN_ONLY = (
    "Averages and limits rest on the figures shown alone. Suppressed, not applicable, not returned and 0 are four "
    "different things, and none of them stands for another."
)
HELD_AGAINST = (
    "Each group is held against all the others together. Where the range reaches from below 1 to above 1, no "
    "difference is shown. Nothing is worked out from a suppressed number."
)
SAID = (
    ("What", "what"), ("Why", "why"), ("So what", "so_what"), ("Now what", "now_what"), ("Who", "who"),
)  # fmt: skip


def facts_of(line: Kept) -> str:
    """Its newest figure and all that it is held against, in a line."""
    facts = [f"{line['shown']} in {line['period']}" if line["period"] else line["shown"]]
    facts += [words for words in (line["rate"], line["rate_of_year"]) if words]
    if line["target"]:
        facts.append(f"target {line['target']}: {line['standing'].lower() or 'not compared'}")
    facts += [f"open and overdue: {line['overdue']}"] if line["overdue"] else []
    facts += [f"a year before: {line['year_before']}"] if line["year_before"] else []
    facts += [f"{area}: {value} ({note})" for area, value, note in line["comparators"]]
    facts += [line["status"].lower()] if line["status"] else []
    return "; ".join(facts) + "."


def said_of(line: Kept) -> str:
    """What is said of a line in brief, or of whom it is asked; "" where nothing has to be said."""
    if line["commentary"]:
        return f"So what: {line['commentary']['so_what']}\nNow what: {line['commentary']['now_what']}"
    if line["asked"]:
        return f"Asked of {line['asked']['of']} on {in_words(date.fromisoformat(line['asked']['on']))}."
    return ""


def meaning(line: Kept) -> Iterator[Block]:
    """What somebody said of it, or of whom that is asked."""
    if line["commentary"]:
        told = line["commentary"]
        due = f", by {in_words(date.fromisoformat(told['due_on']))}" if told["due_on"] else ""
        yield Bullets(tuple(f"{words}: {told[key]}{due if key == 'who' else ''}" for words, key in SAID))
    elif line["asked"]:
        yield Paragraph(f"What it means: {said_of(line)}")


def drawn(line: Kept, table: Table | None, *more: str) -> Iterator[Block]:
    """The chart, beneath it what it was drawn from where that is given, and what its reader must know."""
    if line["figures"]:
        yield Picture(line["svg"], line["sentence"], data=table)
    # In one paragraph: each on a line of its own would send many a page's last line to another.
    notes = [note for note in (*line["notes"], *more) if note]
    if notes:
        yield Paragraph(" ".join(notes), "small")


def in_years(line: Kept) -> Table:
    """What was drawn: months side by side with a row a financial year; other periods one beneath the other."""
    if line["grain"] != "month":
        return every_period(line)
    years: dict[int, dict[int, Cell]] = {}
    for one in line["figures"]:
        day = date.fromisoformat(one["starts_on"])
        # A word for which there is no number is broken between its words, never within one.
        cell = Cell(one["said"].replace(" ", "\n"), paragraphs=_counted(one))
        years.setdefault(day.year - (day.month < 4), {})[(day.month - 4) % 12] = cell
    rows = tuple(
        (
            Cell(f"{year}-{(year + 1) % 100:02d}", bold=True),
            *(months.get(place, Cell("–")) for place in range(12)),
        )
        for year, months in sorted(years.items())
    )
    has_counts = any(one["denominator"] for one in line["figures"])
    caption = "The value of each month, and beneath it numerator and denominator" if has_counts else ""
    return Table((Column("Year", 1.1), *(Column(one, 1) for one in MONTHS)), rows, caption)


def _counted(one: Kept) -> tuple[str, ...]:
    """Numerator and denominator under a value, the word for which there is none on a line of its own."""
    if not one["denominator"]:
        return ()
    top, under = one["numerator_said"], one["denominator_said"]
    if one["numerator"]["number"] is None or one["denominator"]["number"] is None:
        return (*top.split(), f"of {under[:1].lower()}{under[1:]}")
    return (f"{top} of {under}",)


def every_period(line: Kept) -> Table:
    """Every period with its counts, its state, what the chart says of it, and what it is held against."""
    shown: list[tuple[str, float, Any]] = [("Period", 1.5, lambda one: one["period"])]
    shown += [("Value", 1.1, lambda one: one["said"])]
    if line["measure"] != "count":
        shown += [("Numerator", 1, lambda one: one["numerator_said"])]
        shown += [("Denominator", 1.1, lambda one: one["denominator_said"])]
    if any(one["rate"] for one in line["figures"]):
        shown += [(f"Per {line['per']:,}", 1, lambda one: one["rate_said"])]
    if any(one["overdue"] for one in line["figures"]):
        shown += [("Open and overdue", 1, lambda one: one["overdue_said"])]
    shown += [("Usually", 1.1, _usually), ("What the chart says", 1.7, lambda one: one["means"])]
    shown += [("State", 1, lambda one: one["status"].capitalize())]
    if any(one["target"] for one in line["figures"]):
        shown += [("Target", 0.7, lambda one: one["target_said"])]
    if any(one["others"] for one in line["figures"]):
        shown += [("What others report", 2.4, _others)]
    rows = tuple(tuple(Cell(says(one)) for _, _, says in shown) for one in line["figures"])
    return Table(tuple(Column(head, width) for head, width, _ in shown), rows)


def _usually(one: Kept) -> str:
    _, low, high = one["usual"]
    return "" if low is None or high is None else f"{low} to {high}"


def _others(one: Kept) -> str:
    return "\n".join(f"{other['area']}: {other['said']} ({other['of']})" for other in one["others"])


def breakdowns(line: Kept) -> Iterator[Block]:
    """Each breakdown as a table, with what is clear of it in a sentence; or why it is not shown."""
    if any(one["compared"] for one in line["breakdowns"]):
        yield Paragraph(HELD_AGAINST, "small")
    for one in line["breakdowns"]:
        if one["held_back"]:
            yield Paragraph(one["held_back"])
            continue
        yield from (Paragraph(sentence) for sentence in one["sentences"])
        yield breakdown_table(one)


def breakdown_table(one: Kept) -> Table:
    """One breakdown, its groups beside how often they are met where that stands there."""
    heads, rows = with_compared(one)
    columns = tuple(Column(head, width) for head, width in zip(heads, (2, 1, 1, 1, 1.4, 1.4), strict=False))
    return Table(columns, tuple(tuple(Cell(cell) for cell in row) for row in rows), f"{one['name']}, {one['period']}")


def standing_out(out: Sequence[Kept]) -> Table:
    """What stands out of a scorecard, with what is said of it."""
    columns = (Column("Indicator", 2), Column("Figure", 1), Column("Why it stands out", 3), Column("What it means", 4))
    rows = tuple(
        (
            Cell(f"{line['code']} {line['name']}"),
            Cell(f"{line['shown']} in {line['period']}"),
            Cell(" ".join(one["words"] for one in line["signals"])),
            Cell(said_of(line)),
        )
        for line in out
    )
    return Table(columns, rows)
