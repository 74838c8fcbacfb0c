"""A plan with very many actions lists those of one chapter at a time, and all of them when asked."""

import re

import pytest

from goldenthread.actions.tests.factories import House
from goldenthread.plans.models import Plan
from goldenthread.plans.presenters import pages
from goldenthread.plans.tests.conftest import Browse
from goldenthread.plans.tests.factories import a_plan, a_priority, an_action, an_objective, days, live

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(house: House, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setattr(pages, "LARGE", 3)
    plan = a_plan(house.unit)
    for title in ("First", "Second"):
        objective = an_objective(house.unit, plan, a_priority(house.unit, plan, title))
        an_action(house, objective, description=f"{title} on time")
        an_action(house, objective, description=f"{title} late", due=[days(-3)], ago=10)
    live(house, plan)
    return plan


def page(browse: Browse, plan: Plan, query: str = "") -> str:
    return browse("manager").get(f"/vale/plans/{plan.pk}/{query}").content.decode()


def listed(text: str) -> set[str]:
    return set(re.findall(r">((?:First|Second) (?:on time|late))</a>", text))


def test_the_first_chapter_is_listed_and_the_others_are_a_click_away(browse: Browse, plan: Plan) -> None:
    text, second = page(browse, plan), plan.priorities.last()
    assert listed(text) == {"First on time", "First late"}
    assert "Show 2 actions of “Second”" in text
    assert f'href="?open={second.pk}#priority-{second.pk}"' in text
    assert listed(page(browse, plan, f"?open={second.pk}")) == {"Second on time", "Second late"}


def test_everything_is_listed_when_asked_or_when_few_are_filtered_for(browse: Browse, plan: Plan) -> None:
    assert len(listed(page(browse, plan, "?open=all"))) == 4
    assert listed(page(browse, plan, "?due=overdue")) == {"First late", "Second late"}


def test_a_folded_chapter_keeps_what_is_filtered_for(
    browse: Browse, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LARGE", 1)
    text = page(browse, plan, "?due=overdue")
    assert listed(text) == {"First late"}
    assert f"?due=overdue&amp;open={plan.priorities.last().pk}#" in text


def test_a_plan_of_objectives_alone_folds_them(browse: Browse, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LARGE", 1)
    plan = a_plan(house.unit)
    for title in ("First", "Second"):
        an_action(house, an_objective(house.unit, plan, title=f"{title} aim"), description=f"{title} on time")
    live(house, plan)
    text = page(browse, plan)
    assert listed(text) == {"First on time"}
    assert "Show 1 action of “Second aim”" in text
