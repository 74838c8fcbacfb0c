"""Lines of a plan being checked can become other lines, and nothing that was read is ever lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import Refused
from goldenthread.plans.exchange import correcting
from goldenthread.plans.exchange.correcting import KINDS
from goldenthread.plans.exchange.document import (
    ActionDocument,
    LeftOver,
    ObjectiveDocument,
    PlanDocument,
    PriorityDocument,
)

words = st.text(alphabet="abcdefgh ", min_size=1, max_size=12).map(lambda text: f"w{text.strip()}")


def numbered(texts):
    """Each text made unlike every other, so that a lost one is missed."""
    return [f"{text} {number}" for number, text in enumerate(texts)]


@st.composite
def plans(draw):
    texts = iter(numbered(draw(st.lists(words, min_size=60, max_size=60))))
    priorities = []
    for _ in range(draw(st.integers(1, 2))):
        objectives = [
            ObjectiveDocument(
                title=next(texts),
                outcomes=[next(texts) for _ in range(draw(st.integers(0, 2)))],
                actions=[
                    ActionDocument(description=next(texts), leads=[next(texts)], evidence=[next(texts)])
                    for _ in range(draw(st.integers(0, 2)))
                ],
            )
            for _ in range(draw(st.integers(0, 2)))
        ]
        priorities.append(
            PriorityDocument(
                title=next(texts),
                quality_measures=[next(texts) for _ in range(draw(st.integers(0, 2)))],
                objectives=objectives,
                actions=[ActionDocument(description=next(texts)) for _ in range(draw(st.integers(0, 2)))],
            )
        )
    left_over = [LeftOver("page 1", next(texts)) for _ in range(draw(st.integers(0, 2)))]
    return PlanDocument(title=next(texts), priorities=priorities, left_over=left_over)


def said(value):
    """Every text in a document's JSON, in no order, line by line."""
    if isinstance(value, str):
        return value.splitlines()
    if isinstance(value, list):
        return [line for one in value for line in said(one)]
    if isinstance(value, dict):
        return [line for key, one in value.items() if key not in {"uid", "place"} for line in said(one)]
    return []


def retyped(stamped, uid, to, parent):
    """The document with a line re-typed, or as it was where that is refused."""
    try:
        return correcting.retype(stamped, uid, to, parent)
    except Refused:
        return stamped


@given(plans(), st.data())
def test_whatever_a_line_becomes_every_word_of_the_file_is_still_there(plan, data):
    stamped = correcting.stamped(plan)
    for _ in range(4):
        lines = correcting.lines(stamped)
        if not lines:
            break
        line = data.draw(st.sampled_from(lines))
        parents = [uid for uid, _ in correcting.parents(stamped)]
        to = data.draw(st.sampled_from(list(KINDS)))
        parent = data.draw(st.sampled_from(["", *parents]))
        before = set(said(stamped))
        changed = retyped(stamped, line.uid, to, parent)
        assert before <= set(said(changed))
        assert correcting.read_back(changed)
        uids = [one.uid for one in correcting.lines(changed)]
        assert len(uids) == len(set(uids))
        stamped = changed


def a_plan():
    return correcting.stamped(
        PlanDocument(
            priorities=[
                PriorityDocument(
                    title="Neglect",
                    quality_measures=["Staff can name the signs"],
                    objectives=[
                        ObjectiveDocument(
                            title="Find it early",
                            actions=[
                                ActionDocument(
                                    description="Families say it helps", leads=["Voice group"], due=["June 2027"]
                                )
                            ],
                        )
                    ],
                )
            ]
        )
    )


def test_an_action_that_is_really_a_measure_becomes_one_and_keeps_its_lead_as_left_over():
    changed = correcting.retype(a_plan(), "a1", "success_measures", "p1")
    assert changed["priorities"][0]["success_measures"] == ["Families say it helps"]
    assert [row["text"] for row in changed["left_over"]] == ["Voice group\nJune 2027"]
    assert "actions" not in changed["priorities"][0]["objectives"][0]


def test_a_measure_that_is_really_an_action_becomes_one_with_a_uid_of_its_own():
    changed = correcting.retype(a_plan(), "p1.quality_measures.0", "action", "o1")
    texts = {line.text: line for line in correcting.lines(changed)}
    assert texts["Staff can name the signs"].kind == "action"
    assert texts["Staff can name the signs"].uid != "a1"


def test_an_objective_with_actions_beneath_it_is_not_taken_away():
    with pytest.raises(Refused, match="actions beneath"):
        correcting.retype(a_plan(), "o1", "outcomes", "p1")


def test_new_words_for_a_date_are_read_again():
    changed = correcting.change_action(a_plan(), "a1", description="Ask families", due=["September 2027"])
    action = changed["priorities"][0]["objectives"][0]["actions"][0]
    assert action["due_parsed"] == ["2027-09"]
    assert a_plan()["priorities"][0]["objectives"][0]["actions"][0]["due"] == ["June 2027"]
