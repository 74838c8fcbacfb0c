"""Risks as they were entered, scored, reviewed, held and moved over a year, each step by whoever would have done it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.risks import services as risks


def plan_risks(world: World) -> None:
    """Put every risk of a partnership on the agenda, with what became of it."""
    if not (DATA / world.slug / "risks.toml").exists():
        return
    for risk in read(world.slug, "risks")["risk"]:
        told = world.calendar.told(risk)
        world.agenda.add(world.calendar.day(told), _raises(world, told))
        for control in told.get("controls", []):
            world.agenda.add(world.calendar.day({"ago": told["ago"], **control}), _holds(world, told, control))
        for later in told.get("later", []):
            world.agenda.add(world.calendar.day(later), _moves(world, told, later))


def _group(world: World, key: str) -> UUID | None:
    return world.ids[f"group:{key}"] if key else None


def _levels(told: Any) -> tuple[int, int] | None:
    return (told[0], told[1]) if told else None


def _person(world: World, key: str) -> UUID | None:
    return world.shared.people[key] if key else None


def _raises(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        words = risks.Words(
            title=told["title"], cause=told["cause"], event=told["event"], effect=told["effect"],
            category=told["category"], owner_id=_person(world, told.get("owner", "")),
            strands=tuple(told.get("strands", ())), duty=told.get("duty", ""), proximity=told.get("soon", ""),
        )  # fmt: skip
        opening = risks.Opening(
            current=(told["now"][0], told["now"][1]), why=told["why"], group_id=_group(world, told.get("group", "")),
            inherent=_levels(told.get("inherent")), target=_levels(told.get("target")),
            threatens=[world.ref(*one.split(":")) for one in told.get("threatens", [])],
        )  # fmt: skip
        actor = world.actor(told.get("by", world.manager), today)
        world.ids[f"risk:{told['key']}"] = risks.raise_risk(actor, now, today, words, opening).pk

    return step


def _holds(world: World, told: dict[str, Any], control: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        hold = risks.Hold(
            control["text"], control["effect"], control["line"], control.get("gap", ""),
            _person(world, control.get("owner", "")),
        )  # fmt: skip
        actor = world.actor(control.get("by", world.manager), today)
        made = risks.add_control(actor, now, today, world.ids[f"risk:{told['key']}"], hold)
        if "key" in control:
            world.ids[f"control:{control['key']}"] = made.pk

    return step


def _moves(world: World, told: dict[str, Any], later: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        key = world.ids[f"risk:{told['key']}"]
        actor = world.actor(later.get("by", world.manager), today)
        _DOES[later["does"]](world, actor, now, today, key, later)

    return step


def _review(world: World, actor: Any, now: datetime, today: date, key: UUID, later: dict[str, Any]) -> None:
    levels = later.get("now", (None, None))
    on = today + timedelta(days=later["again_in"]) if "again_in" in later else None
    risks.review_risk(
        actor, now, today, key, sentence=later["why"], likelihood=levels[0], impact=levels[1],
        next_review_on=on, review_reason=later.get("again_why", ""),
    )  # fmt: skip


def _escalate(world: World, actor: Any, now: datetime, today: date, key: UUID, later: dict[str, Any]) -> None:
    risks.escalate_risk(actor, now, today, key, why=later["why"], decided_by=later.get("decided", ""))


def _bring_down(world: World, actor: Any, now: datetime, today: date, key: UUID, later: dict[str, Any]) -> None:
    group = world.ids[f"group:{later['to']}"]
    decided = later.get("decided", "")
    risks.bring_down_risk(actor, now, today, key, group_id=group, why=later["why"], decided_by=decided)


def _accept(world: World, actor: Any, now: datetime, today: date, key: UUID, later: dict[str, Any]) -> None:
    until = today + timedelta(days=later["days"])
    approver = world.shared.people[later["approver"]]
    risks.accept_risk(actor, now, today, key, approver_id=approver, until=until, why=later["why"])


def _happen(world: World, actor: Any, now: datetime, today: date, key: UUID, later: dict[str, Any]) -> None:
    risks.become_issue(
        actor, now, today, key, what=later["why"], happened_on=today - timedelta(days=2),
        response=later.get("response", ""), owner_id=_person(world, later.get("owner", "")),
    )  # fmt: skip


def _resolve(world: World, actor: Any, now: datetime, today: date, key: UUID, later: dict[str, Any]) -> None:
    risks.resolve_issue(actor, now, today, key, how=later["why"])


def _close(world: World, actor: Any, now: datetime, today: date, key: UUID, later: dict[str, Any]) -> None:
    risks.close_risk(actor, now, today, key, why=later["why"], decided_by=later.get("decided", ""))


def _end_control(world: World, actor: Any, now: datetime, today: date, key: UUID, later: dict[str, Any]) -> None:
    risks.end_control(actor, now, today, world.ids[f"control:{later['control']}"], later["why"])


def _act(world: World, actor: Any, now: datetime, today: date, key: UUID, later: dict[str, Any]) -> None:
    wanted = risks.Wanted(later["what"], world.party(later["lead"]), [later["due"]])
    risks.raise_action(actor, now, today, key, wanted)


_DOES = {
    "review": _review, "escalate": _escalate, "bring_down": _bring_down, "accept": _accept, "happen": _happen,
    "resolve": _resolve, "close": _close, "end_control": _end_control, "act": _act,
}  # fmt: skip
