"""The forward plan is what every app says of its dates, in order."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from goldenthread.kernel import forward_plan
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort

ACTOR = Actor(None, "Ada", uuid4())


def entry(day: int, title: str, hour: int | None = None) -> Entry:
    at = datetime(2026, 6, day, hour, tzinfo=UTC) if hour is not None else None
    return Entry(date(2026, 6, day), Sort.MEETING, uuid4(), title, "page", starts_at=at)


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    monkeypatch.setattr(forward_plan, "_FINDERS", {})


def test_entries_of_every_app_stand_in_order_of_day_and_hour():
    forward_plan.register("one", lambda actor, since, until: [entry(3, "Board", 14), entry(1, "Late")])
    forward_plan.register("two", lambda actor, since, until: [entry(3, "Papers"), entry(3, "Early", 9)])
    found = forward_plan.entries(ACTOR, date(2026, 6, 1), date(2026, 6, 30))
    assert [one.title for one in found] == ["Late", "Early", "Board", "Papers"]


def test_an_app_is_asked_for_the_days_wanted_and_once():
    asked = []
    forward_plan.register("one", lambda actor, since, until: asked.append("first") or [])
    forward_plan.register("one", lambda actor, since, until: asked.append((actor, since, until)) or [])
    forward_plan.entries(ACTOR, date(2026, 6, 1), date(2026, 6, 30))
    assert asked == [(ACTOR, date(2026, 6, 1), date(2026, 6, 30))]


def test_every_sort_of_date_has_a_word():
    assert set(forward_plan.SORTS) == set(Sort)
