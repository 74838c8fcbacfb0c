"""Working days of England and Wales: which days they are, how many lie between two, and the nth after a day."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from goldenthread.kernel.outcomes import Refused
from goldenthread.kernel.rules import rule

SATURDAY = 5
TABLE = Path(__file__).with_name("bank_holidays.toml")
SOURCE = "Domain guide 7.2, working-day engine; gov.uk bank holidays, division england-and-wales"


@dataclass(frozen=True)
class BankHoliday:
    """One day off, its name, where it was taken from and when it was entered."""

    on: date
    name: str
    source: str
    added_on: date


@dataclass(frozen=True)
class Calendar:
    """Which weekdays are not worked between two days, under a name that a measure can quote.

    `version` changes whenever the table does, so that a closed measure can keep the one it was counted with.
    """

    name: str
    version: str
    starts_on: date
    ends_on: date
    holidays: tuple[BankHoliday, ...]

    @cached_property
    def weekdays_off(self) -> tuple[date, ...]:
        """The Mondays to Fridays that are not worked, in order."""
        return tuple(sorted({holiday.on for holiday in self.holidays if holiday.on.weekday() < SATURDAY}))

    @cached_property
    def _off(self) -> frozenset[date]:
        return frozenset(self.weekdays_off)

    def is_off(self, day: date) -> bool:
        """True on a weekday that this calendar takes off."""
        return day in self._off

    def insist_covers(self, day: date) -> None:
        """Return quietly when the day is in the table's range; raise `Refused` when its holidays are not known."""
        if not self.starts_on <= day <= self.ends_on:
            raise Refused(
                f"Bank holidays are known from {_said(self.starts_on)} to {_said(self.ends_on)} only, so working days "
                f"cannot be counted on {_said(day)}. Add the missing years to the table of bank holidays."
            )

    def with_closures(self, name: str, days: Iterable[date], source: str, added_on: date) -> Calendar:
        """A calendar of another name that also takes a council's own closure days off.

        Local closures break comparison between places, so they are never part of the national calendar (7.2).
        """
        closures = tuple(BankHoliday(day, name, source, added_on) for day in sorted(set(days)))
        return replace(self, name=name, holidays=self.holidays + closures)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _read_table() -> Calendar:
    with TABLE.open("rb") as file:
        table = tomllib.load(file)
    holidays = tuple(
        BankHoliday(row["on"], row["name"], row.get("source", table["source"]), row.get("added_on", table["added_on"]))
        for row in table["days"]
    )
    newest = max(holiday.added_on for holiday in holidays)
    return Calendar(
        name="Bank holidays of England and Wales",
        version=f"{table['version']} of {newest.isoformat()}",
        starts_on=table["starts_on"],
        ends_on=table["ends_on"],
        holidays=holidays,
    )


ENGLAND_AND_WALES = _read_table()


@rule("kernel.working_day", SOURCE)
def is_working_day(day: date, calendar: Calendar = ENGLAND_AND_WALES) -> bool:
    """True on Monday to Friday, bank holidays apart. Raises `Refused` outside the years the table covers."""
    calendar.insist_covers(day)
    return day.weekday() < SATURDAY and not calendar.is_off(day)


@rule("kernel.working_days_between", SOURCE)
def working_days_between(a: date, b: date, calendar: Calendar = ENGLAND_AND_WALES) -> int:
    """How many working days lie after `a`, up to and including `b`: nought on the same day.

    Raises `Refused` where `b` comes before `a` (invalid: to be flagged, left out and listed for correction) and
    outside the years the table covers.
    """
    calendar.insist_covers(a)
    calendar.insist_covers(b)
    if b < a:
        raise Refused(f"{_said(b)} comes before {_said(a)}; one of the two dates needs correcting.")
    off = calendar.weekdays_off
    return _weekdays_until(b) - _weekdays_until(a) - (bisect_right(off, b) - bisect_right(off, a))


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from the first Monday of the calendar (day 1 is a Monday) up to and including the day."""
    weeks, days = divmod(day.toordinal(), 7)
    return weeks * 5 + min(days, 5)


@rule("kernel.nth_working_day", SOURCE)
def nth_working_day_after(day0: date, n: int, calendar: Calendar = ENGLAND_AND_WALES) -> date:
    """The deadline `n` working days after the trigger, which is day 0 whether it is a working day or not.

    A trigger on a Saturday, a Sunday or a bank holiday counts from the next working day as day 1. Raises `ValueError`
    for `n` below 1 and `Refused` where the deadline, or the trigger, lies outside the years the table covers.
    """
    if n < 1:
        raise ValueError("A deadline is at least one working day after its trigger.")
    calendar.insist_covers(day0)
    day, counted = day0, 0
    while counted < n:
        day += timedelta(days=1)
        counted += is_working_day(day, calendar)
    return day


@rule("kernel.within_working_days", SOURCE)
def is_within(trigger: date, done_on: date, n: int, calendar: Calendar = ENGLAND_AND_WALES) -> bool:
    """True when no more than `n` working days passed from the trigger to the day it was done.

    Raises `Refused` where it was done before the trigger and outside the years the table covers.
    """
    return working_days_between(trigger, done_on, calendar) <= n


def in_words(count: int) -> str:
    """So many working days as people say it: "1 working day", "8 working days"."""
    return f"{count} working day{'' if count == 1 else 's'}"
