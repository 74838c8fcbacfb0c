"""Versions of the demonstration's plans, a refresh that was applied with what it carried, and one that is under way."""

from datetime import date, datetime
from itertools import cycle
from typing import Any
from uuid import UUID

from goldenthread.actions.services import NewAction, raise_action
from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.kernel.actor import Actor
from goldenthread.plans import queries
from goldenthread.plans import services as plans
from goldenthread.plans.rules import Decided

Told = dict[str, Any]
FILE = "refreshes"


def plan_refreshes(world: World) -> None:
    """Put everything that happened to versions and refreshes on the agenda, where a partnership has any."""
    if not (DATA / world.slug / f"{FILE}.toml").exists():
        return
    told = world.calendar.told(read(world.slug, FILE))
    for version in told.get("version", []):
        _plan_version(world, version)
    for refresh in told.get("refresh", []):
        _plan_refresh(world, refresh)
    for begun in told.get("begun", []):
        world.agenda.add(world.calendar.day(begun), _begins(world, begun))


def _seat(world: World, told: list[str]) -> UUID:
    return world.ids[f"seat:{told[0]}.{told[1]}"]


def _asked(world: World, version: UUID, told: Told, today: date) -> UUID:
    """The row of one seat's answer to one version."""
    shown = queries.show_version(world.unit(today), version, today)
    if shown is None:
        raise LookupError(f"There is no version {version}.")
    return next(row.pk for row in shown.seats if row.seat_id == _seat(world, told["seat"]))


def _plan_version(world: World, told: Told) -> None:
    day = world.calendar.day
    key = f"version:{told['plan']}.{told.get('name', '')}"

    def makes(now: datetime, today: date) -> None:
        version = plans.make_version(
            world.actor(told["by"], today), now, world.ids[f"plan:{told['plan']}"], name=told.get("name", ""),
            what_changed=told["what"], review_on=day(told["review"]) if "review" in told else None,
            seats=[_seat(world, seat) for seat in told.get("seats", [])],
        )  # fmt: skip
        world.ids[key] = version.pk

    world.agenda.add(day(told), makes)
    for given in told.get("answer", []):
        world.agenda.add(day(given), _answers(world, key, given))
    for given in told.get("recorded", []):
        world.agenda.add(day(given), _records(world, key, given))
    if "issued" in told:
        world.agenda.add(
            day(told["issued"]),
            lambda now, today: plans.issue_version(world.unit(today), now, world.ids[key], issued_on=today) and None,
        )


def _answers(world: World, key: str, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        row = _asked(world, world.ids[key], told, today)
        speaker = world.actor(told["by"], today)
        plans.answer_version(speaker, now, today, row, answer="approved", reason=told.get("words", ""))

    return step


def _records(world: World, key: str, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        plans.record_answer(
            world.actor(told["by"], today), now, today, _asked(world, world.ids[key], told, today),
            answer="approved", person_name=told["name"], meeting=told["meeting"], answered_on=today,
        )  # fmt: skip

    return step


def _plan_refresh(world: World, told: Told) -> None:
    """Raise what the year will not finish; then, on its last day, decide on everything, apply it and ask the seats."""
    for number, old in enumerate(told.get("old", [])):
        world.agenda.add(world.calendar.day(old["raised"]), _raises(world, f"old:{told['plan']}.{number}", old))
    world.agenda.add(world.calendar.day(told), _refreshes(world, told))


def _raises(world: World, key: str, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        title = "The strategic plan's first year"
        served = world.ref("objective", told["serves"])
        place = world.places.get(f"objective:{told['serves']}", 0)
        new = NewAction(
            description=told["text"], lead=world.party(told["lead"]), provenance_kind="plan", provenance_text=title,
            due=told["due"], serves=[(served, place)],
        )  # fmt: skip
        world.ids[key] = raise_action(world.unit(today), now, today, new).pk

    return step


def _refreshes(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        actor, plan_id = world.actor(told["by"], today), world.ids[f"plan:{told['plan']}"]
        plan = queries.show_plan_row(actor, plan_id)
        if plan is None or plan.starts_on is None:
            raise LookupError(f"There is no plan {told['plan']}.")
        row = plans.begin_refresh(
            actor, now, plan_id, title=plan.title, starts_on=plan.starts_on.replace(year=plan.starts_on.year + 1),
            ends_on=plan.ends_on, edition=told["edition"],
        )  # fmt: skip
        carried = {world.ids[f"priority:{told['plan']}.{key}"]: why for key, why in told["carried"].items()}
        _decide_all(world, actor, now, today, row.pk, told, carried)
        done = plans.apply_refresh(actor, now, today, row.pk)
        plans.ask_approval(actor, now, _opening(done), seats=[_seat(world, seat) for seat in told["seats"]])
        for given in told["answer"]:
            asked = _asked(world, _opening(done), given, today)
            plans.answer_version(world.actor(given["by"], today), now, today, asked, answer="approved")

    return step


def _opening(row: Any) -> UUID:
    return row.opening_version_id  # type: ignore[no-any-return]


def _decide_all(
    world: World, actor: Actor, now: datetime, today: date, row_id: UUID, told: Told, carried: dict[UUID, str]
) -> None:
    """Priorities and objectives continue but for those carried; open actions are carried but for the old ones."""

    def draft() -> queries.RefreshDraft:
        row = queries.show_refresh_row(actor, row_id)
        if row is None:
            raise LookupError("The refresh is gone.")
        return queries.refresh_draft(actor, row, today)

    found = draft()
    decided = {
        one.pk: Decided("carry", carried[one.pk]) if one.pk in carried else Decided("continue")
        for one in found.priorities
    }
    plans.decide_parts(actor, now, row_id, "priority", decided)
    going = [one.pk for one in found.objectives if one.priority_id not in carried]
    plans.decide_parts(actor, now, row_id, "objective", {key: Decided("continue") for key in going})
    reasons = cycle(told["reasons"])
    ended = {world.ids[f"old:{told['plan']}.{number}"]: old for number, old in enumerate(told["old"])}
    plans.decide_parts(actor, now, row_id, "action", {
        deed.id: _ended(world, ended[deed.id]) if deed.id in ended else Decided("carry", next(reasons))
        for deed in draft().outline.all_asked()
    })  # fmt: skip


def _ended(world: World, old: Told) -> Decided:
    if "closed" in old:
        return Decided("close", old["closed"])
    new = old["replaced_by"]
    party = world.party(new["lead"])
    return Decided(
        "replace", new["why"], new_description=new["text"], new_lead=f"{party.kind}:{party.id}", new_due=new["due"]
    )


def _begins(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        actor, key, day = world.actor(told["by"], today), told["plan"], world.calendar.day
        row = plans.begin_refresh(
            actor, now, world.ids[f"plan:{key}"], title=told["title"], starts_on=day(told["first"]),
            ends_on=day(told["last"]),
        )  # fmt: skip
        for kind, name in (("priority", "priorities"), ("objective", "objectives"), ("action", "actions")):
            decided = {
                world.ids[f"{kind}:{key}.{part}"]: Decided(choice, why) for part, (choice, why) in told[name].items()
            }
            plans.decide_parts(actor, now, row.pk, kind, decided)

    return step
