"""The library of the demonstration: papers of every class, one replaced, one withdrawn."""

from datetime import date, datetime
from typing import Any

from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.files import make_file
from goldenthread.demo.services.world import World, read
from goldenthread.documents import services as documents

MARKINGS = {"P": "Public", "G": "OFFICIAL", "R": "OFFICIAL-SENSITIVE"}


def plan_library(world: World) -> None:
    """Put every paper of a partnership's library on the agenda, with what became of it."""
    for paper in read(world.slug, "library")["paper"]:
        told = world.calendar.told(paper)
        world.agenda.add(world.calendar.day(told), _stores(world, told))
        for later in told.get("replaced", []):
            world.agenda.add(world.calendar.day(later), _replaces(world, told, later))
        if "withdrawn" in told:
            world.agenda.add(world.calendar.day(told["withdrawn"]), _withdraws(world, told))
        if "held" in told:
            world.agenda.add(world.calendar.day(told["held"]), _holds(world, told))


def _stores(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        letter = told.get("class", "G")
        document = documents.store_document(
            world.actor(told["by"], today), now, upload=make_file(world.calendar, told, MARKINGS[letter]),
            title=told["heading"], information_class=letter, description=told.get("about", ""),
            group_id=world.ids.get(f"group:{told.get('group', '')}"),
        )  # fmt: skip
        world.ids[f"document:{told['key']}"] = document.pk

    return step


def _replaces(world: World, told: dict[str, Any], later: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        upload = make_file(world.calendar, {**told, **later}, MARKINGS[told.get("class", "G")])
        document = documents.replace_document(
            world.actor(told["by"], today), now, world.ids[f"document:{told['key']}"], upload=upload,
            title=later.get("heading", ""), description=later.get("about"),
        )  # fmt: skip
        world.ids[f"document:{told['key']}"] = document.pk

    return step


def _withdraws(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        actor = world.actor(told["by"], today)
        documents.withdraw_document(actor, now, world.ids[f"document:{told['key']}"], told["withdrawn"]["why"])

    return step


def _holds(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        documents.hold_document(world.unit(today), now, world.ids[f"document:{told['key']}"], told["held"]["why"])

    return step
