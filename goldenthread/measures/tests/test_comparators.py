"""What a figure is seen beside. Rules: measures.rank, measures.quartiles, measures.quartile_band, measures.comparison,
measures.statistical_neighbours, measures.rate_per_people, measures.population_year.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.measures import published
from goldenthread.measures.cells import NOT_APPLICABLE, NOT_AVAILABLE, NOT_RETURNED, SUPPRESSED, Cell, State, number
from goldenthread.measures.comparators import (
    Polarity,
    bands,
    compare,
    neighbour_figure,
    population_year,
    quartiles,
    ranks,
    rate_per_10000,
)
from goldenthread.measures.published.neighbours import Neighbour, NeighbourModel, Neighbours

AREAS = [area for area in published.directory().authorities if area.code_old < "350"]
PERIOD = published.Period("2025", published.YearKind.REPORTING, 2025)
TENTHS = st.integers(min_value=0, max_value=30).map(lambda tenths: number(Decimal(tenths) / 10))
CELLS = st.dictionaries(st.sampled_from(AREAS), TENTHS | st.sampled_from([SUPPRESSED, NOT_AVAILABLE]), max_size=40)


def cells(*values: str | Cell) -> dict[published.Area, Cell]:
    shown = [value if isinstance(value, Cell) else number(value) for value in values]
    return dict(zip(AREAS, shown, strict=False))


def in_order(found: dict) -> list:
    return [found.get(area) for area in AREAS[: len(found)]]


@pytest.mark.parametrize(
    ("polarity", "expected"), [(Polarity.LOW, [1, 2, 2, 4]), (Polarity.HIGH, [4, 2, 2, 1]), (Polarity.NONE, [])]
)
def test_equal_figures_share_the_lowest_rank_and_the_next_is_skipped(polarity, expected):
    assert in_order(ranks(cells("1", "2", "2.0", "3"), polarity)) == expected


def test_only_a_number_has_a_rank_or_a_band():
    some = cells("1", SUPPRESSED, NOT_AVAILABLE, "2", "3", "4")
    assert sorted(ranks(some, Polarity.LOW).values()) == [1, 2, 3, 4]
    assert bands(some, Polarity.LOW).keys() == ranks(some, Polarity.LOW).keys()
    assert AREAS[1] not in ranks(some, Polarity.LOW)


@given(CELLS, st.sampled_from([Polarity.LOW, Polarity.HIGH]))
def test_a_rank_is_one_more_than_the_number_of_those_that_are_better(some, polarity):
    shown = {area: cell.number for area, cell in some.items() if cell.shown}
    better = (lambda one, other: one < other) if polarity is Polarity.LOW else (lambda one, other: one > other)
    expected = {area: 1 + sum(better(other, mine) for other in shown.values()) for area, mine in shown.items()}
    assert ranks(some, polarity) == expected


@given(CELLS)
def test_quartiles_lie_in_proportion_between_neighbouring_figures(some):
    """Against the definition in fractions: R's type 7, at (n - 1) x p."""
    shown = sorted(Fraction(cell.number) for cell in some.values() if cell.shown)
    found = quartiles(some.values())
    if len(shown) < 4:
        assert found is None
        return
    for quarter, value in zip((1, 2, 3), (found.lower, found.middle, found.upper), strict=True):
        at = Fraction(quarter, 4) * (len(shown) - 1)
        low, high = shown[int(at)], shown[min(int(at) + 1, len(shown) - 1)]
        assert Fraction(value) == low + (high - low) * (at - int(at))


@pytest.mark.parametrize(
    ("polarity", "expected"), [(Polarity.LOW, "AABCD"), (Polarity.HIGH, "DDCBA"), (Polarity.NONE, "")]
)
def test_a_figure_on_an_edge_is_in_the_band_below_it_and_a_is_best(polarity, expected):
    """Quartiles of 1 to 5 are 2, 3 and 4, which are figures themselves."""
    assert "".join(in_order(bands(cells("1", "2", "3", "4", "5"), polarity))) == expected


def test_fewer_than_four_have_no_bands():
    assert bands(cells("1", "2", "3"), Polarity.LOW) == {}


@given(CELLS)
def test_the_better_band_never_holds_the_worse_figure(some):
    low, high = bands(some, Polarity.LOW), bands(some, Polarity.HIGH)
    for area, band in low.items():
        for other, its in low.items():
            assert not (some[area].number < some[other].number and band > its)
        assert "ABCD".index(band) + "ABCD".index(high[area]) == 3


def test_the_mean_and_median_are_of_those_that_have_a_value_and_the_others_are_named():
    ten = AREAS[:10]
    some = cells("10", "20", SUPPRESSED, "0", NOT_AVAILABLE, NOT_RETURNED, Cell(State.UNRELIABLE), "31.1")
    figure = neighbour_figure(some, ten, PERIOD)
    assert (figure.counted, figure.of, figure.mean, figure.median) == (4, 10, number("15.3"), number("15.0"))
    assert [left.reason for left in figure.left_out] == [
        "suppressed", "not available", "missing", "unreliable", "missing", "missing"
    ]  # fmt: skip
    assert figure.sentence.startswith(f"4 of 10 statistical neighbours counted. Left out: {ten[2].name} (suppressed); ")


def test_a_mean_on_a_half_is_rounded_up_and_nought_is_a_value():
    assert neighbour_figure(cells("0.1", "0.2", "0", "0.1"), AREAS[:4], PERIOD).mean == number("0.1")
    assert neighbour_figure(cells("0.1", "0.4"), AREAS[:2], PERIOD).mean == number("0.3")


def test_no_neighbour_with_a_value_is_not_available_and_says_none_counted():
    figure = neighbour_figure(cells(SUPPRESSED, SUPPRESSED), AREAS[:2], PERIOD)
    assert (figure.mean, figure.median, figure.counted, figure.of) == (NOT_AVAILABLE, NOT_AVAILABLE, 0, 2)


def test_a_neighbour_that_did_not_exist_says_so_and_never_takes_its_predecessors_figure():
    before, after = published.find_area("928"), published.find_area("941")
    period = published.Period("2021", published.YearKind.REPORTING, 2021)
    figure = neighbour_figure({before: number(50)}, [after], period)
    assert (figure.counted, figure.left_out[0].reason) == (0, "reorganised, did not exist")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("published") / "own.csv"
    rows = ["Area code,Area,Year,Measure,Value", ",England,2025,Repeat,24.5", ",London,2025,Repeat,19.2"]
    rows += ["928,,2021,Repeat,30", "941,,2022,Repeat,31", "941,,2023,Repeat,29.5"]
    rows += [f"{area.code_old},,2025,Repeat,{at}" for at, area in enumerate(AREAS[:8], 10)]
    rows += [f"{AREAS[0].code_old},,2024,Repeat,12.3", f"{AREAS[1].code_old},,2024,Repeat,c"]
    path.write_text("\n".join(rows))
    return published.read(path)


MODEL = NeighbourModel(
    "own", 2025, {AREAS[0]: Neighbours(AREAS[0], tuple(Neighbour(area, "close") for area in (*AREAS[1:4], AREAS[20])))}
)


def test_everything_that_a_figure_is_seen_beside(table):
    seen = compare(table, "Repeat", AREAS[0], PERIOD, MODEL, Polarity.LOW)
    assert (seen.own, seen.england, seen.region, seen.region_name) == (
        number(10),
        number("24.5"),
        number("19.2"),
        "London",
    )
    assert (seen.neighbours.mean, seen.neighbours.median, seen.neighbours.counted) == (
        number("12.0"),
        number("12.0"),
        3,
    )
    assert (seen.previous, seen.change) == (number("12.3"), number("-2.3"))
    assert (seen.rank, seen.ranked, seen.band, seen.footnotes) == (1, 8, "A", ())
    assert seen.quartiles.lower == Decimal("11.75")


def test_a_neutral_measure_has_no_rank_band_or_quartiles(table):
    seen = compare(table, "Repeat", AREAS[0], PERIOD, MODEL, Polarity.NONE)
    assert (seen.rank, seen.band, seen.quartiles) == (None, None, None)


def test_a_suppressed_figure_of_last_year_leaves_no_change(table):
    seen = compare(table, "Repeat", AREAS[1], PERIOD, None, Polarity.LOW)
    assert (seen.previous, seen.change, seen.neighbours.of) == (SUPPRESSED, SUPPRESSED, 0)


def test_the_first_year_of_a_reorganised_area_has_no_year_before_and_a_footnote(table):
    west = published.find_area("941")
    years = {year: published.Period(str(year), published.YearKind.REPORTING, year) for year in (2022, 2023)}
    first = compare(table, "Repeat", west, years[2022], None, Polarity.LOW)
    assert (first.previous, first.change) == (NOT_AVAILABLE, NOT_AVAILABLE)
    assert "ended on 1 April 2021" in first.footnotes[0]
    second = compare(table, "Repeat", west, years[2023], None, Polarity.LOW)
    assert (second.previous, second.change, second.footnotes) == (number(31), number("-1.5"), ())


def test_a_year_ending_in_march_takes_the_middle_of_the_year_before():
    assert population_year(2025) == 2024
    assert rate_per_10000(number(9), number(20_000), 2025).words == (
        "per 10,000 children aged 0 to 17, population of mid-2024"
    )


def test_a_part_of_a_year_says_whether_it_was_annualised():
    part = rate_per_10000(number(9), number(20_000), 2025, months=3)
    whole = rate_per_10000(number(9), number(20_000), 2025, months=3, annualised=True)
    assert (part.cell, whole.cell) == (number("4.5"), number("18.0"))
    assert part.words.endswith("3 months of the year, not annualised")
    assert whole.words.endswith("3 months of the year, annualised")


def test_a_rate_is_rounded_half_up_and_a_missing_number_stays_missing():
    assert rate_per_10000(number(1), number(80_000), 2025, decimals=2).cell == number("0.13")
    assert rate_per_10000(SUPPRESSED, number(80_000), 2025).cell == SUPPRESSED
    assert rate_per_10000(number(1), NOT_AVAILABLE, 2025, months=6, annualised=True).cell == NOT_AVAILABLE
    assert rate_per_10000(number(1), number(0), 2025).cell == NOT_APPLICABLE
    with pytest.raises(ValueError, match="between 1 and 12 months"):
        rate_per_10000(number(1), number(1), 2025, months=13)
