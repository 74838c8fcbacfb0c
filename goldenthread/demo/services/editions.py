"""The next versions of question sets, which ask something more and are in use since."""

from datetime import date, datetime
from typing import Any

from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.returns import queries, services


def plan_editions(world: World) -> None:
    """Put the next version of each question set that is told to have one on the agenda."""
    if not (DATA / world.slug / "editions.toml").exists():
        return
    for told in world.calendar.told(read(world.slug, "editions"))["edition"]:
        world.agenda.add(world.calendar.day(told["made"]), _renews(world, told))


def _renews(world: World, told: dict[str, Any]) -> Step:
    """Begin the version after the one in use, add what is new to its last section, and put it into use."""

    def step(now: datetime, today: date) -> None:
        unit = world.unit(today)
        made = services.new_edition(unit, now, world.ids[f"set:{told['of']}"])
        shown: Any = queries.show_question_set(unit, made.pk)
        last = shown.sections_now[-1]
        for question in told["questions"]:
            services.add_question(unit, now, last.pk, **question)
        services.publish_question_set(unit, now, today, made.pk)
        world.ids[f"set:{told['of']}"] = made.pk

    return step
