"""Who is away, said on its day by themselves or for them by the unit."""

from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.partnerships import services


def plan_absences(world: World) -> None:
    """Put on the agenda the day on which each absence was said; its days are counted from today."""
    if not (DATA / world.slug / "absences.toml").exists():
        return
    for one in world.calendar.told(read(world.slug, "absences"))["absence"]:
        world.agenda.add(world.calendar.day(one["said"]), _says(world, one))


def _says(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        people, first = world.shared.people, world.calendar.today
        services.say_away(
            world.actor(told["said"]["by"], today), now, today, people[told["who"]],
            starts_on=first + timedelta(days=told["starts"]), ends_on=first + timedelta(days=told["ends"]),
            covered_by_id=people[told["cover"]] if "cover" in told else None,
        )  # fmt: skip

    return step
