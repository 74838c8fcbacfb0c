"""Two files of the demonstration that wait to be checked: one read with doubts, one whose columns nobody knows."""

from datetime import date, datetime

from goldenthread.demo.services.world import DATA, World
from goldenthread.plans.exchange.importing import receive_file

# How many days ago each file was brought in.
FILES = {"hoarding-action-log.csv": 3, "list-from-the-away-day.csv": 2}


def plan_imports(world: World) -> None:
    """Put each file of a partnership on the agenda of the day on which it was brought in."""
    for path in sorted((DATA / world.slug / "files").glob("*")):

        def step(now: datetime, today: date, content: bytes = path.read_bytes(), name: str = path.name) -> None:
            receive_file(world.actor(world.manager, today), now, content, name)

        world.agenda.add(world.calendar.day({"ago": FILES[path.name]}), step)
