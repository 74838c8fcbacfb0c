"""The people a rate is per. Rule: measures.population_year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.periods import Period, financial_year
from goldenthread.measures.populations import Population, asked_for, from_json
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.tests.reference import FOLDER, POPULATION

ESTIMATES = """time_period,time_identifier,geographic_level,country_code,country_name,new_la_code,la_name,population
2023,Mid-year,Local authority,E92000001,England,E08000035,Leeds,{leeds}
2024,Mid-year,Local authority,E92000001,England,E08000035,Leeds,176000
2024,Mid-year,Local authority,E92000001,England,E08000032,Bradford,141000
"""


@pytest.fixture
def estimates(tmp_path: Path) -> Path:
    path = tmp_path / "estimates.csv"
    path.write_text(ESTIMATES.format(leeds=174_000))
    return path


def the(first: date, last: date) -> Period:
    return Period("", first, last)


@given(st.integers(2005, 2090), st.integers(0, 11), st.integers(0, 11))
def test_each_part_of_a_year_to_march_takes_the_middle_of_the_year_before(year: int, first: int, months: int):
    whole = financial_year(year)
    month = (3 + max(first, months)) % 12 + 1
    ends = date(year + (month < 4), month, 28)
    assert Population(years={year: 5, year + 1: 6, year - 1: 4}).of(the(whole.starts_on, ends)) == 5
    assert Population(years={year: 5}).of(whole) == 5


def test_a_stretch_of_years_takes_the_one_in_which_it_ends():
    two = the(date(2023, 4, 1), date(2025, 3, 31))
    assert Population(years={2023: 1, 2024: 2}).of(two) == 2


def test_one_number_is_for_every_year_and_a_year_nobody_gave_has_none():
    year = financial_year(2025)
    assert Population(60_000).of(year) == 60_000
    assert Population(years={2024: 60_000}).of(year) is None
    assert Population().of(year) is None


@pytest.mark.parametrize("one", [Population(), Population(7), Population(years={2023: 7, 2024: 8})])
def test_it_is_written_and_read_back(one: Population):
    assert from_json(one.as_json()) == one


def test_it_is_given_in_three_ways(estimates: Path):
    assert asked_for([], "") == Population()
    assert asked_for(["60000"], "") == Population(60_000)
    assert asked_for(["2023=60000", "2024=61000"], "") == Population(years={2023: 60_000, 2024: 61_000})
    for leeds in ("Leeds", "leeds", "E08000035", "383"):
        assert asked_for([str(estimates)], leeds) == Population(years={2023: 174_000, 2024: 176_000})
    # A later word mends an estimate, or adds the one that is not published yet.
    assert asked_for([str(estimates), "2025=178000"], "Leeds").years[2025] == 178_000


@pytest.mark.parametrize(
    ("area", "says"),
    [
        ("", "is about many places; say with --area which one is yours"),
        ("Nowhere", "has no mid-year estimates of “Nowhere”"),
        ("Leicester", "has no mid-year estimates of “Leicester”"),
    ],
)
def test_a_file_without_the_place_is_refused(estimates: Path, area: str, says: str):
    with pytest.raises(Unreadable, match=says):
        asked_for([str(estimates)], area)


def test_an_estimate_that_is_not_given_is_no_population(estimates: Path):
    estimates.write_text(ESTIMATES.format(leeds="x"))
    assert asked_for([str(estimates)], "Leeds").years == {2024: 176_000}


@pytest.mark.skipif(FOLDER is None, reason="The published reference files are not beside this checkout.")
def test_the_published_estimates_are_read():
    assert FOLDER is not None
    found = asked_for([str(FOLDER / POPULATION)], "Leeds")
    assert found.years[2024] == 176_239
    assert found.of(financial_year(2024)) == 176_239
