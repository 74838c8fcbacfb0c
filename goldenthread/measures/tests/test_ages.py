"""Ages. Rules: measures.age, measures.stated_age, measures.age_band."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.measures.ages import Age, Band, age_on, stated_age


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2010, 6, 15), date(2024, 6, 14), 13), (date(2010, 6, 15), date(2024, 6, 15), 14),
        (date(2008, 2, 29), date(2024, 2, 28), 15), (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2008, 2, 29), date(2025, 2, 28), 16), (date(2008, 2, 29), date(2025, 3, 1), 17),
        (date(2024, 3, 31), date(2024, 3, 31), 0), (date(2023, 12, 31), date(2024, 12, 31), 1),
        (date(1924, 4, 1), date(2024, 4, 1), 100),
    ],
)  # fmt: skip
def test_an_age_changes_on_the_birthday(born, day, years):
    assert age_on(born, day) == Age(years)


@given(st.dates(date(1930, 1, 1), date(2030, 1, 1)), st.integers(0, 36_000))
def test_an_age_is_the_number_of_anniversaries_up_to_the_day(born, days):
    day = born + timedelta(days=days)

    def anniversary(year: int) -> date:
        try:
            return born.replace(year=year)
        except ValueError:
            return date(year, 3, 1)

    reached = sum(anniversary(year) <= day for year in range(born.year + 1, day.year + 1))
    assert age_on(born, day).years == reached


@pytest.mark.parametrize(("born", "expected"), [(None, False), (date(2024, 9, 1), False), (date(2024, 3, 1), True)])
def test_a_child_not_yet_born_has_no_age_and_a_band_of_its_own(born, expected):
    age = age_on(born, date(2024, 3, 31), expected=expected)
    assert (age.years, age.unborn, age.problem, age.band) == (None, True, "", Band.UNBORN)


@pytest.mark.parametrize(
    ("born", "says"), [(date(2025, 3, 31), "more than ten months after"), (date(1923, 3, 30), "older than 100")]
)
def test_a_date_that_cannot_be_is_told_and_gives_no_age(born, says):
    age = age_on(born, date(2024, 3, 31))
    assert (age.years, age.unborn, age.band) == (None, False, Band.UNKNOWN)
    assert says in age.problem
    assert "19" not in age.problem.replace("100", "")


@pytest.mark.parametrize(
    ("years", "unborn", "says"), [(-1, True, ""), (-2, False, "negative"), (101, False, "above 100")]
)
def test_a_stated_age_below_nought_is_unborn_or_a_problem(years, unborn, says):
    age = stated_age(years)
    assert (age.years, age.unborn) == (None, unborn)
    assert says in age.problem
    assert stated_age(100) == Age(100)


@pytest.mark.parametrize(
    ("years", "band"),
    [
        (0, Band.UNDER_1), (1, Band.FROM_1), (4, Band.FROM_1), (5, Band.FROM_5), (9, Band.FROM_5), (10, Band.FROM_10),
        (15, Band.FROM_10), (16, Band.FROM_16), (17, Band.FROM_16), (24, Band.FROM_16),
    ],
)  # fmt: skip
def test_the_bands_are_those_of_the_publications(years, band):
    assert stated_age(years).band is band
