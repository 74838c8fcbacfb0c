"""Rolling sums and the days between events: measures.rolling, measures.days_between."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.spc import Cause, Direction
from goldenthread.measures.spc.rare import days_between, rolling, shares

MONTHS = [date(2021 + number // 12, number % 12 + 1, 1) for number in range(30)]


def test_a_rolling_sum_begins_with_the_twelfth_month_and_holds_exactly_twelve():
    counts = [(day, number) for number, day in enumerate(MONTHS)]
    rolled = rolling(reversed(counts))
    assert rolled[0] == (MONTHS[11], sum(range(12)))
    assert rolled[-1] == (MONTHS[29], sum(range(18, 30)))
    assert len(rolled) == 19
    assert rolling(counts[:11]) == ()


def test_a_month_that_is_not_known_leaves_twelve_sums_unknown_and_nought_none():
    counts = [(day, None if place == 13 else 0) for place, day in enumerate(MONTHS)]
    assert [total for _, total in rolling(counts)] == [0, 0, *[None] * 12, *[0] * 5]


def test_a_rolling_percentage_is_of_the_sums_not_the_mean_of_percentages():
    few = [(day, 1) for day in MONTHS[:12]]
    many = [(day, 2 if day.month == 1 else 100) for day in MONTHS[:12]]
    assert shares(rolling(few), rolling(many)) == ((MONTHS[11], pytest.approx(100 * 12 / 1102)),)


def test_a_share_of_nothing_or_of_something_unknown_is_none():
    one, two, three, four = MONTHS[:4]
    tops, bottoms = [(one, 1), (two, None), (three, 3), (four, 0)], [(one, 0), (two, 5), (four, 8)]
    assert shares(tops, bottoms) == ((one, None), (two, None), (three, None), (four, 0.0))


@given(st.lists(st.integers(0, 50), min_size=12, max_size=30), st.integers(1, 12))
def test_neighbouring_sums_differ_by_the_period_that_came_and_the_one_that_went(numbers, length):
    totals = [total for _, total in rolling(zip(MONTHS, numbers, strict=False), length)]
    assert len(totals) == len(numbers) - length + 1
    for place in range(1, len(totals)):
        assert totals[place] - totals[place - 1] == numbers[place + length - 1] - numbers[place - 1]


def test_a_rolling_sum_of_no_periods_is_refused():
    with pytest.raises(Refused, match="one period or more"):
        rolling([], 0)


def test_the_days_between_events_and_their_limits_are_in_days():
    every_tenth = [date(2021, 1, 1) + timedelta(days=10 * number) for number in range(15)]
    drawn = days_between("deaths", [*every_tenth, every_tenth[3]])
    assert {gap for _, gap in drawn.figures} == {10.0}
    assert drawn.figures[0][0] == date(2021, 1, 11)
    assert (drawn.mean, drawn.upper) == (pytest.approx(10), pytest.approx(10))


def test_a_gap_far_longer_than_the_others_is_a_change_for_the_better():
    gaps = [20, 35, 12, 28, 41, 9, 25, 31, 18, 22, 37, 15, 26, 900]
    events = [date(2015, 1, 1) + timedelta(days=sum(gaps[:place])) for place in range(len(gaps) + 1)]
    drawn = days_between("deaths", events)
    assert drawn.even.points[-1].cause is Cause.ABOVE_LIMIT
    assert drawn.even.variation == "special_cause_improvement"
    assert days_between("deaths", events, Direction.DECREASE).even.variation == "special_cause_concern"
    assert 20 < drawn.mean < 60 < drawn.upper < 900


def test_a_lower_limit_below_no_days_at_all_is_none_and_one_event_has_no_gap():
    gaps = [1, 400, 2, 300, 1, 500, 3, 350, 1, 420, 2, 380, 1]
    events = [date(2010, 1, 1) + timedelta(days=sum(gaps[:place])) for place in range(len(gaps) + 1)]
    assert days_between("deaths", events).lower is None
    alone = days_between("deaths", [date(2021, 1, 1)])
    assert (alone.figures, alone.mean, alone.upper) == ((), None, None)
