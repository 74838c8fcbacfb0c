"""Which line is which: by number and words, never by position alone; what is only like is a question."""

from datetime import date

import pytest

from goldenthread.plans.exchange.dating import file_date
from goldenthread.plans.exchange.document import PlanDocument, VersionControl
from goldenthread.plans.exchange.newer.lines import Item, items
from goldenthread.plans.exchange.newer.pairing import NEW, pair


def actions(*lines, under="o"):
    """Actions as items: "1.1 Words" or "Words"."""
    found = []
    for at, line in enumerate(lines):
        number, words = line.split(" ", 1) if line[0].isdigit() else ("", line)
        found.append(Item(f"{at}", "action", words, number, under, {}))
    return found


def sides(live, file, answers=None):
    """The pairs and doubts, the objective of both being the same."""
    above = [Item("o", "objective", "Find it early", "", "", {})]
    found = pair([*above, *actions(*live)], [*above, *actions(*file)], answers or {})
    pairs = {file[int(uid)]: live[int(one)] for uid, one in found.pairs.items() if uid != "o"}
    return pairs, [(file[int(one.of_file)], live[int(one.live)]) for one in found.doubts]


def test_the_same_words_are_the_same_line_wherever_they_stand():
    pairs, doubts = sides(["Print it", "Ask them", "Map it"], ["Map it", "print it.", "Ask  them"])
    assert pairs == {"Map it": "Map it", "print it.": "Print it", "Ask  them": "Ask them"}
    assert doubts == []


def test_position_alone_makes_no_pair():
    assert sides(["Publish the toolkit for schools"], ["Hire a bus for the summer fair"]) == ({}, [])


def test_a_number_with_like_words_is_the_same_line_and_with_other_words_a_question():
    live = ["1.1 Publish the neglect toolkit for every school"]
    assert sides(live, ["1.1 Publish the neglect toolkit in every nursery"])[0]
    pairs, doubts = sides(live, ["1.1 Hire a bus for the summer fair"])
    assert pairs == {}
    assert doubts == [("1.1 Hire a bus for the summer fair", live[0])]


def test_lines_numbered_afresh_are_paired_by_words():
    pairs, doubts = sides(["1.1 Print it", "1.2 Ask them"], ["1.1 Open a line", "1.2 Print it", "1.3 Ask them"])
    assert pairs == {"1.2 Print it": "1.1 Print it", "1.3 Ask them": "1.2 Ask them"}
    assert doubts == []


def test_two_like_lines_leave_a_question_rather_than_a_guess():
    live = ["Train the duty team in neglect", "Train the night team in neglect"]
    pairs, doubts = sides(live, ["Train the day team in neglect"])
    assert pairs == {}
    assert len(doubts) == 1


@pytest.mark.parametrize(("answer", "paired"), [("0", True), (NEW, False)])
def test_what_a_person_answered_holds(answer, paired):
    pairs, doubts = sides(["Ask forty practitioners"], ["Ask forty practitioners and managers later"], {"0": answer})
    assert bool(pairs) is paired
    assert doubts == []


def test_like_words_under_another_parent_are_not_taken_for_the_same():
    live = [Item("p", "objective", "One", "", "", {}), *actions("Train the duty team in neglect", under="p")]
    file = [
        Item("q", "objective", "Another altogether", "", "", {}),
        *actions("Train the duty teams on neglect", under="q"),
    ]
    assert pair(live, file, {}).pairs == {}


def test_an_action_in_two_places_is_one_thing_with_two_places():
    twice = {"uid": "x", "description": "Share it"}
    data = {
        "objectives": [{"uid": "a", "title": "A", "actions": [twice]}, {"uid": "b", "title": "B", "actions": [twice]}]
    }
    found = [one for one in items(data) if one.level == "action"]
    assert [(one.id, one.thing, one.under) for one in found] == [("x", "x", "a"), ("x@2", "x", "b")]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("3 May 2026", date(2026, 5, 3)),
        ("May 2026", date(2026, 6, 1)),
        ("", date(2026, 6, 1)),
        ("9 June 2026", date(2026, 6, 1)),
    ],
)
def test_the_day_of_a_file_is_what_it_says_and_never_in_the_future(printed, day):
    document = PlanDocument(version=VersionControl(date=printed))
    assert file_date(b"a,b", document, date(2026, 6, 1)) == day


def test_a_word_file_that_says_nothing_is_from_the_day_it_was_saved():
    import io
    from datetime import datetime

    import docx

    document, out = docx.Document(), io.BytesIO()
    document.core_properties.modified = datetime(2026, 5, 3)
    document.save(out)
    assert file_date(out.getvalue(), PlanDocument(), date(2026, 6, 1)) == date(2026, 5, 3)
