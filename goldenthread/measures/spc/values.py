"""What goes into a control chart and what comes out, in the words of NHS England's charts, so that they compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise, repeat
from typing import NamedTuple

from goldenthread.kernel.outcomes import Refused

SHORT = 13
FIXED_AT_LEAST = 12
# Far beyond any count or rate, and far below where sums of floating-point numbers run over.
LARGEST = 1e100


class Direction(StrEnum):
    """Which way is better, if either is."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class Cause(StrEnum):
    """Why a point stands out, if it does; `sign` is 1 for high or rising figures, -1 for low or falling ones."""

    sign: int

    def __new__(cls, word: str, sign: int) -> Cause:
        """A word that knows its sign."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.sign = sign
        return member

    COMMON = "Common Cause", 0
    ABOVE_LIMIT = "Above UCL", 1
    BELOW_LIMIT = "Below LCL", -1
    RISING = "7 Point Trend (Increasing)", 1
    FALLING = "7 Point Trend (Decreasing)", -1
    NEAR_UPPER = "2 in 3 Above CL", 1
    NEAR_LOWER = "2 in 3 Below CL", -1
    RUN_ABOVE = "7 Points Above CL", 1
    RUN_BELOW = "7 Points Below CL", -1


class Kind(StrEnum):
    """What a point means, its direction known."""

    COMMON = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    HIGH = "special_cause_neutral_high"
    LOW = "special_cause_neutral_low"


# By the sign of the cause, which counts from the end where it is -1.
KINDS = {
    Direction.INCREASE: (Kind.COMMON, Kind.IMPROVEMENT, Kind.CONCERN),
    Direction.DECREASE: (Kind.COMMON, Kind.CONCERN, Kind.IMPROVEMENT),
    Direction.NEUTRAL: (Kind.COMMON, Kind.HIGH, Kind.LOW),
}


class Assurance(StrEnum):
    """Whether the target is met by how the figure varies anyway."""

    PASS = "consistent_pass"  # noqa: S105 - not a password
    FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"


class Icon(StrEnum):
    """The pictures that stand for variation and assurance."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"
    PASS = "pass"  # noqa: S105 - not a password
    FAIL = "fail"
    INCONSISTENT = "inconsistent"


Figure = tuple[date, float | None]


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one indicator, one a period, None where there is none; kept in order of date however they are given.

    `target` is in the unit of the figures. Raises `Refused`, in one sentence, for two figures of one date, a figure or
    target that is not a finite number, and a baseline that is fixed after fewer than twelve points.
    """

    id: str
    points: tuple[Figure, ...]
    improvement_direction: Direction
    target: float | None = None
    rebase_dates: frozenset[date] = frozenset()
    fix_after_n_points: int | None = None
    screen_outliers: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", _in_order(self.id, self.points))
        object.__setattr__(self, "improvement_direction", Direction(self.improvement_direction))
        object.__setattr__(self, "rebase_dates", frozenset(self.rebase_dates))
        object.__setattr__(self, "target", _number(self.target, f"The target of the series {self.id}"))
        if self.fix_after_n_points is not None and self.fix_after_n_points < FIXED_AT_LEAST:
            raise Refused(
                f"The series {self.id} is to be fixed after {self.fix_after_n_points} points; "
                f"limits can be fixed after {FIXED_AT_LEAST} points or more.",
                "fix_after_n_points",
            )


def _in_order(name: str, points: Iterable[Figure]) -> tuple[Figure, ...]:
    ordered = sorted(points, key=lambda point: point[0])
    for (earlier, _), (later, _) in pairwise(ordered):
        if earlier == later:
            raise Refused(f"The series {name} has two points on {later}; leave one of them out.", "points")
    return tuple((day, _number(value, f"The point {day} of the series {name}")) for day, value in ordered)


def _number(value: float | None, whose: str) -> float | None:
    if value is None:
        return None
    # Compared before it is converted, so that a whole number of a thousand digits is refused and does not fail.
    if value != value or abs(value) > LARGEST:
        raise Refused(f"{whose} is not a number that can be charted; leave it empty where there is none.")
    return float(value)


class Point(NamedTuple):
    """One period: its figure, what is usual for it, and what it shows. None where there is no figure or no limit.

    `group` counts the stretches between rebases from 0, or from 1 where the first point is itself a rebase.
    """

    day: date
    value: float | None
    group: int
    mean: float | None
    lower: float | None
    upper: float | None
    outside: bool | None
    side: int | None
    near: bool | None
    cause: Cause
    kind: Kind
    short: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One stretch between rebases: the mean and limits that hold throughout it, and for each figure what it shows.

    `based_on` says how many figures the mean rests on: those with a number, up to the point where it is fixed.
    """

    number: int
    figures: tuple[Figure, ...]
    based_on: int
    mean: float | None
    lower: float | None
    upper: float | None
    outside: tuple[bool | None, ...]
    side: tuple[int | None, ...]
    near: tuple[bool | None, ...]
    causes: tuple[Cause, ...]

    @property
    def short(self) -> bool:
        """True under thirteen points: its limits are trial limits."""
        return len(self.figures) < SHORT

    def points(self, direction: Direction) -> Iterator[Point]:
        """Each figure with what is usual for it and what it shows."""
        days, values = zip(*self.figures, strict=True)
        same = (repeat(one) for one in (self.number, self.mean, self.lower, self.upper))
        meanings = KINDS[direction]
        kinds = [meanings[cause.sign] for cause in self.causes]
        marks = (self.outside, self.side, self.near, self.causes, kinds)
        return map(Point._make, zip(days, values, *same, *marks, repeat(self.short)))


@dataclass(frozen=True)
class Chart:
    """A series with its limits, how it varies now, and whether that meets its target.

    `variation` is None for a series without points; `assurance` is None without target and where neither way is better.
    """

    series: Series
    groups: tuple[Group, ...]
    variation: Kind | None
    assurance: Assurance | None

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every figure in order of date; made when first asked for, as most charts are seen by their icon."""
        direction = self.series.improvement_direction
        return tuple(point for group in self.groups for point in group.points(direction))

    @property
    def last(self) -> Group | None:
        """The stretch that holds now."""
        return self.groups[-1] if self.groups else None

    @property
    def short_series(self) -> bool:
        """True where any stretch has fewer than thirteen points."""
        return any(group.short for group in self.groups) or not self.groups

    @property
    def variation_icon(self) -> Icon | None:
        """The picture for how it varies: improvement is high where more is better and low where less is."""
        if self.variation is None:
            return None
        if self.variation in (Kind.IMPROVEMENT, Kind.CONCERN):
            rises = (self.variation is Kind.IMPROVEMENT) == (self.series.improvement_direction is Direction.INCREASE)
            return Icon(f"{self.variation.removeprefix('special_cause_')}_{'high' if rises else 'low'}")
        return Icon(self.variation.removeprefix("special_cause_"))

    @property
    def assurance_icon(self) -> Icon | None:
        """The picture for whether the target is met."""
        return None if self.assurance is None else Icon(self.assurance.removeprefix("consistent_"))
