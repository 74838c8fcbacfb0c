"""Financial years, quarters, academic years and months: their first and last days and their names."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

APRIL = 4
SEPTEMBER = 9

_SPAN = re.compile(
    r"^\s*(?:fy\s*)?(?P<first>\d{4}|\d{2})\s*[-/\u2013\u2014]\s*(?P<last>\d{4}|\d{2})\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days, both ends included, with the name people give it."""

    label: str
    starts_on: date
    ends_on: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.starts_on <= day <= self.ends_on


def month(year: int, number: int) -> Period:
    """The calendar month `number` (1 to 12) of `year`, labelled like "June 2024".

    Raises ValueError for a month that is not 1 to 12. Source: the civil calendar.
    """
    last = calendar.monthrange(year, number)[1]
    return Period(
        f"{calendar.month_name[number]} {year}",
        date(year, number, 1),
        date(year, number, last),
    )


def year_from(first: date, label: str) -> Period:
    """The twelve months that begin on `first`, which must be the first of a month.

    Source: financial and academic years both run for twelve whole months (domain.md, section 7.1).
    """
    following = date(first.year + 1, first.month, 1)
    return Period(label, first, following - timedelta(days=1))


def short_span(first_year: int, last_year: int) -> str:
    """Two years in the field's way of writing them: 2024 and 2025 give "2024-25".

    Source: the wording of published plans and returns (domain.md, section 8.1).
    """
    return f"{first_year}-{last_year % 100:02d}"


def financial_year(first_year: int, starts_in: int = APRIL) -> Period:
    """The financial year that begins in `first_year`, in month `starts_in` (April unless told otherwise).

    Labelled "2024-25", or "2024" where the year begins in January. Raises ValueError for a month that is not 1 to 12.
    Source: local authority and NHS financial years begin on 1 April; a partnership may set another month.
    """
    label = str(first_year) if starts_in == 1 else short_span(first_year, first_year + 1)
    return year_from(date(first_year, starts_in, 1), label)


def financial_year_of(day: date, starts_in: int = APRIL) -> Period:
    """The financial year that `day` falls in. Source: as `financial_year`."""
    return financial_year(day.year if day.month >= starts_in else day.year - 1, starts_in)


def quarter(first_year: int, number: int, starts_in: int = APRIL) -> Period:
    """Quarter `number` (1 to 4) of the financial year that begins in `first_year`; quarter 1 is April to June.

    Labelled "Quarter 1 2024-25". Raises ValueError for a quarter that is not 1 to 4.
    Source: quarters in plans and data returns are those of the financial year (domain.md, sections 7.1 and 8.1).
    """
    if number not in (1, 2, 3, 4):
        raise ValueError("A quarter is 1, 2, 3 or 4.")
    year = financial_year(first_year, starts_in)
    first = _months_after(year.starts_on, 3 * (number - 1))
    return Period(
        f"Quarter {number} {year.label}",
        first,
        _months_after(first, 3) - timedelta(days=1),
    )


def quarter_of(day: date, starts_in: int = APRIL) -> Period:
    """The financial quarter that `day` falls in. Source: as `quarter`."""
    year = financial_year_of(day, starts_in)
    months = (day.year - year.starts_on.year) * 12 + day.month - year.starts_on.month
    return quarter(year.starts_on.year, months // 3 + 1, starts_in)


def academic_year(first_year: int) -> Period:
    """The school year that begins on 1 September of `first_year`, labelled "academic year 2024-25".

    Source: the Education (School Year) practice in England, 1 September to 31 August.
    """
    return year_from(
        date(first_year, SEPTEMBER, 1),
        f"academic year {short_span(first_year, first_year + 1)}",
    )


def academic_year_of(day: date) -> Period:
    """The academic year that `day` falls in. Source: as `academic_year`."""
    return academic_year(day.year if day.month >= SEPTEMBER else day.year - 1)


def read_year_span(words: str) -> tuple[int, int] | None:
    """The first and last year printed in words like "2024-25", "2023 - 2026", "24/25" or "FY 2024/2025".

    Gives (2024, 2025) and so on, or None where the words are not two years in order. Two digits are read in the
    century of the first year, or in this century. Source: the wording of published plans (domain.md, section 8.1).
    """
    found = _SPAN.match(words)
    if not found:
        return None
    first, last = found["first"], found["last"]
    if len(first) == 2 and len(last) == 4:
        return None
    first_year = int(first) if len(first) == 4 else 2000 + int(first)
    last_year = int(last) if len(last) == 4 else first_year // 100 * 100 + int(last)
    if not (1900 <= first_year < last_year <= first_year + 20 and last_year <= 2199):
        return None
    return first_year, last_year


def financial_years(first_year: int, last_year: int, starts_in: int = APRIL) -> Period:
    """Several financial years on end: 2023 and 2026 give 1 April 2023 to 31 March 2026, labelled "2023-26".

    Raises ValueError where the last year does not follow the first. Source: three-year plans run from the first
    day of one financial year to the last day of another (domain.md, section 8.1).
    """
    if last_year <= first_year:
        raise ValueError("The last year must come after the first.")
    label = short_span(first_year, last_year)
    return Period(
        label,
        date(first_year, starts_in, 1),
        date(last_year, starts_in, 1) - timedelta(days=1),
    )


def _months_after(first: date, months: int) -> date:
    years, index = divmod(first.month - 1 + months, 12)
    return date(first.year + years, index + 1, 1)
