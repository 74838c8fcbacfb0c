"""The pack of a meeting in the demonstration, and the supplement that replaced a paper."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.demo.services.calendar import Step, friday_at_weekends
from goldenthread.demo.services.world import World
from goldenthread.meetings import services as meetings


def plan_pack(world: World, group: str, day: date, told: Mapping[str, Any]) -> None:
    """Issue the pack of a meeting once its papers were due, and a supplement the day before."""
    world.agenda.add(friday_at_weekends(day - timedelta(days=6)), _issues(world, f"{group}:{day}"))
    if "supplement" in told:
        world.agenda.add(
            friday_at_weekends(day - timedelta(days=1)), _supplements(world, f"{group}:{day}", told["supplement"])
        )


def _issues(world: World, key: str) -> Step:
    def step(now: datetime, today: date) -> None:
        meetings.issue_pack(world.unit(today), now, today, world.ids[f"meeting:{key}"])

    return step


def _supplements(world: World, key: str, told: Mapping[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        unit, item = world.unit(today), world.ids[f"item:{key}:{told['item']}"]
        meetings.add_paper(
            unit, now, today, item, paper_id=world.ids[f"paper:{item}"],
            **{key: words for key, words in told.items() if key != "item"},
        )  # fmt: skip
        meetings.issue_supplement(unit, now, today, world.ids[f"meeting:{key}"])

    return step
