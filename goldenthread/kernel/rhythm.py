"""How often something comes round, and on which days: every 8 weeks, each second Wednesday, June and October."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from dateutil import rrule

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule
from goldenthread.kernel.working_days import ENGLAND_AND_WALES, Calendar, is_working_day

SOURCE = "Domain guide 8.5 and 8.6; Annex A, rows 12, 18 to 20 and 55 (rhythms the published plans name)"
WEEKDAYS = tuple(months.day_name)
NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
AUGUST, A_YEAR = 8, 12
FORTNIGHT = timedelta(days=14)


class Beat(StrEnum):
    """What a rhythm counts in."""

    ONCE = "once"
    WEEKS = "weeks"
    MONTHS = "months"
    NAMED_MONTHS = "named_months"


class Shift(StrEnum):
    """What becomes of a day on which nobody works."""

    LATER = "later"
    EARLIER = "earlier"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Rhythm:
    """One rhythm. Counted from a first day, which tells the weekday or the day of the month where nothing else does.

    `every` is the number of weeks or months between; `months` the months named. `weekday` (0 is Monday) with `nth`
    (1 to 4, or -1 for last) puts it on such a day of each month, and `working_day` on the so-manieth day worked in it.
    `shift` says what becomes of a day nobody works.
    """

    beat: Beat
    every: int = 1
    months: tuple[int, ...] = ()
    weekday: int | None = None
    nth: int | None = None
    skips_august: bool = False
    shift: Shift = Shift.LATER
    working_day: int | None = None

    def stored(self) -> dict[str, Any]:
        """As JSON holds it; `restored` reads it back."""
        return {**asdict(self), "beat": self.beat.value, "shift": self.shift.value, "months": list(self.months)}

    @property
    def words(self) -> str:
        """As people say it: "Every 8 weeks", "The second Wednesday of June, October and February"."""
        on = f"the {NTH[self.nth]} {WEEKDAYS[self.weekday]} of " if self.nth and self.weekday is not None else ""
        if self.working_day:
            on = f"working day {self.working_day} of "
        if self.beat == Beat.ONCE:
            said = "once"
        elif self.beat == Beat.NAMED_MONTHS:
            said = on + _listed([months.month_name[number] for number in self.months])
        elif self.beat == Beat.WEEKS:
            said = "every week" if self.every == 1 else f"every {self.every} weeks"
        elif self.every == A_YEAR and not on:
            said = "every year"
        else:
            said = on + ("each month" if on else "every month") if self.every == 1 else f"{on}every {self.every} months"
        return said[:1].upper() + said[1:] + (", August left out" if self.skips_august else "")


def restored(stored: Mapping[str, Any]) -> Rhythm:
    """A rhythm from what `Rhythm.stored` gave. Raises `ValueError` or `KeyError` for anything else."""
    told = {**stored, "beat": Beat(stored["beat"]), "shift": Shift(stored["shift"]), "months": tuple(stored["months"])}
    return Rhythm(**told)


@rule("kernel.rhythm_is_whole", SOURCE)
def is_whole(rhythm: Rhythm) -> Verdict:
    """Denied for a rhythm that says too little or too much to give days."""
    if not 1 <= rhythm.every <= 104:
        return Denied("Say how many weeks or months lie between, from 1 to 104.")
    if rhythm.beat == Beat.NAMED_MONTHS and not rhythm.months:
        return Denied("Choose at least one month.")
    if any(number not in range(1, 13) for number in rhythm.months):
        return Denied("A month is one of the twelve.")
    if (rhythm.nth is None) != (rhythm.weekday is None):
        return Denied("Choose both which weekday and which of the month, or neither.")
    if rhythm.working_day is not None and (not 1 <= rhythm.working_day <= 20 or rhythm.nth is not None):
        return Denied("Choose a working day of the month from 1 to 20, or a weekday, not both.")
    return Allowed()


@rule("kernel.rhythm_days", SOURCE)
def days(rhythm: Rhythm, first_on: date, until: date, calendar: Calendar = ENGLAND_AND_WALES) -> list[date]:
    """The days of a rhythm from its first day to `until`, both included, in order and each once.

    A day that is a weekend or a bank holiday moves to the next or the last working day before it, or is left out, as
    the rhythm says; so the first may come to lie before `first_on`. A day in August is left out where the rhythm skips
    August, wherever it would move, and a day that would move into August moves the other way. A month without such a
    day (the 31st) takes its last. The last fortnight of the bank-holiday table and what lies beyond are not given,
    because whether anybody works is not known.
    """
    # A day just after the last may move back into it.
    last = min(until + FORTNIGHT, calendar.ends_on - FORTNIGHT)
    raw = [day for day in _raw(rhythm, first_on, last) if not (rhythm.skips_august and day.month == AUGUST)]
    moved = {_moved(day, rhythm, calendar) for day in raw}
    return sorted(day for day in moved if day and day <= until)


def _raw(rhythm: Rhythm, first_on: date, last: date) -> list[date]:
    if rhythm.beat == Beat.ONCE:
        return [first_on] if first_on <= last else []
    if rhythm.beat == Beat.WEEKS:
        found = rrule.rrule(rrule.WEEKLY, interval=rhythm.every, dtstart=_at(first_on), until=_at(last))
        return [one.date() for one in found]
    interval = rhythm.every if rhythm.beat == Beat.MONTHS else 1
    firsts = rrule.rrule(rrule.MONTHLY, interval=interval, dtstart=_at(first_on.replace(day=1)), until=_at(last))
    named = [one.date() for one in firsts if not rhythm.months or one.month in rhythm.months]
    return [day for day in (_within(month, rhythm, first_on.day) for month in named) if first_on <= day <= last]


def _within(month: date, rhythm: Rhythm, day: int) -> date:
    """The day of a rhythm within one month."""
    length = months.monthrange(month.year, month.month)[1]
    if rhythm.working_day is not None:
        worked = [one for one in (month.replace(day=n) for n in range(1, length + 1)) if is_working_day(one)]
        return worked[min(rhythm.working_day, len(worked)) - 1]
    if rhythm.nth is None or rhythm.weekday is None:
        return month.replace(day=min(day, length))
    such = [one for one in range(1, length + 1) if month.replace(day=one).weekday() == rhythm.weekday]
    return month.replace(day=such[rhythm.nth - 1 if rhythm.nth > 0 else rhythm.nth])


def _moved(day: date, rhythm: Rhythm, calendar: Calendar) -> date | None:
    """The working day that stands for a day of the rhythm; never one in August where August is skipped."""
    found = _worked(day, rhythm.shift, calendar)
    if found and rhythm.skips_august and found.month == AUGUST:
        return _worked(day, Shift.LATER if rhythm.shift == Shift.EARLIER else Shift.EARLIER, calendar)
    return found


def _worked(day: date, shift: Shift, calendar: Calendar) -> date | None:
    step = timedelta(days=-1 if shift == Shift.EARLIER else 1)
    while calendar.starts_on <= day <= calendar.ends_on and not is_working_day(day, calendar):
        if shift == Shift.LEFT_OUT:
            return None
        day += step
    return day


def _at(day: date) -> datetime:
    return datetime.combine(day, time())


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
