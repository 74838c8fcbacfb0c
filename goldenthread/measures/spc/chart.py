"""From figures to a chart: cuts series at their rebases, works on all stretches of one length at once, joins them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldenthread.kernel.rules import rule
from goldenthread.measures.spc.limits import SOURCE, Flags, limits
from goldenthread.measures.spc.signals import CAUSES, signals
from goldenthread.measures.spc.values import KINDS, Assurance, Chart, Direction, Figure, Group, Series


class _Stretch(NamedTuple):
    """The figures between two rebases, and whose they are."""

    owner: int
    number: int
    figures: tuple[Figure, ...]


def chart(series: Series) -> Chart:
    """The control chart of one series, with mean and limits in the unit of its figures."""
    return charts([series])[0]


def charts(many: Sequence[Series]) -> list[Chart]:
    """The control charts of many series, in their order; ten thousand of 36 points take half a second."""
    by_length: dict[int, list[_Stretch]] = defaultdict(list)
    for owner, series in enumerate(many):
        for number, figures in stretches(series):
            by_length[len(figures)].append(_Stretch(owner, number, figures))
    drawn: list[list[Group]] = [[] for _ in many]
    for alike in by_length.values():
        for stretch, group in zip(alike, _draw(alike, many), strict=True):
            drawn[stretch.owner].append(group)
    return [_joined(series, groups) for series, groups in zip(many, drawn, strict=True)]


def stretches(series: Series) -> list[tuple[int, tuple[Figure, ...]]]:
    """The figures cut at each rebase that has a figure's date; one that has none cuts nothing."""
    cuts = [place for place, (day, _) in enumerate(series.points) if day in series.rebase_dates]
    first = 1 if cuts[:1] == [0] else 0
    edges = [0, *cuts[first:], len(series.points)]
    return [
        (number, series.points[start:end]) for number, (start, end) in enumerate(pairwise(edges), first) if end > start
    ]


def _draw(alike: Sequence[_Stretch], many: Sequence[Series]) -> Iterator[Group]:
    """The mean, limits and marks of stretches of one length."""
    owners = [many[stretch.owner] for stretch in alike]
    values = np.array([[value for _, value in stretch.figures] for stretch in alike], dtype=float)
    length = values.shape[1]
    fixed = np.array([series.fix_after_n_points or length for series in owners])
    usual = limits(values, fixed, np.array([series.screen_outliers for series in owners]))
    seen = signals(values, usual)
    limited = ~np.isnan(values - usual.upper)
    based_on = (~np.isnan(values) & (np.arange(length) < fixed[:, None])).sum(axis=1).tolist()
    return map(
        Group,
        (stretch.number for stretch in alike),
        (stretch.figures for stretch in alike),
        based_on,
        *(_or_none(line[:, 0], ~np.isnan(line[:, 0])) for line in (usual.mean, usual.lower, usual.upper)),
        map(tuple, _or_none(seen.outside, limited)),
        map(tuple, _or_none(np.nan_to_num(seen.side).astype(int), ~np.isnan(seen.side))),
        map(tuple, _or_none(seen.near, limited)),
        (tuple([CAUSES[cause] for cause in row]) for row in seen.cause.tolist()),
    )


def _or_none(values: NDArray[Any], known: Flags) -> list[Any]:
    """The values as Python's own, None where not known."""
    return np.where(known, values.astype(object), np.array(None)).tolist()


def _joined(series: Series, drawn: Sequence[Group]) -> Chart:
    """The stretches of one series, in order, as its chart."""
    if not drawn:
        return Chart(series, (), None, None)
    groups = tuple(sorted(drawn, key=attrgetter("number")))
    variation = KINDS[series.improvement_direction][groups[-1].causes[-1].sign]
    return Chart(series, groups, variation, assurance(series, groups[-1]))


@rule("measures.spc_assurance", SOURCE)
def assurance(series: Series, group: Group) -> Assurance | None:
    """Whether the limits that hold now lie wholly on one side of the target; on the target itself they do not.

    None without target and where neither way is better. Without limits the answer is the peer's: inconsistent.
    """
    direction, target = series.improvement_direction, series.target
    if target is None or direction is Direction.NEUTRAL:
        return None
    if group.upper is None or group.lower is None or group.lower <= target <= group.upper:
        return Assurance.INCONSISTENT
    beyond_reach = (target > group.upper) == (direction is Direction.INCREASE)
    return Assurance.FAIL if beyond_reach else Assurance.PASS
