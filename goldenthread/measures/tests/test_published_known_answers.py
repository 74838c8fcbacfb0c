"""Published counts and percentages stand side by side: what we make of the counts has to be what was published.

Children in need of 2013 to 2025. Rules: measures.rate_per_people, measures.population_year,
measures.statistical_neighbours.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from goldenthread.measures import published
from goldenthread.measures.cells import State, number, share
from goldenthread.measures.comparators import Polarity, compare, neighbour_figure, population_of, rate_per_10000
from goldenthread.measures.published.areas import Level
from goldenthread.measures.tests.reference import (
    NEIGHBOURS,
    POPULATION,
    REPEAT_PLANS,
    REREFERRALS,
    plain_rows,
    reference_file,
)

PERCENTAGES = [
    (REREFERRALS, "rereferral_count", "referral_count", "rereferral_percent"),
    (REREFERRALS, "no_further_action_count", "referral_count", "no_further_action_percent"),
    (REREFERRALS, "rereferral_child_count", "referral_child_count", "rereferral_child_percent"),
    (REPEAT_PLANS, "CPP_subsequent", "CPP_start", "CPP_subsequent_percent"),
]
WHAT = [case[3] for case in PERCENTAGES]
COMPARED = [1948, 1873, 1952, 1924]
# Ties at one decimal, and how many of them halves to even would miss.
TIES = [(PERCENTAGES[0], 3, 1), (PERCENTAGES[3], 7, 2)]
MEANS = [(REREFERRALS, "rereferral_percent", 1989), (REPEAT_PLANS, "CPP_subsequent_percent", 1989)]
MARKS = {
    "c": State.SUPPRESSED, "x": State.NOT_AVAILABLE, "z": State.NOT_APPLICABLE, "u": State.UNRELIABLE,
}  # fmt: skip


@cache
def table(name: str) -> published.PublishedTable:
    return published.read(reference_file(name))


def triples(case):
    """(area, year, count, whole, published percentage) for every row of one table."""
    name, count, whole, percent = case
    counts, wholes, percents = (table(name).cells(measure) for measure in (count, whole, percent))
    assert counts.keys() == wholes.keys() == percents.keys()
    return [(area, when[1], counts[area, when], wholes[area, when], percents[area, when]) for area, when in counts]


@pytest.mark.parametrize(("case", "compared"), list(zip(PERCENTAGES, COMPARED, strict=True)), ids=WHAT)
def test_every_local_percentage_is_the_count_over_its_whole_rounded_half_up(case, compared):
    """Every one agrees, 7,697 in all: no exceptions. The tie that neither rounding meets is in another table."""
    rows = [row for row in triples(case) if row[0].level is Level.AUTHORITY]
    both = [row for row in rows if row[2].shown and row[3].shown and row[3].number]
    wrong = [(str(area), year) for area, year, a, n, percent in both if share(a, n) != percent]
    assert (len(rows), len(both), wrong) == (1976, compared, [])


@pytest.mark.parametrize(("case", "expected", "missed"), TIES, ids=[WHAT[0], WHAT[3]])
def test_rounding_halves_to_even_would_not_agree(case, expected, missed):
    ties = []
    for area, _, a, n, percent in triples(case):
        if area.level is Level.AUTHORITY and a.shown and n.shown and n.number:
            exact = Fraction(a.number) * 1000 / Fraction(n.number)
            if exact.denominator == 2:
                # Python's own round goes to the even neighbour.
                ties.append((share(a, n) == percent, Decimal(round(exact)) / 10 == percent.number))
    assert len(ties) == expected
    assert all(up for up, _ in ties)
    assert sum(not even for _, even in ties) == missed


@pytest.mark.parametrize("case", PERCENTAGES, ids=WHAT)
def test_what_is_suppressed_stays_suppressed_with_its_reason(case):
    """A count that is c has a percentage that is c; nought of a suppressed whole is published as nought per cent."""
    for area, year, a, n, percent in triples(case):
        states = (a.state, n.state, percent.state)
        if a.shown and n.shown:
            continue
        if a.number == 0:
            assert (n.state, percent.number) == (State.SUPPRESSED, 0), (str(area), year)
        else:
            assert share(a, n).state is percent.state, (str(area), year, states)
    counted = Counter(percent.state for *_, percent in triples(case))
    raw = Counter(MARKS.get(row[case[3]], State.NUMBER) for row in plain_rows(case[0]))
    assert counted == raw
    assert counted[State.SUPPRESSED] > 0


@pytest.mark.parametrize("case", PERCENTAGES, ids=WHAT)
def test_england_and_regions_are_rounded_to_ten_and_differ_by_a_tenth_at_most(case):
    rows = [row for row in triples(case) if row[0].level is not Level.AUTHORITY]
    shown = [row for row in rows if row[2].shown and row[3].shown]
    assert (len(rows), len(shown)) == (156, 156)
    assert all(row[2].number % 10 == row[3].number % 10 == 0 for row in shown)
    apart = {(area.name, year): abs(share(a, n).number - percent.number) for area, year, a, n, percent in shown}
    far = {row for row, difference in apart.items() if difference > Decimal("0.1")}
    assert far == ({("Yorkshire and The Humber", 2022)} if case[0] == REPEAT_PLANS else set())


def test_the_one_region_that_differs_left_an_unreliable_authority_out_of_the_whole():
    known = table(REPEAT_PLANS)
    region = published.find_area(name="Yorkshire and The Humber")
    when = (published.YearKind.REPORTING, 2022, "")
    starts, again, percent = (known.cells(measure) for measure in PERCENTAGES[3][2:0:-1] + PERCENTAGES[3][3:])
    within = [area for area, of in published.directory().region_of.items() if of == region]
    left_out = [area for area in within if (cell := again.get((area, when))) and cell.state is State.UNRELIABLE]
    assert len(left_out) == 1
    rest = starts[region, when].number - starts[left_out[0], when].number
    assert abs(share(again[region, when], number(rest)).number - percent[region, when].number) <= Decimal("0.1")


@pytest.mark.parametrize(("name", "measure", "compared"), MEANS, ids=[case[1] for case in MEANS])
def test_neighbour_means_and_medians_are_those_of_a_plain_computation(name, measure, compared):
    model = published.read_neighbours(reference_file(NEIGHBOURS), year=2025)
    known = table(name)
    by_row = {(row["old_la_code"], row["time_period"]): row[measure] for row in plain_rows(name)}
    told = 0
    for row in plain_rows(NEIGHBOURS):
        area = published.find_area(row["old_la_code"])
        ten = [row[f"SN_{number}"] for number in range(1, 11)]
        for period in known.periods:
            texts = [by_row.get((code, str(period.year)), "") for code in ten]
            numbers = sorted(Fraction(text) for text in texts if text[:1].isdigit())
            cells = {one: cell for (one, key), cell in known.cells(measure).items() if key == period.key}
            figure = neighbour_figure(cells, model.of[area].areas, period)
            assert (figure.counted, figure.of, len(figure.left_out)) == (len(numbers), 10, 10 - len(numbers))
            half = len(numbers) // 2
            middle = numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2
            assert figure.mean.number == plainly(sum(numbers) / len(numbers))
            assert figure.median.number == plainly(middle)
            told += 1
    assert told == compared


def test_who_did_not_count_is_named_with_the_reason():
    model = published.read_neighbours(reference_file(NEIGHBOURS), year=2025)
    known = table(REREFERRALS)
    reasons = Counter()
    for period in known.periods:
        cells = {one: cell for (one, key), cell in known.cells("rereferral_percent").items() if key == period.key}
        for row in model.of.values():
            reasons.update(left.reason for left in neighbour_figure(cells, row.areas, period).left_out)
    assert set(reasons) == {"not available", "unreliable", "reorganised, did not exist"}


def test_rates_take_the_population_of_the_middle_of_the_year_before():
    """Recomputed from the files by the standard library alone; any other year's population gives other rates."""
    known, people = table(REREFERRALS).cells("referral_count"), table(POPULATION).cells("population_estimate")
    populations = {
        (row["old_la_code"], row["time_period"]): row["population_estimate"] for row in plain_rows(POPULATION)
    }
    told = other = 0
    for row in plain_rows(REREFERRALS):
        code, year = row["old_la_code"], int(row["time_period"])
        population = populations.get((code, str(year - 1)), "")
        if row["geographic_level"] != "Local authority" or not (
            row["referral_count"].isdigit() and population.isdigit()
        ):
            continue
        area = published.find_area(code)
        mid = population_of(table(POPULATION), area, year)
        count = known[area, (published.YearKind.REPORTING, year, "")]
        rate = rate_per_10000(count, mid, year)
        assert rate.cell.number == plainly(Fraction(int(row["referral_count"]) * 10_000, int(population)))
        assert f"mid-{year - 1}" in rate.words
        same_year = people.get((area, (published.YearKind.MID_YEAR, year, "")))
        other += bool(same_year and same_year.shown and rate_per_10000(count, same_year, year).cell != rate.cell)
        told += 1
    assert told > 1900
    assert other > told / 2


@pytest.mark.parametrize(
    ("count", "population", "rate"),
    [(114, 20417, 56), (334, 20417, 164), (125, 20417, 61), (205, 34791, 59), (513, 34791, 147), (207, 34791, 59)],
)
def test_published_rates_of_looked_after_children_at_no_decimals(count, population, rate):
    """Hartlepool and Middlesbrough, year ending March 2024, as published beside their counts and populations."""
    assert rate_per_10000(number(count), number(population), 2024, decimals=0).cell.number == rate


def test_a_population_that_was_not_estimated_is_not_available():
    bournemouth, together = published.find_area("837"), published.find_area("839")
    assert population_of(table(POPULATION), bournemouth, 2019).state is State.NOT_AVAILABLE
    assert population_of(table(POPULATION), together, 2019).state is State.NOT_AVAILABLE
    assert population_of(table(POPULATION), together, 2025).shown


def test_every_authority_is_seen_beside_england_its_region_last_year_and_all_the_others():
    raw = {(row["old_la_code"] or row["region_name"], row["time_period"]): row for row in plain_rows(REREFERRALS)}
    model = published.read_neighbours(reference_file(NEIGHBOURS), year=2025)
    known = table(REREFERRALS)
    period = max(known.periods, key=lambda one: one.year)
    numbers = sorted(
        Fraction(row["rereferral_percent"])
        for (code, year), row in raw.items()
        if year == "2025" and code.isdigit() and row["rereferral_percent"][:1].isdigit()
    )
    quarters = [numbers[0], *(numbers[(len(numbers) - 1) * part // 4] for part in (1, 2, 3)), numbers[-1]]
    assert len(numbers) % 4 == 1, "so that the quartiles are figures themselves"
    for area in model.of:
        seen = compare(known, "rereferral_percent", area, period, model, Polarity.LOW)
        mine = raw[area.code_old, "2025"]["rereferral_percent"]
        assert seen.england == number("22.6")
        assert str(seen.region.number) == raw[seen.region_name, "2025"]["rereferral_percent"]
        assert seen.previous == known.cells("rereferral_percent")[area, (published.YearKind.REPORTING, 2024, "")]
        if mine[:1].isdigit():
            value = Fraction(mine)
            assert seen.rank == 1 + sum(other < value for other in numbers)
            assert seen.band == "ABCD"[max(0, sum(value > edge for edge in quarters[:4]) - 1)]
        else:
            assert (seen.rank, seen.band) == (None, None)


def test_the_model_of_2025_has_ten_neighbours_for_153_authorities():
    model = published.read_neighbours(reference_file(NEIGHBOURS), year=2025)
    closeness = Counter(one.closeness for row in model.of.values() for one in row.neighbours)
    assert len(model.of) == 153
    assert not len(model.problems)
    assert closeness == {
        "very close": 820, "close": 513, "somewhat close": 136, "not close": 49, "extremely close": 12
    }  # fmt: skip


def plainly(value: Fraction) -> Decimal:
    """One decimal, half up, in whole numbers alone."""
    return Decimal((value * 10 + Fraction(1, 2)).__floor__()) / 10
