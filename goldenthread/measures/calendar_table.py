"""The calendar table: everything an engine needs to know about a day, so that no engine counts days by itself.

Engines agree on joins and whole numbers and differ in date arithmetic, so durations are differences of two numbers read
here: `working_day` for working days, `ordinal` for calendar days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import pyarrow as pa

from goldenthread.kernel import periods
from goldenthread.kernel.outcomes import Refused
from goldenthread.kernel.periods import Period
from goldenthread.kernel.rules import rule
from goldenthread.kernel.working_days import ENGLAND_AND_WALES, SATURDAY, Calendar
from goldenthread.measures.problems import Unreadable

COUNTING_RULE = (
    "Working days are Monday to Friday without the bank holidays of England and Wales. The first day is day 0; a start "
    "on a day that is not worked counts from the next working day as day 1."
)
FIRST_DAY, LAST_DAY = date(1980, 1, 1), date(2049, 12, 31)
MONTH = re.compile(r"(\d{4})-(\d{2})")
GRAINS = ("month", "quarter", "year", "academic year")


@rule("measures.months_before", "Domain guide 7.2; looked back from the later day, so that 29 February has one answer")
def months_before(day: date, months: int) -> date:
    """The same day that many months earlier, or the last of that month where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = periods.month(years, month + 1).ends_on.day
    return date(years, month + 1, min(day.day, last))


def _days(calendar: Calendar) -> Iterator[dict[str, object]]:
    day, worked = FIRST_DAY, 0
    while day <= LAST_DAY:
        known = calendar.starts_on <= day <= calendar.ends_on
        worked += known and day.weekday() < SATURDAY and not calendar.is_off(day)
        yield {
            "day": day,
            "ordinal": day.toordinal(),
            "working_day": worked if known else None,
            "ymd": day.year * 10000 + day.month * 100 + day.day,
            "year_before": months_before(day, 12),
            "two_years_before": months_before(day, 24),
            "year_starts_on": periods.financial_year_of(day).starts_on,
            "month": f"{day:%Y-%m}",
            "quarter": periods.quarter_of(day).label,
            "financial_year": periods.financial_year_of(day).label,
            "academic_year": periods.academic_year_of(day).label,
        }
        day += timedelta(days=1)


SCHEMA = pa.schema(
    [
        ("day", pa.date32()),
        ("ordinal", pa.int32()),
        ("working_day", pa.int32()),
        ("ymd", pa.int32()),
        ("year_before", pa.date32()),
        ("two_years_before", pa.date32()),
        ("year_starts_on", pa.date32()),
        ("month", pa.string()),
        ("quarter", pa.string()),
        ("financial_year", pa.string()),
        ("academic_year", pa.string()),
    ]
)


@lru_cache(maxsize=4)
def calendar_table(calendar: Calendar = ENGLAND_AND_WALES) -> pa.Table:
    """One row for each day that any child of today's extracts could have lived through.

    `working_day` is a running number: the working days up to and including this one, so that the number between two
    days is a difference in which the first is day 0. It is blank outside the years whose bank holidays are known: what
    began or ended there is counted, and not timed. Source: domain guide 7.2.
    """
    return pa.Table.from_pylist(list(_days(calendar)), schema=SCHEMA)


@dataclass(frozen=True, slots=True)
class Span:
    """The periods to be counted, in order, and the grain they were made by ("" for the whole in one)."""

    periods: tuple[Period, ...]
    grain: str = ""

    @property
    def starts_on(self) -> date:
        """The first day of the first period."""
        return self.periods[0].starts_on

    @property
    def ends_on(self) -> date:
        """The last day of the last period."""
        return self.periods[-1].ends_on


def read_month(words: str) -> Period:
    """The month written as 2024-04. Raises `Unreadable` for anything else."""
    found = MONTH.fullmatch(words.strip())
    if not found or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[1]) <= 9999:
        raise Unreadable(f"“{words}” is not a month; write it like 2024-04.")
    return periods.month(int(found[1]), int(found[2]))


def span(first: Period, last: Period, grain: str = "") -> Span:
    """The periods of one grain that lie between the first day of `first` and the last day of `last`.

    Raises `Unreadable` where the last ends before the first begins, where a period of that grain would be cut off, or
    outside the calendar.
    """
    if last.ends_on < first.starts_on:
        raise Unreadable(f"{last.label} comes before {first.label}; give the earlier one first.")
    for day in (first.starts_on, last.ends_on):
        try:
            ENGLAND_AND_WALES.insist_covers(day)
        except Refused as refused:
            raise Unreadable(refused.reason) from None
    if not grain:
        label = first.label if first == last else f"{first.label} to {last.label}"
        return Span((Period(label, first.starts_on, last.ends_on),))
    found, day = [], first.starts_on
    while day <= last.ends_on:
        found.append(_period_of(day, grain))
        day = found[-1].ends_on + timedelta(days=1)
    if found[0].starts_on != first.starts_on or found[-1].ends_on != last.ends_on:
        raise Unreadable(
            f"{first.label} to {last.label} is not made of whole periods of one {grain}; choose other months or "
            "count by month."
        )
    return Span(tuple(found), grain)


def _period_of(day: date, grain: str) -> Period:
    if grain == "month":
        return periods.month(day.year, day.month)
    if grain == "quarter":
        return periods.quarter_of(day)
    if grain == "year":
        return periods.financial_year_of(day)
    if grain == "academic year":
        return periods.academic_year_of(day)
    raise Unreadable(f"{grain} is not a grain that can be counted by; choose one of {', '.join(GRAINS)}.")


def numbered(spans: Sequence[Period]) -> pa.Table:
    """Each day of the periods with the number of its period, counted from 0."""
    rows = [
        {"day": period.starts_on + timedelta(days=n), "period": number}
        for number, period in enumerate(spans)
        for n in range((period.ends_on - period.starts_on).days + 1)
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema([("day", pa.date32()), ("period", pa.int32())]))


def closing_days(spans: Sequence[Period]) -> pa.Table:
    """The first and the last day of each period with its number, for what stands at a day."""
    rows = [{"opens_on": one.starts_on, "at": one.ends_on, "period": n} for n, one in enumerate(spans)]
    return pa.Table.from_pylist(
        rows, schema=pa.schema([("opens_on", pa.date32()), ("at", pa.date32()), ("period", pa.int32())])
    )
