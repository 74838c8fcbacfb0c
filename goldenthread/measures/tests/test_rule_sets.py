"""Rule sets: ours, a partner's own, and those that cannot be used."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.measures.disclosure.rule_sets import RuleSet, find_rule_set, rule_sets
from goldenthread.measures.problems import Unreadable


def test_every_rule_set_of_ours_names_its_source() -> None:
    assert {
        "children_in_need",
        "health",
        "adult_safeguarding",
        "special_educational_needs",
        "research",
        "police",
    } < set(rule_sets())
    assert all(one.source and one.words and one.partner and one.output for one in rule_sets().values())
    assert "No national rule was found" in rule_sets()["police"].source


def test_a_partner_brings_a_rule_set_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "force.toml"
    path.write_text('like = "police"\nwords = "The force hides 1 to 9"\nhigh = 9\nwidth = 9\n')
    found = find_rule_set(str(path))
    assert (found.code, found.words, found.high, found.base) == ("force", "The force hides 1 to 9", 9, 1)
    assert find_rule_set("health") == rule_sets()["health"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "cannot be opened: check the path"),
        ("high = ", "is not TOML"),
        ("high = 5", "lacks the field words: add it"),
        ('like = "nobody"', "to be like 'nobody', which is none of"),
        ('like = "police"\nhigh = "9"', "The field high of the rule set in .* must be a whole number"),
        ('like = "police"\nhigh = true', "must be a whole number"),
        ('like = "police"\nhigest = 9', "has a field higest, which means nothing"),
        ('like = "police"\nbase = 3', "base must be 1, 5 or 10"),
        ('like = "police"\nlow = 3', "low must be 0 or 1"),
        ('like = "police"\nlow = 0', "low is 0 exactly where zero_shown is false"),
        ('like = "police"\nwidth = 0', "width must be at least 1"),
        ('like = "police"\nhigh = -1', "no number in it may be negative"),
    ],
)
def test_a_rule_set_that_cannot_be_used_is_refused_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "own.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(Unreadable, match=sentence):
        find_rule_set(str(path))


def test_an_unknown_code_is_answered_with_the_known_ones() -> None:
    with pytest.raises(Unreadable, match=r"choose one of children_in_need, .*internal, or give a file"):
        find_rule_set("dfe")


@given(st.sampled_from(sorted(rule_sets())), st.integers(0, 500))
def test_a_rounded_count_is_among_those_that_its_rounding_leaves_open(code: str, count: int) -> None:
    rules: RuleSet = rule_sets()[code]
    if rules.is_small(count) or (count and not rules.rounded(count)):
        return
    least, greatest = rules.before_rounding(rules.rounded(count))
    assert least <= count <= greatest
    others = [n for n in range(count + 20) if not rules.is_small(n) and rules.rounded(n) == rules.rounded(count)]
    assert (min(others), max(others)) == (least, greatest) or count == 0
