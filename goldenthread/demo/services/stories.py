"""What happened to each action since it was raised: one line of the data for each thing said or done."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldenthread.actions import services as actions
from goldenthread.actions.services import NewAction, NewMilestone, NewReporting
from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.evidence import kind_of_evidence
from goldenthread.demo.services.files import make_file
from goldenthread.demo.services.world import World
from goldenthread.kernel.actor import Actor
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

Told = dict[str, Any]
Teller = Callable[[World, Actor, datetime, date, UUID, Told], Any]


def new_action(world: World, plan: Told, told: Told, serves: list[tuple[Ref, int]]) -> NewAction:
    """An action of the data as the tracker takes it. Where it came from is the plan, unless told otherwise."""
    kind, text, page = (*told.get("from", ["plan", plan["title"]]), "")[:3]
    return NewAction(
        description=told["text"].strip(),
        lead=world.party(told["lead"]),
        provenance_kind=kind,
        provenance_text=text,
        provenance_page=page,
        reference=told["reference"],
        information_class=told.get("class", "G"),
        contributors=[world.party(one) for one in told.get("with", [])],
        cohorts=told.get("cohorts", []),
        due=told.get("due", []),
        starts_on=world.calendar.day(told["starts"]) if "starts" in told else None,
        milestones=[NewMilestone(one["text"], one.get("due", [])) for one in told.get("milestones", [])],
        reports_to=[NewReporting(world.ids[f"group:{group}"], words) for group, words in told.get("reports", [])],
        serves=serves,
    )


def plan_story(world: World, key: str, told: Told) -> None:
    """Put everything that was said or done about one action on the agenda, each by whoever would have."""
    for line in told.get("story", []):
        world.agenda.add(world.calendar.day(line), _tells(world, key, told, {**line, "key": key}))


def _tells(world: World, key: str, action: Told, line: Told) -> Step:
    verb = next(name for name in TELLERS if name in line)

    def step(now: datetime, today: date) -> None:
        who = line.get("by") or _usual(world, verb, action, today)
        try:
            TELLERS[verb](world, world.actor(who, today), now, today, world.ids[f"action:{key}"], line)
        except Exception as error:
            error.add_note(f"Action {key} on {today}: {line}")
            raise

    return step


def _usual(world: World, verb: str, action: Told, today: date) -> str:
    """Who usually does such a thing: the lead, or the chair of the group that the action reports to."""
    if verb not in BY_A_CHAIR:
        return world.speaker(action["lead"], today)
    groups = [group for group, _ in action.get("reports", [])]
    return world.chair_of(groups[0], today) if groups else world.manager


def _rates(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.rate_delivery(actor, now, today, action, value=line["chair"], reason=line.get("why", ""))


def _impact(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.rate_impact(actor, now, today, action, value=line["impact"], reason=line.get("why", ""))


def _shows(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    upload = make_file(world.calendar, line, "OFFICIAL") if "file" in line else None
    return actions.add_evidence(
        actor, now, today, action, claim=line["shows"], kind=kind_of_evidence(line), quadrant=line["of"],
        strength=line["strength"], dated_on=today, upload=upload, url=line.get("link", ""),
        statement=line.get("statement", ""), title=line.get("heading", ""),
    )  # fmt: skip


def _strength(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.rate_evidence(actor, now, today, action, value=line["strength"], reason=line["why"])


def _moves(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.change_due(actor, now, today, action, due=line["moves_to"], reason=line.get("why", ""))


def _meets(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.meet_milestone(actor, now, today, action, world.ids[f"milestone:{line['key']}.{line['meets']}"])


def _drops(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    milestone = world.ids[f"milestone:{line['key']}.{line['drops']}"]
    return actions.drop_milestone(actor, now, today, action, milestone, reason=line["why"])


def _adds(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.add_milestone(actor, now, today, action, text=line["adds"], due=line.get("due", []))


def _asks(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.ask_completion(actor, now, today, action, done_on=today, statement=line["asks"])


def _accepts(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.accept_completion(actor, now, today, action, statement=line["accepts"])


def _returns(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.return_completion(actor, now, today, action, reason=line["returns"])


def _closes(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.close_without_completion(actor, now, today, action, reason=line["closes"])


def _withdraws(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.withdraw_actions(actor, now, today, [action], reason=line["withdraws"])


def _reopens(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.reopen(actor, now, today, action, reason=line["reopens"])


def _reassigns(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.reassign(actor, now, today, action, lead=world.party(line["lead"]), reason=line["why"])


def _relates(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    other = world.ref("action", line["relates_to"])
    return threads.tie(actor, now, LinkKind.RELATES_TO, Ref("actions.action", action), other, note=line.get("why", ""))


def _stands_still(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.say_no_change(actor, now, today, action)


def _updates(world: World, actor: Actor, now: datetime, today: date, action: UUID, line: Told) -> Any:
    return actions.give_update(actor, now, today, action, text=line["text"], delivery=line.get("says", ""))


# In this order: a line is told by the first of these words that stands in it.
TELLERS: dict[str, Teller] = {
    "chair": _rates,
    "impact": _impact,
    "shows": _shows,
    "moves_to": _moves,
    "strength": _strength,
    "meets": _meets,
    "drops": _drops,
    "adds": _adds,
    "asks": _asks,
    "accepts": _accepts,
    "returns": _returns,
    "closes": _closes,
    "withdraws": _withdraws,
    "reopens": _reopens,
    "lead": _reassigns,
    "relates_to": _relates,
    "no_change": _stands_still,
    "text": _updates,
}
BY_A_CHAIR = frozenset({"chair", "strength", "accepts", "returns", "closes", "reopens", "lead", "withdraws"})
