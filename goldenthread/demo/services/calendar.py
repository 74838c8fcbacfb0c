"""Days of the demonstration, told from the day it is loaded, so that its plan is always in mid-life."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from goldenthread.kernel import periods

LONDON = ZoneInfo("Europe/London")
PLAN_YEARS = 3
OPENING_MINUTES = 9 * 60 + 5
CLOSING_MINUTES = 17 * 60 + 30

_MARK = re.compile(r"\{(day|month|quarter|year|period|before)([+-]\d+)?\}")


@dataclass(frozen=True)
class Calendar:
    """The days of the demonstration as seen from `today`.

    The strategic plan runs for three financial years and began twelve to twenty-four months before today.
    """

    today: date

    @property
    def plan_start(self) -> date:
        """The first day of the strategic plan."""
        return periods.financial_year(self._first_year).starts_on

    @property
    def plan_end(self) -> date:
        """Its last day."""
        return periods.financial_years(self._first_year, self._first_year + PLAN_YEARS).ends_on

    @property
    def _first_year(self) -> int:
        return periods.financial_year_of(self.today).starts_on.year - 1

    def day(self, told: Mapping[str, Any]) -> date:
        """The day on which something told in the data happened.

        `on` is that very day; `ago` counts days before today; `after` and `before` count days from the plan's start.
        A weekend becomes the Friday before it.
        """
        if "on" in told:
            return told["on"]
        if "ago" in told:
            return friday_at_weekends(self.today - timedelta(days=told["ago"]))
        shift = told["after"] if "after" in told else -told["before"]
        return friday_at_weekends(self.plan_start + timedelta(days=shift))

    @property
    def plan_before(self) -> tuple[date, date]:
        """The first and last day of the plan before the strategic plan."""
        years = periods.financial_years(self._first_year - PLAN_YEARS, self._first_year)
        return years.starts_on, years.ends_on

    def words(self, text: str) -> str:
        """The text with its marks said as dates.

        "{day-25}" is a day, "{month+2}" a month, "{quarter+1}" a quarter of a financial year, "{year}" a financial
        year and "{period}" the plan's three; "{before}" is the three years before them.
        """
        return _MARK.sub(lambda found: self._said(found[1], int(found[2] or 0)), text)

    def _said(self, what: str, shift: int) -> str:
        if what == "day":
            day = self.today + timedelta(days=shift)
            return f"{day.day} {day:%B %Y}"
        if what == "month":
            years, index = divmod(self.today.month - 1 + shift, 12)
            return periods.month(self.today.year + years, index + 1).label
        if what == "quarter":
            quarter = periods.quarter_of(self.today)
            return periods.quarter_of(quarter.starts_on + timedelta(days=91 * shift + 45)).label
        if what == "year":
            return periods.financial_year(periods.financial_year_of(self.today).starts_on.year + shift).label
        first = self._first_year - (PLAN_YEARS if what == "before" else 0)
        return periods.short_span(first, first + PLAN_YEARS)

    def told(self, value: Any) -> Any:
        """A value from the data with every text in it put in words."""
        if isinstance(value, str):
            return self.words(value)
        if isinstance(value, list):
            return [self.told(one) for one in value]
        if isinstance(value, dict):
            return {key: self.told(one) for key, one in value.items()}
        return value


def friday_at_weekends(day: date) -> date:
    """The day itself, or the Friday before a Saturday or Sunday."""
    return day - timedelta(days=max(0, day.weekday() - 4))


Step = Callable[[datetime, date], None]


class Agenda:
    """Everything that will be done, so that it is done in the order in which it happened."""

    def __init__(self, calendar: Calendar, now: datetime) -> None:
        self.calendar, self.now = calendar, now
        self._steps: list[tuple[date, Step]] = []

    def add(self, day: date, step: Step) -> None:
        """Do `step(now, today)` on a day, after what was added for that day before it."""
        self._steps.append((day, step))

    def run(self) -> None:
        """Do it all, oldest first, within office hours of each day. Raises what the services raise."""
        on, minutes = date.min, OPENING_MINUTES
        for day, step in sorted(self._steps, key=lambda one: one[0]):
            minutes = OPENING_MINUTES if day != on else min(minutes + 3, CLOSING_MINUTES)
            on = day
            at = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=LONDON)
            step(min(at, self.now), day)
