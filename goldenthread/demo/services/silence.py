"""Owners of the demonstration who left, never signed in or fell silent, and what was done about them."""

from datetime import date, datetime
from typing import Any

from goldenthread.actions import services as actions
from goldenthread.actions.rules import What
from goldenthread.demo.services import people
from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.stories import new_action, plan_story
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as structure

Told = dict[str, Any]


def plan_silence(world: World) -> None:
    """Put who came and left, their actions, what was done about them and each day's escalation on the agenda."""
    if not (DATA / world.slug / "silence.toml").exists():
        return
    calendar, told = world.calendar, world.calendar.told(read(world.slug, "silence"))
    for person in told["people"]:
        people.plan_people(world, [person], calendar.day(person))
        if "left" in person:
            world.agenda.add(calendar.day(person["left"]), _leaves(world, person))
    for action in told["action"]:
        world.agenda.add(calendar.day(action), _raises(world, action))
        plan_story(world, action["reference"], action)
    for change in told["bulk"]:
        world.agenda.add(calendar.day(change), _changes_many(world, change))
    for days in told["escalated"]["ago"]:
        world.agenda.add(calendar.day({"ago": days}), _escalates(world))
    for asked in told["asked"]:
        world.agenda.add(calendar.day(asked), _asks(world, asked))


def _leaves(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        unit = world.unit(today)
        for held in partnerships.list_holdings(unit, today, person_id=world.shared.people[told["key"]]):
            structure.end_role(unit, now, held.id, ends_on=today)
        world.structure_changed()

    return step


def _raises(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        serves = [(world.ref("objective", told["serves"]), 90)] if "serves" in told else []
        action = actions.raise_action(world.unit(today), now, today, new_action(world, {"title": ""}, told, serves))
        world.ids[f"action:{told['reference']}"] = action.pk

    return step


def _changes_many(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        change = actions.Change(What(told["what"]), lead=world.party(told["lead"]), reason=told["why"])
        chosen = [world.ids[f"action:{key}"] for key in told["actions"]]
        actions.change_many(world.actor(told["by"], today), now, today, chosen, change)

    return step


def _escalates(world: World) -> Step:
    def step(now: datetime, today: date) -> None:
        actions.escalate_silence(partnerships.unit_actor(world.slug, "timer"), now, today)

    return step


def _asks(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        action = world.ids[f"action:{told['action']}"]
        actions.ask_for_update(world.actor(told["by"], today), now, today, action, words=told["words"])

    return step
