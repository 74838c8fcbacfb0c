"""What agencies were asked for in meetings, outside any plan."""

from datetime import date, datetime
from typing import Any

from goldenthread.actions.services import raise_actions
from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.stories import new_action, plan_story
from goldenthread.demo.services.world import DATA, World, read


def plan_asked(world: World) -> None:
    """Put each of these actions on the agenda on the day it was raised, with what was said about it since."""
    if not (DATA / world.slug / "asked.toml").exists():
        return
    for action in read(world.slug, "asked")["action"]:
        told = world.calendar.told(action)
        world.agenda.add(world.calendar.day(told["raised"]), _raises(world, told))
        plan_story(world, f"asked.{told['reference']}", told)


def _raises(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        actor = world.actor(told["raised"].get("by", world.manager), today)
        (row,) = raise_actions(actor, now, today, [new_action(world, {"title": ""}, told, [])])
        world.ids[f"action:asked.{told['reference']}"] = row.pk

    return step
