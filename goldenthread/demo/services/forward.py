"""Reviews of documents, statutory dates, and the calendars that several people share."""

from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.demo.services.calendar import Step, friday_at_weekends
from goldenthread.demo.services.world import World, read
from goldenthread.documents import services as documents
from goldenthread.notify import services as notify


def plan_forward(world: World) -> None:
    """Put each review, statutory date and shared calendar on the agenda of the day on which it was set."""
    told = read(world.slug, "forward")
    for one in told["review"]:
        world.agenda.add(world.calendar.day(one), _sets(world, one))
        if "reviewed" in one:
            world.agenda.add(world.calendar.day(one["reviewed"]), _reviews(world, one))
    for one in told["statutory"]:
        set_on = world.calendar.day(one)
        world.agenda.add(set_on, _keeps(world, one))
        met_on = friday_at_weekends(_falls(one, set_on) - timedelta(days=one.get("met", {}).get("early", 0)))
        if "met" in one and set_on < met_on <= world.calendar.today:
            world.agenda.add(met_on, _meets(world, one))
    for one in told.get("feed", []):
        world.agenda.add(world.calendar.day(one), _shares(world, one))


def _sets(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        due = world.calendar.today + timedelta(days=told["due_in"])
        documents.set_review(
            world.unit(today), now, today, world.ids[f"document:{told['document']}"], review_on=due,
            reviewer_id=world.shared.people.get(told.get("reviewer", "")),
        )  # fmt: skip

    return step


def _reviews(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        done = told["reviewed"]
        documents.review_document(
            world.actor(told["reviewer"], today), now, today, world.ids[f"document:{told['document']}"],
            done_on=today, next_on=world.calendar.today + timedelta(days=done["next_in"]), note=done["note"],
        )  # fmt: skip

    return step


def _falls(told: dict[str, Any], since: date) -> date:
    day = date(since.year, told["month"], told["day"])
    return day if day >= since else day.replace(year=since.year + 1)


def _keeps(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        notify.keep_statutory_date(
            world.unit(today), now, today, told["key"],
            first_on=_falls(told, today),
            group_id=world.ids.get(f"group:{told.get('group', '')}"),
        )  # fmt: skip

    return step


def _meets(world: World, told: dict[str, Any]) -> Step:
    """The step in which the unit records that a date was met, some days early."""

    def step(now: datetime, today: date) -> None:
        unit, due_on = world.unit(today), _falls(told, today)
        notify.record_met(unit, now, today, told["key"], due_on=due_on, met_on=today, note=told["met"]["note"])

    return step


def _shares(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        agency_id = world.ids.get(f"agency:{told.get('agency', '')}")
        notify.make_feed(world.unit(today), now, today, agency_id=agency_id, is_whole=told.get("whole", False))

    return step
