"""What may be linked to what, and which gaps show."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import Denied
from goldenthread.threads import rules
from goldenthread.threads.rules import Choice, Expectation, LinkKind, Ref
from goldenthread.threads.tests.factories import world


def test_not_to_itself_refuses_a_link_that_leads_nowhere() -> None:
    """threads.not_to_itself"""
    one, other = Ref("a.thing", uuid4()), Ref("a.thing", uuid4())
    assert rules.may_tie(one, other)
    assert isinstance(rules.may_tie(one, one), Denied)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_reason_to_untie_is_asked_for(reason: str) -> None:
    """threads.reason_to_untie"""
    assert not rules.may_untie(reason)
    assert rules.may_untie("It belongs to the other action")


@pytest.mark.parametrize("kind", list(LinkKind))
def test_every_relation_reads_in_both_directions(kind: LinkKind) -> None:
    assert kind.forward
    assert kind.backward
    assert kind.phrase(outward=True) == kind.forward
    assert kind.phrase(outward=False) == kind.backward


def test_choices_offer_only_what_the_kinds_declare_and_a_plain_relation() -> None:
    """threads.choices"""
    with world():
        action = rules.kind("test.action")
        assert action is not None
        assert rules.choices(action, rules.kinds()) == [
            Choice(LinkKind.SERVES, True, ("test.priority",)),
            Choice(LinkKind.EVIDENCES, False, ("test.evidence",)),
            Choice(LinkKind.RELATES_TO, True, ("test.priority", "test.action", "test.evidence")),
        ]
        assert rules.choices(action, []) == []


def test_kinds_stand_from_the_claim_to_the_evidence() -> None:
    with world():
        assert [kind.singular for kind in rules.kinds()] == ["priority", "action", "evidence"]


sides = st.tuples(st.sampled_from(list(LinkKind)), st.booleans())


@given(st.lists(sides, unique=True), st.sets(sides))
def test_gaps_are_exactly_the_expectations_nothing_meets(wanted: list, present: set) -> None:
    """threads.gaps"""
    expects = [Expectation(kind, outward, f"{kind} {outward}") for kind, outward in wanted]
    missing = {(gap.kind, gap.outward) for gap in rules.gaps(expects, present)}
    assert missing == set(wanted) - present
