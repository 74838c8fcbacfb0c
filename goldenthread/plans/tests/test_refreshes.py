"""A plan is taken into a new year: continued, carried, closed, replaced, and never without being asked."""

from datetime import date
from uuid import uuid4

import pytest

from goldenthread.actions.models import Action
from goldenthread.actions.tests.factories import completed
from goldenthread.kernel.outcomes import Denied, NotPermitted, Refused, Superseded
from goldenthread.kernel.rules import catalogue
from goldenthread.plans import queries, rules, services
from goldenthread.plans.models import Objective, PlanRefresh
from goldenthread.plans.rules import Decided, Deed, Place, Step
from goldenthread.plans.tests.factories import (
    NOW,
    TODAY,
    a_measure,
    a_plan,
    a_priority,
    a_whole_plan,
    an_action,
    an_objective,
    live,
)
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db
NEXT = {"title": "Business plan 2027 to 2030", "starts_on": date(2027, 4, 1), "ends_on": date(2030, 3, 31)}
WHY = "Two schools have still to join."


def reason(verdict):
    assert isinstance(verdict, Denied)
    return verdict.reason


def begun(house, plan, **fields):
    return services.begin_refresh(house.unit, NOW, plan.pk, **{**NEXT, **fields})


def decide(house, row, kind, decided, **fields):
    return services.decide_parts(house.unit, NOW, row.pk, kind, decided, **fields)


def applied(house, row):
    return services.apply_refresh(house.unit, NOW, TODAY, row.pk)


def tree(house, plan, who="manager"):
    return queries.plan_in_full(house.actor(who), plan.pk, TODAY)


@pytest.fixture
def three(house):
    """A live plan of three priorities with an objective each; the first objective has four actions, one complete."""
    plan = a_plan(house.unit)
    parts = {"plan": plan}
    for name in ("one", "two", "three"):
        parts[name] = a_priority(house.unit, plan, f"Priority {name}", reference=name)
        parts[f"aim {name}"] = an_objective(house.unit, plan, parts[name], f"Aim of {name}")
        a_measure(house.unit, plan, objective_id=parts[f"aim {name}"].pk)
    live(house, plan)
    for name in ("closes", "carries", "replaces", "completes"):
        parts[name] = an_action(house, parts["aim one"], description=f"It {name}")
    completed(house, parts["completes"])
    parts["along"] = an_action(house, parts["aim two"], description="It goes along")
    parts["ends"] = an_action(house, parts["aim three"], description="It ends with it")
    return parts


def decided_in_full(house, three):
    row = begun(house, three["plan"])
    decide(house, row, "priority", {
        three["one"].pk: Decided("continue"),
        three["two"].pk: Decided("carry", WHY),
        three["three"].pk: Decided("close", "Every ward does it now.", "Fewer babies are hurt."),
    })  # fmt: skip
    decide(house, row, "objective", {three["aim one"].pk: Decided("continue")})
    decide(house, row, "action", {
        three["closes"].pk: Decided("close", "No longer needed."),
        three["carries"].pk: Decided("carry", WHY, due="30 June 2027"),
        three["replaces"].pk: Decided(
            "replace", new_description="Map every locality", new_lead=f"group:{house.group.pk}", new_due="March 2028"
        ),
    })  # fmt: skip
    return row


def test_the_rules_of_refreshes_are_in_the_catalogue():
    ids = {rule.id for rule in catalogue()}
    assert {f"plans.refresh_{name}" for name in ("decision", "period", "fates", "doubts", "apply")} <= ids
    assert {"plans.earlier_years", "plans.lineage"} <= ids


def test_a_decision_without_its_reason_is_not_whole():
    """plans.refresh_decision"""
    assert rules.lacking("priority", Decided("")) == []
    assert rules.lacking("priority", Decided("continue")) == []
    assert rules.lacking("priority", Decided("close")) == [("reason", "Say how it ended.")]
    assert rules.lacking("action", Decided("carry")) == [("reason", "Say why it was not finished.")]
    assert [field for field, _ in rules.lacking("action", Decided("replace"))] == ["new_description", "new_lead"]
    assert rules.lacking("priority", Decided("replace"))[0][0] == "decision"


def test_a_new_year_begins_after_the_old_one():
    """plans.refresh_period"""
    assert rules.sensible_year(date(2027, 4, 1), date(2028, 3, 31), date(2026, 4, 1))
    assert "after the first day" in reason(rules.sensible_year(date(2026, 4, 1), date(2028, 3, 31), date(2026, 4, 1)))
    assert "first and the last day" in reason(rules.sensible_year(None, None, None))


PLAN, ONE, AIM, ACT = uuid4(), uuid4(), uuid4(), uuid4()
PLACES = [Place("objective", AIM, "Aim", ONE, 0), Place("priority", ONE, "Neglect", None, 1)]
DEED = Deed(ACT, "Train them", (AIM,), is_open=True, due_on=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("priority", "objective", "fate", "where"),
    [
        ("", "", "", "waiting"),
        ("continue", "", "", "waiting"),
        ("continue", "continue", "continue", "asked"),
        ("continue", "carry", "carry", "along"),
        ("carry", "continue", "carry", "along"),
        ("close", "continue", "close", "ending"),
    ],
)
def test_what_closes_or_is_carried_takes_what_stands_under_it_with_it(priority, objective, fate, where):
    """plans.refresh_fates"""
    decided = {ONE: Decided(priority), AIM: Decided(objective)}
    found = rules.outline(PLAN, PLACES, [DEED], decided)
    assert found.fates[AIM] == fate
    held = {
        "waiting": list(found.waiting), "asked": found.all_asked(), "along": list(found.along),
        "ending": list(found.ending),
    }  # fmt: skip
    assert [name for name, one in held.items() if one] == [where]


def test_an_action_that_serves_two_things_is_asked_about_where_one_continues():
    """plans.refresh_fates"""
    both = Deed(ACT, "Train them", (AIM, PLAN), is_open=True)
    found = rules.outline(PLAN, PLACES, [both], {ONE: Decided("close", "Done.")})
    assert found.asked == {PLAN: [both]}
    done = Deed(ACT, "Train them", (AIM,), is_open=False)
    assert rules.outline(PLAN, PLACES, [done], {}).finished == [done]


def test_doubts_say_first_what_stands_in_the_way():
    """plans.refresh_doubts"""

    def said(decided, deeds=(DEED,), starts_on=date(2027, 4, 1)):
        found = rules.outline(PLAN, PLACES, deeds, decided)
        return [(one.kind, one.blocks) for one in rules.doubts(found, PLACES, deeds, decided, starts_on)]

    going_on = {ONE: Decided("continue"), AIM: Decided("continue")}
    assert said({}) == [("priority", True)]
    assert said({ONE: Decided("continue")})[0] == ("objective", True)
    assert said(going_on) == [("action", True), ("objective", False)]
    assert said(going_on | {ACT: Decided("complete")})[0] == ("action", True)
    assert said(going_on | {ACT: Decided("carry", WHY)}) == [("objective", False), ("action", False)]
    assert said(going_on | {ACT: Decided("carry", WHY, due="June 2027")}) == [("objective", False)]
    assert said({ONE: Decided("continue"), AIM: Decided("close", "Done.")}) == [("priority", False)]
    hidden = [Deed(ACT, "Secret", (AIM,), is_open=True, is_hidden=True)]
    assert said(going_on | {ACT: Decided("close", "Done.")}, hidden)[0] == ("action", True)


def test_nothing_undecided_is_applied():
    """plans.refresh_apply"""
    assert rules.may_apply([rules.Doubt("No measure.", "objective", AIM, False)])
    assert "one thing that still waits" in reason(rules.may_apply([rules.Doubt("Open.", "action", ACT, True)]))


def test_an_action_reopened_or_finished_again_is_of_this_year():
    """plans.earlier_years"""
    assert rules.is_of_earlier_years(True, False, TODAY, TODAY)
    assert not rules.is_of_earlier_years(True, True, None, TODAY)
    assert not rules.is_of_earlier_years(True, False, date(2027, 1, 1), date(2026, 1, 1))
    assert not rules.is_of_earlier_years(False, False, TODAY, TODAY)


def test_lineage_says_since_when_and_how_often_it_was_carried():
    """plans.lineage"""
    steps = [
        Step("continue", "2024 to 2025", "2025 to 2026", date(2025, 4, 2)),
        Step("carry", "2025 to 2026", "2026 to 2027", date(2026, 4, 3), "Two schools have still to join"),
    ]
    said = rules.lineage_in_words(steps)
    assert said.since == "In the plan since 2024 to 2025; refreshed on 3 April 2026. Carried once."
    assert said.steps == [
        "Carried from 2025 to 2026 into 2026 to 2027 on 3 April 2026: Two schools have still to join."
    ]
    closed = rules.lineage_in_words([*steps, Step("close", "", "", date(2027, 4, 1), "Done.", "Fewer are hurt.")])
    assert closed.steps[-1] == "Closed on 1 April 2027: Done. What changed: Fewer are hurt."
    assert not rules.lineage_in_words([]).is_told


def test_only_a_live_plan_is_refreshed_once_at_a_time_and_by_the_unit(house):
    draft = a_plan(house.unit)
    with pytest.raises(Refused, match="live plan"):
        begun(house, draft)
    plan = a_whole_plan(house, 1)
    with pytest.raises(NotPermitted):
        services.begin_refresh(house.actor("partnership_chair"), NOW, plan.pk, **NEXT)
    for field, wrong in (("title", " "), ("starts_on", date(2026, 4, 1)), ("ends_on", date(2060, 1, 1))):
        with pytest.raises(Refused) as refused:
            begun(house, plan, **{field: wrong})
        assert refused.value.field == field
    begun(house, plan)
    with pytest.raises(Refused, match="already"):
        begun(house, plan)


def test_nothing_of_the_plan_changes_until_it_is_applied(house, three):
    before = queries.frozen_plan(house.unit, three["plan"].pk, TODAY)
    row = decided_in_full(house, three)
    assert queries.frozen_plan(house.unit, three["plan"].pk, TODAY) == before
    services.abandon_refresh(house.unit, NOW, row.pk)
    assert queries.frozen_plan(house.unit, three["plan"].pk, TODAY) == before
    with pytest.raises(Refused, match="dealt with already"):
        applied(house, row)


def test_what_is_undecided_is_not_applied_and_nothing_is_half_done(house, three):
    row = decided_in_full(house, three)
    decide(house, row, "action", {three["closes"].pk: Decided("")})
    with pytest.raises(Refused, match="still waits"):
        applied(house, row)
    assert PlanRefresh.objects.get().state == "draft"
    assert three["plan"].versions.count() == 1


def test_a_refresh_is_applied_as_it_was_decided(house, three):
    plan = three["plan"]
    row = applied(house, decided_in_full(house, three))
    plan.refresh_from_db()
    assert (plan.title, plan.starts_on, plan.state, plan.refreshed_on) == (
        NEXT["title"], NEXT["starts_on"], "live", TODAY,
    )  # fmt: skip
    found = tree(house, plan)
    assert [node.priority.pk for node in found.priorities] == [three["one"].pk, three["two"].pk]
    # The same objective with the same id, and its new actions only.
    aim = found.priorities[0].objectives[0]
    assert aim.objective.pk == three["aim one"].pk
    assert [line.description for line in aim.actions] == ["It carries", "Map every locality"]
    assert {line.description for line in aim.past} == {"It closes", "It replaces", "It completes"}
    assert aim.measures
    assert [line.description for line in found.priorities[1].all_actions] == ["It goes along"]
    states = {name: Action.objects.get(pk=three[name].pk).state for name in ("closes", "replaces", "ends", "along")}
    assert states == {
        "closes": "closed_without_completion", "replaces": "closed_without_completion",
        "ends": "closed_without_completion", "along": "open",
    }  # fmt: skip
    assert Action.objects.get(pk=three["carries"].pk).due_on == date(2027, 6, 30)
    fresh = next(line for line in aim.actions if line.description == "Map every locality")
    assert (fresh.lead_name, fresh.provenance_text) == (house.group.name, NEXT["title"])
    linked = threads.targets(house.unit, LinkKind.SUPERSEDES, "actions.action", [fresh.id])
    assert linked == {fresh.id: [three["replaces"].pk]}
    assert row.state == "applied"


def test_the_year_that_ended_stays_readable_as_it_stood(house, three):
    plan = three["plan"]
    before = queries.frozen_plan(house.unit, plan.pk, TODAY)
    row = applied(house, decided_in_full(house, three))
    assert row.closing_version.document == before
    assert row.closing_version.name == "2026 to 2029 as it ended"
    assert (row.opening_version.state, row.opening_version.name) == ("draft", "3.0")
    assert row.opening_version.what_changed.startswith(
        "1 action added, 1 priority taken out, 1 objective taken out, 4 actions"
    )
    assert plan.versions.get(state="issued").number == 1


def test_what_closed_keeps_its_page_and_takes_no_changes(house, three):
    applied(house, decided_in_full(house, three))
    node = queries.show_priority(house.unit, three["three"].pk, TODAY)
    assert node.priority.closing_words == "Every ward does it now.\n\nFewer babies are hurt."
    assert [one.objective.pk for one in node.objectives] == [three["aim three"].pk]
    assert [line.description for line in node.past] == ["It ends with it"]
    with pytest.raises(Refused, match="closed when the plan was refreshed"):
        services.change_objective(house.unit, NOW, three["aim three"].pk, title="Again")
    with pytest.raises(Refused, match="no such priority"):
        an_objective(house.unit, three["plan"], three["three"])
    with pytest.raises(Refused, match="can be read"):
        services.rate_priority(
            house.actor("partnership_chair"), NOW, TODAY, three["three"].pk, rating="on_track", reason="Late"
        )
    offered = {value for value, _ in queries.serving_choices(house.unit)}
    assert f"plans.priority:{three['three'].pk}" not in offered
    assert f"plans.priority:{three['one'].pk}" in offered


def test_lineage_is_kept_on_priorities_objectives_and_actions(house, three):
    applied(house, decided_in_full(house, three))
    for name, words in (
        ("one", "In the plan since 2026 to 2029; refreshed on"),
        ("two", "Carried once."),
        ("aim two", "Carried once."),
        ("along", "Carried once."),
        ("carries", "Carried once."),
    ):
        assert words in queries.lineage(house.unit, three[name].pk).since, name
    assert queries.lineage(house.unit, three["along"].pk).steps[0].endswith(WHY)
    assert "It closed with “Priority three”: Every ward" in queries.lineage(house.unit, three["ends"].pk).steps[0]
    told = trail.history(house.unit, "plans.objective", three["aim two"].pk)
    assert told[0].sentence == "The business unit carried this objective into 2027 to 2030."
    assert told[0].reason == WHY
    plan = trail.history(house.unit, "plans.plan", three["plan"].pk)
    assert any(line.sentence == "The business unit took this plan into its new year." for line in plan)


def test_a_second_year_adds_to_the_lineage_and_an_action_reopened_comes_back(house, three):
    from goldenthread.actions import services as actions

    plan = three["plan"]
    applied(house, decided_in_full(house, three))
    actions.reopen(house.unit, NOW, TODAY, three["closes"].pk, reason="It is needed after all.")
    assert "It closes" in {line.description for line in tree(house, plan).all_actions}
    row = begun(house, plan, title="Business plan 2028 to 2031", starts_on=date(2028, 4, 1), ends_on=date(2031, 3, 31))
    decide(house, row, "priority", {three[name].pk: Decided("carry", "Not yet.") for name in ("one", "two")})
    applied(house, row)
    since = queries.lineage(house.unit, three["aim two"].pk).since
    assert since.startswith("In the plan since 2026 to 2029")
    assert since.endswith("Carried twice.")
    assert Objective.objects.filter(pk=three["aim two"].pk, closed_on=None).exists()


def test_two_who_decide_at_once_are_told_of_each_other(house, three):
    row = begun(house, three["plan"])
    key = three["one"].pk
    services.decide_parts(house.actor("officer"), NOW, row.pk, "priority", {key: Decided("close", "Done.")})
    with pytest.raises(Superseded) as superseded:
        decide(house, row, "priority", {key: Decided("continue")}, versions={key: 0})
    assert superseded.value.by == "Officer"
    assert superseded.value.theirs["decision"] == "close"
    # What both decided alike is nobody's quarrel.
    decide(house, row, "priority", {key: Decided("close", "Done.")}, versions={key: 0})
    assert PlanRefresh.objects.get().touched_by_name == "Officer"


def test_a_restricted_action_is_not_shown_to_who_may_not_read_it_and_is_not_forgotten(house, three):
    an_action(house, three["aim one"], description="Name the site", information_class="R")
    row = decided_in_full(house, three)
    draft = queries.refresh_draft(house.actor("officer"), row, TODAY)
    assert "Name the site" not in str([draft.actions, draft.doubts])
    assert any(doubt.blocks and "restricted" in doubt.sentence for doubt in draft.doubts)
    with pytest.raises(Refused):
        services.apply_refresh(house.actor("officer"), NOW, TODAY, row.pk)
    assert any("Name the site" in one.sentence for one in queries.refresh_draft(house.unit, row, TODAY).doubts)


@pytest.mark.parametrize("size", [1, 3])
def test_a_refresh_is_read_in_five_queries(house, size, django_assert_num_queries):
    row = begun(house, a_whole_plan(house, size))
    with django_assert_num_queries(5):
        queries.refresh_draft(house.unit, row, TODAY)
    key = next(iter(queries.refresh_draft(house.unit, row, TODAY).objectives)).pk
    with django_assert_num_queries(1):
        queries.lineage(house.unit, key)
