"""Rates per so many people: what the periods of a year say together, so that a published year can stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from goldenthread.kernel.periods import Period
from goldenthread.kernel.rules import rule

MONTHS = 12


@rule("scorecards.rate_of_a_year", "Domain guide B.1, CP03: financial year or rolling twelve months; data guide 7")
def rate_of_a_year(rates: Sequence[tuple[Period, Decimal | None]]) -> Decimal | None:
    """The rate of the twelve months that end with the last of these periods: theirs added together, oldest first.

    One year's rate stays as it is; several are rounded half up to a whole number, since each was rounded before. None
    where the periods make no twelve months without a gap, or one of them has no rate.
    """
    last: list[tuple[Period, Decimal | None]] = []
    for one in reversed(rates):
        last.insert(0, one)
        if _months(last[0][0], last[-1][0]) >= MONTHS:
            break
    numbers = [number for _, number in last if number is not None]
    gaps = any(one.ends_on + timedelta(days=1) != after.starts_on for (one, _), (after, _) in pairwise(last))
    if not last or gaps or len(numbers) < len(last) or _months(last[0][0], last[-1][0]) != MONTHS:
        return None
    return numbers[0] if len(numbers) == 1 else sum(numbers, Decimal(0)).quantize(Decimal(1), ROUND_HALF_UP)


def _months(first: Period, last: Period) -> int:
    return (last.ends_on.year - first.starts_on.year) * MONTHS + last.ends_on.month - first.starts_on.month + 1
