"""Dates in the one format of a column: found from all of its values, never guessed for each."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from goldenthread.measures.readers.identifiers import is_nothing, plain


class Format(StrEnum):
    """How a column writes its days."""

    ISO = "year first (2024-04-01)"
    DAY_FIRST = "day first (01/04/2024)"
    MONTH_FIRST = "month first (04/01/2024)"
    DAY_NAMED = "day, name of the month, year (01-Apr-2024)"
    YEAR_NAMED = "year, name of the month, day (2024-Apr-01)"
    COMPACT = "eight figures (20240401)"
    SERIAL = "a spreadsheet's number of days (45383)"


class Undecided(Exception):
    """Every day of the column can be read day first and month first, and nothing else in the file decides."""


_MONTHS = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_TIME = r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_PARTS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})" + _TIME)
_DAY_NAMED = re.compile(r"(\d{1,2})[-/. ]([A-Za-z]{3,9})[-/. ,]+(\d{4}|\d{2})" + _TIME)
_YEAR_NAMED = re.compile(r"(\d{4})[-/. ]([A-Za-z]{3,9})[-/. ](\d{1,2})" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})" + _TIME)
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")
# Day 60 of a spreadsheet is 29 February 1900, which never was; no day here is so early.
_SERIAL_START = datetime.combine(date(1899, 12, 30), time())
_SERIALS = range(1000, 80000)


def _year(text: str) -> int:
    number = int(text)
    # Two figures: up to 68 this century, as POSIX has it. No child here was born before 1969.
    return number if len(text) == 4 else number + (2000 if number <= 68 else 1900)


def _month(name: str) -> int:
    return _MONTHS.get(name[:3].casefold(), 0)


def _moment(year: int, month: int, day: int, clock: tuple[str | None, ...]) -> datetime:
    hour, minute, second, half = clock
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.casefold() == "pm" else 0)
    return datetime.combine(date(year, month, day), time(hours, int(minute or 0), int(second or 0)))


def _serial(text: str) -> datetime | None:
    number = float(text)
    return _SERIAL_START + timedelta(days=number) if int(number) in _SERIALS else None


_Reader = tuple[re.Pattern[str], Callable[[tuple[str, ...]], tuple[int, int, int]]]
_READERS: dict[Format, _Reader] = {
    Format.ISO: (_ISO, lambda g: (int(g[0]), int(g[1]), int(g[2]))),
    Format.DAY_FIRST: (_PARTS, lambda g: (_year(g[2]), int(g[1]), int(g[0]))),
    Format.MONTH_FIRST: (_PARTS, lambda g: (_year(g[2]), int(g[0]), int(g[1]))),
    Format.DAY_NAMED: (_DAY_NAMED, lambda g: (_year(g[2]), _month(g[1]), int(g[0]))),
    Format.YEAR_NAMED: (_YEAR_NAMED, lambda g: (int(g[0]), _month(g[1]), int(g[2]))),
    Format.COMPACT: (_COMPACT, lambda g: (int(g[0]), int(g[1]), int(g[2]))),
}


@lru_cache(maxsize=10_000)
def read_text(text: str, format: Format) -> datetime | None:
    """The moment that the text says in this format (midnight where it says no time), or None where it says none."""
    try:
        if format is Format.SERIAL:
            return _serial(text) if _SERIAL.fullmatch(text) else None
        pattern, parts = _READERS[format]
        match = pattern.fullmatch(text)
        return _moment(*parts(match.groups()), match.groups()[3:]) if match else None
    except ValueError:
        return None


def read_cell(value: object, format: Format | None) -> datetime | None:
    """The moment of one cell: a real date or a spreadsheet's number as it is, text in the column's format.

    None where the cell is empty. Raises `ValueError` where it holds something that is no day in that format.
    """
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        moment = None if math.isnan(value) else _serial(str(value))
    else:
        text = plain(value)
        if is_nothing(text):
            return None
        moment = read_text(text, format) if format else None
    if moment is None:
        raise ValueError("not a day in the format of its column")
    return moment


def _readable(values: Iterable[object]) -> Counter[Format]:
    """How many of the texts each format can read."""
    counts: Counter[Format] = Counter()
    for value in values:
        if isinstance(value, str) and not is_nothing(text := plain(value)):
            counts.update(format for format in Format if read_text(text, format))
    return counts


def format_of(values: Iterable[object], otherwise: Format | None = None) -> Format | None:
    """The format that reads most of a column's texts; None where it has no text that any format reads.

    Day first and month first are told apart by the days after the twelfth. Where the column has none, or as many of one
    as of the other, `otherwise` decides: what the rest of the file says, or the source's own guidance. Raises
    `Undecided` where nothing does.
    """
    counts = _readable(values)
    if not counts:
        return None
    most = max(counts.values())
    best = [format for format in Format if counts[format] == most]
    if len(best) == 1:
        return best[0]
    if otherwise in best:
        return otherwise
    if Format.DAY_FIRST in best:
        raise Undecided
    return best[0]


def settled(columns: Iterable[Iterable[object]]) -> Format | None:
    """Which of day first and month first the columns of one file settle on, where they do."""
    decided: Counter[Format] = Counter()
    for values in columns:
        counts = _readable(values)
        difference = counts[Format.DAY_FIRST] - counts[Format.MONTH_FIRST]
        if difference:
            decided[Format.DAY_FIRST if difference > 0 else Format.MONTH_FIRST] += abs(difference)
    if decided[Format.DAY_FIRST] == decided[Format.MONTH_FIRST]:
        return None
    return max(decided, key=lambda format: decided[format])
