"""Financial years, quarters, academic years and months."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel import periods

days = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))
start_months = st.integers(min_value=1, max_value=12)


def test_a_month_ends_on_its_last_day_in_a_leap_year() -> None:
    assert periods.month(2024, 2) == periods.Period("February 2024", date(2024, 2, 1), date(2024, 2, 29))


def test_the_financial_year_runs_from_april_to_march() -> None:
    year = periods.financial_year(2024)
    assert (year.label, year.starts_on, year.ends_on) == ("2024-25", date(2024, 4, 1), date(2025, 3, 31))


def test_a_financial_year_that_begins_in_january_carries_one_year() -> None:
    assert periods.financial_year(2024, 1).label == "2024"


def test_quarter_four_falls_in_the_second_calendar_year() -> None:
    quarter = periods.quarter(2024, 4)
    assert (quarter.label, quarter.starts_on, quarter.ends_on) == (
        "Quarter 4 2024-25", date(2025, 1, 1), date(2025, 3, 31),
    )  # fmt: skip


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        periods.quarter(2024, 5)


def test_the_academic_year_begins_in_september() -> None:
    assert periods.academic_year_of(date(2025, 8, 31)).label == "academic year 2024-25"
    assert periods.academic_year_of(date(2025, 9, 1)).starts_on == date(2025, 9, 1)


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("2024-25", (2024, 2025)),
        ("2024/2025", (2024, 2025)),
        ("24/25", (2024, 2025)),
        ("2023 \u2013 2026", (2023, 2026)),
        ("1999-00", None),
        ("2025-24", None),
        ("2024-99", None),
        ("words", None),
    ],
)
def test_a_span_of_years_is_read_only_when_it_runs_forward(words: str, years: tuple[int, int] | None) -> None:
    assert periods.read_year_span(words) == years


@given(days, start_months)
def test_every_day_is_in_the_year_and_quarter_it_is_said_to_be_in(day: date, starts_in: int) -> None:
    year = periods.financial_year_of(day, starts_in)
    quarter = periods.quarter_of(day, starts_in)
    assert day in year
    assert day in quarter
    assert quarter.starts_on in year
    assert quarter.ends_on in year


@given(st.integers(min_value=1950, max_value=2150), start_months)
def test_four_quarters_make_the_year_without_gaps(first_year: int, starts_in: int) -> None:
    year = periods.financial_year(first_year, starts_in)
    quarters = [periods.quarter(first_year, number, starts_in) for number in (1, 2, 3, 4)]
    assert quarters[0].starts_on == year.starts_on
    assert quarters[3].ends_on == year.ends_on
    for before, after in itertools.pairwise(quarters):
        assert (after.starts_on - before.ends_on).days == 1


def test_three_financial_years_on_end() -> None:
    whole = periods.financial_years(2023, 2026)
    assert (whole.label, whole.starts_on, whole.ends_on) == ("2023-26", date(2023, 4, 1), date(2026, 3, 31))
    with pytest.raises(ValueError, match="after the first"):
        periods.financial_years(2026, 2026)
