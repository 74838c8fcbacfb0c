"""Disproportionality. Rules: measures.rate_ratio, measures.share_ratio, measures.broad_ethnic_group."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goldenthread.measures.cells import NOT_AVAILABLE, SUPPRESSED, Cell, number
from goldenthread.measures.disproportionality import ENOUGH, Group, rate_ratio, rest, share_ratio
from goldenthread.measures.ethnicity import broad_group, groupings

Z = 1.959963984540054
OUTCOME = "have a child protection plan"


def group(count: int | Cell, population: int | Cell, name: str = "Black Caribbean children") -> Group:
    shown = [value if isinstance(value, Cell) else number(value) for value in (count, population)]
    return Group(name, *shown)


def others(count: int | Cell, population: int | Cell) -> Group:
    return group(count, population, "other children")


def binomial_tail(successes: int, trials: int, chance: float) -> float:
    """The chance of at least so many, by adding up."""
    return sum(math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(successes, trials + 1))


def test_a_textbook_ratio_and_its_interval():
    """Aspirin in the Physicians' Health Study: 104 of 11,037 against 189 of 11,034; 0.55, from 0.43 to 0.70."""
    found = rate_ratio(group(104, 11_037), others(189, 11_034), OUTCOME)
    assert [round(float(value), 2) for value in (found.ratio, found.lower, found.upper)] == [0.55, 0.43, 0.70]
    assert found.is_clear


@given(st.integers(6, 500), st.integers(6, 500), st.integers(0, 5000), st.integers(0, 5000), st.booleans())
def test_the_log_method_by_floating_point_and_by_decimals(a, b, more, beyond, events):
    n, m = a + more, b + beyond
    assume(events or 1 / a - 1 / n + 1 / b - 1 / m > 1e-9)
    found = rate_ratio(group(a, n), others(b, m), OUTCOME, events=events)
    spread = math.sqrt(1 / a + 1 / b - (0 if events else 1 / n + 1 / m))
    ratio = a * m / (b * n)
    assert math.isclose(found.ratio, ratio, rel_tol=1e-9)
    assert math.isclose(found.lower, ratio * math.exp(-Z * spread), rel_tol=1e-9)
    assert math.isclose(found.upper, ratio * math.exp(Z * spread), rel_tol=1e-9)


@given(st.integers(6, 60), st.integers(20, 2000), st.integers(20, 2000))
def test_with_a_nought_the_limit_leaves_two_and_a_half_in_a_hundred_beyond_it(count, n, m):
    """At the limit, what was seen would be seen in 2.5% of cases: the exact condition, added up."""
    none = rate_ratio(group(0, n), others(count, m), OUTCOME, events=True)
    if none.ratio is not None:
        chance = float(n * none.upper / (n * none.upper + m))
        assert (none.ratio, none.lower) == (0, 0)
        assert math.isclose((1 - chance) ** count, 0.025, rel_tol=1e-9)
    all_here = rate_ratio(group(count, n), others(0, m), OUTCOME, events=True)
    if all_here.lower is not None:
        chance = float(n * all_here.lower / (n * all_here.lower + m))
        assert (all_here.ratio, all_here.upper) == (None, None)
        assert math.isclose(binomial_tail(count, count, chance), 0.025, rel_tol=1e-9)


def test_noughts_are_told_in_words():
    none = rate_ratio(group(0, 400), others(80, 2000), OUTCOME)
    assert none.sentence.startswith(
        "Black Caribbean children are 0 times as likely as other children to have a child protection plan; allowing "
        "for chance, between 0 and 0.24 times"
    )
    only = rate_ratio(group(30, 400), others(0, 2000), OUTCOME)
    assert "at least 38.2 times as likely as other children" in only.sentence
    assert only.is_clear


def test_the_sentence_says_how_many_times_and_between_what():
    found = rate_ratio(group(72, 1000), others(400, 10_000), OUTCOME)
    assert found.sentence == (
        "Black Caribbean children are 1.8 times as likely as other children to have a child protection plan; "
        "allowing for chance, between 1.4 and 2.3 times."
    )
    unclear = rate_ratio(group(42, 1000), others(400, 10_000), OUTCOME)
    assert unclear.sentence.endswith(", so no difference is shown.")
    assert not unclear.is_clear


@pytest.mark.parametrize("where", range(4))
@pytest.mark.parametrize("cell", [SUPPRESSED, NOT_AVAILABLE])
def test_there_is_never_a_ratio_where_a_cell_has_no_number(where, cell):
    values: list = [72, 1000, 400, 10_000]
    values[where] = cell
    for ratio in (
        rate_ratio(group(*values[:2]), others(*values[2:]), OUTCOME),
        share_ratio(group(*values[:2]), others(*values[2:]), OUTCOME),
    ):
        assert (ratio.ratio, ratio.lower, ratio.upper) == (None, None, None)
        assert ratio.sentence.endswith(f"a number is {'suppressed' if cell == SUPPRESSED else 'not available'}.")
        assert not any(sign.isdigit() for sign in ratio.sentence)


@pytest.mark.parametrize(
    ("a", "n", "b", "m", "told"),
    [
        (5, 20, 400, 10_000, False), (ENOUGH, 20, 400, 10_000, True), (0, 100, 400, 10_000, False),
        (0, 200, 400, 10_000, True), (0, 1000, 0, 1000, False), (10, 0, 10, 10, False), (0, 0, 50, 100, False),
    ],
)  # fmt: skip
def test_too_few_to_say_is_decided_in_one_place(a, n, b, m, told):
    found = rate_ratio(group(a, n), others(b, m), OUTCOME, events=True)
    assert (found.lower is not None) is told
    assert told or "too few to say" in found.sentence


def test_everybody_on_both_sides_is_a_ratio_of_one_that_chance_could_have_made():
    found = rate_ratio(group(20, 20), others(300, 300), OUTCOME)
    assert found.ratio == 1
    assert found.lower < 1 < found.upper


@pytest.mark.parametrize("numbers", [(11, 10, 5, 50), (-1, 10, 5, 50)])
def test_more_than_there_are_is_a_mistake_unless_events_may_repeat(numbers):
    a, n, b, m = numbers
    with pytest.raises(ValueError, match="More met the test"):
        rate_ratio(group(a, n), others(b, m), OUTCOME)
    with pytest.raises(ValueError, match="part of everyone"):
        share_ratio(group(100, 10), others(b, m), OUTCOME)


@given(st.integers(0, 300), st.integers(1, 300), st.integers(1, 5000), st.integers(0, 5000))
def test_a_share_of_the_population_takes_the_score_interval(a, beside, n, more):
    total, population = a + beside, n + more
    found = share_ratio(group(a, n), others(total, population), OUTCOME)
    if found.ratio is None:
        assert a < ENOUGH
        assert n * total / population < ENOUGH
        return
    share, known = a / total, n / population
    assert math.isclose(found.ratio, share / known, rel_tol=1e-9)
    for end in (found.lower, found.upper):
        # Either end solves the equation of the score: as far from the share as its own spread allows.
        p = float(end) * known
        assert math.isclose((share - p) ** 2, Z * Z * p * (1 - p) / total, rel_tol=1e-6, abs_tol=1e-12)


def test_the_rest_is_everyone_less_the_group_and_hands_states_on():
    everyone = Group("all children", number(472), number(11_000))
    assert rest(group(72, 1000), everyone) == others(400, 10_000)
    assert rest(group(SUPPRESSED, 1000), everyone).count == SUPPRESSED
    assert rest(group(72, NOT_AVAILABLE), Group("all", SUPPRESSED, number(1))).population == NOT_AVAILABLE


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("WBRI", "White"), ("wrom ", "White"), ("MWAS", "Mixed or multiple ethnic groups"),
        ("CHNE", "Asian or Asian British"),
        ("BOTH", "Black, Black British, Caribbean or African"), ("OOTH", "Other ethnic group"), ("REFU", "Not known"),
        ("NOBT", "Not known"), ("", "Not known"), (None, "Not known"),
    ],
)  # fmt: skip
def test_each_code_is_in_one_broad_group(code, expected):
    assert broad_group(code) == expected


def test_there_are_five_groups_that_hold_every_code_once_and_a_source():
    known = groupings()
    assert len(known.groups) == 5
    assert known.names.keys() == known.group_of.keys()
    assert len(known.names) == 21
    assert "Census 2021" in known.source
    with pytest.raises(KeyError):
        broad_group("XXXX")


def test_a_ratio_keeps_all_its_digits():
    found = rate_ratio(group(72, 1000), others(400, 10_000), OUTCOME)
    assert found.ratio == Decimal("1.8")
