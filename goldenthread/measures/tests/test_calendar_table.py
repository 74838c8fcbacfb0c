"""The calendar table: working days around every bank holiday, look-back days, and what lies beyond it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel import periods
from goldenthread.kernel.working_days import ENGLAND_AND_WALES, working_days_between
from goldenthread.measures.calendar_table import (
    FIRST_DAY,
    LAST_DAY,
    calendar_table,
    closing_days,
    months_before,
    numbered,
    span,
)
from goldenthread.measures.problems import Unreadable

ROWS = {row["day"]: row for row in calendar_table().to_pylist()}
AROUND = [
    holiday + timedelta(days=shift)
    for holiday in ENGLAND_AND_WALES.weekdays_off
    if 2012 <= holiday.year <= 2028
    for shift in range(-4, 5)
]


def taken(a: date, b: date) -> int:
    return ROWS[b]["working_day"] - ROWS[a]["working_day"]


def test_working_days_around_every_bank_holiday_of_2012_to_2028_are_those_of_the_clocks():
    for start in AROUND:
        for later in range(30):
            end = start + timedelta(days=later)
            assert taken(start, end) == working_days_between(start, end), (start, end)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        # The day itself is day 0; a start at a weekend is day 0 too, and the Monday after it is day 1.
        (date(2024, 9, 2), date(2024, 9, 2), 0),
        (date(2024, 9, 2), date(2024, 9, 23), 15),
        (date(2024, 9, 7), date(2024, 9, 9), 1),
        (date(2024, 9, 8), date(2024, 9, 9), 1),
        # Days off that came once: the jubilee, the funeral of a queen, the coronation of a king; 4 May 2020 was worked.
        (date(2022, 6, 1), date(2022, 6, 6), 1),
        (date(2022, 9, 16), date(2022, 9, 20), 1),
        (date(2023, 5, 5), date(2023, 5, 9), 1),
        (date(2020, 5, 1), date(2020, 5, 4), 1),
        (date(2020, 5, 7), date(2020, 5, 11), 1),
        (date(2012, 6, 1), date(2012, 6, 6), 1),
        # Two days of Christmas that fall on a weekend are taken on the Monday and the Tuesday.
        (date(2021, 12, 24), date(2021, 12, 29), 1),
    ],
)
def test_working_days_by_hand(start, end, days):
    assert taken(start, end) == days


def test_days_whose_bank_holidays_are_not_known_have_no_working_day_and_still_a_place_in_the_calendar():
    unknown = [day for day, row in ROWS.items() if row["working_day"] is None]
    assert min(ROWS) == FIRST_DAY
    assert max(ROWS) == LAST_DAY
    assert all(not ENGLAND_AND_WALES.starts_on <= day <= ENGLAND_AND_WALES.ends_on for day in unknown)
    assert ROWS[date(2009, 12, 31)]["working_day"] is None
    assert ROWS[date(2009, 12, 31)]["ordinal"] + 1 == ROWS[date(2010, 1, 1)]["ordinal"]


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 28)),
        (date(2024, 3, 31), date(2023, 3, 31)),
        (date(2025, 1, 1), date(2024, 1, 1)),
    ],
)
def test_twelve_months_are_looked_back_from_the_later_day(day, before):
    """measures.months_before"""
    assert months_before(day, 12) == before
    assert ROWS[day]["year_before"] == before


def test_a_month_that_is_shorter_has_its_last_day():
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2024, 1, 31), 2) == date(2023, 11, 30)


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 60))
def test_looking_back_never_goes_further_than_the_same_day(day, months):
    before = months_before(day, months)
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months
    assert before.day <= day.day


def test_keys_of_periods():
    row = ROWS[date(2024, 4, 1)]
    assert (row["month"], row["quarter"], row["financial_year"], row["academic_year"]) == (
        "2024-04",
        "Quarter 1 2024-25",
        "2024-25",
        "academic year 2023-24",
    )
    assert ROWS[date(2024, 3, 31)]["year_starts_on"] == date(2023, 4, 1)


def test_months_quarters_and_years_of_a_span():
    first, last = periods.month(2023, 4), periods.month(2025, 3)
    assert len(span(first, last, "month").periods) == 24
    assert [one.label for one in span(first, last, "year").periods] == ["2023-24", "2024-25"]
    assert len(span(first, last, "quarter").periods) == 8
    whole = span(first, last)
    assert [one.label for one in whole.periods] == ["April 2023 to March 2025"]
    assert (whole.starts_on, whole.ends_on) == (date(2023, 4, 1), date(2025, 3, 31))
    assert [one.label for one in span(first, first).periods] == ["April 2023"]
    assert len(span(periods.month(2023, 9), periods.month(2024, 8), "academic year").periods) == 1


@pytest.mark.parametrize(
    ("first", "last", "grain", "says"),
    [
        (periods.month(2024, 5), periods.month(2024, 4), "", "comes before"),
        (periods.month(2024, 5), periods.month(2025, 4), "year", "whole periods of one year"),
        (periods.month(2024, 4), periods.month(2025, 2), "quarter", "whole periods of one quarter"),
        (periods.month(2009, 12), periods.month(2010, 2), "month", "Bank holidays are known from"),
        (periods.month(2030, 12), periods.month(2031, 1), "month", "Bank holidays are known from"),
        (periods.month(2024, 4), periods.month(2025, 3), "week", "not a grain"),
    ],
)
def test_a_span_that_cannot_be_counted_is_refused_in_one_sentence(first, last, grain, says):
    with pytest.raises(Unreadable, match=says):
        span(first, last, grain)


def test_each_day_of_the_periods_has_the_number_of_its_period():
    spans = span(periods.month(2024, 1), periods.month(2024, 3), "month").periods
    days = numbered(spans).to_pylist()
    assert len(days) == 31 + 29 + 31
    assert {row["day"]: row["period"] for row in days}[date(2024, 2, 29)] == 1
    assert closing_days(spans).to_pylist()[2] == {"opens_on": date(2024, 3, 1), "at": date(2024, 3, 31), "period": 2}
