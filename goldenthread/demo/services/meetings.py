"""The meetings of the demonstration: series in each group's cadence, a year behind and eighteen months ahead."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from goldenthread.demo.services.calendar import Step, friday_at_weekends
from goldenthread.demo.services.contributing import plan_link
from goldenthread.demo.services.packs import plan_pack
from goldenthread.demo.services.world import World, read
from goldenthread.kernel.rhythm import Beat, Rhythm, days
from goldenthread.meetings import queries
from goldenthread.meetings import services as meetings
from goldenthread.meetings.rules import STANDING, Came, Quorum
from goldenthread.meetings.services import SeatCame
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

SHEET = ("summary", "decision_sought", "equalities", "resources", "legal", "contributors")
SHORT = "The meeting went through its standing items; nothing needed a decision."


def plan_meetings(world: World) -> None:
    """Put every series of a partnership on the agenda, with what became of each meeting until today."""
    data = read(world.slug, "meetings")
    told = [world.calendar.told(one) for one in data.get("meeting", [])]
    for given in data["series"]:
        series = world.calendar.told(given)
        _plan_series(world, series, [one for one in told if one["group"] == series["group"]])
    for proposal in data.get("written", []):
        _plan_written(world, world.calendar.told(proposal))
    # What time has brought into sight since the series were set up, as the timer would have.
    world.agenda.add(world.calendar.today, _plans_ahead(world))


def _plan_series(world: World, told: dict[str, Any], stories: Sequence[dict[str, Any]]) -> None:
    today = world.calendar.today
    made = world.calendar.day(told["since"])
    rhythm = Rhythm(
        Beat(told["beat"]), every=told.get("every", 1), months=tuple(told.get("months", ())),
        weekday=told.get("weekday"), nth=told.get("nth"), skips_august=told.get("skips_august", False),
    )  # fmt: skip
    world.agenda.add(made, _adds_series(world, told, rhythm, made))
    until = world.calendar.day(told["until"]) if "until" in told else today + timedelta(days=200)
    every = days(rhythm, made, until)
    past, ahead = [day for day in every if day < today], [day for day in every if day > today]
    named = {one["back"]: one for one in stories if "back" in one}
    # A cancelled meeting approves nobody's minutes.
    later = [day for back, day in enumerate(reversed(past), 1) if "cancelled" not in named.get(back, {})][::-1]
    for number, day in enumerate(reversed(past), 1):
        following = held[0] if (held := [one for one in later if one > day]) else None
        _plan_past(world, told, day, following, named.get(number, {}), number)
    for one in stories:
        if "ahead" in one and len(ahead) >= one["ahead"]:
            day = min(today, friday_at_weekends(ahead[one["ahead"] - 1] - timedelta(days=10)))
            world.agenda.add(day, _builds_agenda(world, ahead[one["ahead"] - 1], one))
            _plan_papers(world, ahead[one["ahead"] - 1], one)


def _plans_ahead(world: World) -> Step:
    def step(now: datetime, today: date) -> None:
        meetings.plan_ahead(world.unit(today), now, today)

    return step


def _adds_series(world: World, told: dict[str, Any], rhythm: Rhythm, made: date) -> Step:
    needs = told.get("needs", {})

    def step(now: datetime, today: date) -> None:
        hour, minute = told.get("starts", "10:00").split(":")
        meetings.add_series(
            world.unit(today), now, today, group_id=world.ids[f"group:{told['group']}"], title=told["title"],
            rhythm=rhythm, first_on=made, starts_time=time(int(hour), int(minute)),
            minutes_long=told.get("minutes", 120), place=told.get("place", ""),
            quorum=Quorum(needs.get("statutory", False), needs.get("members", 0), needs.get("chair", False)),
            standing=told.get("standing", [STANDING[key] for key in ("welcome", "minutes", "matters", "actions")]),
        )  # fmt: skip

    return step


def _plan_past(
    world: World, told: dict[str, Any], day: date, following: date | None, story: Mapping[str, Any], number: int
) -> None:
    today = world.calendar.today
    if "cancelled" in story:
        world.agenda.add(day - timedelta(days=2), _cancels(world, told["group"], day, story["cancelled"]))
        return
    if story:
        world.agenda.add(friday_at_weekends(day - timedelta(days=12)), _builds_agenda(world, day, story))
        _plan_papers(world, day, story)
        if "pack" in story:
            plan_pack(world, told["group"], day, story["pack"])
    world.agenda.add(day, _holds(world, told, day, story, number))
    if story.get("draft"):
        world.agenda.add(min(today, day + timedelta(days=1)), _puts_to_chair(world, told["group"], day))
        return
    agreed = day + timedelta(days=5 if day.weekday() > 1 else 3)
    if agreed < today:
        world.agenda.add(agreed, _agrees(world, told["group"], day))
        if following and following < today and following > agreed:
            world.agenda.add(following, _approves(world, told["group"], day))


def _meeting(world: World, group: str, day: date, today: date) -> UUID:
    key = f"meeting:{group}:{day}"
    if key not in world.ids:
        found = queries.meeting_on(world.unit(today), world.ids[f"group:{group}"], day)
        if found is None:
            raise LookupError(f"{group} does not meet on {day}.")
        world.ids[key] = found.pk
    return world.ids[key]


def _cancels(world: World, group: str, day: date, why: str) -> Step:
    def step(now: datetime, today: date) -> None:
        meetings.cancel_meeting(world.unit(today), now, _meeting(world, group, day, today), why)

    return step


def _builds_agenda(world: World, day: date, story: Mapping[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        unit, meeting = world.unit(today), _meeting(world, story["group"], day, today)
        meetings.propose_agenda(unit, now, meeting)
        for told in story.get("items", []):
            presenter = world.shared.people.get(told.get("presenter", ""))
            item = meetings.add_item(
                unit, now, today, meeting, title=told["title"], purpose=told.get("purpose", "discuss"),
                text=told.get("text", ""), minutes=told.get("minutes", 15), part=told.get("part", "A"),
                presenter_id=presenter,
            )  # fmt: skip
            world.ids[f"item:{story['group']}:{day}:{told['title']}"] = item.pk
            if "paper" in told:
                owner = world.shared.people[told["paper"].get("by", told.get("presenter", world.manager))]
                paper = meetings.ask_for_paper(unit, now, today, item.pk, title=told["paper"]["title"], owner_id=owner)
                world.ids[f"paper:{item.pk}"] = paper.pk
        if story.get("issued", True):
            meetings.issue_agenda(unit, now, meeting)

    return step


def _plan_papers(world: World, day: date, story: Mapping[str, Any]) -> None:
    for told in story.get("items", []):
        if "link" in told:
            plan_link(world, f"item:{story['group']}:{day}:{told['title']}", day, told["link"])
        if "paper" in told and not told["paper"].get("owed", False):
            before = 2 if "late" in told["paper"] else 10
            on = friday_at_weekends(day - timedelta(days=before))
            world.agenda.add(min(on, world.calendar.today), _adds_paper(world, day, story["group"], told))


def _adds_paper(world: World, day: date, group: str, told: dict[str, Any]) -> Step:
    paper = told["paper"]
    sheet = {key: words for key, words in paper.items() if key in SHEET}

    def step(now: datetime, today: date) -> None:
        item = world.ids[f"item:{group}:{day}:{told['title']}"]
        meetings.add_paper(
            world.unit(today), now, today, item, paper_id=world.ids[f"paper:{item}"], title=paper["title"],
            body=paper.get("body", ""), document_id=world.ids.get(f"document:{paper.get('document', '')}"),
            late_reason=paper.get("late", ""), **sheet,
        )  # fmt: skip
        if "serves" in paper:
            source = Ref("meetings.paper", world.ids[f"paper:{item}"])
            threads.tie(world.unit(today), now, LinkKind.SERVES, source, world.ref("priority", paper["serves"]))

    return step


def _holds(world: World, told: dict[str, Any], day: date, story: Mapping[str, Any], number: int) -> Step:
    seats = seats_told(world.slug)[told["group"]]

    def step(now: datetime, today: date) -> None:
        unit, meeting = world.unit(today), _meeting(world, told["group"], day, today)
        came = [
            SeatCame(world.ids[f"seat:{told['group']}.{seat['title']}"], *_came(seat, place, number, story))
            for place, seat in enumerate(seats)
        ]
        meetings.record_attendance(unit, now, today, meeting, came, story.get("guests", []))
        for one in story.get("interests", []):
            item = world.ids[f"item:{told['group']}:{day}:{one['item']}"]
            said = {"nature": one["nature"], "what_was_done": one["done"], "item_id": item}
            meetings.declare_interest(unit, now, today, meeting, person_name=one["who"], **said)
        for line in story.get("lines", [{"kind": "note", "text": SHORT}]):
            take_line(world, now, today, day, told["group"], meeting, line)

    return step


@cache
def seats_told(slug: str) -> dict[str, list[dict[str, Any]]]:
    """The seats of each group as the data tells them."""
    return {group["key"]: group.get("seats", []) for group in read(slug, "structure")["groups"]}


def _came(seat: Mapping[str, Any], place: int, number: int, story: Mapping[str, Any]) -> tuple[str, str]:
    """Whether somebody came: as told, and else mostly, in a way that is the same each time the data is loaded."""
    if seat["title"] in story.get("absent", []):
        return Came.APOLOGIES, ""
    if "lines" in story:
        return Came.PRESENT, ""
    turn = (7 * number + 5 * place) % 13
    if seat.get("kind") != "chair" and turn in (3, 8):
        return (Came.DEPUTY, "A colleague from the same team") if turn == 3 else (Came.APOLOGIES, "")
    return Came.PRESENT, ""


def take_line(
    world: World, now: datetime, today: date, day: date, group: str, meeting: Any, told: dict[str, Any]
) -> None:
    """Take one line of the minutes of a group's meeting on a day, as the data tells it."""
    unit, kind = world.unit(today), told["kind"]
    item = world.ids.get(f"item:{group}:{day}:{told.get('item', '')}")
    shared: dict[str, Any] = {"text": told["text"], "item_id": item}
    follows = {
        "due_on": world.calendar.today + timedelta(days=told["due"]) if "due" in told else None,
        "decision_id": world.ids.get(f"decision:{told.get('follows', '')}"),
    }
    line: Any = None
    if kind == "decision":
        extra = {key: told[key] for key in ("options", "reason", "decided_by", "views") if key in told}
        made = meetings.record_decision(unit, now, today, meeting, **extra, **shared)
        world.ids[f"decision:{told.get('key', made.pk)}"] = made.pk
        line = made.lines.first()
    elif kind == "action":
        line = meetings.raise_action_at(unit, now, today, meeting, lead=world.party(told["lead"]), **follows, **shared)
    elif kind == "direction":
        to = world.ids[f"group:{told['to']}"]
        meetings.direct_group(unit, now, today, meeting, to_group_id=to, **follows, **shared)
    else:
        line = meetings.take_minute(unit, now, today, meeting, kind=kind, to_whom=told.get("to", ""), **shared)
    if told.get("public") and line is not None:
        public = line.meeting.lines.filter(is_public=True).values_list("pk", "public_text")
        meetings.choose_public(unit, now, meeting, {**dict(public), line.pk: told.get("public_words", "")})


def _puts_to_chair(world: World, group: str, day: date) -> Step:
    def step(now: datetime, today: date) -> None:
        meetings.put_to_chair(world.unit(today), now, _meeting(world, group, day, today))

    return step


def _agrees(world: World, group: str, day: date) -> Step:
    def step(now: datetime, today: date) -> None:
        meeting = _meeting(world, group, day, today)
        meetings.put_to_chair(world.unit(today), now, meeting)
        try:
            chair = world.actor(world.chair_of(group, today), today)
        except LookupError:
            chair = world.unit(today)
        meetings.agree_minutes(chair, now, today, meeting)

    return step


def _approves(world: World, group: str, day: date) -> Step:
    def step(now: datetime, today: date) -> None:
        meetings.approve_minutes(world.unit(today), now, today, _meeting(world, group, day, today))

    return step


def _plan_written(world: World, told: dict[str, Any]) -> None:
    """A proposal put to a group in writing, with each answer on its day."""
    begun = world.calendar.day(told)
    key = f"written:{told['title']}"

    def begins(now: datetime, today: date) -> None:
        row = meetings.begin_procedure(
            world.unit(today), now, today, group_id=world.ids[f"group:{told['group']}"], title=told["title"],
            proposal=told["proposal"], options=told.get("options", ""), needed=told["needed"],
            answer_by=begun + timedelta(days=told["days"]),
        )  # fmt: skip
        world.ids[key] = row.pk

    world.agenda.add(begun, begins)
    for number, reply in enumerate(told["answers"], 1):
        world.agenda.add(begun + timedelta(days=number), _answers(world, key, reply))
    if told.get("closed"):
        world.agenda.add(begun + timedelta(days=len(told["answers"]) + 1), _closes(world, key))


def _answers(world: World, key: str, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        meetings.answer_procedure(
            world.actor(told["who"], today), now, today, world.ids[key], answer=told["answer"],
            reason=told.get("reason", ""),
        )  # fmt: skip

    return step


def _closes(world: World, key: str) -> Step:
    def step(now: datetime, today: date) -> None:
        meetings.close_procedure(world.unit(today), now, today, world.ids[key])

    return step
