"""The mean and limits of many stretches of one length at a time: a row is a stretch, NaN where there is no figure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldenthread.kernel.rules import rule

SOURCE = "NHS England, Making Data Count (XmR), as NHSRplotthedots 0.2.2 computes it"
LIMIT = 2.66
NEAR_LIMIT = 2 * (LIMIT / 3)
SCREEN = 3.267

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Limits:
    """For each stretch its mean and limits, each a column, NaN where there is none."""

    mean: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats


@rule("measures.spc_limits", SOURCE)
def limits(values: Floats, fixed_after: NDArray[np.int64], screened: Flags) -> Limits:
    """The mean, and limits at 2.66 average moving ranges on either side of it; near limits at two thirds of that.

    The first `fixed_after` places of a row count. A moving range needs two neighbours; where a row is `screened`, those
    that are not below 3.267 times their average are left out once and the average is taken again. A figure that is
    far out stays in the mean. Limits are not clipped at 0 or 100.
    """
    used = np.where(np.arange(values.shape[1]) < fixed_after[:, None], values, np.nan)
    mean = means(used)
    moving = np.abs(np.diff(used, axis=1))
    kept = np.where(screened[:, None] & ~(moving < SCREEN * means(moving)), np.nan, moving)
    average = means(kept)
    wide, close = LIMIT * average, NEAR_LIMIT * average
    return Limits(mean, mean - wide, mean + wide, mean - close, mean + close)


def means(rows: Floats) -> Floats:
    """The mean of each row's numbers as a column, exact to the last digit; NaN for a row without any.

    Exact, because limits of no width would otherwise make a change out of every figure that is always the same.
    """
    whole = bool(np.isfinite(rows).all())
    lists = rows.tolist()
    return np.array([_mean(row if whole else [one for one in row if one == one]) for row in lists])[:, None]


def _mean(numbers: list[float]) -> float:
    count = len(numbers)
    if not count:
        return math.nan
    mean = math.fsum(numbers) / count
    # What rounding the sum and the quotient has lost.
    return mean + math.fsum([*numbers, *([-mean] * count)]) / count
