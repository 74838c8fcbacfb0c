"""Which points stand out, and why: the four tests, on many stretches of one length at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from goldenthread.kernel.rules import rule
from goldenthread.measures.spc.limits import SOURCE, Flags, Floats, Limits
from goldenthread.measures.spc.values import Cause

RUN = 7
CLOSE_BY = 3

CAUSES = tuple(Cause)


@dataclass(frozen=True, slots=True)
class Signals:
    """For each point of each stretch: where it lies, and the place of its cause in `CAUSES`."""

    outside: Flags
    side: Floats
    near: Flags
    cause: NDArray[np.int64]


@rule("measures.spc_signals", SOURCE)
def signals(values: Floats, usual: Limits) -> Signals:
    """One label a point, the first that holds: outside a limit, trend, two of three, run, or none.

    Outside and near are strictly beyond; on the mean is on neither side. A missing figure belongs to nothing and breaks
    whatever it stands in. Nothing reaches across a rebase, since a stretch is a row of its own.
    """
    outside = (values > usual.upper) | (values < usual.lower)
    side = np.sign(values - usual.mean)
    near = ~outside & ((values > usual.near_upper) | (values < usual.near_lower))
    trend, rising = trends(values)
    low = side < 0
    tests = [
        (outside, Cause.ABOVE_LIMIT, Cause.BELOW_LIMIT, low),
        (trend, Cause.RISING, Cause.FALLING, ~rising),
        (two_of_three(side, near), Cause.NEAR_UPPER, Cause.NEAR_LOWER, low),
        (runs(side), Cause.RUN_ABOVE, Cause.RUN_BELOW, low),
    ]
    found = [np.where(down, CAUSES.index(lower), CAUSES.index(upper)) for _, upper, lower, down in tests]
    return Signals(outside, side, near, np.select([test for test, *_ in tests], found, CAUSES.index(Cause.COMMON)))


@rule("measures.spc_trend", SOURCE)
def trends(values: Floats) -> tuple[Flags, Flags]:
    """Which points belong to seven that each rise, or each fall, strictly; and which of them rise.

    A point that is followed by another of a trend goes the way of the step to it, as in NHS England's charts: a turning
    point belongs to the trend that follows. Only the last of them goes the way of the step that led to it.
    """
    steps = np.sign(np.diff(values, axis=1))
    flagged = _spread(np.abs(_sums(steps, RUN - 1)) == RUN - 1, RUN, values.shape)
    before = np.pad(steps, ((0, 0), (1, 0)))
    after = np.pad(steps, ((0, 0), (0, 1)))
    followed = flagged & np.pad(flagged[:, 1:], ((0, 0), (0, 1)))
    return flagged, np.where(followed, after, before) == 1


@rule("measures.spc_run", SOURCE)
def runs(side: Floats) -> Flags:
    """Which points belong to seven in a row that lie on one side of the mean."""
    return _spread(np.abs(_sums(side, RUN)) == RUN, RUN, side.shape)


@rule("measures.spc_two_of_three", SOURCE)
def two_of_three(side: Floats, near: Flags) -> Flags:
    """Which points are near a limit where, of three in a row on one side of the mean, at least two are.

    A point outside a limit is not near it, and the third, which is not near, is not marked.
    """
    found = (np.abs(_sums(side, CLOSE_BY)) == CLOSE_BY) & (_sums(near.astype(float), CLOSE_BY) >= CLOSE_BY - 1)
    return near & _spread(found, CLOSE_BY, side.shape)


def _sums(rows: Floats, length: int) -> Floats:
    """The sum of each `length` neighbours; no columns where a row is shorter than that."""
    if rows.shape[1] < length:
        return np.empty((rows.shape[0], 0))
    return sliding_window_view(rows, length, axis=1).sum(axis=2)


def _spread(found: Flags, length: int, shape: tuple[int, ...]) -> Flags:
    """Marks all `length` points of each window found."""
    flagged = np.zeros(shape, dtype=bool)
    width = found.shape[1]
    for place in range(length if width else 0):
        flagged[:, place : place + width] |= found
    return flagged
