"""Working days: kernel.working_day, kernel.working_days_between, kernel.nth_working_day, kernel.within_working_days."""

from datetime import date, timedelta

import holidays as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import Refused
from goldenthread.kernel.working_days import (
    ENGLAND_AND_WALES,
    is_within,
    is_working_day,
    nth_working_day_after,
    working_days_between,
)

FIRST, LAST = ENGLAND_AND_WALES.starts_on, ENGLAND_AND_WALES.ends_on
days = st.dates(min_value=FIRST, max_value=LAST)
early_days = st.dates(min_value=FIRST, max_value=LAST - timedelta(days=120))


@pytest.mark.parametrize("division", ["ENG", "WLS"])
def test_the_table_equals_the_library_it_was_taken_from(division: str) -> None:
    known = library.country_holidays("GB", subdiv=division, years=range(FIRST.year, LAST.year + 1), language="en_GB")
    assert {holiday.on: holiday.name for holiday in ENGLAND_AND_WALES.holidays} == dict(known)


def test_every_holiday_says_where_it_came_from_and_when_it_was_added() -> None:
    assert all(holiday.source and holiday.added_on >= date(2026, 11, 22) for holiday in ENGLAND_AND_WALES.holidays)
    assert ENGLAND_AND_WALES.version.endswith("2026-11-22")


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2020, 5, 4), True),
        (date(2020, 5, 8), False),
        (date(2022, 9, 19), False),
        (date(2023, 5, 8), False),
        (date(2021, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 20), True),
    ],
)
def test_a_working_day_is_a_weekday_that_is_no_bank_holiday(day: date, worked: bool) -> None:
    """kernel.working_day"""
    assert is_working_day(day) is worked


def test_the_day_of_the_trigger_is_day_nought() -> None:
    """kernel.working_days_between"""
    friday = date(2026, 11, 20)
    assert working_days_between(friday, friday) == 0
    assert working_days_between(friday, date(2026, 11, 22)) == 0
    assert working_days_between(friday, date(2026, 11, 23)) == 1
    assert working_days_between(date(2026, 12, 24), date(2026, 12, 29)) == 1


def test_an_end_before_its_beginning_is_invalid() -> None:
    """kernel.working_days_between"""
    with pytest.raises(Refused, match="20 November 2026 comes before 21 November 2026"):
        working_days_between(date(2026, 11, 21), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("trigger", "n", "deadline"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 15, date(2026, 12, 11)),
        (date(2026, 12, 25), 1, date(2026, 12, 29)),
        (date(2026, 3, 30), 15, date(2026, 4, 22)),
    ],
)
def test_a_deadline_is_the_nth_working_day_after_the_trigger(trigger: date, n: int, deadline: date) -> None:
    """kernel.nth_working_day"""
    assert nth_working_day_after(trigger, n) == deadline


def test_a_deadline_of_no_days_makes_no_sense() -> None:
    """kernel.nth_working_day"""
    with pytest.raises(ValueError, match="at least one working day"):
        nth_working_day_after(date(2026, 11, 20), 0)


def test_done_on_the_deadline_is_in_time_and_the_day_after_is_not() -> None:
    """kernel.within_working_days"""
    assert is_within(date(2026, 11, 20), date(2026, 11, 23), 1)
    assert not is_within(date(2026, 11, 20), date(2026, 11, 24), 1)


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_days_beyond_the_table_are_refused_and_never_guessed(day: date) -> None:
    """kernel.working_day"""
    with pytest.raises(Refused, match="known from 1 January 2010 to 31 December 2030 only"):
        is_working_day(day)
    with pytest.raises(Refused, match="cannot be counted on"):
        working_days_between(min(day, FIRST), max(day, FIRST))


def test_a_deadline_that_would_run_past_the_table_is_refused() -> None:
    """kernel.nth_working_day"""
    with pytest.raises(Refused, match="1 January 2031"):
        nth_working_day_after(LAST, 1)


def test_a_councils_own_closures_are_another_calendar_with_another_name() -> None:
    days_off = [date(2026, 12, 29), date(2026, 12, 30)]
    council = ENGLAND_AND_WALES.with_closures("With town hall closures", days_off, "Council notice", date(2026, 11, 1))
    assert nth_working_day_after(date(2026, 12, 24), 1, council) == date(2026, 12, 31)
    assert nth_working_day_after(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert council.name != ENGLAND_AND_WALES.name


@given(days, days)
def test_counting_agrees_with_looking_at_each_day(one: date, other: date) -> None:
    """kernel.working_days_between"""
    a = min(one, other)
    b = min(max(one, other), a + timedelta(days=400))
    each = [a + timedelta(days=passed) for passed in range(1, (b - a).days + 1)]
    assert working_days_between(a, b) == sum(is_working_day(day) for day in each)


@given(days, days, days)
def test_stretches_end_to_end_add_up(one: date, two: date, three: date) -> None:
    """kernel.working_days_between"""
    a, b, c = sorted((one, two, three))
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)


@given(early_days, st.integers(min_value=1, max_value=60))
def test_a_deadline_is_a_working_day_and_exactly_n_away(trigger: date, n: int) -> None:
    """kernel.nth_working_day, kernel.within_working_days"""
    deadline = nth_working_day_after(trigger, n)
    assert is_working_day(deadline)
    assert working_days_between(trigger, deadline) == n
    assert is_within(trigger, deadline, n)
    assert not is_within(trigger, nth_working_day_after(deadline, 1), n)


@given(early_days.filter(lambda day: day > FIRST and not is_working_day(day)))
def test_a_trigger_on_a_day_off_has_the_deadline_of_the_day_before_it(trigger: date) -> None:
    """kernel.nth_working_day"""
    assert nth_working_day_after(trigger, 10) == nth_working_day_after(trigger - timedelta(days=1), 10)
