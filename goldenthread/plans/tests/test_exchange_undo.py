"""Undoing an import: what goes, what stays because somebody has worked on it, and what is never lost."""

from datetime import timedelta

import pytest

from goldenthread.actions import queries as tracker
from goldenthread.actions import services as actions
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.tests.factories import acting, person_with
from goldenthread.plans import queries, services
from goldenthread.plans.exchange.newer.applying import apply_newer
from goldenthread.plans.exchange.newer.choosing import compare_again
from goldenthread.plans.exchange.newer.undo_lines import undo_page
from goldenthread.plans.exchange.newer.undoing import undo_import
from goldenthread.plans.tests.factories import NOW, TODAY
from goldenthread.plans.tests.newer_files import (
    a_file,
    a_unit,
    beside,
    brought_in,
    changed,
    choose,
    differences,
    lines_of,
)
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit()


@pytest.fixture
def first(unit):
    return brought_in(unit)


def undo(unit, row, **options):
    return undo_import(unit, NOW, TODAY, row.pk, **options)


def test_the_first_import_goes_with_its_plan_and_the_file_and_trail_stay(unit, first):
    ids = [line.id for line in lines_of(unit, first.plan_id).values()]
    page = undo_page(unit, TODAY, first.pk)
    assert page.counted() == [
        "1 plan is taken away", "2 priorities are taken out", "2 objectives are taken out", "4 actions are withdrawn",
    ]  # fmt: skip
    assert page.stays == []
    done = undo(unit, first)
    assert (done.stayed, done.plan_is_gone) == (0, True)
    assert queries.list_plans(unit) == []
    assert {tracker.show_action(unit, one, TODAY).line.state for one in ids} == {"withdrawn"}
    row = queries.show_import(unit, first.pk)
    assert (row.state, row.plan_id, row.finished_by_name) == ("undone", None, unit.name)
    with row.file.open("rb") as file:
        assert file.read() == a_file()
    assert any("took away this draft" in line.sentence for line in trail.list_events(unit))


def test_an_undone_import_can_be_brought_in_again(unit, first):
    undo(unit, first)
    again = brought_in(unit)
    assert len(lines_of(unit, again.plan_id)) == 4


@pytest.mark.parametrize("work", ["update", "evidence", "rating", "words"])
def test_an_action_somebody_worked_on_stays_with_what_it_stands_under(unit, first, work):
    line = lines_of(unit, first.plan_id)["1.1"]
    if work == "update":
        actions.give_update(unit, NOW, TODAY, line.id, text="Begun.")
    elif work == "evidence":
        actions.add_evidence(
            unit, NOW, TODAY, line.id, claim="It is used", kind="statement", statement="Said so.",
            quadrant="workforce", strength="moderate", dated_on=TODAY,
        )  # fmt: skip
    elif work == "rating":
        actions.rate_delivery(unit, NOW, TODAY, line.id, value="at_risk", reason="Two agencies are silent.")
    else:
        actions.change_action(unit, NOW, TODAY, line.id, description="Publish it at once")
    page = undo_page(unit, TODAY, first.pk)
    stays = {one.line.kind: one for one in page.stays}
    assert set(stays) == {"actions.action", "plans.objective", "plans.priority", "plans.plan"}
    assert stays["actions.action"].line.thing_id == line.id
    assert stays["actions.action"].since
    assert stays["actions.action"].may_withdraw
    done = undo(unit, first)
    assert (done.stayed, done.plan_is_gone) == (4, False)
    tree = queries.plan_tree(unit, first.plan_id, TODAY)
    assert [one.reference for one in tree.all_actions] == ["1.1"]
    assert [one.priority.title for one in tree.priorities] == ["Neglect"]


def test_it_is_withdrawn_nevertheless_with_a_reason_and_not_without(unit, first):
    line = lines_of(unit, first.plan_id)["1.1"]
    actions.give_update(unit, NOW, TODAY, line.id, text="Begun.")
    with pytest.raises(Refused, match="Say why"):
        undo(unit, first, nevertheless=[line.id])
    assert queries.show_import(unit, first.pk).state == "applied"
    assert undo(unit, first, nevertheless=[line.id], reason="It was another plan.").plan_is_gone
    shown = tracker.show_action(unit, line.id, TODAY)
    assert shown.line.state == "withdrawn"
    assert shown.line.last_update.text == "Begun."
    assert shown.steps[-1].statement == "Import undone: It was another plan."


def test_a_plan_approved_since_stays(unit, first):
    chair = acting(unit, person_with(unit, appointment="partnership_chair"), TODAY)
    services.approve_plan(chair, NOW, first.plan_id, approved_on=TODAY)
    (stays,) = undo_page(unit, TODAY, first.pk).stays
    assert stays.stays == "It is approved now, so the plan itself stays."
    undo(unit, first)
    tree = queries.plan_tree(unit, first.plan_id, TODAY)
    assert (tree.priorities, tree.all_actions) == ([], [])


@pytest.fixture
def newer(unit, first):
    """A newer file with every sort of change, applied."""
    rows = list(changed("1.1", due="September 2027", lead="BMG", action="Publish the toolkit for schools",
                        evidence="Survey", progress="Printed", rag="Amber"))  # fmt: skip
    rows = [row for row in rows if row[1] != "1.3"]
    rows += [("Exploitation", "3.1", "Listen first", "Ask three questions", "BMG", "May 2028", "", "", "")]
    row = beside(unit, first.plan_id, a_file(rows))
    gone = next(one for one in differences(row) if one.sort == "gone")
    row = choose(unit, row, gone={gone.live: {"do": "withdraw", "reason": "Not in the new plan."}})
    apply_newer(unit, NOW + timedelta(minutes=5), TODAY, row.pk)
    return row


def test_undoing_a_newer_file_gives_everything_back(unit, first, newer):
    before = {"1.1": ("Publish the toolkit", "June 2027", "Voice group")}
    page = undo_page(unit, TODAY, newer.pk)
    assert page.stays == []
    undo(unit, newer)
    lines = lines_of(unit, first.plan_id)
    assert set(lines) == {"1.1", "1.2", "1.3", "2.1"}
    line = lines["1.1"]
    assert (line.description, line.due_words, line.lead_name) == before["1.1"]
    assert line.lead_words == ("Voice group",)
    assert [one.text for one in line.milestones if not one.dropped_on] == ["Report to BMG"]
    assert (line.last_update, line.delivery_owner, line.last_update_on) == (None, "", None)
    shown = tracker.show_action(unit, line.id, TODAY)
    assert "Import undone" in {slip.reason for slip in shown.slips}
    (update,) = shown.updates
    assert "that import was undone" in update.text
    assert update.supersedes.text == "Printed"
    assert lines["1.3"].state == "open"
    titles = [one.objective.title for node in queries.plan_tree(unit, first.plan_id, TODAY).priorities
              for one in node.objectives]  # fmt: skip
    assert titles == ["Find it early", "Disrupt it"]


def test_a_field_changed_since_stays_and_the_others_go_back(unit, first, newer):
    line = lines_of(unit, first.plan_id)["1.1"]
    actions.change_due(unit, NOW, TODAY, line.id, due=["October 2027"], reason="The printer.")
    undo(unit, newer)
    line = lines_of(unit, first.plan_id)["1.1"]
    assert (line.description, line.due_words) == ("Publish the toolkit", "October 2027")


def test_the_first_file_cannot_be_undone_before_the_newer_one(unit, first, newer):
    assert undo_page(unit, TODAY, first.pk).later.pk == newer.pk
    with pytest.raises(Refused, match="Undo that one first"):
        undo(unit, first)


def test_what_a_newer_file_took_out_is_put_back(unit, first):
    priority = queries.plan_tree(unit, first.plan_id, TODAY).priorities[0].priority
    measure = services.add_measure(
        unit, NOW, first.plan_id, kind="success", text="Fewer children wait", priority_id=priority.pk
    )
    row = beside(unit, first.plan_id, a_file())
    document = {**row.document}
    document["priorities"][0]["success_measures"] = ["Nine in ten schools use it"]
    services.correct_plan(unit, NOW, row.pk, row.version, document=document)
    row = compare_again(unit, NOW, TODAY, row.pk)
    gone = next(one for one in differences(row) if one.sort == "gone" and one.kind == "measure")
    assert gone.live == str(measure.pk)
    row = choose(unit, row, gone={gone.live: {"do": "take_out", "reason": "Replaced."}})
    apply_newer(unit, NOW, TODAY, row.pk)

    def texts():
        tree = queries.plan_tree(unit, first.plan_id, TODAY)
        nodes = [*tree.priorities, *(one for node in tree.priorities for one in node.objectives)]
        return {one.text for node in nodes for one in node.measures}

    assert texts() == {"Nine in ten schools use it"}
    undo(unit, row)
    assert texts() == {"Fewer children wait"}


def test_only_what_is_applied_can_be_undone(unit, first):
    row = beside(unit, first.plan_id, a_file(changed("1.1", due="May 2028")))
    assert undo_page(unit, TODAY, row.pk) is None
    with pytest.raises(Refused, match="nothing to undo"):
        undo(unit, row)
    undo(unit, first)
    with pytest.raises(Refused, match="nothing to undo"):
        undo(unit, first)


def test_somebody_who_may_not_import_sees_and_undoes_nothing(unit, first):
    lead = acting(unit, person_with(unit, "agency_lead"), TODAY)
    assert undo_page(lead, TODAY, first.pk) is None
    with pytest.raises(Refused):
        undo(lead, first)
