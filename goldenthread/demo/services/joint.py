"""Meetings of both partnerships of the demonstration: asked, accepted, minuted on both sides, or not answered yet.

Days are counted from the day of loading, "day = -33" being that of the meeting.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from goldenthread.demo.services.calendar import Step, friday_at_weekends
from goldenthread.demo.services.meetings import seats_told, take_line
from goldenthread.demo.services.world import World, read
from goldenthread.meetings import services as meetings
from goldenthread.meetings.rules import Came
from goldenthread.meetings.services import SeatCame


def plan_joint(host: World, worlds: Mapping[str, World]) -> None:
    """Put the meetings that a partnership hosts for the other one on the agenda, with what both make of them."""
    for given in read(host.slug, "joint")["meeting"]:
        told = host.calendar.told(given)
        guest = worlds[told["guest"]]

        def on(what: str, told: Mapping[str, Any] = told) -> date:
            return friday_at_weekends(host.calendar.today + timedelta(days=told[what]))

        day, key = on("day"), f"joint:{told['title']}:{told['day']}"
        host.agenda.add(on("asked"), _asks(host, guest, key, day, told))
        if "accepted" in told:
            host.agenda.add(on("accepted"), _accepts(guest, key, told["with"]))
        if "issued" in told:
            host.agenda.add(on("issued"), _issues(host, key, day, told["group"], told["items"]))
        if "lines" in told:
            _plan_minutes(host, guest, key, day, on("agreed"), told)


def _plan_minutes(host: World, guest: World, key: str, day: date, agreed: date, told: Mapping[str, Any]) -> None:
    for world, group, lines in ((host, told["group"], told["lines"]), (guest, told["with"], told["own_lines"])):
        world.agenda.add(day, _holds(world, f"meeting:{key}", day, group, lines))
        world.agenda.add(agreed, _agrees(world, f"meeting:{key}", group))


def _asks(host: World, guest: World, key: str, day: date, told: Mapping[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        hour, minute = told["starts"].split(":")
        unit = host.unit(today)
        made = meetings.add_meeting(
            unit, now, group_id=host.ids[f"group:{told['group']}"], title=told["title"], on=day,
            starts_time=time(int(hour), int(minute)), minutes_long=90, place=told["place"],
        )  # fmt: skip
        host.ids[f"meeting:{key}"] = made.pk
        other = guest.unit(today).partnership_id
        row = meetings.ask_partnership(unit, now, made.pk, partnership_id=other, words=told["words"])
        guest.ids[f"invitation:{key}"] = row.pk

    return step


def _accepts(guest: World, key: str, group: str) -> Step:
    def step(now: datetime, today: date) -> None:
        own = meetings.accept_invitation(
            guest.unit(today), now, guest.ids[f"invitation:{key}"], group_id=guest.ids[f"group:{group}"]
        )
        guest.ids[f"meeting:{key}"] = own.pk

    return step


def _issues(host: World, key: str, day: date, group: str, items: list[dict[str, Any]]) -> Step:
    def step(now: datetime, today: date) -> None:
        unit, meeting = host.unit(today), host.ids[f"meeting:{key}"]
        for told in items:
            item = meetings.add_item(
                unit, now, today, meeting, title=told["title"], purpose=told.get("purpose", "discuss"),
                text=told.get("text", ""), minutes=told.get("minutes", 20), part=told.get("part", "A"),
            )  # fmt: skip
            host.ids[f"item:{group}:{day}:{told['title']}"] = item.pk
            if "paper" in told:
                paper = dict(told["paper"])
                document = host.ids.get(f"document:{paper.pop('document', '')}")
                meetings.add_paper(unit, now, today, item.pk, document_id=document, **paper)
        meetings.issue_agenda(unit, now, meeting)

    return step


def _holds(world: World, key: str, day: date, group: str, lines: list[dict[str, Any]]) -> Step:
    def step(now: datetime, today: date) -> None:
        seats = [world.ids[f"seat:{group}.{seat['title']}"] for seat in seats_told(world.slug)[group]]
        came = [SeatCame(seat, Came.PRESENT) for seat in seats]
        meetings.record_attendance(world.unit(today), now, today, world.ids[key], came, [])
        for line in lines:
            take_line(world, now, today, day, group, world.ids[key], line)

    return step


def _agrees(world: World, key: str, group: str) -> Step:
    def step(now: datetime, today: date) -> None:
        meetings.put_to_chair(world.unit(today), now, world.ids[key])
        meetings.agree_minutes(world.actor(world.chair_of(group, today), today), now, today, world.ids[key])

    return step
