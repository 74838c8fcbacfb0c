"""Somebody without an account asked for a paper in the demonstration, and what came by their link."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from goldenthread.demo.services.calendar import Step, friday_at_weekends
from goldenthread.demo.services.world import World
from goldenthread.meetings import queries
from goldenthread.meetings import services as meetings


def plan_link(world: World, key: str, day: date, told: Mapping[str, Any]) -> None:
    """Send the link on the day the agenda is built; what came by it came with it, where told."""
    on = min(world.calendar.today, friday_at_weekends(day - timedelta(days=10)))
    world.agenda.add(on, _asks(world, key, told))


def _asks(world: World, key: str, told: Mapping[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        unit = world.unit(today)
        link = meetings.send_paper_link(unit, now, world.ids[key], name=told["name"], email=told["email"])
        if "words" in told:
            _sends(link.pk, world, now, today, told)

    return step


def _sends(link: UUID, world: World, now: datetime, today: date, told: Mapping[str, Any]) -> None:
    line = queries.find_paper_link(world.unit(today), link, now)
    if line is None:
        raise LookupError(f"There is no link to {told['name']}.")
    upload = ContentFile(told["words"].encode(), name=told["file"])
    door = queries.contributing_actor(line.link)
    meetings.take_contribution(door, now, link, upload=upload, summary=told["summary"])
