"""How ratings roll up: kernel.rag_roll_up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.rag import ORDER, WORDS, Delivery, roll_up

COMPLETE, ON_TRACK, AT_RISK = Delivery.COMPLETE, Delivery.ON_TRACK, Delivery.AT_RISK
OFF_TRACK, NOT_STARTED, NO_UPDATE = Delivery.OFF_TRACK, Delivery.NOT_STARTED, Delivery.NO_UPDATE

ratings = st.lists(st.sampled_from(list(Delivery)), max_size=40)
some_ratings = st.lists(st.sampled_from(list(Delivery)), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], NOT_STARTED),
        ([COMPLETE, COMPLETE], COMPLETE),
        ([ON_TRACK, ON_TRACK, ON_TRACK, OFF_TRACK], OFF_TRACK),
        ([ON_TRACK, ON_TRACK, ON_TRACK, ON_TRACK, OFF_TRACK], AT_RISK),
        ([ON_TRACK, ON_TRACK, ON_TRACK, AT_RISK], AT_RISK),
        ([ON_TRACK, ON_TRACK, ON_TRACK, ON_TRACK, AT_RISK], ON_TRACK),
        ([NO_UPDATE, ON_TRACK], NO_UPDATE),
        ([NO_UPDATE, ON_TRACK, ON_TRACK], ON_TRACK),
        ([NOT_STARTED, NOT_STARTED], NOT_STARTED),
        ([NOT_STARTED, COMPLETE], ON_TRACK),
        ([COMPLETE, COMPLETE, COMPLETE, OFF_TRACK], OFF_TRACK),
        ([COMPLETE, COMPLETE, NO_UPDATE], NO_UPDATE),
    ],
)
def test_the_whole_is_rated_from_its_open_parts(parts: list[Delivery], whole: Delivery) -> None:
    """kernel.rag_roll_up"""
    assert roll_up(parts).rating == whole


def test_the_reason_counts_every_state_worst_first() -> None:
    """kernel.rag_roll_up"""
    said = roll_up([ON_TRACK, OFF_TRACK, ON_TRACK, NO_UPDATE])
    assert said.why == "Worked out from 4 rated: 1 off track, 1 no update, 2 on track."
    assert said.counts[ON_TRACK] == 2
    assert said.counts[COMPLETE] == 0


def test_nothing_beneath_says_so() -> None:
    """kernel.rag_roll_up"""
    assert roll_up([]).why == "There is nothing beneath it to rate yet."


@given(some_ratings.flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))))
def test_the_order_of_the_parts_does_not_matter(two: tuple[list[Delivery], list[Delivery]]) -> None:
    """kernel.rag_roll_up"""
    assert roll_up(two[0]) == roll_up(two[1])


@given(ratings)
def test_every_part_is_counted_once(parts: list[Delivery]) -> None:
    """kernel.rag_roll_up"""
    assert sum(roll_up(parts).counts.values()) == len(parts)


@given(ratings)
def test_one_more_part_off_track_never_makes_the_whole_look_better(parts: list[Delivery]) -> None:
    """kernel.rag_roll_up"""
    assert roll_up([*parts, OFF_TRACK]).rating in (OFF_TRACK, AT_RISK)


@given(some_ratings)
def test_silence_is_never_taken_for_good_news(parts: list[Delivery]) -> None:
    """kernel.rag_roll_up"""
    silent = [NO_UPDATE if part in (ON_TRACK, NOT_STARTED) else part for part in parts]
    if NO_UPDATE in silent:
        assert roll_up(silent).rating not in (ON_TRACK, COMPLETE, NOT_STARTED)


@given(some_ratings)
def test_complete_only_when_every_part_is(parts: list[Delivery]) -> None:
    """kernel.rag_roll_up"""
    assert (roll_up(parts).rating == COMPLETE) == (set(parts) == {COMPLETE})


def test_each_state_has_its_own_word_and_shape() -> None:
    assert set(WORDS) == set(ORDER) == set(Delivery)
    assert len({word.shape for word in WORDS.values()}) == len({word.tag for word in WORDS.values()}) == len(Delivery)
