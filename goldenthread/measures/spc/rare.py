"""Events too rare for a chart by the month: sums over twelve months, and the days between one event and the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from goldenthread.kernel.outcomes import Refused
from goldenthread.kernel.rules import rule
from goldenthread.measures.spc.chart import chart
from goldenthread.measures.spc.values import Chart, Direction, Figure, Series

Count = tuple[date, int | None]
# Days between rare events, raised to this power, lie about their mean as an XmR chart expects of its figures.
EVEN = 1 / 3.6


@rule("measures.rolling", "Data guide 5 (trap 14) and 6: small numbers are shown over a rolling twelve months")
def rolling(counts: Iterable[Count], length: int = 12) -> tuple[Count, ...]:
    """For each period from the `length`th on, the sum of the counts of the `length` periods up to it.

    Every period must be among the counts, in any order, with None where it is not known: a sum over it is not known
    either. Neighbouring sums share all their periods but two, so they are drawn as a plain line; XmR limits would be
    far too narrow for them. Raises `Refused` for a length below 1.
    """
    if length < 1:
        raise Refused("A rolling sum is taken over one period or more.")
    ordered = sorted(counts, key=lambda count: count[0])
    windows = (ordered[end - length : end] for end in range(length, len(ordered) + 1))
    return tuple((window[-1][0], _sum([number for _, number in window])) for window in windows)


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def shares(numerators: Iterable[Count], denominators: Iterable[Count], per: int = 100) -> tuple[Figure, ...]:
    """`per` times numerator over denominator of each period, unrounded; None where either is unknown, or out of nought.

    Rolling percentages are the shares of rolling numerators in rolling denominators, never a mean of percentages.
    Source: domain guide 7.1, rule 4.
    """
    tops, bottoms = dict(numerators), dict(denominators)
    return tuple((day, _share(tops.get(day), bottoms.get(day), per)) for day in sorted(tops.keys() | bottoms.keys()))


def _share(numerator: int | None, denominator: int | None, per: int) -> float | None:
    return None if numerator is None or not denominator else per * numerator / denominator


@dataclass(frozen=True)
class DaysBetween:
    """The days from each event to the next: the figures and their usual middle and limits, all in days.

    `even` is the chart of the same figures on the scale on which they vary evenly; its labels hold for the days too.
    `lower` is None where the limit would lie below no days at all.
    """

    figures: tuple[Figure, ...]
    even: Chart
    mean: float | None
    lower: float | None
    upper: float | None


@rule("measures.days_between", "L. Nelson, A control chart for parts-per-million nonconforming items, 1994 (t chart)")
def days_between(name: str, events: Iterable[date], direction: Direction = Direction.INCREASE) -> DaysBetween:
    """For each event but the first, the days since the one before; `direction` says whether longer is better.

    Events of one day are one occasion. The days are raised to the power 1/3.6, charted without screening, and mean and
    limits are taken back to days.
    """
    occasions = sorted(set(events))
    days = tuple((after, float((after - before).days)) for before, after in pairwise(occasions))
    even = chart(Series(name, tuple((on, gap**EVEN) for on, gap in days), direction, screen_outliers=False))
    now = even.last
    lines = (now.mean, now.lower, now.upper) if now else (None, None, None)
    return DaysBetween(days, even, *(None if line is None or line < 0 else line ** (1 / EVEN) for line in lines))
