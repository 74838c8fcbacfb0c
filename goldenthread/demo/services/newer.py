"""A plan that came from a file and can be undone, worked on since, with a newer file of it waiting to be looked at."""

from datetime import date, datetime
from uuid import UUID

from goldenthread.actions import services as actions
from goldenthread.demo.services.world import DATA, World
from goldenthread.plans import queries, services
from goldenthread.plans.exchange.applying import apply_import
from goldenthread.plans.exchange.importing import receive_file
from goldenthread.plans.exchange.newer.receiving import receive_newer_file

TITLE = "Work plan of the Learning and Development Group"
FIRST, NEWER = "learning-work-plan.csv", "learning-work-plan-from-the-chair.csv"
# How many days ago each thing happened.
BROUGHT_IN, APPROVED, UPDATED, NEWER_CAME = 75, 70, 30, 1
SAID = {"L2": ("on_track", "Three pages are written."), "L3": ("at_risk", "Two places are booked, two say no.")}


def plan_newer_files(world: World) -> None:
    """Put the first file, the plan's life and the newer file on the agenda, where a partnership has such files."""
    if not (DATA / world.slug / "newer").exists():
        return
    for ago, step in ((BROUGHT_IN, _bring_in), (APPROVED, _start), (UPDATED, _say), (NEWER_CAME, _bring_in_newer)):

        def on_its_day(now: datetime, today: date, step=step) -> None:  # type: ignore[no-untyped-def]
            step(world, now, today)

        world.agenda.add(world.calendar.day({"ago": ago}), on_its_day)


def _content(world: World, name: str) -> bytes:
    return world.calendar.words((DATA / world.slug / "newer" / name).read_text()).encode()


def _plan_id(world: World) -> UUID:
    return world.ids["plan:learning"]


def _bring_in(world: World, now: datetime, today: date) -> None:
    unit = world.actor(world.manager, today)
    row = receive_file(unit, now, _content(world, FIRST), FIRST, dated_on=today)
    chosen = {"title": TITLE, "kind": "work", "group": str(world.ids["group:learning"])}
    services.correct_plan(unit, now, row.pk, row.version, decisions=chosen, what="the plan as a whole")
    made = apply_import(unit, now, today, row.pk)
    if made.plan_id is None:
        raise LookupError(f"{FIRST} makes no plan.")
    world.ids["plan:learning"] = made.plan_id


def _start(world: World, now: datetime, today: date) -> None:
    chair = world.actor("gwen", today)
    services.approve_plan(chair, now, _plan_id(world), approved_on=today, on_behalf_of="The executive")
    services.start_plan(world.unit(today), now, _plan_id(world))


def _say(world: World, now: datetime, today: date) -> None:
    unit = world.unit(today)
    tree = queries.plan_in_full(unit, _plan_id(world), today)
    for line in tree.all_actions if tree else []:
        if line.reference in SAID:
            delivery, text = SAID[line.reference]
            actions.give_update(unit, now, today, line.id, text=text, delivery=delivery)


def _bring_in_newer(world: World, now: datetime, today: date) -> None:
    unit = world.actor(world.manager, today)
    receive_newer_file(unit, now, today, _content(world, NEWER), NEWER, _plan_id(world), today)
