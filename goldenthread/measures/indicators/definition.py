"""The record of one indicator, and what its expression is given and gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]


class Polarity(StrEnum):
    """Which way is good. Where none is, nothing is ever coloured good or bad."""

    HIGH = "high"
    LOW = "low"
    NONE = "none"


class Measure(StrEnum):
    """What the figure is: a percentage of a denominator, or a count (with a rate where a population is known)."""

    PERCENT = "percent"
    COUNT = "count"
    MEAN = "mean"


class Placing(StrEnum):
    """How a row comes into a period: by something that happened in it, or by standing at its last day."""

    HAPPENED = "happened"
    STANDS = "stands"


@dataclass(frozen=True)
class Tables:
    """The canonical tables as frames of one engine, with the calendar and the periods asked for.

    `last_day` is the last day about which the extract can speak.
    """

    frames: Mapping[str, Frame]
    last_day: date

    def __getitem__(self, name: str) -> Frame:
        return self.frames[name]

    def __contains__(self, name: str) -> bool:
        return name in self.frames

    def dated(self, frame: Frame, column: str, **wanted: str) -> Frame:
        """The frame with further columns about the day in `column`, read off the calendar; blank where it has none.

        `dated(frame, "start_date", started="working_day")` adds `started`, the running number of that working day.
        """
        calendar = self["calendar"].select(
            nw.col("day").alias(f"_{column}"), *(nw.col(theirs).alias(ours) for ours, theirs in wanted.items())
        )
        return frame.join(calendar, left_on=column, right_on=f"_{column}", how="left")

    def day_after(self, frame: Frame, number: str, name: str, *, counted_in: str = "ordinal") -> Frame:
        """The frame with the day `name` whose running number stands in the column `number`.

        Counted in working days the answer is the working day itself, never the weekend after it.
        """
        days = self["calendar"].select("day", counted_in).filter(~nw.col(counted_in).is_null())
        first = days.group_by(counted_in).agg(nw.col("day").min().alias(name))
        return frame.join(first.rename({counted_in: f"_{number}"}), left_on=number, right_on=f"_{number}", how="left")


Expression = Callable[[Tables, "Indicator"], Frame]


@dataclass(frozen=True)
class Indicator:
    """One indicator in one version.

    `limit` is its clock (45 working days); a partnership may count a local one under another. `rows` gives one row for
    each thing counted: `child_id`, `met` (true, false, or blank where it counts but cannot be timed) and, for what
    happened, `placed_on`; for what stands, `period`. `overdue` gives what is open and past its clock: `child_id`,
    `from_on` and `until_on` (blank while it lasts). An indicator without an expression is typed or sent, never counted.
    """

    code: str
    version: int
    name: str
    measure: Measure
    placing: Placing
    unit: str
    numerator: str
    denominator: str
    includes: str
    placed_by: str
    clock: str
    limit: int | None
    polarity: Polarity
    decimals: int
    owner: str
    basis: str
    source: str
    valid_from: date
    valid_to: date | None
    needs: tuple[str, ...]
    looks_back_months: int
    settles_days: int
    per_population: int | None
    by_child: bool
    subject: str
    rows: Expression | None = None
    overdue: Expression | None = None

    @property
    def counted(self) -> bool:
        """True where it can be counted from an extract."""
        return self.rows is not None

    @property
    def has_denominator(self) -> bool:
        """True where the figure is something of something."""
        return self.measure is not Measure.COUNT
