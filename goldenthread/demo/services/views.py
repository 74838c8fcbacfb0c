"""Lists that people of the demonstration keep under a name, for themselves or for everybody."""

import re
from datetime import date, datetime
from typing import Any

from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.partnerships import services as partnerships


def plan_views(world: World) -> None:
    """Put on the agenda when each view was kept."""
    if not (DATA / world.slug / "views.toml").exists():
        return
    for told in read(world.slug, "views")["view"]:
        world.agenda.add(world.calendar.day(told), _keeps(world, told))


def _keeps(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        group = told["by"].removeprefix("chair of ")
        actor = world.unit(today) if told["by"] == "manager" else world.actor(world.chair_of(group, today), today)
        partnerships.save_view(
            actor, now, name=told["name"], path=_filled(world, told["path"]), query=_filled(world, told["query"]),
            is_shared=told.get("shared", False),
        )  # fmt: skip

    return step


def _filled(world: World, text: str) -> str:
    """The text with the id of each thing it names: a group's in a path, a lead's "kind:id" in a query."""
    in_path = text.endswith("/")
    return re.sub(
        r"\{(\w+):(\w+)\}",
        lambda found: ("" if in_path else f"{found[1]}:") + str(world.ids[f"{found[1]}:{found[2]}"]),
        text,
    )
