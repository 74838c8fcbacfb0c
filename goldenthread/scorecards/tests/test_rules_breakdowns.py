"""What a reader could take from a total: each case by hand, and the rule that holds such a breakdown back."""

from itertools import product

import pytest

from goldenthread.measures.cells import NOT_APPLICABLE, SUPPRESSED, number
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.scorecards.rules.breakdowns import Counts, told_by_subtraction

RULES = find_rule_set("children_in_need")
C = SUPPRESSED


def counts(*numbers):
    return [Counts(one if one is C else number(one)) for one in numbers]


def shares(*pairs):
    return [Counts(top if top is C else number(top), under if under is C else number(under)) for top, under in pairs]


@pytest.mark.parametrize(
    ("total", "groups", "unsafe"),
    [
        (30, (C, 20), True),  # One hidden: 30 less 20.
        (60, (C, C, 20), False),  # Two hidden share 40: each from 1 to 39.
        (26, (C, C, 20), True),  # Two hidden share 6: each from 1 to 5, so both are small.
        (27, (C, C, 20), False),  # Each from 1 to 6: it may be small, and may not.
        (23, (C, C, C, 20), True),  # Three hidden share 3: each is 1.
        (30, (10, 20), False),  # Nothing is hidden.
        (25, (C, 10, 20), False),  # One child stands in several groups, so nothing can be taken away.
    ],
)
def test_a_hidden_group_is_not_told_by_what_is_left_of_the_total(total, groups, unsafe):
    """scorecards.told_by_subtraction"""
    (whole,) = counts(total)
    found = told_by_subtraction(whole, {"sex": counts(*groups)}, RULES)
    assert found == (frozenset({"sex"}) if unsafe else frozenset())


def test_a_hidden_total_is_not_told_by_its_groups():
    (whole,) = counts(C)
    assert told_by_subtraction(whole, {"sex": counts(10, 20)}, RULES) == {"sex"}
    assert not told_by_subtraction(whole, {"sex": counts(C, 20)}, RULES)


def test_one_breakdown_does_not_tell_what_another_hides():
    """Nothing stands for all; what sex adds up to would be what age hides."""
    found = told_by_subtraction(None, {"sex": counts(10, 20), "age": counts(C, 27)}, RULES)
    assert found == {"age"}
    (hidden,) = counts(C)
    # By sex the hidden total is told, and with it what age hides: without sex, age may stay.
    assert told_by_subtraction(hidden, {"sex": counts(10, 20), "age": counts(C, 27)}, RULES) == {"sex"}


def test_what_is_out_of_what_counts_too():
    (whole,) = shares((50, 60))
    # 50 less 20 is 30 for two; but the second has 31 at most, the first 29: from 1 to 29, and from 1 to 29.
    assert not told_by_subtraction(whole, {"sex": shares((C, 29), (C, 31))}, RULES)
    # Both together are 57 of 60: the first is 26 to 29 of 29, so all but 0 to 3.
    (nearly,) = shares((57, 60))
    assert told_by_subtraction(nearly, {"sex": shares((C, 29), (C, 31))}, RULES) == {"sex"}
    # The one hidden denominator is what the shown ones leave.
    assert told_by_subtraction(whole, {"sex": shares((20, 29), (C, C))}, RULES) == {"sex"}


def test_those_of_no_group_leave_room():
    """The groups have 420 of 600, so up to 180 are in none of them, and the hidden one is from 1 to 18."""
    (whole,) = shares((60, 600))
    groups = shares((C, 100), (2, 20), (40, 300))
    assert not told_by_subtraction(whole, {"age": groups}, RULES)
    assert told_by_subtraction(whole, {"age": [*groups, *shares((0, 180))]}, RULES) == {"age"}


def test_a_figure_that_says_nothing_tells_nothing():
    (whole,) = counts(30)
    assert not told_by_subtraction(whole, {"sex": [Counts(NOT_APPLICABLE), *counts(20)]}, RULES)
    assert not told_by_subtraction(whole, {"sex": []}, RULES)
    assert not told_by_subtraction(None, {}, RULES)


def test_it_finds_whatever_trying_every_table_finds():
    """Every table of three groups of 0 to 9 with some hidden, against all tables that look the same to a reader."""
    tables = list(product(range(10), repeat=3))
    for table in [one for one in tables if any(RULES.is_small(each) for each in one)][::7]:
        for mask in product((False, True), repeat=3):
            if any(RULES.is_small(one) and not hidden for one, hidden in zip(table, mask, strict=True)):
                continue
            if any(one == 0 and hidden for one, hidden in zip(table, mask, strict=True)):
                continue
            alike = [
                other
                for other in tables_of(sum(table))
                if all(
                    (mine == its) if not hidden else its > 0
                    for mine, its, hidden in zip(table, other, mask, strict=True)
                )
            ]
            narrow = any(
                RULES.is_narrow(min(one[at] for one in alike), max(one[at] for one in alike))
                for at in range(3)
                if mask[at]
            )
            shown = counts(*(C if hidden else one for one, hidden in zip(table, mask, strict=True)))
            (whole,) = counts(sum(table))
            assert bool(told_by_subtraction(whole, {"x": shown}, RULES)) == narrow, (table, mask)


def tables_of(total):
    return [(a, b, total - a - b) for a in range(total + 1) for b in range(total - a + 1)]
