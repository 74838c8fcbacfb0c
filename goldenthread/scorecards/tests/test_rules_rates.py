"""Rates of twelve months. Rule: scorecards.rate_of_a_year."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.periods import Period, financial_year, month, quarter
from goldenthread.scorecards.rules.rates import rate_of_a_year

MONTHS = [month(2025 + (number > 12), (number - 1) % 12 + 1) for number in range(4, 22)]
QUARTERS = [quarter(2025, number) for number in range(1, 5)]
tenths = st.integers(0, 900).map(lambda tenth: Decimal(tenth) / 10)


def each(periods: list[Period], rate: str = "10.5") -> list[tuple[Period, Decimal | None]]:
    return [(one, Decimal(rate)) for one in periods]


@given(st.lists(tenths, min_size=12, max_size=18))
def test_months_are_the_last_twelve_added_and_whole(rates: list[Decimal]):
    found = rate_of_a_year(list(zip(MONTHS, rates, strict=False)))
    assert found is not None
    assert found == found.to_integral_value()
    assert abs(found - sum(rates[-12:])) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("periods", "rate", "found"),
    [
        ([financial_year(2024)], "543.2", "543.2"),
        ([financial_year(2023), financial_year(2024)], "543.2", "543.2"),
        (QUARTERS, "10.5", "42"),
        (QUARTERS, "10.4", "42"),
        (MONTHS[:12], "10.5", "126"),
    ],
)
def test_years_quarters_and_months(periods: list[Period], rate: str, found: str):
    assert rate_of_a_year(each(periods, rate)) == Decimal(found)


@pytest.mark.parametrize(
    "rates",
    [
        [],
        each(MONTHS[:11]),
        each(MONTHS[:5] + MONTHS[6:13]),
        [*each(MONTHS[:11]), (MONTHS[11], None)],
        [(MONTHS[0], None), *each(MONTHS[1:12])],
        each([Period("two years", MONTHS[0].starts_on, MONTHS[0].ends_on.replace(year=2027))]),
    ],
    ids=["none", "eleven", "a gap", "the last", "the first", "longer"],
)
def test_without_twelve_whole_months_there_is_none(rates: list[tuple[Period, Decimal | None]]):
    assert rate_of_a_year(rates) is None


def test_what_is_missing_before_those_months_does_not_matter():
    assert rate_of_a_year([(MONTHS[0], None), *each(MONTHS[1:13])]) == Decimal(126)
