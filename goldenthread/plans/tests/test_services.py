"""Drafting, changing, approving, rating and closing plans, and what each leaves behind."""

from datetime import date

import pytest

from goldenthread.actions import services as actions
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.plans import queries, services
from goldenthread.plans.models import ChairRating, FocusGroup, Measure, Objective, Plan, Priority
from goldenthread.plans.tests.factories import (
    NOW,
    TODAY,
    a_measure,
    a_plan,
    a_priority,
    an_action,
    an_objective,
    live,
)
from goldenthread.threads.rules import Ref
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db


def said(actor, thing):
    return [line.sentence for line in trail.history(actor, thing._meta.label_lower, thing.pk)]


@pytest.mark.parametrize("who", ["chair", "lead", "health_lead", "scrutineer", "lay", "dsp", "partnership_chair"])
def test_only_the_business_unit_writes_plans(house, who):
    actor, plan = house.actor(who), a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    for write in (
        lambda: services.draft_plan(actor, NOW, title="Mine"),
        lambda: services.change_plan(actor, NOW, plan.pk, title="Mine"),
        lambda: services.add_priority(actor, NOW, plan.pk, title="Mine"),
        lambda: services.change_priority(actor, NOW, priority.pk, title="Mine"),
        lambda: services.add_objective(actor, NOW, plan.pk, title="Mine"),
        lambda: services.add_measure(actor, NOW, plan.pk, kind="success", text="Mine"),
        lambda: services.add_section(actor, NOW, plan.pk, kind="prose", body={}),
        lambda: services.remove_part(actor, NOW, "priority", priority.pk),
        lambda: services.start_plan(actor, NOW, plan.pk),
    ):
        with pytest.raises(NotPermitted, match="does not let you"):
            write()
    assert Plan.objects.get().version == 1


def test_a_plan_lives_from_draft_to_closed_and_each_step_reads_as_a_sentence(house):
    plan = a_plan(house.unit)
    a_priority(house.unit, plan)
    live(house, plan)
    plan = services.close_plan(house.unit, NOW, plan.pk, closing_words="Neglect is seen sooner.")
    assert plan.state == "closed"
    assert said(house.unit, plan)[:6] == [
        "The business unit closed this plan.",
        "The business unit issued version 1.0 of this plan.",
        "The business unit made this plan live.",
        "Partnership Chair made version 1.0 of this plan.",
        "Partnership Chair approved this plan.",
        "The business unit drafted this plan.",
    ]
    with pytest.raises(Refused, match="closed"):
        services.change_plan(house.unit, NOW, plan.pk, title="Too late")


def test_a_second_approval_is_kept_beside_the_first(house):
    plan = a_plan(house.unit)
    a_priority(house.unit, plan)
    for who in ("partnership_chair", "dsp"):
        services.approve_plan(house.actor(who), NOW, plan.pk, approved_on=TODAY)
    plan.refresh_from_db()
    assert plan.state == "approved"
    assert {one.person_name for one in plan.approvals.all()} == {"Partnership Chair", "Dsp"}


def test_an_approved_plan_goes_back_to_draft_with_a_reason(house):
    plan = a_plan(house.unit)
    a_priority(house.unit, plan)
    services.approve_plan(house.actor("dsp"), NOW, plan.pk, approved_on=TODAY)
    with pytest.raises(Refused, match="Say why"):
        services.reopen_draft(house.unit, NOW, plan.pk, reason=" ")
    services.reopen_draft(house.unit, NOW, plan.pk, reason="The police asked for a change.")
    assert trail.history(house.unit, "plans.plan", plan.pk)[0].reason == "The police asked for a change."


def test_a_plan_without_priorities_is_not_approved(house):
    with pytest.raises(Refused, match="at least one priority"):
        services.approve_plan(house.actor("dsp"), NOW, a_plan(house.unit).pk, approved_on=TODAY)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "Backwards", "starts_on": date(2026, 4, 1), "ends_on": date(2025, 4, 1)}, "ends_on"),
    ],
)
def test_a_plan_is_refused_beside_the_field_that_is_wrong(house, fields, field):
    with pytest.raises(Refused) as refused:
        services.draft_plan(house.unit, NOW, **fields)
    assert refused.value.field == field


def test_a_plan_belongs_to_a_group_of_its_own_partnership(house, elsewhere):
    with pytest.raises(Refused, match="no such group"):
        a_plan(house.unit, group_id=elsewhere.group.pk)


def test_the_second_to_save_is_told_who_was_first_and_loses_nothing(house):
    priority = a_priority(house.unit, a_plan(house.unit))
    officer = house.actor("officer")
    services.change_priority(officer, NOW, priority.pk, 1, title="As the officer has it")
    with pytest.raises(Superseded) as stale:
        services.change_priority(house.unit, NOW, priority.pk, 1, title="As the manager has it")
    assert stale.value.by == "Officer"
    assert stale.value.theirs == {"title": "As the officer has it", "version": 2}
    assert stale.value.yours == {"title": "As the manager has it"}
    services.change_priority(house.unit, NOW, priority.pk, stale.value.theirs["version"], title="Both")
    assert Priority.objects.get().title == "Both"


def test_saving_what_stands_already_writes_nothing(house):
    priority = a_priority(house.unit, a_plan(house.unit))
    services.change_priority(house.unit, NOW, priority.pk, 1, title=priority.title)
    assert Priority.objects.get().version == 1
    assert len(said(house.unit, priority)) == 1


def test_parts_stand_in_the_order_in_which_they_were_added(house):
    plan = a_plan(house.unit)
    for title in ("First", "Second", "Third"):
        a_priority(house.unit, plan, title)
    assert [row.title for row in plan.priorities.all()] == ["First", "Second", "Third"]


def test_a_part_stands_only_under_parts_of_its_own_plan(house, elsewhere):
    plan, other = a_plan(house.unit), a_plan(elsewhere.unit)
    theirs = a_priority(elsewhere.unit, other)
    with pytest.raises(Refused, match="no such priority in this plan"):
        an_objective(house.unit, plan, theirs)
    with pytest.raises(Refused, match="no such priority in this plan"):
        a_measure(house.unit, plan, priority_id=theirs.pk)
    with pytest.raises(Refused, match="no such plan"):
        services.add_priority(house.unit, NOW, other.pk, title="Ours")
    with pytest.raises(Refused, match="no such priority"):
        services.change_priority(house.unit, NOW, theirs.pk, title="Ours")
    assert theirs.title == Priority.objects.get(pk=theirs.pk).title


def test_a_measure_stands_at_one_level(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    objective = an_objective(house.unit, plan, priority)
    with pytest.raises(Refused, match="not to both"):
        a_measure(house.unit, plan, priority_id=priority.pk, objective_id=objective.pk)


def test_a_chairs_word_stands_with_its_reason_and_can_be_taken_back(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    an_action(house, priority)
    chair = house.actor("chair")
    with pytest.raises(Refused, match="add up to not started"):
        services.rate_priority(chair, NOW, TODAY, priority.pk, rating="off_track", reason="")
    services.rate_priority(chair, NOW, TODAY, priority.pk, rating="off_track", reason="Nobody has begun.")
    stands = queries.show_priority(house.unit, priority.pk, TODAY).standing
    assert (stands.rating, stands.computed, stands.said_by) == ("off_track", "not_started", "Chair")
    assert said(house.unit, priority)[0] == "Chair rated this priority off track."
    services.rate_priority(chair, NOW, TODAY, priority.pk, rating="", reason="They began.")
    assert queries.show_priority(house.unit, priority.pk, TODAY).standing.voice == "computed"
    assert ChairRating.objects.count() == 2


@pytest.mark.parametrize("who", ["lead", "health_lead", "scrutineer", "lay", "analyst", "officer"])
def test_ratings_are_for_those_who_decide_and_for_chairs(house, who):
    objective = an_objective(house.unit, a_plan(house.unit))
    with pytest.raises(NotPermitted):
        services.rate_objective(house.actor(who), NOW, TODAY, objective.pk, rating="at_risk", reason="So it is.")


def test_another_partnerships_parts_are_not_rated(house, elsewhere):
    theirs = an_objective(elsewhere.unit, a_plan(elsewhere.unit))
    with pytest.raises(Refused, match="no such objective"):
        services.rate_objective(house.actor("chair"), NOW, TODAY, theirs.pk, rating="at_risk", reason="So it is.")


def test_a_closed_plan_is_no_longer_rated(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    live(house, plan)
    services.close_plan(house.unit, NOW, plan.pk, closing_words="Done.")
    with pytest.raises(Refused, match="closed"):
        services.rate_priority(house.actor("dsp"), NOW, TODAY, priority.pk, rating="complete", reason="Done.")


def test_a_part_is_taken_out_and_the_plans_history_keeps_its_text(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan, "A slip of the pen")
    services.remove_part(house.unit, NOW, "priority", priority.pk, reason="Written twice")
    assert not Priority.objects.exists()
    line = trail.history(house.unit, "plans.plan", plan.pk)[0]
    assert line.sentence == "The business unit took out the priority “A slip of the pen”."
    assert line.reason == "Written twice"
    assert "A slip of the pen" in str(trail.history(house.unit, "plans.priority", priority.pk)[0].changes)


def test_what_carries_something_is_not_taken_out(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    objective = an_objective(house.unit, plan, priority)
    action = an_action(house, objective)
    for kind, part in (("priority", priority), ("objective", objective)):
        with pytest.raises(Refused, match="stands beneath it"):
            services.remove_part(house.unit, NOW, kind, part.pk)
    measure = a_measure(house.unit, plan, priority_id=priority.pk)
    services.change_objective(house.unit, NOW, objective.pk, priority_id=None)
    with pytest.raises(Refused, match="stands beneath it"):
        services.remove_part(house.unit, NOW, "priority", priority.pk)
    services.remove_part(house.unit, NOW, "measure", measure.pk)
    services.remove_part(house.unit, NOW, "priority", priority.pk)
    assert (Priority.objects.count(), Objective.objects.count(), Measure.objects.count()) == (0, 1, 0)
    assert queries.show_objective(house.unit, objective.pk, TODAY).actions[0].id == action.pk


def test_cohorts_areas_and_prose_are_added_and_taken_out(house):
    plan = a_plan(house.unit)
    group = services.add_focus_group(house.unit, NOW, plan.pk, name="Young carers")
    services.add_assurance_area(house.unit, NOW, plan.pk, title="Front door", expectations=["Timely"])
    section = services.add_section(house.unit, NOW, plan.pk, kind="vision", body={"vision": "Safe and heard."})
    services.change_section(house.unit, NOW, section.pk, 1, body={"vision": "Safe."})
    services.remove_part(house.unit, NOW, "focus_group", group.pk)
    tree = queries.plan_tree(house.unit, plan.pk, TODAY)
    assert not FocusGroup.objects.exists()
    assert [row.title for row in tree.assurance_areas] == ["Front door"]
    assert tree.sections[0].body == {"vision": "Safe."}


def test_one_action_serves_several_objectives_and_counts_once_in_the_priority(house):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    first, second = an_objective(house.unit, plan, priority), an_objective(house.unit, plan, priority)
    action = an_action(house, first)
    services.place_action(house.unit, NOW, action.pk, Ref("plans.objective", second.pk))
    node = queries.show_priority(house.unit, priority.pk, TODAY)
    assert [line.id for under in node.objectives for line in under.actions] == [action.pk, action.pk]
    assert node.standing.total == 1


def test_an_action_placed_later_comes_last(house):
    objective = an_objective(house.unit, a_plan(house.unit))
    first, second = an_action(house, objective), an_action(house, objective, position=1)
    third = an_action(house, a_priority(house.unit, objective.plan))
    services.place_action(house.unit, NOW, third.pk, Ref("plans.objective", objective.pk))
    lines = queries.show_objective(house.unit, objective.pk, TODAY).actions
    assert [line.id for line in lines] == [first.pk, second.pk, third.pk]


def test_an_action_is_placed_only_within_its_partnership(house, elsewhere):
    theirs = an_objective(elsewhere.unit, a_plan(elsewhere.unit))
    mine = an_objective(house.unit, a_plan(house.unit))
    action = an_action(house, mine)
    with pytest.raises(Refused):
        services.place_action(house.unit, NOW, action.pk, Ref("plans.objective", theirs.pk))
    foreign = an_action(elsewhere, theirs)
    with pytest.raises(Refused):
        services.place_action(house.unit, NOW, foreign.pk, Ref("plans.objective", mine.pk))


def test_an_action_closed_without_completion_weighs_nothing(house):
    objective = an_objective(house.unit, a_plan(house.unit))
    action = an_action(house, objective)
    actions.close_without_completion(house.unit, NOW, TODAY, action.pk, reason="The law changed.")
    assert queries.show_objective(house.unit, objective.pk, TODAY).standing.total == 0
