"""The pages of a refresh: step by step, kept as one goes, nothing applied until it is, and lineage afterwards."""

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.plans import queries, services
from goldenthread.plans.models import Plan, PlanRefresh, RefreshDecision
from goldenthread.plans.rules import Decided
from goldenthread.plans.tests.factories import NOW, TODAY, a_whole_plan
from goldenthread.plans.tests.test_refreshes import NEXT
from goldenthread.plans.tests.test_views import at, text
from goldenthread.plans.tests.test_views_versions import day, own_queries

pytestmark = pytest.mark.django_db
YEAR = {"title": NEXT["title"], **day("starts_on", NEXT["starts_on"]), **day("ends_on", NEXT["ends_on"])}


@pytest.fixture
def begun(house):
    """A live plan of one priority, one objective and two actions, with a refresh begun."""
    plan = a_whole_plan(house, 1)
    return services.begin_refresh(house.unit, NOW, plan.pk, **NEXT)


def posted(client, begun, page, typed, **parts):
    return client.post(at(page, refresh_id=begun.pk, **parts), typed)


@pytest.mark.parametrize("who", ["analyst", "chair", "lead", "scrutineer", "lay", "dsp", "partnership_chair"])
def test_only_the_unit_refreshes_a_plan(browse, begun, who):
    client = browse(who)
    part = begun.plan.objectives.first().pk
    for address in (
        at("refresh_plan", plan_id=begun.plan_id),
        *(at(page, refresh_id=begun.pk) for page in (
            "show_refresh", "change_refresh", "decide_priorities", "check_refresh", "abandon_refresh",
        )),
        at("decide_actions", refresh_id=begun.pk, part_id=part),
    ):  # fmt: skip
        assert client.get(address).status_code == 403, address
        assert client.post(address, {}).status_code == 403, address


def test_a_refresh_of_another_partnership_is_not_there(begun, elsewhere, browse):
    stranger = Client()
    stranger.force_login(elsewhere.users["manager"])
    for slug in ("vale", "larkshire"):
        for page in ("show_refresh", "decide_priorities", "check_refresh", "abandon_refresh"):
            assert stranger.post(at(page, slug, refresh_id=begun.pk), {}).status_code == 404
    assert PlanRefresh.objects.get().state == "draft"


def test_it_begins_with_the_new_year_and_is_gone_on_with_where_it_was_begun(house, browse):
    plan, client = a_whole_plan(house, 1), browse("manager")
    address = at("refresh_plan", plan_id=plan.pk)
    assert "It goes on as it is with everything under it" in text(client.get(address))
    wrong = client.post(address, YEAR | day("starts_on", plan.starts_on))
    assert wrong.status_code == 422
    assert "must begin after the first day" in text(wrong)
    client.post(address, YEAR)
    row = PlanRefresh.objects.get()
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url == at("show_refresh", refresh_id=row.pk)
    assert "0 of 1 decided" in text(client.get(answer.url))


def test_each_step_is_kept_and_leads_to_the_next_until_it_is_applied(house, browse, begun):
    client, plan = browse("manager"), begun.plan
    priority, objective = plan.priorities.get(), plan.objectives.get()
    own, under = (
        Action.objects.get(description="Beneath priority 0"),
        Action.objects.exclude(description="Beneath priority 0").get(),
    )
    step = posted(client, begun, "decide_priorities", {f"p{priority.pk}-decision": "continue"})
    assert step.url == at("decide_objectives", refresh_id=begun.pk, part_id=priority.pk)
    step = posted(client, begun, "decide_objectives", {f"p{objective.pk}-decision": "continue"}, part_id=priority.pk)
    assert "/actions/" in step.url
    blocked = client.post(at("check_refresh", refresh_id=begun.pk), {})
    assert blocked.status_code == 422
    assert "still wait" in text(blocked)
    wrong = posted(
        client, begun, "decide_actions", {f"p{under.pk}-decision": "replace", f"p{under.pk}-new_lead": ""},
        part_id=objective.pk,
    )  # fmt: skip
    assert wrong.status_code == 422
    assert "Write the new action that takes its place" in text(wrong)
    assert "Choose who leads the new action" in text(wrong)
    fresh = {
        f"p{under.pk}-decision": "replace", f"p{under.pk}-new_description": "Map every locality",
        f"p{under.pk}-new_lead": f"group:{house.group.pk}", f"p{under.pk}-new_due": "March 2028",
    }  # fmt: skip
    posted(client, begun, "decide_actions", fresh, part_id=objective.pk)
    step = posted(
        client, begun, "decide_actions", {f"p{own.pk}-decision": "carry", f"p{own.pk}-reason": "Two to go"},
        part_id=priority.pk,
    )  # fmt: skip
    assert step.url == at("check_refresh", refresh_id=begun.pk)
    said = text(client.get(step.url))
    assert "Of 2 actions still open: 1 replaced by a new one, 1 carried." in said
    assert "before the new year begins" in said
    assert Plan.objects.get().title == "Business plan 2026 to 2029"
    done = client.post(step.url, {}, follow=True)
    assert "has begun" in done.content.decode()
    assert Plan.objects.get().title == NEXT["title"]
    page = text(client.get(at("show_plan", plan_id=plan.pk)))
    assert "Map every locality" in page
    assert "Kept as the year ended" in page
    said = text(client.get(at("show_refresh", refresh_id=begun.pk)))
    assert "What changed, in words" in said


def test_what_was_typed_is_there_again_and_can_be_taken_back(browse, begun):
    client, priority = browse("manager"), begun.plan.priorities.get()
    address = at("decide_priorities", refresh_id=begun.pk)
    posted(client, begun, "decide_priorities", {
        f"p{priority.pk}-decision": "close", f"p{priority.pk}-reason": "Every ward does it.", "later": "yes",
    })  # fmt: skip
    assert "Every ward does it." in text(client.get(address))
    stands = RefreshDecision.objects.get().version
    posted(client, begun, "decide_priorities", {f"p{priority.pk}-decision": "", f"p{priority.pk}-version": stands})
    assert not RefreshDecision.objects.exists()


def test_two_people_are_told_of_each_other_and_neither_loses_their_words(house, browse, begun):
    priority = begun.plan.priorities.get()
    services.decide_parts(
        house.actor("officer"), NOW, begun.pk, "priority", {priority.pk: Decided("carry", "Two wards to go.")}
    )
    client = browse("manager")
    for page in ("show_refresh", "decide_priorities", "check_refresh"):
        assert "Officer is working on this refresh too" in text(client.get(at(page, refresh_id=begun.pk)))
    typed = {f"p{priority.pk}-decision": "close", f"p{priority.pk}-reason": "Done.", f"p{priority.pk}-version": "0"}
    late = posted(client, begun, "decide_priorities", typed)
    assert late.status_code == 422
    said = text(late)
    assert "Two wards to go." in said
    assert "Done." in said
    again = typed | {f"p{priority.pk}-version": "1"}
    assert posted(client, begun, "decide_priorities", again).status_code == 302
    assert RefreshDecision.objects.get().decision == "close"


def test_a_refresh_put_aside_changes_nothing(browse, begun):
    client = browse("officer")
    posted(client, begun, "abandon_refresh", {})
    assert PlanRefresh.objects.get().state == "abandoned"
    assert Plan.objects.get().title == "Business plan 2026 to 2029"
    assert "put aside" in text(client.get(at("show_refresh", refresh_id=begun.pk)))
    assert client.get(at("decide_priorities", refresh_id=begun.pk)).status_code == 404


def test_lineage_stands_on_the_pages_of_priority_objective_and_action(house, browse, begun):
    plan = begun.plan
    priority, objective = plan.priorities.get(), plan.objectives.get()
    services.decide_parts(house.unit, NOW, begun.pk, "priority", {priority.pk: Decided("carry", "Two wards to go.")})
    services.apply_refresh(house.unit, NOW, TODAY, begun.pk)
    client = browse("lay")
    action = Action.objects.get(description="Beneath priority 0")
    for address in (
        at("show_priority", priority_id=priority.pk),
        at("show_objective", objective_id=objective.pk),
        reverse("actions:show_action", kwargs={"partnership": "vale", "action": action.pk}),
    ):
        said = text(client.get(address))
        assert "In the plan since 2026 to 2029" in said, address
        assert "Two wards to go." in said, address


def test_a_replaced_action_and_the_new_one_lead_to_each_other(house, browse, begun):
    plan = begun.plan
    own = Action.objects.get(description="Beneath priority 0")
    other = Action.objects.exclude(pk=own.pk).get()
    for kind, part in (("priority", plan.priorities.get()), ("objective", plan.objectives.get())):
        services.decide_parts(house.unit, NOW, begun.pk, kind, {part.pk: Decided("continue")})
    services.decide_parts(house.unit, NOW, begun.pk, "action", {
        own.pk: Decided("replace", new_description="Map every locality", new_lead=f"group:{house.group.pk}"),
        other.pk: Decided("close", "No longer needed."),
    })  # fmt: skip
    services.apply_refresh(house.unit, NOW, TODAY, begun.pk)
    fresh, client = Action.objects.get(description="Map every locality"), browse("lead")
    for one, words in ((fresh, "Replaces Beneath priority 0"), (own, "Replaced by Map every locality")):
        page = client.get(reverse("actions:show_action", kwargs={"partnership": "vale", "action": one.pk}))
        assert words in text(page)
    past = text(client.get(at("show_objective", objective_id=plan.objectives.get().pk)))
    assert "Actions of earlier years: 1" in past


@pytest.mark.parametrize("size", [1, 3])
def test_the_pages_of_a_refresh_ask_no_more_of_a_bigger_plan(house, browse, size):
    plan = a_whole_plan(house, size)
    row = services.begin_refresh(house.unit, NOW, plan.pk, **NEXT)
    for kind, parts in (("priority", plan.priorities.all()), ("objective", plan.objectives.all())):
        services.decide_parts(house.unit, NOW, row.pk, kind, {part.pk: Decided("continue") for part in parts})
    client, part = browse("manager"), plan.objectives.first()
    assert queries.refresh_draft(house.unit, row, TODAY).outline.asked[part.pk]
    for address in (
        *(at(page, refresh_id=row.pk) for page in ("show_refresh", "decide_priorities", "check_refresh")),
        at("decide_objectives", refresh_id=row.pk, part_id=part.priority_id),
        at("decide_actions", refresh_id=row.pk, part_id=part.pk),
    ):
        assert own_queries(client, address) <= 7, address
