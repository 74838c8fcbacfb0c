"""A newer file of a live plan: what it shows, what it writes, and what it leaves alone."""

from datetime import date, timedelta

import pytest

from goldenthread.actions import queries as tracker
from goldenthread.actions import services as actions
from goldenthread.actions.services import Party
from goldenthread.kernel.outcomes import Refused, Superseded
from goldenthread.partnerships import queries as partnerships
from goldenthread.plans import queries, services
from goldenthread.plans.exchange.newer.applying import ChangedMeanwhile, apply_newer
from goldenthread.plans.exchange.newer.choosing import compare_again, show_compared
from goldenthread.plans.tests.factories import NOW, TODAY
from goldenthread.plans.tests.newer_files import (
    ROWS,
    a_file,
    a_unit,
    beside,
    brought_in,
    changed,
    choose,
    differences,
    lines_of,
    told,
    without,
)
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit()


@pytest.fixture
def plan_id(unit):
    return brought_in(unit).plan_id


def applied(unit, row):
    return apply_newer(unit, NOW, TODAY, row.pk)


def group(unit, name):
    return next(one for one in partnerships.list_groups(unit, TODAY) if one.name == name)


def test_the_same_file_again_shows_nothing_and_leaves_nothing_to_apply(unit, plan_id):
    row = beside(unit, plan_id, a_file())
    assert told(row) == []
    assert row.compared["unchanged"] == 4 + 2 + 2
    with pytest.raises(Refused, match="Nothing is to be taken"):
        applied(unit, row)


def test_a_changed_cell_an_added_row_and_a_missing_row_are_shown_as_that_and_nothing_else(unit, plan_id):
    new = ("Exploitation", "2.2", "Disrupt it", "Write to every hotel", "Voice group", "April 2028", "", "", "")
    rows = (*[row for row in changed("1.1", due="September 2027") if row[1] != "1.3"], new)
    row = beside(unit, plan_id, a_file(rows))
    assert told(row) == [
        ("gone", "Ask young people what they noticed", []),
        ("changed", "Publish the toolkit", ["due"]),
        ("added", "Write to every hotel", []),
    ]
    change = differences(row)[1].changes[0]
    assert (change.before, change.after) == ("June 2027", "September 2027")
    assert "92 days later" in change.note


def test_looking_changes_nothing_of_the_plan(unit, plan_id):
    before = {number: line.version for number, line in lines_of(unit, plan_id).items()}
    beside(unit, plan_id, a_file(changed("1.1", due="September 2027", action="Publish the toolkit and use it")))
    assert {number: line.version for number, line in lines_of(unit, plan_id).items()} == before


def test_a_new_date_is_a_slip_with_the_file_as_its_reason(unit, plan_id):
    row = beside(unit, plan_id, a_file(changed("1.1", due="September 2027")), dated_on=TODAY - timedelta(days=3))
    done = applied(unit, row)
    assert (done.added, done.changed, done.ended) == (0, 1, 0)
    line = lines_of(unit, plan_id)["1.1"]
    assert (line.due_words, line.slip_count, line.first_due_words) == ("September 2027", 1, "June 2027")
    (slip,) = tracker.show_action(unit, line.id, TODAY).slips
    day = TODAY - timedelta(days=3)
    assert slip.reason == f"The newer file of {day.day} {day:%B %Y} says “September 2027”."


def test_updates_evidence_links_and_history_of_a_matched_action_are_not_touched(unit, plan_id):
    line = lines_of(unit, plan_id)["1.1"]
    actions.give_update(unit, NOW, TODAY, line.id, text="Half of it is written.", delivery="at_risk")
    actions.add_evidence(
        unit, NOW, TODAY, line.id, claim="It is used", kind="statement", statement="Said so.",
        quadrant="workforce", strength="moderate", dated_on=TODAY,
    )  # fmt: skip
    before = len(trail.history(unit, "actions.action", line.id))
    row = beside(unit, plan_id, a_file(changed("1.1", action="Publish and explain the toolkit")))
    assert [one.title for one in differences(row)] == ["Publish and explain the toolkit"]
    applied(unit, row)
    again = lines_of(unit, plan_id)["1.1"]
    assert again.id == line.id
    assert again.description == "Publish and explain the toolkit"
    assert again.last_update.text == "Half of it is written."
    assert (again.delivery_owner, again.evidence_count) == ("at_risk", 1)
    assert len(trail.history(unit, "actions.action", line.id)) == before + 1


def test_a_change_that_is_not_taken_is_not_written(unit, plan_id):
    row = beside(unit, plan_id, a_file(changed("1.1", due="September 2027", lead="BMG")))
    (one,) = differences(row)
    row = choose(unit, row, take={f"{one.key}|due": False})
    applied(unit, row)
    line = lines_of(unit, plan_id)["1.1"]
    assert (line.due_words, line.lead_name) == ("June 2027", "Business management group")


def test_a_new_lead_is_reassigned_with_the_reason_and_an_unknown_name_leaves_the_lead(unit, plan_id):
    rows = tuple(
        ("Neglect", "1.2", *row[2:4], "Somebody unheard of", *row[5:]) if row[1] == "1.2" else row
        for row in changed("1.1", lead="BMG")
    )
    row = beside(unit, plan_id, a_file(rows))
    known, unknown = differences(row)
    assert known.changes[0].take
    assert not unknown.changes[0].take
    assert "Nobody here is called" in unknown.changes[0].note
    applied(unit, row)
    lines = lines_of(unit, plan_id)
    assert lines["1.1"].lead == Party("group", group(unit, "Business management group").pk)
    assert lines["1.1"].lead_words == ("BMG",)
    assert lines["1.2"].lead_name == "Voice group"
    assert any("says “BMG”" in line.reason for line in trail.history(unit, "actions.action", lines["1.1"].id))
    assert told(beside(unit, plan_id, a_file(changed("1.1", lead="BMG")))) == []


@pytest.mark.parametrize(
    ("do", "state"), [("keep", "open"), ("close", "closed_without_completion"), ("withdraw", "withdrawn")]
)
def test_a_vanished_line_is_kept_unless_somebody_says_otherwise(unit, plan_id, do, state):
    line = lines_of(unit, plan_id)["1.3"]
    row = beside(unit, plan_id, a_file([*without("1.3")[:2], *changed("2.1", due="May 2028")[3:]]))
    gone = next(one for one in differences(row) if one.sort == "gone")
    assert gone.live == str(line.id)
    if do != "keep":
        row = choose(unit, row, gone={gone.live: {"do": do, "reason": "The board dropped it."}})
    applied(unit, row)
    shown = tracker.show_action(unit, line.id, TODAY)
    assert shown.line.state == state
    if do != "keep":
        assert shown.steps[-1].statement == "The board dropped it."


def test_ending_a_line_needs_a_reason_and_then_nothing_at_all_is_written(unit, plan_id):
    row = beside(unit, plan_id, a_file([one for one in changed("1.1", due="September 2027") if one[1] != "1.3"]))
    gone = next(one for one in differences(row) if one.sort == "gone")
    row = choose(unit, row, gone={gone.live: {"do": "close", "reason": ""}})
    with pytest.raises(Refused, match="Say why"):
        applied(unit, row)
    assert lines_of(unit, plan_id)["1.1"].due_words == "June 2027"


def test_a_reworded_line_is_asked_about_and_both_answers_are_honoured(unit, plan_id):
    rows = changed("1.2", action="Train every duty worker to name and record neglect", number="")
    row = beside(unit, plan_id, a_file(rows))
    (doubt,) = differences(row)
    assert (doubt.sort, doubt.live_title) == ("doubt", "Train the duty team in naming neglect")
    with pytest.raises(Refused, match="1 line is still in question"):
        applied(unit, row)

    as_new = choose(unit, row, same={doubt.of_file: False})
    assert [one[0] for one in told(as_new)] == ["gone", "added"]
    as_same = choose(unit, as_new, same={})
    other = beside(unit, plan_id, a_file(rows))
    same = choose(unit, other, same={differences(other)[0].of_file: True})
    assert told(same) == [("changed", "Train every duty worker to name and record neglect", ["description"])]
    applied(unit, same)
    assert "record neglect" in lines_of(unit, plan_id)["1.2"].description
    assert as_same.state == "preview"


def test_lines_numbered_afresh_are_known_by_their_words(unit, plan_id):
    first = ("Neglect", "1.1", "Find it early", "Open a telephone line", "BMG", "May 2027", "", "", "")
    moved = [("Neglect", f"1.{at}", *row[2:]) for at, row in enumerate(ROWS[:3], start=2)]
    row = beside(unit, plan_id, a_file([first, *moved, ROWS[3]]))
    assert sorted(told(row)) == [
        ("added", "Open a telephone line", []),
        ("changed", "Ask young people what they noticed", ["reference"]),
        ("changed", "Publish the toolkit", ["reference"]),
        ("changed", "Train the duty team in naming neglect", ["reference"]),
    ]
    applied(unit, row)
    tree = queries.plan_tree(unit, plan_id, TODAY)
    order = [line.description for line in tree.priorities[0].objectives[0].actions]
    assert order[0] == "Open a telephone line"
    assert [line.split()[0] for line in order] == ["Open", "Publish", "Train", "Ask"]


def test_progress_in_the_file_is_an_update_once_dated_by_the_file(unit, plan_id):
    day = TODAY - timedelta(days=10)
    rows = changed("1.1", progress="Printed and sent to schools", rag="Amber")
    row = beside(unit, plan_id, a_file(rows), dated_on=day)
    assert told(row) == [("changed", "Publish the toolkit", ["said"])]
    applied(unit, row)
    line = lines_of(unit, plan_id)["1.1"]
    assert line.last_update.text == "Printed and sent to schools"
    assert line.last_update.on_behalf_of == "The file “newer.csv”"
    assert (line.last_update.at.date(), line.delivery_owner) == (day, "at_risk")
    assert told(beside(unit, plan_id, a_file(rows), dated_on=day)) == []


def test_an_update_newer_than_the_file_stays_the_latest(unit, plan_id):
    line = lines_of(unit, plan_id)["1.1"]
    actions.give_update(unit, NOW, TODAY, line.id, text="All schools have it.", delivery="on_track")
    day = TODAY - timedelta(days=10)
    row = beside(unit, plan_id, a_file(changed("1.1", progress="Printed", rag="Red")), dated_on=day)
    (one,) = differences(row)
    assert not one.changes[0].take
    assert "is newer and stays the latest" in one.changes[0].note
    applied(unit, choose(unit, row, take={f"{one.key}|said": True}))
    again = lines_of(unit, plan_id)["1.1"]
    assert (again.last_update.text, again.delivery_owner) == ("All schools have it.", "on_track")
    texts = [update.text for update in tracker.show_action(unit, line.id, TODAY).updates]
    assert texts == ["All schools have it.", "Printed"]


def test_complete_in_the_file_completes_nothing(unit, plan_id):
    row = beside(unit, plan_id, a_file(changed("1.1", progress="Done in May", rag="Blue")))
    (one,) = differences(row)
    assert "asked for on the action’s own page" in one.changes[0].note
    applied(unit, row)
    line = lines_of(unit, plan_id)["1.1"]
    assert (line.state, line.last_update.text) == ("open", "Done in May")


def test_milestones_follow_the_file_and_those_met_stay(unit, plan_id):
    line = lines_of(unit, plan_id)["1.1"]
    actions.meet_milestone(unit, NOW, TODAY, line.id, line.milestones[0].id)
    row = beside(unit, plan_id, a_file(changed("1.1", evidence="Survey of schools")))
    assert told(row) == [("changed", "Publish the toolkit", ["evidence"])]
    applied(unit, row)
    texts = {one.text: one for one in lines_of(unit, plan_id)["1.1"].milestones if not one.dropped_on}
    assert set(texts) == {"Report to BMG", "Survey of schools"}
    assert texts["Report to BMG"].met_on == TODAY


def test_a_plan_that_changed_meanwhile_is_looked_at_again(unit, plan_id):
    row = beside(unit, plan_id, a_file(changed("1.1", due="September 2027")))
    line = lines_of(unit, plan_id)["1.1"]
    actions.change_due(unit, NOW, TODAY, line.id, due=["August 2027"], reason="The printer is late.")
    assert [one.title for one in show_compared(unit, row.pk).stale()] == ["Publish the toolkit"]
    with pytest.raises(ChangedMeanwhile, match="1 line of the plan has changed since you looked"):
        applied(unit, row)
    assert lines_of(unit, plan_id)["1.1"].due_words == "August 2027"
    row = compare_again(unit, NOW, TODAY, row.pk, mark=True)
    assert [one.is_stale for one in differences(row)] == [True]
    with pytest.raises(ChangedMeanwhile):
        applied(unit, row)
    row = compare_again(unit, NOW, TODAY, row.pk)
    applied(unit, row)
    assert lines_of(unit, plan_id)["1.1"].due_words == "September 2027"


def test_a_change_elsewhere_in_the_plan_stops_nothing(unit, plan_id):
    row = beside(unit, plan_id, a_file(changed("1.1", due="September 2027")))
    other = lines_of(unit, plan_id)["2.1"]
    actions.change_action(unit, NOW, TODAY, other.id, description="Map the places and times of harm")
    # The file now says otherwise of that line too, and nobody has looked at it: it is asked, not written.
    with pytest.raises(ChangedMeanwhile):
        applied(unit, row)
    assert "times" in lines_of(unit, plan_id)["2.1"].description


def test_a_line_that_moves_keeps_being_the_same_action(unit, plan_id):
    line = lines_of(unit, plan_id)["1.3"]
    rows = [*without("1.3"), ("Exploitation", "1.3", "Disrupt it", *ROWS[2][3:])]
    row = beside(unit, plan_id, a_file(rows))
    assert told(row) == [("changed", "Ask young people what they noticed", ["under"])]
    applied(unit, row)
    tree = queries.plan_tree(unit, plan_id, TODAY)
    assert [one.id for one in tree.priorities[1].objectives[0].actions][-1] == line.id
    assert line.id not in [one.id for one in tree.priorities[0].objectives[0].actions]


def test_a_new_objective_with_its_actions_and_one_left_out_without_them(unit, plan_id):
    new = ("Exploitation", "3.1", "Listen first", "Ask three questions", "BMG", "May 2028", "", "", "")
    row = beside(unit, plan_id, a_file([*ROWS, new]))
    objective, action = differences(row)
    assert (objective.kind, action.kind) == ("objective", "action")
    refused = choose(unit, row, take={f"{objective.key}|line": False})
    with pytest.raises(Refused, match="stands under “Listen first”, which you left out"):
        applied(unit, refused)
    applied(unit, choose(unit, refused, take={f"{objective.key}|line": True}))
    tree = queries.plan_tree(unit, plan_id, TODAY)
    assert [one.objective.title for one in tree.priorities[1].objectives] == ["Disrupt it", "Listen first"]
    assert tree.priorities[1].objectives[1].actions[0].description == "Ask three questions"


def test_two_people_deciding_are_told_of_each_other(unit, plan_id):
    row = beside(unit, plan_id, a_file(changed("1.1", due="September 2027")))
    (one,) = differences(row)
    choose(unit, row, take={f"{one.key}|due": False})
    with pytest.raises(Superseded):
        choose(unit, row, take={f"{one.key}|due": True})


def test_nothing_is_applied_twice_nor_onto_a_closed_plan(unit, plan_id):
    row = beside(unit, plan_id, a_file(changed("1.1", due="September 2027")))
    applied(unit, row)
    with pytest.raises(Refused, match="dealt with already"):
        applied(unit, row)
    assert lines_of(unit, plan_id)["1.1"].slip_count == 1


def test_a_newer_file_of_a_closed_plan_is_refused(unit, plan_id):
    services.approve_plan(_chair(unit), NOW, plan_id, approved_on=TODAY)
    services.start_plan(unit, NOW, plan_id)
    services.close_plan(unit, NOW, plan_id, closing_words="It ended.")
    with pytest.raises(Refused, match="is closed"):
        beside(unit, plan_id, a_file())


def _chair(unit):
    from goldenthread.partnerships.tests.factories import acting, person_with

    return acting(unit, person_with(unit, appointment="partnership_chair"), TODAY)


def test_what_is_finished_here_is_left_alone(unit, plan_id):
    line = lines_of(unit, plan_id)["1.1"]
    actions.close_without_completion(unit, NOW, TODAY, line.id, reason="Overtaken.")
    row = beside(unit, plan_id, a_file(changed("1.1", due="September 2027", action="Publish the toolkit twice")))
    assert told(row) == []
    assert row.compared["settled"] == 1


def test_a_real_date_given_by_a_person_stands_behind_the_words(unit, plan_id):
    row = beside(unit, plan_id, a_file(changed("1.1", due="Quarter 3")))
    uid = differences(row)[0].of_file
    row = services.correct_plan(
        unit, NOW, row.pk, row.version, decisions={"dates": {uid: date(2027, 12, 31).isoformat()}}
    )
    row = compare_again(unit, NOW, TODAY, row.pk)
    applied(unit, row)
    line = lines_of(unit, plan_id)["1.1"]
    assert (line.due_words, line.due_on) == ("Quarter 3", date(2027, 12, 31))
