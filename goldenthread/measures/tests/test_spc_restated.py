"""The rules of the chart written a second time, slowly and without arrays, against the fast ones on random series."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldenthread.measures.spc import Direction, Point, Series, chart, charts

FIRST = date(2021, 4, 1)
HIGH = {"increase": "special_cause_improvement", "decrease": "special_cause_concern"}
LOW = {"increase": "special_cause_concern", "decrease": "special_cause_improvement"}


def day(number: int) -> date:
    return FIRST + timedelta(days=30 * number)


@st.composite
def any_series(draw, whole: bool = False) -> Series:
    """Few different values, so that there are ties, runs and trends; some missing; some rebased, fixed, targeted."""
    step = st.sampled_from([0, 1, 1, 1, -1, -1, 3, -7])
    level, values = 20, []
    for move in draw(st.lists(step, min_size=0, max_size=40)):
        level = level + move if draw(st.booleans()) else 20 + move
        values.append(level if whole or draw(st.integers(0, 3)) else level / 10)
    gaps = draw(st.sets(st.integers(0, 40), max_size=draw(st.sampled_from([0, 0, 4]))))
    points = [(day(number), None if number in gaps else value) for number, value in enumerate(values)]
    return Series(
        "random",
        tuple(draw(st.permutations(points))),
        draw(st.sampled_from(Direction)),
        draw(st.sampled_from([None, 15, 20, 25, 90, -50])),
        frozenset(day(number) for number in draw(st.sets(st.integers(0, 45), max_size=2))),
        draw(st.sampled_from([None, None, 12, 15, 60])),
        draw(st.booleans()),
    )


def mean(numbers: list[float]) -> float | None:
    return float(sum(map(Fraction, numbers)) / len(numbers)) if numbers else None


def slowly(series: Series) -> list[dict]:
    stretches, group = [], 0
    for place, (when, value) in enumerate(sorted(series.points)):
        if when in series.rebase_dates:
            group += 1
        if place == 0 or when in series.rebase_dates:
            stretches.append((group, []))
        stretches[-1][1].append(value)
    return [point for number, values in stretches for point in one_stretch(series, number, values)]


def one_stretch(series: Series, number: int, values: list[float | None]) -> list[dict]:
    used = values[: series.fix_after_n_points or len(values)]
    middle = mean([value for value in used if value is not None])
    moving = [abs(b - a) for a, b in pairwise(used) if a is not None and b is not None]
    average = mean(moving)
    if series.screen_outliers and average is not None:
        average = mean([one for one in moving if one < 3.267 * average])
    known = middle is not None and average is not None
    upper, lower = (middle + 2.66 * average, middle - 2.66 * average) if known else (None, None)
    close = 2 * (2.66 / 3) * average if known else None
    outside = [known and value is not None and (value > upper or value < lower) for value in values]
    side = [0 if None in (value, middle) else (value > middle) - (value < middle) for value in values]
    near = [
        known and value is not None and not out and (value > middle + close or value < middle - close)
        for value, out in zip(values, outside, strict=True)
    ]
    trending = [any(monotone(values[at : at + 7]) for at in range(i - 6, i + 1) if at >= 0) for i in range(len(values))]
    points = []
    for i, value in enumerate(values):
        high = {1: "Above", -1: "Below", 0: "-"}[side[i]]
        cause = "Common Cause"
        if any(one_side(side[at : at + 7], 7) for at in range(i - 6, i + 1) if at >= 0):
            cause = f"7 Points {high} CL"
        windows = [slice(at, at + 3) for at in range(i - 2, i + 1) if at >= 0]
        if near[i] and any(one_side(side[window], 3) and sum(near[window]) >= 2 for window in windows):
            cause = f"2 in 3 {high} CL"
        if trending[i]:
            followed = i + 1 < len(values) and trending[i + 1]
            before, after = (values[i], values[i + 1]) if followed else (values[i - 1], value)
            cause = f"7 Point Trend ({'In' if after > before else 'De'}creasing)"
        if outside[i]:
            cause = "Above UCL" if high == "Above" else "Below LCL"
        points.append(
            {
                "group": number,
                "value": value,
                "mean": middle,
                "upper": upper,
                "lower": lower,
                "cause": cause,
                "kind": meaning(cause, series.improvement_direction),
                "short": len(values) < 13,
            }
        )
    return points


def one_side(sides: list[int], length: int) -> bool:
    return sides in ([1] * length, [-1] * length)


def monotone(values: list[float | None]) -> bool:
    if len(values) < 7 or None in values:
        return False
    return all(b > a for a, b in pairwise(values)) or all(b < a for a, b in pairwise(values))


def meaning(cause: str, direction: str) -> str:
    if cause == "Common Cause":
        return "common_cause"
    high = "Above" in cause or "Increasing" in cause
    return (HIGH if high else LOW).get(direction, f"special_cause_neutral_{'high' if high else 'low'}")


def alike(ours: float | None, theirs: float | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    return math.isclose(ours, theirs, rel_tol=1e-11, abs_tol=1e-11)


@settings(max_examples=600, deadline=None)
@given(any_series())
def test_the_fast_rules_say_what_the_slow_ones_say(series):
    """measures.spc_limits, measures.spc_signals, measures.spc_trend, measures.spc_run, measures.spc_two_of_three"""
    ours = chart(series).points
    expected = slowly(series)
    assert [point.value for point in ours] == [one["value"] for one in expected]
    for point, one in zip(ours, expected, strict=True):
        assert (point.group, point.cause, point.kind, point.short) == tuple(
            one[name] for name in ("group", "cause", "kind", "short")
        )
        for name in ("mean", "lower", "upper"):
            assert alike(getattr(point, name), one[name])


@settings(max_examples=50, deadline=None)
@given(st.lists(any_series(), max_size=8))
def test_many_at_once_are_what_each_is_alone(many):
    assert charts(many) == [chart(series) for series in many]


@settings(max_examples=100, deadline=None)
@given(any_series(), st.randoms())
def test_the_order_in_which_points_come_does_not_matter(series, chance):
    points = list(series.points)
    chance.shuffle(points)
    assert chart(replace(series, points=tuple(points))) == chart(series)


def on_a_limit(point: Point) -> bool:
    if point.value is None or point.mean is None or point.upper is None or point.upper == point.mean:
        return False
    from_mean = abs(point.value - point.mean)
    wide = point.upper - point.mean
    return any(math.isclose(from_mean, limit, rel_tol=1e-9) for limit in (wide, wide * 2 / 3))


@settings(max_examples=200, deadline=None)
@given(any_series(whole=True), st.sampled_from([1, 2, 0.5, 64]), st.sampled_from([0, 3, -40, 1000]))
def test_moved_and_stretched_figures_keep_their_labels(series, scale, shift):
    def moved(value: float | None) -> float | None:
        return None if value is None else value * scale + shift

    points = tuple((when, moved(value)) for when, value in series.points)
    before, after = chart(series), chart(replace(series, points=points, target=moved(series.target)))
    # Whole numbers keep ties as they are; one with a limit, which is no whole number, may be made by rounding.
    assume(not any(on_a_limit(point) for point in before.points))
    assert [point.cause for point in after.points] == [point.cause for point in before.points]
    assert (after.variation, after.assurance) == (before.variation, before.assurance)
    for old, new in zip(before.groups, after.groups, strict=True):
        for name in ("mean", "lower", "upper"):
            assert alike(getattr(new, name), moved(getattr(old, name)))


MIRRORED_WAY = {Direction.INCREASE: "decrease", Direction.DECREASE: "increase", Direction.NEUTRAL: "neutral"}
MIRRORED_WORDS = [("Above UCL", "Below LCL"), ("Increasing", "Decreasing"), ("Above CL", "Below CL"), ("high", "low")]


def in_the_mirror(word: str) -> str:
    for one, other in MIRRORED_WORDS:
        if one in word:
            return word.replace(one, other)
        if other in word:
            return word.replace(other, one)
    return word


@settings(max_examples=200, deadline=None)
@given(any_series(whole=True))
def test_figures_in_the_mirror_have_mirrored_labels_and_the_same_meaning(series):
    points = tuple((when, None if value is None else -value) for when, value in series.points)
    target = None if series.target is None else -series.target
    way = MIRRORED_WAY[series.improvement_direction]
    before = chart(series)
    after = chart(replace(series, points=points, target=target, improvement_direction=way))
    if series.improvement_direction is not Direction.NEUTRAL:
        assert [point.kind for point in after.points] == [point.kind for point in before.points]
    assert after.assurance == before.assurance
    assert [in_the_mirror(point.cause) for point in before.points] == [point.cause for point in after.points]
