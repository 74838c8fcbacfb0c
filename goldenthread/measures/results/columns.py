"""One figure as a row of text and back, the same in every format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import Cell, State, number
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.results.figures import Shown

# The letters of published statistics; a blank is what was not sent.
LETTERS = {
    State.SUPPRESSED: "c",
    State.NOT_APPLICABLE: "z",
    State.NOT_AVAILABLE: "x",
    State.UNRELIABLE: "u",
    State.ROUNDS_TO_ZERO: "k",
    State.NOT_RETURNED: "",
}
STATES = {letter: state for state, letter in LETTERS.items()}
CELLS = ("numerator", "denominator", "value", "rate", "untimed", "overdue")
# A denominator of a count, or a clock that an indicator has not, is no cell at all.
NONE = "-"
COLUMNS = (
    "indicator",
    "version",
    "limit",
    "period",
    "starts_on",
    "ends_on",
    "breakdown",
    "group",
    *CELLS,
    "too_recent",
    "looks_back_too_far",
)
# A spreadsheet would take the first of these for the start of a formula; an apostrophe before it says that it is text,
# and so does one before an apostrophe, so that every name reads back as it was.
GUARDED = ("=", "+", "-", "@", "'")
# What a count or a percentage can look like. Anything longer would be a number made to choke whoever reads it.
NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")
WHOLE = re.compile(r"[0-9]{1,6}")


def written(cell: Cell | None) -> str:
    """A cell as text: its number, the letter of its state, or a dash where there is no such cell."""
    if cell is None:
        return NONE
    return format(cell.number, "f") if cell.number is not None else LETTERS[cell.state]


def read(text: str, place: str) -> Cell | None:
    """The cell that was written so. Raises `Unreadable` for anything else, naming the place."""
    text = text.strip()
    if text == NONE:
        return None
    if text in STATES:
        return Cell(STATES[text])
    if not NUMBER.fullmatch(text):
        raise Unreadable(f"{place} says “{text[:40]}”, which is neither a number nor one of c, x, z, u, k and -.")
    return number(Decimal(text))


def as_row(figure: Shown) -> dict[str, str]:
    """The figure as text, column by column."""
    row = {
        "indicator": figure.code,
        "version": str(figure.version),
        "limit": "" if figure.limit is None else str(figure.limit),
        "period": figure.period.label,
        "starts_on": figure.period.starts_on.isoformat(),
        "ends_on": figure.period.ends_on.isoformat(),
        "breakdown": figure.by,
        "group": _guarded(figure.of),
        "too_recent": "yes" if figure.too_recent else "",
        "looks_back_too_far": "yes" if figure.looks_back_too_far else "",
    }
    return {**row, **{name: written(getattr(figure, name)) for name in CELLS}}


def as_figure(row: Mapping[str, str], place: str) -> Shown:
    """The figure that was written as this row. Raises `Unreadable`, naming the place and the column."""
    missing = [name for name in COLUMNS if name not in row]
    if missing:
        raise Unreadable(f"{place} lacks {', '.join(missing)}; send the file as `goldenthread measure` wrote it.")
    cells = {name: read(row[name], f"{place}, {name},") for name in CELLS}
    top, value = cells.pop("numerator"), cells.pop("value")
    if top is None or value is None:
        raise Unreadable(f"{place} has no numerator or no value; send the file as `goldenthread measure` wrote it.")
    period = Period(row["period"], _day(row["starts_on"], place), _day(row["ends_on"], place))
    if period.ends_on < period.starts_on:
        raise Unreadable(f"{place} ends before it starts; put its two days in order.")
    return Shown(
        row["indicator"].strip(),
        _whole(row["version"], f"{place}, version,"),
        _whole(row["limit"], f"{place}, limit,") if row["limit"].strip() else None,
        period,
        row["breakdown"],
        row["group"].removeprefix("'"),
        numerator=top,
        value=value,
        too_recent=row["too_recent"].strip().lower() == "yes",
        looks_back_too_far=row["looks_back_too_far"].strip().lower() == "yes",
        **cells,
    )


def _guarded(group: str) -> str:
    """The name on one line, without signs that no spreadsheet can hold, and never the start of a formula."""
    plain = "".join(sign if sign.isprintable() else " " for sign in group).strip()
    return f"'{plain}" if plain.startswith(GUARDED) else plain


def _whole(text: str, place: str) -> int:
    if not WHOLE.fullmatch(text.strip()):
        raise Unreadable(f"{place} says “{text[:40]}”, which is not a whole number.")
    return int(text)


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise Unreadable(f"{place} says “{text[:40]}” for a day; write it like 2024-04-01.") from None
