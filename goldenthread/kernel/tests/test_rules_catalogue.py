"""The catalogue of rules: ids are unique, sources are named, the first line of a docstring is the sentence."""

import re

import pytest

from goldenthread.kernel import rag, working_days
from goldenthread.kernel.rules import Rule, catalogue, rule


def entry(id: str) -> Rule:
    return next(each for each in catalogue() if each.id == id)


def test_a_rule_is_entered_with_its_source_place_and_sentence() -> None:
    found = entry("kernel.rag_roll_up")
    assert (found.module, found.function) == (rag.__name__, "roll_up")
    assert (
        found.sentence == "The rating of a whole from its parts: red outweighs, silence is never taken for good news."
    )
    assert "8.2" in found.source
    assert entry("kernel.nth_working_day").module == working_days.__name__


def test_the_catalogue_is_in_order_and_every_rule_says_something() -> None:
    rules = catalogue()
    assert [each.id for each in rules] == sorted(each.id for each in rules)
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", each.id) and each.sentence and each.source for each in rules)


def test_two_rules_cannot_share_an_id() -> None:
    with pytest.raises(ValueError, match=r"Two rules are called kernel\.rag_roll_up"):
        rule("kernel.rag_roll_up", "House rule")(lambda: None)


def test_a_rule_without_a_source_is_refused() -> None:
    with pytest.raises(ValueError, match="names no source"):
        rule("kernel.from_nowhere", "  ")(lambda: None)
