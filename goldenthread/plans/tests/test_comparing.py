"""What differs between two states of a plan, found and said."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.rules import catalogue
from goldenthread.plans.rules.comparing import (
    ADDED,
    CHANGES,
    DUE,
    LEAD,
    MOVED,
    NUMBER,
    REMOVED,
    REWORDED,
    STATE,
    Changed,
    Part,
    compare,
    in_numbers,
    in_words,
    said_of_added,
    said_of_removed,
    sentences,
    sorts_of,
    word_runs,
)

NEGLECT = Part("priority", "p1", "1", "Neglect is seen early")
HARM = Part("priority", "p2", "2", "Exploitation is disrupted")
AIM = Part(
    "objective", "o1", "1.1", "Every school knows the pathway for neglect", parent=NEGLECT.words, parent_key="p1"
)
ACT = Part(
    "action", "a1", "14", "Train every designated lead in the toolkit", parent=AIM.words, parent_key="o1",
    lead="Riverton Council", due="March 2027",
)  # fmt: skip
PLAN = [NEGLECT, AIM, ACT, HARM]


def without_key(part, **fields):
    return replace(part, key="", parent_key="", **fields)


def test_the_comparison_is_in_the_catalogue_of_rules():
    assert "plans.compare" in {rule.id for rule in catalogue()}


def test_a_plan_compared_with_itself_differs_in_nothing():
    """plans.compare"""
    found = compare(PLAN, PLAN)
    assert found.is_empty
    assert len(found.same) == 4
    assert in_numbers(found) == "Nothing differs."


def test_what_has_the_same_id_is_the_same_whatever_it_says():
    """plans.compare"""
    after = replace(ACT, words="Nothing like it was", number="20")
    found = compare(PLAN, [NEGLECT, AIM, after, HARM])
    assert found.changed == (Changed(ACT, after, (NUMBER, REWORDED)),)
    assert not found.added
    assert not found.removed


def test_what_has_another_id_is_another_thing_though_it_says_the_same():
    """plans.compare"""
    other = replace(ACT, key="a2")
    found = compare(PLAN, [NEGLECT, AIM, other, HARM])
    assert (found.added, found.removed) == ((other,), (ACT,))


def test_without_ids_number_and_words_tell_and_then_words_alone():
    """plans.compare"""
    before = [without_key(part) for part in PLAN]
    after = [replace(part, number=f"{part.number}a") for part in before]
    found = compare(before, after)
    assert [change.fields for change in found.changed] == [(NUMBER,)] * 4
    assert not found.added
    assert not found.removed


def test_without_ids_a_reworded_line_is_known_by_its_number_or_by_most_of_its_words():
    """plans.compare"""
    before = without_key(ACT)
    numbered = replace(before, words="Train every designated lead and deputy in the new toolkit")
    assert compare([before], [numbered]).changed[0].fields == (REWORDED,)
    bare, similar = replace(before, number=""), replace(numbered, number="")
    assert compare([bare], [similar]).changed[0].fields == (REWORDED,)
    other = replace(before, number="", words="Publish a directory of local services")
    assert compare([bare], [other]).added == (other,)
    assert compare([before], [replace(other, number="14")]).removed == (before,)


def test_words_that_differ_only_in_capitals_dashes_and_full_stops_do_not_differ():
    """plans.compare"""
    before = Part("measure", words="Re-referrals – fewer than “one in ten”")
    assert compare([before], [replace(before, words="re-referrals - fewer than 'one in ten'.")]).is_empty


def test_what_stands_under_a_reworded_priority_has_not_moved():
    """plans.compare"""
    before = [without_key(part) for part in (NEGLECT, AIM)]
    after = [replace(before[0], words="Neglect is seen sooner"), replace(before[1], parent="Neglect is seen sooner")]
    assert [change.fields for change in compare(before, after).changed] == [(REWORDED,)]


def test_a_move_is_said_from_where_to_where():
    """plans.compare"""
    moved = replace(ACT, parent=HARM.words, parent_key="p2")
    found = compare(PLAN, [NEGLECT, AIM, moved, HARM])
    assert in_words(found.changed[0]) == (
        "Action 14 moved from Every school knows the pathway for neglect to Exploitation is disrupted."
    )


def test_a_change_is_said_in_a_sentence_for_each_field():
    change = Changed(AIM, replace(AIM, words="Every school uses the pathway"), (REWORDED,))
    assert in_words(change) == "Objective 1.1 now reads “Every school uses the pathway”."
    late = Changed(ACT, replace(ACT, lead="NHS Riverton", due=""), (LEAD, DUE))
    assert in_words(late) == (
        "The lead of action 14 changed from Riverton Council to NHS Riverton. "
        "The date of action 14 changed from March 2027 to no date."
    )
    done = Changed(ACT, replace(ACT, state="complete"), (STATE,))
    assert in_words(done) == "Action 14 is now complete; it was open."
    told = Changed(NEGLECT, replace(NEGLECT, more=(("Outcome", "Seen sooner"),)), ("Outcome",))
    assert in_words(told) == "The outcome of priority 1 now reads “Seen sooner”."
    renumbered = Changed(ACT, replace(ACT, number="15"), (NUMBER,))
    assert in_words(renumbered) == "Action 14 is now numbered 15."


def test_a_plan_s_own_words_are_used_and_a_part_without_a_number_is_named_by_its_words():
    own = replace(AIM, called="Aim", number="")
    assert said_of_added(own) == (
        "Aim “Every school knows the pathway for neglect” was added under “Neglect is seen early”."
    )
    assert said_of_removed(NEGLECT) == "Priority 1 “Neglect is seen early” was taken out."
    assert said_of_removed(replace(ACT, state="complete")).endswith("pathway for neglect”; it was complete.")


def test_the_whole_is_said_in_numbers_and_by_kind():
    new = [replace(ACT, key=f"n{n}", number=str(30 + n)) for n in range(2)]
    after = [NEGLECT, replace(AIM, words="Every school uses the pathway"), *new, HARM]
    found = compare(PLAN, after)
    assert in_numbers(found) == "2 actions added, 1 action taken out, 1 text reworded."
    assert [sort for sort, _ in sentences(found)] == [ADDED, ADDED, REMOVED, REWORDED]
    assert sorts_of(Changed(ACT, ACT, ("Outcome", MOVED))) == [REWORDED, MOVED]
    assert set(CHANGES) == {ADDED, REMOVED, REWORDED, MOVED, LEAD, DUE, NUMBER, STATE}


def test_a_reworded_text_shows_what_went_and_what_came():
    runs = word_runs("Every school knows the pathway", "Every school uses the pathway")
    assert [(run.how, run.words) for run in runs] == [
        ("same", "Every school"), ("removed", "knows"), ("added", "uses"), ("same", "the pathway"),
    ]  # fmt: skip


TEXTS = st.text("abc ", min_size=1, max_size=12)
PARTS = st.lists(
    st.builds(Part, kind=st.sampled_from(["action", "objective"]), number=st.sampled_from(["", "1", "2"]), words=TEXTS),
    max_size=8,
)


@given(PARTS, PARTS)
def test_every_part_of_both_states_is_accounted_for_once(before, after):
    """plans.compare"""
    found = compare(before, after)
    kept = len(found.changed) + len(found.same)
    assert kept + len(found.removed) == len(before)
    assert kept + len(found.added) == len(after)


@given(TEXTS, TEXTS)
def test_the_runs_of_two_texts_hold_both_of_them(before, after):
    runs = word_runs(before, after)
    said = {side: " ".join(run.words for run in runs if run.how in ("same", side)).split() for side in (ADDED, REMOVED)}
    assert said == {REMOVED: before.split(), ADDED: after.split()}
