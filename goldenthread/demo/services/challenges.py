"""What was challenged, what was answered, and what came of it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from goldenthread.challenges import services
from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.evidence import kind_of_evidence
from goldenthread.demo.services.world import World, read


def plan_challenges(world: World) -> None:
    """Put each challenge on the agenda on the day it was raised, with everything said about it since."""
    for told in world.calendar.told(read(world.slug, "challenges"))["challenge"]:
        raised = world.calendar.day(told["raised"])
        world.agenda.add(raised, _raises(world, told))
        for turn in told.get("then", []):
            world.agenda.add(world.calendar.day(turn), _says(world, told["key"], turn))


def _id(world: World, lead: str) -> dict[str, UUID]:
    kind = lead.partition(":")[0]
    return {f"to_{kind}_id": world.ids[lead]}


def _raises(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        raised = told["raised"]
        about = world.ref(*told["about"].split(":")) if "about" in told else None
        made = services.raise_challenge(
            world.actor(raised.get("by", world.manager), today), now, today, **_id(world, told["to"]),
            text=told["text"], why=told.get("why", ""), kind=told.get("kind", "challenge"),
            due_on=today + timedelta(days=told["days"]) if "days" in told else None,
            group_id=world.ids.get(f"group:{told.get('in', '')}"), about=about,
            raised_as=raised.get("as", ""), raised_for=raised.get("for", ""),
        )  # type: ignore[arg-type]  # fmt: skip
        world.ids[f"challenge:{told['key']}"] = made.pk

    return step


def _says(world: World, key: str, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        actor, challenge = world.actor(told.get("by", world.manager), today), world.ids[f"challenge:{key}"]
        if "answers" in told:
            services.answer_challenge(actor, now, today, challenge, text=told["answers"])
        elif "shows" in told:
            services.add_evidence(
                actor, now, today, challenge, claim=told["shows"], kind=kind_of_evidence(told), quadrant=told["of"],
                strength=told["strength"], dated_on=today, statement=told.get("statement", ""),
                url=told.get("link", ""),
            )  # fmt: skip
        elif "closes" in told:
            services.close_challenge(actor, now, today, challenge, outcome=told["closes"], what_changed=told["changed"])
        elif "extends" in told:
            due_on = today + timedelta(days=told["days"])
            services.extend_challenge(actor, now, today, challenge, due_on=due_on, reason=told["extends"])
        else:
            due_on = today + timedelta(days=told["days"])
            services.reopen_challenge(actor, now, today, challenge, reason=told["asks_again"], due_on=due_on)

    return step
