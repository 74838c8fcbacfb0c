"""Charts where they are thin, odd or refused: one figure, none, always the same, ties, fixed and rebased."""

from datetime import date
from decimal import Decimal

import pytest

from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.spc import Assurance, Cause, Direction, Icon, Kind, Series, chart, charts


def months(count: int, first: int = 2021 * 12 + 3) -> list[date]:
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + count)]


def series(values, direction="increase", **options) -> Series:
    return Series("referrals", tuple(zip(months(len(values)), values, strict=True)), Direction(direction), **options)


def causes(values, **options) -> list[Cause]:
    return [point.cause for point in chart(series(values, screen_outliers=False, **options)).points]


def test_a_figure_that_is_always_the_same_has_no_change_in_it_however_it_is_written():
    # A sum of eighteen times 0.1 is not 1.8; and even an exact sum, divided, misses the second.
    for value, times in [(0.1, 18), (0.1, 24), (1e-7, 33), (123456.789, 41)]:
        drawn = chart(series([value] * times, screen_outliers=False, target=value))
        assert (drawn.last.mean, drawn.last.lower, drawn.last.upper) == (value, value, value)
        assert {point.cause for point in drawn.points} == {Cause.COMMON}
        assert {point.side for point in drawn.points} == {0}
        assert drawn.assurance is Assurance.INCONSISTENT


def test_a_constant_that_is_screened_has_no_limits_and_says_nothing():
    drawn = chart(series([7] * 15, target=5))
    assert (drawn.last.mean, drawn.last.upper) == (7, None)
    assert {(point.outside, point.near, point.side) for point in drawn.points} == {(None, None, 0)}
    assert (drawn.variation, drawn.assurance) == (Kind.COMMON, Assurance.INCONSISTENT)


def test_sparse_counts_that_are_screened_lose_their_limits_to_the_mean():
    drawn = chart(series([0] * 11 + [3] + [0] * 12, "decrease"))
    assert drawn.last.upper == drawn.last.mean == 0.125
    assert {point.cause is Cause.COMMON for point in drawn.points} == {False}


def test_one_figure_and_none():
    one, none = charts([series([12]), series([])])
    assert (one.last.mean, one.last.lower, one.variation, one.short_series) == (12, None, Kind.COMMON, True)
    assert (none.points, none.last, none.variation, none.variation_icon) == ((), None, None, None)
    assert (none.assurance, none.assurance_icon, none.short_series) == (None, None, True)


def test_figures_that_are_all_missing():
    drawn = chart(series([None] * 14, target=3))
    assert (drawn.last.mean, drawn.last.upper, drawn.last.based_on) == (None, None, 0)
    assert {(point.side, point.cause) for point in drawn.points} == {(None, Cause.COMMON)}


def test_a_missing_figure_is_not_nought_gives_no_moving_range_and_breaks_a_run():
    drawn = chart(series([10, None, 20, 30], screen_outliers=False))
    assert (drawn.last.mean, drawn.last.based_on) == (20, 3)
    assert drawn.last.upper == pytest.approx(20 + 2.66 * 10)
    ordinary = [10, 20] * 10
    assert causes([*ordinary, *[16] * 7])[20:] == [Cause.RUN_ABOVE] * 7
    assert Cause.RUN_ABOVE not in causes([*ordinary, 16, 16, 16, None, 16, 16, 16, 16])


def test_a_trend_is_seven_points_and_a_missing_one_or_a_tie_breaks_it():
    flat = [50, 51] * 12
    assert causes([*flat, 50.1, 50.2, 50.3, 50.4, 50.5, 50.6, 50.7]).count(Cause.RISING) == 7
    assert Cause.RISING not in causes([*flat, 50.1, 50.2, 50.3, 50.3, 50.4, 50.5, 50.6])
    assert Cause.RISING not in causes([*flat, 50.1, 50.2, 50.3, None, 50.4, 50.5, 50.6])


def test_a_point_that_ends_one_trend_and_begins_the_next_goes_with_the_next():
    wide = [20, 80] * 10
    found = causes([*wide, *range(45, 52), *range(50, 44, -1)])[20:]
    assert found == [Cause.RISING] * 6 + [Cause.FALLING] * 7


def test_a_point_between_two_trends_goes_the_way_of_the_step_to_the_second_even_where_that_is_level():
    # What NHS England's charts do: the step after the first seven does not rise, so their last point does not either.
    wide = [20, 80] * 10
    found = causes([*wide, *range(40, 47), *range(46, 53)])[20:]
    assert found == [Cause.RISING] * 6 + [Cause.FALLING] + [Cause.RISING] * 7


def test_a_point_outside_is_not_near_so_that_it_is_no_part_of_two_of_three():
    level = [50, 52, 48, 51, 49, 50, 52, 48, 50, 50, 51, 49, 50] * 3
    drawn = chart(series([*level, 61, 54.5, 51], screen_outliers=True))
    assert [point.cause for point in drawn.points[-3:]] == [Cause.ABOVE_LIMIT, Cause.COMMON, Cause.COMMON]
    assert drawn.points[-2].near
    two = chart(series([*level, 55, 54.8, 51], screen_outliers=True))
    assert [point.cause for point in two.points[-3:]] == [Cause.NEAR_UPPER, Cause.NEAR_UPPER, Cause.COMMON]


def test_a_figure_on_the_mean_is_on_neither_side_and_breaks_a_run():
    values = [8, 8, 12, 12, 12, 10, 12, 12, 12, 8, 8, 8, 10, 8, 12, 8, 12, 8, 10, 10]
    assert set(causes(values)) == {Cause.COMMON}


@pytest.mark.parametrize(
    ("direction", "target", "said"),
    [
        ("increase", 99, Assurance.FAIL),
        ("increase", 1, Assurance.PASS),
        ("decrease", 99, Assurance.PASS),
        ("decrease", 1, Assurance.FAIL),
        ("decrease", 50, Assurance.INCONSISTENT),
        ("neutral", 99, None),
        ("increase", None, None),
    ],
)
def test_assurance_is_by_the_side_of_the_limits_on_which_the_target_lies(direction, target, said):
    """measures.spc_assurance"""
    assert chart(series([49, 51] * 8, direction, target=target)).assurance is said


def test_a_target_on_a_limit_is_hit_or_miss():
    last = chart(series([49, 51] * 8)).last
    assert chart(series([49, 51] * 8, target=last.upper)).assurance is Assurance.INCONSISTENT
    assert chart(series([49, 51] * 8, target=last.lower)).assurance is Assurance.INCONSISTENT


def test_a_rebase_starts_a_stretch_of_its_own_and_one_that_meets_no_point_does_nothing():
    values, when = [10, 11] * 7 + [30, 31] * 7, months(28)
    drawn = chart(series(values, rebase_dates={when[14], date(1999, 1, 1)}))
    assert [(group.number, group.mean) for group in drawn.groups] == [(0, 10.5), (1, 30.5)]
    assert {point.cause for point in drawn.points} == {Cause.COMMON}
    assert not drawn.short_series
    assert chart(series(values, rebase_dates={when[16]})).short_series


def test_groups_count_from_one_where_the_first_point_is_a_rebase():
    values, when = [10, 11] * 14, months(28)
    drawn = chart(series(values, rebase_dates={when[0], when[14]}))
    assert [group.number for group in drawn.groups] == [1, 2]
    assert drawn.points[0].group == 1


def test_a_fixed_baseline_holds_in_each_stretch_and_later_figures_do_not_move_it():
    """measures.spc_limits"""
    values, when = [10, 12] * 6 + [20] * 8 + [30, 32] * 6 + [99] * 3, months(35)
    drawn = chart(series(values, fix_after_n_points=12, rebase_dates={when[20]}))
    assert [(group.mean, group.based_on) for group in drawn.groups] == [(11, 12), (31, 12)]
    assert {point.cause for point in drawn.points[12:20]} == {Cause.ABOVE_LIMIT}


def test_the_icon_of_an_improvement_is_high_where_more_is_better_and_low_where_less_is():
    rise = [49, 51] * 8 + [70]
    assert chart(series(rise, "increase")).variation_icon is Icon.IMPROVEMENT_HIGH
    assert chart(series(rise, "decrease")).variation_icon is Icon.CONCERN_HIGH
    assert chart(series(rise, "neutral")).variation_icon is Icon.NEUTRAL_HIGH
    fall = [49, 51] * 8 + [30]
    assert chart(series(fall, "decrease")).variation_icon is Icon.IMPROVEMENT_LOW
    assert chart(series(fall, "increase")).variation_icon is Icon.CONCERN_LOW


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"fix_after_n_points": 11}, "limits can be fixed after 12 points or more"),
        ({"target": float("nan")}, "The target of the series referrals is not a number"),
        ({"points": ((date(2021, 4, 1), 1), (date(2021, 4, 1), 2))}, "two points on 2021-04-01"),
        ({"points": ((date(2021, 4, 1), float("inf")),)}, "The point 2021-04-01 of the series referrals"),
        ({"points": ((date(2021, 4, 1), 10**400),)}, "is not a number that can be charted"),
    ],
)
def test_what_cannot_be_charted_is_refused_in_a_sentence(wrong, said):
    with pytest.raises(Refused, match=said):
        Series(**{"id": "referrals", "points": (), "improvement_direction": Direction.INCREASE} | wrong)


def test_exact_numbers_are_taken_and_a_direction_that_is_none_is_not():
    assert series([Decimal("18.6"), 3]).points[0][1] == 18.6
    with pytest.raises(ValueError):
        series([1], "sideways")
