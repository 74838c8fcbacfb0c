"""Which states a thing may move between, and how a refusal is said."""

import pytest

from goldenthread.kernel.moves import move
from goldenthread.kernel.outcomes import Allowed, Denied, Refused, Superseded, insist

MOVES = {"draft": ("approved",), "approved": ("live", "draft"), "live": ("closed",), "closed": ()}


def test_the_next_state_is_allowed() -> None:
    assert move(MOVES, "draft", "approved", "plan") == Allowed()


@pytest.mark.parametrize(
    ("state", "to", "reason"),
    [
        ("draft", "live", "This plan is draft; it can become approved, not live."),
        ("approved", "closed", "This plan is approved; it can become live or draft, not closed."),
        ("closed", "draft", "This plan is closed, which is its last state; it cannot become draft."),
        ("lost_in_post", "draft", "This plan is lost in post, which is its last state; it cannot become draft."),
    ],
)
def test_a_refusal_names_the_states_that_are_next(state: str, to: str, reason: str) -> None:
    assert move(MOVES, state, to, "plan") == Denied(reason)


def test_a_verdict_is_true_or_false_as_it_reads() -> None:
    assert Allowed()
    assert not Denied("No.")


def test_insisting_on_a_denial_carries_its_reason_and_field() -> None:
    insist(Allowed())
    with pytest.raises(Refused) as refusal:
        insist(Denied("The date must be after 1 April."), "due_on")
    assert (refusal.value.reason, refusal.value.field) == ("The date must be after 1 April.", "due_on")


def test_when_somebody_saved_first_both_texts_are_kept() -> None:
    clash = Superseded("Somebody saved first.", {"name": "Theirs"}, {"name": "Yours"}, by="Amina Clarke")
    assert (clash.theirs, clash.yours, clash.by) == ({"name": "Theirs"}, {"name": "Yours"}, "Amina Clarke")
