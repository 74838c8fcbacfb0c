"""Two files about the structure: one that was applied, and one that waits to be checked."""

from datetime import date, datetime

from goldenthread.demo.services.world import DATA, World
from goldenthread.partnerships.exchange import applying

# How many days ago each file was brought in, and whether it was applied at once.
FILES = {"shadow-board-seats.csv": (40, True), "groups-after-the-review.csv": (1, False)}


def plan_structures(world: World) -> None:
    """Put each file of a partnership on the agenda of the day on which it was brought in."""
    for path in sorted((DATA / world.slug / "structures").glob("*")):
        ago, applied = FILES[path.name]

        def step(
            now: datetime,
            today: date,
            content: bytes = path.read_bytes(),
            name: str = path.name,
            at_once: bool = applied,
        ) -> None:
            actor = world.actor(world.manager, today)
            row = applying.receive_file(actor, now, content, name)
            if at_once:
                applying.apply_structure(actor, now, today, row.pk)

        world.agenda.add(world.calendar.day({"ago": ago}), step)
