"""What plans show, to whom, and in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import services as actions
from goldenthread.actions.services import Party
from goldenthread.kernel.rag import Delivery
from goldenthread.plans import queries, services
from goldenthread.plans.tests.factories import (
    NOW,
    TODAY,
    a_house,
    a_measure,
    a_plan,
    a_priority,
    a_whole_plan,
    an_action,
    an_objective,
    days,
    live,
    shown_by,
    with_evidence,
)
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import Ref
from goldenthread.trail.rules import may_read

pytestmark = pytest.mark.django_db

SINCE = NOW - timedelta(days=14)


def count(ask) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ask()
    return len(seen)


@pytest.mark.parametrize("who", ["manager", "officer", "scrutineer", "dsp", "partnership_chair"])
def test_a_draft_is_seen_by_those_who_make_decide_or_scrutinise(house, who):
    plan = a_plan(house.unit)
    assert queries.plan_tree(house.actor(who), plan.pk, TODAY)


@pytest.mark.parametrize("who", ["chair", "member", "lead", "health_lead", "lay", "analyst"])
def test_a_draft_and_its_parts_are_hidden_from_everybody_else_until_approved(house, who):
    actor, plan = house.actor(who), a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    objective = an_objective(house.unit, plan, priority)
    measure = a_measure(house.unit, plan)
    section = services.add_section(house.unit, NOW, plan.pk, kind="vision", body={"vision": "Safe."})
    for hidden in (
        queries.plan_tree(actor, plan.pk, TODAY),
        queries.show_priority(actor, priority.pk, TODAY),
        queries.show_objective(actor, objective.pk, TODAY),
        queries.show_measure(actor, measure.pk),
        queries.show_section(actor, section.pk),
        queries.show_part(actor, "priority", priority.pk),
    ):
        assert hidden is None
    assert not queries.list_plans(actor)
    assert not queries.plan_history(actor, plan.pk)
    assert not threads.summaries_of(actor, [Ref("plans.priority", priority.pk)])
    assert not may_read(actor, "plans.plan", plan.pk)
    assert not may_read(actor, "plans.priority", priority.pk)
    assert queries.home(actor, TODAY, SINCE).is_empty
    services.approve_plan(house.actor("dsp"), NOW, plan.pk, approved_on=TODAY)
    assert queries.plan_tree(actor, plan.pk, TODAY).priorities
    assert may_read(actor, "plans.priority", priority.pk)


def test_nothing_is_seen_from_another_partnership(house):
    theirs = a_house("larkshire")
    plan = a_whole_plan(theirs, 1)
    priority = plan.priorities.get()
    for hidden in (
        queries.plan_tree(house.unit, plan.pk, TODAY),
        queries.show_priority(house.unit, priority.pk, TODAY),
        queries.show_objective(house.unit, plan.objectives.get().pk, TODAY),
        queries.show_measure(house.unit, plan.measures.first().pk),
        queries.show_section(house.unit, plan.sections.get().pk),
    ):
        assert hidden is None
    assert not queries.plan_history(house.unit, plan.pk)
    assert not queries.serving_choices(house.unit)
    assert not queries.places_by_plan(house.unit)
    assert not queries.measure_choices(house.unit, plan.pk)
    assert queries.home(house.unit, TODAY, SINCE).is_empty


def test_a_plan_shows_everything_in_its_order(house):
    plan = a_plan(house.unit)
    first, second = a_priority(house.unit, plan, "First"), a_priority(house.unit, plan, "Second")
    under, loose = an_objective(house.unit, plan, first), an_objective(house.unit, plan, title="Loose")
    actions_of = {
        "under": an_action(house, under), "own": an_action(house, second), "loose": an_action(house, loose),
        "whole": an_action(house, plan),
    }  # fmt: skip
    a_measure(house.unit, plan, text="Of the plan")
    a_measure(house.unit, plan, text="Of the objective", objective_id=under.pk)
    tree = queries.plan_tree(house.unit, plan.pk, TODAY)
    assert [node.priority.title for node in tree.priorities] == ["First", "Second"]
    assert [line.id for line in tree.priorities[0].objectives[0].actions] == [actions_of["under"].pk]
    assert [line.id for line in tree.priorities[1].actions] == [actions_of["own"].pk]
    assert [line.id for line in tree.objectives[0].actions] == [actions_of["loose"].pk]
    assert [line.id for line in tree.actions] == [actions_of["whole"].pk]
    assert {line.id for line in tree.all_actions} == {action.pk for action in actions_of.values()}
    assert [row.text for row in tree.measures] == ["Of the plan"]
    assert [row.text for row in tree.priorities[0].objectives[0].measures] == ["Of the objective"]
    assert tree.standing.total == 4


def test_restricted_actions_stay_out_of_sight_and_out_of_the_counts(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    an_action(house, priority, information_class="R")
    live(house, plan)
    assert queries.show_priority(house.unit, priority.pk, TODAY).standing.total == 1
    assert queries.show_priority(house.actor("member"), priority.pk, TODAY).standing.total == 0
    assert not [line for line in queries.home(house.actor("member"), TODAY, SINCE).changed if "action" in line.kind]


def test_home_says_what_is_late_silent_and_coming_and_who_has_gone_quiet(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    an_action(house, priority, description="Late", due=[days(-3)], ago=10)
    an_action(house, priority, description="Silent", due=[days(200)], ago=150)
    an_action(house, priority, description="Soon", due=[days(20)])
    an_action(house, priority, description="Later", due=[days(80)])
    live(house, plan)
    home = queries.home(house.actor("manager"), TODAY, SINCE)
    state = home.plans[0]
    assert (state.total, state.overdue, state.no_update) == (4, 1, 1)
    assert [line.description for line in home.overdue] == ["Late"]
    assert [line.description for line in home.silent] == ["Silent"]
    assert [line.description for line in home.next_due] == ["Soon"]
    assert (home.tally.due[30], home.tally.due[90]) == (1, 2)
    assert home.silent_leads == [("Lead", 1)]
    assert home.silent_since == TODAY - timedelta(days=92)
    assert [part.thing.title for part in state.priorities] == ["Neglect is seen early"]


def test_only_the_unit_is_told_who_has_gone_quiet(house):
    plan = a_whole_plan(house, 1)
    an_action(house, plan, due=[days(200)], ago=150)
    assert queries.home(house.actor("manager"), TODAY, SINCE).silent_leads
    assert not queries.home(house.actor("chair"), TODAY, SINCE).silent_leads


def test_home_puts_before_each_person_what_waits_for_them(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    an_action(house, priority, description="Late", due=[days(-3)], ago=10)
    done = an_action(house, priority, description="Done", lead=Party("group", house.group.pk))
    with_evidence(house, done, "member")
    actions.ask_completion(house.actor("member"), NOW, TODAY, done.pk, done_on=TODAY)
    live(house, plan)
    assert [line.description for line in queries.home(house.actor("lead"), TODAY, SINCE).mine.now] == ["Late"]
    mine = queries.home(house.actor("partnership_chair"), TODAY, SINCE).mine
    assert [line.description for line in mine.asked_of_me] == ["Done"]


def test_an_action_that_serves_two_plans_counts_in_each_and_once_in_the_partnership(house):
    first, second = a_plan(house.unit), a_plan(house.unit, "Work plan")
    ones = [a_priority(house.unit, plan) for plan in (first, second)]
    action = an_action(house, ones[0])
    services.place_action(house.unit, NOW, action.pk, Ref("plans.priority", ones[1].pk))
    for plan in (first, second):
        live(house, plan)
    home = queries.home(house.unit, TODAY, SINCE)
    assert [state.total for state in home.plans] == [1, 1]
    assert home.tally.total == 1


def test_what_changed_lately_is_what_this_person_may_see(house):
    plan = a_plan(house.unit, "Secret draft")
    titles = {line.title for line in queries.home(house.unit, TODAY, SINCE).changed}
    assert "Secret draft" in titles
    assert "Secret draft" not in {line.title for line in queries.home(house.actor("lay"), TODAY, SINCE).changed}
    a_priority(house.unit, plan)
    live(house, plan)
    told = [line.sentence for line in queries.home(house.actor("lay"), TODAY, SINCE).changed]
    assert "The business unit made this plan live." in told


def test_evidence_is_counted_by_side_and_the_empty_sides_are_named(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    measure = a_measure(house.unit, plan, priority_id=priority.pk)
    shown_by(house, priority, quadrant="qualitative")
    shown_by(house, measure, quadrant="quantitative", claim="More referrals")
    action = an_action(house, priority)
    piece = with_evidence(house, action)
    refs = [Ref("plans.priority", priority.pk)]
    held = queries.evidence_for(house.unit, refs, [measure], [piece.pk])
    assert held.quadrants == {
        "Numbers": 1, "Quality of practice": 1, "Children, adults and families": 0, "The workforce": 1,
    }  # fmt: skip
    assert held.empty_quadrants == ["Children, adults and families"]
    assert held.by_measure == {measure.pk: 1}


def test_a_history_tells_of_the_plan_and_all_its_parts(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    an_objective(house.unit, plan, priority)
    services.rate_priority(house.actor("chair"), NOW, TODAY, priority.pk, rating="at_risk", reason="A slow start.")
    kinds = {line.kind for line in queries.plan_history(house.unit, plan.pk)}
    assert kinds == {"plans.plan", "plans.priority", "plans.objective"}


def test_the_thread_runs_from_plan_to_action_both_ways(house):
    plan = a_plan(house.unit, level_words={"objective": ["Aim", "Aims"]})
    priority = a_priority(house.unit, plan)
    objective = an_objective(house.unit, plan, priority)
    an_action(house, objective)
    a_measure(house.unit, plan, objective_id=objective.pk)
    a_measure(house.unit, plan)
    walk = threads.walk(house.unit, Ref("plans.objective", objective.pk))
    assert walk.here.summary.singular == "aim"
    assert [step.ref.kind for step in walk.up] == ["plans.priority", "plans.plan"]
    assert [step.ref.kind for step in walk.down] == ["plans.measure", "actions.action"]
    whole = threads.walk(house.unit, Ref("plans.plan", plan.pk))
    assert [(step.depth, step.ref.kind) for step in whole.down] == [
        (1, "plans.priority"),
        (1, "plans.measure"),
        (2, "plans.objective"),
        (3, "plans.measure"),
        (3, "actions.action"),
    ]


def test_plans_are_listed_live_first_with_what_they_hold(house):
    draft = a_plan(house.unit, "A draft")
    a_whole_plan(house, 2)
    lines = queries.list_plans(house.unit)
    assert [line.plan.title for line in lines] == ["Business plan 2026 to 2029", draft.title]
    assert (lines[0].priorities, lines[0].objectives) == (2, 4)


@pytest.mark.parametrize("who", ["manager", "lay"])
def test_the_number_of_queries_does_not_grow_with_the_plan(house, who):
    actor = house.actor(who)

    def asked(plan) -> list[int]:
        priority, objective, measure = plan.priorities.first(), plan.objectives.first(), plan.measures.first()
        return [
            count(lambda: queries.home(actor, TODAY, SINCE)),
            count(lambda: queries.list_plans(actor)),
            count(lambda: queries.plan_tree(actor, plan.pk, TODAY)),
            count(lambda: queries.show_priority(actor, priority.pk, TODAY)),
            count(lambda: queries.show_objective(actor, objective.pk, TODAY)),
            count(lambda: queries.show_measure(actor, measure.pk)),
            count(lambda: queries.plan_history(actor, plan.pk)),
            count(lambda: queries.places_by_plan(actor)),
        ]

    small = asked(a_whole_plan(house, 1))
    assert asked(a_whole_plan(house, 3, "Work plan")) == small
    assert small[0] <= 10
    assert small[2] <= 11


def test_ratings_add_up_from_actions_to_priority(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    good, bad = an_objective(house.unit, plan, priority), an_objective(house.unit, plan, priority, "Late")
    fine = an_action(house, good, due=[days(60)])
    actions.give_update(house.actor("lead"), NOW, TODAY, fine.pk, text="Going well.", delivery="on_track")
    an_action(house, bad, due=[days(-5)], ago=20)
    node = queries.show_priority(house.unit, priority.pk, TODAY)
    assert [under.standing.rating for under in node.objectives] == [Delivery.ON_TRACK, Delivery.OFF_TRACK]
    assert node.standing.rating == Delivery.OFF_TRACK
    assert node.standing.counts[Delivery.ON_TRACK] == node.standing.counts[Delivery.OFF_TRACK] == 1
