"""How a plan moves and stands, what its levels are called, and how its prose is read and written again."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import Allowed, Denied
from goldenthread.kernel.rag import ORDER, Delivery, roll_up
from goldenthread.kernel.rules import catalogue
from goldenthread.plans import rules
from goldenthread.plans.rules import ChairWord

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
RATINGS = st.lists(st.sampled_from(list(Delivery)), max_size=40)
SAYABLE = [one for one in Delivery if one is not Delivery.NO_UPDATE]


def test_every_rule_of_plans_is_in_the_catalogue():
    ours = {one.id for one in catalogue() if one.id.startswith("plans.")}
    assert {"plans.moves", "plans.may_edit", "plans.standing", "plans.chair_rating", "plans.period"} <= ours


def reason(verdict):
    assert isinstance(verdict, Denied)
    return verdict.reason


def test_a_plan_goes_from_draft_to_approved_to_live_to_closed_and_back_to_draft_only_once_approved():
    """plans.moves"""
    assert rules.may_become("draft", "approved", 1, 0)
    assert rules.may_become("approved", "live", 1, 1)
    assert rules.may_become("approved", "draft", 1, 1)
    assert rules.may_become("live", "closed", 1, 1, "It came to a good end.")
    assert not rules.may_become("draft", "live", 1, 1)
    assert not rules.may_become("live", "draft", 1, 1)
    assert "last state" in reason(rules.may_become("closed", "live", 1, 1))


def test_a_move_says_what_is_missing():
    """plans.moves"""
    assert "at least one priority" in reason(rules.may_become("draft", "approved", 0, 0))
    assert "who approved" in reason(rules.may_become("approved", "live", 1, 0))
    assert "what came of the plan" in reason(rules.may_become("live", "closed", 1, 1, "  "))


@given(st.sampled_from(list(rules.STATES)), st.sampled_from(list(rules.STATES)), st.integers(0, 3), st.integers(0, 3))
def test_no_move_is_allowed_that_the_table_does_not_have(state, to, priorities, approvals):
    """plans.moves"""
    if rules.may_become(state, to, priorities, approvals, "So it was."):
        assert to in rules.STATES[state]


def test_only_a_closed_plan_can_no_longer_be_changed():
    """plans.may_edit"""
    assert not rules.may_edit("closed")
    assert all(rules.may_edit(state) for state in ("draft", "approved", "live"))


@given(RATINGS)
def test_without_a_chair_a_whole_stands_as_its_actions_add_up(ratings):
    """plans.standing"""
    stands = rules.standing(ratings)
    assert stands.rating == stands.computed == roll_up(ratings).rating
    assert stands.voice == "computed"
    assert stands.total == len(ratings)
    assert stands.counts == {one: Counter(ratings)[one] for one in Delivery}


@given(RATINGS, st.sampled_from(SAYABLE), st.text(max_size=20))
def test_the_chairs_word_stands_before_what_was_worked_out_and_keeps_it_in_sight(ratings, said, why):
    """plans.standing"""
    stands = rules.standing(
        ratings, [ChairWord("at_risk", "Before", "Bo Vice", AT), ChairWord(said, why, "Ada Chair", AT)]
    )
    assert (stands.rating, stands.voice, stands.why) == (said, "chair", why)
    assert (stands.said_by, stands.said_at) == ("Ada Chair", AT)
    assert stands.computed == roll_up(ratings).rating
    assert [word.by for word in stands.spoken] == ["Bo Vice", "Ada Chair"]


@given(RATINGS)
def test_a_word_taken_back_leaves_what_was_worked_out(ratings):
    """plans.standing"""
    stands = rules.standing(ratings, [ChairWord("", "I spoke too soon", "Ada Chair", AT)])
    assert stands == rules.standing(ratings)


@given(RATINGS, st.randoms(use_true_random=False))
def test_the_order_of_actions_changes_nothing(ratings, random):
    """plans.standing"""
    mixed = list(ratings)
    random.shuffle(mixed)
    assert rules.standing(mixed) == rules.standing(ratings)


@given(RATINGS)
def test_one_more_action_off_track_never_makes_a_whole_look_better(ratings):
    """plans.standing"""
    before, after = rules.standing(ratings).rating, rules.standing([*ratings, Delivery.OFF_TRACK]).rating
    assert ORDER.index(after) <= max(ORDER.index(before), ORDER.index(Delivery.AT_RISK))
    assert after in (Delivery.OFF_TRACK, Delivery.AT_RISK)


def test_a_chair_says_why_where_they_differ():
    """plans.chair_rating"""
    assert "add up to on track" in reason(rules.may_rate("off_track", Delivery.ON_TRACK, " "))
    assert rules.may_rate("off_track", Delivery.ON_TRACK, "Nobody came.")
    assert rules.may_rate("on_track", Delivery.ON_TRACK, "")


def test_a_chair_says_a_rating_that_exists_and_never_silence():
    """plans.chair_rating"""
    assert "one of the ratings" in reason(rules.may_rate("purple", Delivery.ON_TRACK, "Why not"))
    assert "silence" in reason(rules.may_rate("no_update", Delivery.NO_UPDATE, "Quiet"))


def test_a_word_is_taken_back_with_a_reason():
    """plans.chair_rating"""
    assert "taken back" in reason(rules.may_rate("", Delivery.ON_TRACK, ""))
    assert rules.may_rate("", Delivery.ON_TRACK, "The training went ahead.")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-5000, 5000))
def test_a_plan_ends_after_it_starts_and_lasts_ten_years_at_most(start, days):
    """plans.period"""
    verdict = rules.sensible_period(start, start + timedelta(days=days))
    assert isinstance(verdict, Allowed) == (0 <= days <= 3660)


def test_a_plan_may_leave_its_dates_open():
    """plans.period"""
    assert rules.sensible_period(None, None)
    assert rules.sensible_period(date(2026, 4, 1), None)


@pytest.mark.parametrize(
    ("words", "one", "many"),
    [
        ({}, "Objective", "Objectives"),
        ({"objective": ["Aim", "Aims"]}, "Aim", "Aims"),
        ({"objective": ["Step"]}, "Step", "Steps"),
        ({"objective": ["", "Goals"]}, "Objective", "Goals"),
    ],
)
def test_levels_are_called_what_the_plan_calls_them(words, one, many):
    assert rules.level_word(words, "objective") == one
    assert rules.level_word(words, "objective", 3) == many


TYPED = {
    "prose": "We meet as equals.\n\nWe say when\nwe disagree.\n\n- Challenge is kept\n- Nothing is lost",
    "vision": "Every child is safe.\n\nEvery child is heard.",
    "purposes": "Assure\nChallenge",
    "values": "Kindness: in what we say\nCourage",
    "drivers": "Families first\n- Nothing about us without us\n\nOne workforce\n- Shared words",
    "assurance_methods": "Case audit: to see practice",
    "learning_journey": "Read\nTry",
}


@pytest.mark.parametrize("kind", rules.WRITTEN_SECTIONS)
def test_prose_is_kept_in_the_shape_of_a_plan_document_and_written_again_as_it_was(kind):
    body = rules.section_body(kind, TYPED[kind])
    assert rules.section_text(kind, body) == TYPED[kind]
    assert rules.section_body(kind, TYPED[kind].replace("\n", "\r\n")) == body


@given(st.sampled_from(list(rules.WRITTEN_SECTIONS)), st.text(max_size=200))
@example("values", ":")
def test_whatever_is_typed_reads_back_the_same_from_the_second_time_on(kind, text):
    body = rules.section_body(kind, text)
    assert rules.section_body(kind, rules.section_text(kind, body)) == body


def printed(pieces):
    words = []
    for piece in pieces:
        words += [piece.heading, *piece.paragraphs, *piece.bullets, *printed(piece.pieces)]
    return words


def test_every_word_of_a_section_is_printed_whatever_its_shape():
    bodies = {
        "prose": {"heading": "How", "paragraphs": ["One"], "bullets": ["Two"]},
        "business_as_usual": {
            "business_as_usual": {"shared": ["Three"], "children": [{"title": "Four", "items": ["Five"]}]}
        },
        "reporting": {"reporting": [{"report": "Six", "from": "Seven", "to": "Eight", "when": "Nine"}]},
        "version": {"version": {"version": "Ten", "history": [{"date": "Eleven"}]}},
        "governance": {"governance": {"groups": [{"name": "Twelve", "members": ["Thirteen"]}]}},
    }
    said = " ".join(word for kind, body in bodies.items() for word in printed(rules.pieces_of(kind, body)))
    numbers = "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"
    for word in (*numbers, "Thirteen"):
        assert word in said
    assert "How" not in said
