"""Reviews of plans and reports of actions stand on the forward plan, for those who may see them."""

from datetime import date

import pytest

from goldenthread.actions import services as actions
from goldenthread.kernel import forward_plan
from goldenthread.kernel.forward_plan import Sort
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.plans import services as plans

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 11, 1), date(2027, 10, 31))


def an_action(unit, group, **fields):
    new = actions.NewAction(
        description="Audit twenty files", lead=actions.Party("group", group.pk), provenance_kind="plan",
        provenance_text="Plan", due=[date(2027, 6, 30)],
        reports_to=[actions.NewReporting(group.pk, "December 2026, February 2027")], **fields,
    )  # fmt: skip
    return actions.raise_action(unit, NOW, TODAY, new)


def found(actor, sort):
    return [(one.on, one.title) for one in forward_plan.entries(actor, *YEAR) if one.sort == sort]


def test_an_action_stands_on_each_day_it_reports_until_it_is_done_with():
    unit = factories.found()
    group = factories.a_group(unit)
    action = an_action(unit, group)
    member = factories.actor_with(unit, Role.GROUP_MEMBER)
    assert found(member, Sort.ACTION) == [
        (date(2026, 12, 31), "Audit twenty files"), (date(2027, 2, 28), "Audit twenty files"),
    ]  # fmt: skip
    actions.close_without_completion(unit, NOW, TODAY, action.pk, reason="Overtaken.")
    assert found(member, Sort.ACTION) == []


def test_a_restricted_action_is_on_the_plan_of_those_who_read_it_and_says_so():
    unit = factories.found()
    an_action(unit, factories.a_group(unit), information_class="R")
    assert found(factories.actor_with(unit, Role.LAY_MEMBER), Sort.ACTION) == []
    entries = forward_plan.entries(factories.actor_with(unit, Role.PARTNERSHIP_CHAIR), *YEAR)
    assert [one.is_restricted for one in entries] == [True, True]


def test_a_review_of_a_plan_is_on_the_plan_of_those_who_may_see_it():
    unit = factories.found()
    made = plans.draft_plan(
        unit, NOW, title="Business plan", kind="business", starts_on=date(2026, 4, 1), ends_on=date(2029, 3, 31),
        review_on=date(2027, 3, 1),
    )  # fmt: skip
    assert found(unit, Sort.PLAN_REVIEW) == [(date(2027, 3, 1), "Business plan")]
    assert found(factories.actor_with(unit, Role.GROUP_MEMBER), Sort.PLAN_REVIEW) == []
    assert found(factories.found(), Sort.PLAN_REVIEW) == []
    assert made.review_on
