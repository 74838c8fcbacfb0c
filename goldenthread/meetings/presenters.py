"""Meetings as the parameters of components, where a template would otherwise have to think."""

from typing import Any

from django.utils.text import slugify
from django.utils.timezone import localtime

from goldenthread.kernel.actor import Actor, declared_permissions
from goldenthread.meetings import queries
from goldenthread.meetings.rules import (
    DECISION_WORDS,
    MARKS,
    MINUTES_READ,
    OUTCOME_WORDS,
    STANDING,
    STATE_WORDS,
    STATUTORY,
    Came,
    Line,
    State,
)
from goldenthread.rendering.packs import PackOnScreen, Places, pack_on_screen, restored
from goldenthread.web.environment import address
from goldenthread.web.lists import Column

TONES = {
    State.PLANNED: "plain", State.ISSUED: "open", State.HELD: "open", State.DRAFTED: "open", State.AGREED: "done",
    State.APPROVED: "done", State.POSTPONED: "warn", State.CANCELLED: "closed", State.WITHDRAWN: "closed",
}  # fmt: skip


def clock(meeting: Any) -> str:
    """From when to when, "10:00 to 12:00", in London."""
    return f"{localtime(meeting.starts_at):%H:%M} to {localtime(meeting.ends_at):%H:%M}"


def state_tag(meeting: Any) -> tuple[str, str]:
    """The word of a meeting's state and the tone of its tag."""
    state = State(meeting.state)
    return STATE_WORDS[state], TONES[state]


COLUMNS = (
    Column("on", "Day", ("starts_at", "title"), lambda one: one.on),
    Column("title", "Meeting", ("title", "starts_at")),
    Column("group", "Group", ("group__position", "group__name", "starts_at"), lambda one: one.group.name),
    Column("place", "Place"),
    Column("state", "State", value=lambda one: state_tag(one)[0]),
)
DOWNLOAD = (
    COLUMNS[0],
    Column("clock", "Time", value=clock),
    *COLUMNS[1:],
    Column("papers_on", "Papers owed"),
    Column("reason", "Why called off"),
)

LATE = (
    Column("title", "Paper", ("title", "-added_at")),
    Column("meeting", "Meeting", ("item__meeting__starts_at", "title"), lambda one: str(one.item.meeting)),
    Column("owner", "Owed by", ("owner__name", "-added_at"), lambda one: one.owner.name if one.owner else ""),
    Column("due", "Owed on", value=lambda one: one.item.meeting.papers_on),
    Column("added", "Added", ("added_at", "title"), lambda one: localtime(one.added_at).date()),
    Column("late_reason", "Why"),
)


def came_initial(came: Any) -> dict[str, Any]:
    """What the fields of attendance hold at first for what was recorded."""
    told: dict[str, Any] = {"guests": "\n".join(one.person_name for one in came.guests)}
    for row in came.rows:
        told[f"came_{row.seat_id}"] = row.came
        told[f"deputy_{row.seat_id}"] = row.deputy
    return told


def trend_columns(trend: Any) -> tuple[Column, ...]:
    """The columns of attendance over the last meetings, for rows of (what, trend)."""

    def said(place: int) -> Any:
        return lambda row: MARKS[Came(row[1].came[place])] if row[1].came[place] else ""

    days = [f"{one.on:%d/%m/%Y}" for one in trend.meetings]
    return (
        Column("what", "Agency or seat", value=lambda row: row[0]),
        Column("name", "Name", value=lambda row: row[1].name),
        Column("agency", "Agency of the seat", value=lambda row: row[1].under),
        Column("share", "Attended (%)", value=lambda row: "" if row[1].share is None else row[1].share, number=True),
        Column("missed", "Missed in a row", value=lambda row: row[1].missed, number=True),
        *(Column(f"m{place}", day, value=said(place)) for place, day in enumerate(days)),
    )


def _view(key: str) -> Any:
    return lambda one: one.views.get(key, "")


STANDING_TONES = {"made": "done", "recommended": "warn", "ratified": "done"}
DECISIONS = (
    Column("on", "Decided", ("decided_on", "created_at"), lambda one: one.decided_on),
    Column("text", "Decision", ("text", "-decided_on")),
    Column("group", "Group", ("meeting__group__position", "-decided_on"), lambda one: one.meeting.group.name),
    Column("standing", "How it stands", value=lambda one: DECISION_WORDS[one.standing]),
)
DECISIONS_FILE = (
    *DECISIONS,
    Column("meeting", "Meeting", value=lambda one: str(one.meeting)),
    Column("options", "Options"),
    Column("reason", "Why"),
    Column("decided_by", "Who decided"),
    *(Column(key, f"View of {words}", value=_view(key)) for key, words in STATUTORY.items()),
    Column("ratified_on", "Ratified on"),
)


def standing_pages(actor: Actor, meeting: Any, last: Any) -> dict[str, tuple[str, str]]:
    """For the title of each standing item what it is about: the words of a link and its address, as far as the actor
    may go there. `last` is the group's meeting before, or None.
    """
    slug, group, may = actor.partnership_slug, meeting.group_id, declared_permissions()
    found = {"actions": ("Open the group’s work plan", address("actions:group_work_plan", slug, group=group))}
    if last and last.state in MINUTES_READ:
        read = address("meetings:show_minutes", slug, meeting=last.pk)
        found["minutes"] = ("Read the minutes of the last meeting", read)
    if actor.may(may["risks.see"]):
        register = address("risks:list_risks", slug, query={"register": group})
        found["risks"] = ("Open the group’s risk register", register)
    if actor.may(may["challenges.see"]):
        found["challenges"] = ("Open the challenge log", address("challenges:list_challenges", slug))
    return {STANDING[key]: page for key, page in found.items()}


def numbered_title(number: str, item: Any) -> str:
    """What stands above what was minuted about an item: "3. Budget"."""
    return f"{number}. {item.title}" if item else "Besides the agenda"


def public(headings: Any) -> list[tuple[str, Any, list[Any]]]:
    """What of minutes goes into the public version: chosen lines of part A, as (number, item, lines)."""
    found = []
    for one in headings:
        lines = [said.line for said in one.said if said.line.is_public and not said.line.is_restricted]
        if lines and not (one.item and one.item.is_restricted):
            found.append((one.number, one.item, lines))
    return found


def minutes_file(meeting: Any) -> str:
    """What a file of minutes is called, without its ending."""
    return f"minutes-{slugify(meeting.title)[:60]}-{meeting.on:%Y-%m-%d}"


INVITED_TONES = {"asked": "open", "accepted": "done", "declined": "closed", "withdrawn": "closed", "left": "closed"}
OUTCOME_TONES = {"open": "open", "carried": "done", "not_carried": "closed"}
SERIES_FILE = (
    Column("title", "Series"),
    Column("group", "Group", value=lambda one: one.group.name),
    Column("rhythm", "How often", value=lambda one: one.beat.words),
    Column("next_at", "Next", value=lambda one: localtime(one.next_at).date() if one.next_at else None),
    Column("coming", "Planned"),
    Column("ended_on", "Ended"),
)
PROCEDURES = (
    Column("asked_on", "Asked", ("asked_on", "title")),
    Column("title", "Proposal", ("title", "-asked_on")),
    Column("group", "Group", ("group__position", "-asked_on"), lambda one: one.group.name),
    Column("answer_by", "Answer by", ("answer_by", "title")),
    Column("answered", "Answered", ("answered", "title"), number=True),
    Column("outcome", "How it stands", value=lambda one: OUTCOME_WORDS[one.outcome]),
)


def pack_title(pack: Any) -> str:
    """What a pack is called: "Board pack", "Supplement 2 to the board pack"."""
    return f"Supplement {pack.number} to the board pack" if pack.number else "Board pack"


def pack_file(pack: Any) -> str:
    """What the file of a pack is called; it names nothing that is restricted."""
    meeting, parts = pack.meeting, " with part B" if pack.is_restricted else ""
    return f"{pack_title(pack)}{parts} - {meeting.title} - {meeting.on:%Y-%m-%d}.pdf".replace("/", "-")


def on_screen(actor: Actor, pack: Any) -> PackOnScreen:
    """A frozen pack for a template, with the numbers that were frozen with it; what it names leads to pages that the
    actor may open. One query.
    """
    content = restored(pack.content)
    tied = {key for _, paper in content.papers() for _, key in paper.tied}
    return pack_on_screen(content, Places.from_plain(pack.places), queries.pages_of(actor, tied))


def begun_line(seen: Any, item_id: str) -> dict[str, Any]:
    """How the form for one more line of the minutes begins under an item: where a report asks for it, with the kind of
    line that answers, the group that asks, and the day by which it asks. One query for such an item.
    """
    item = next((one.item for one in seen.headings if one.item and str(one.item.pk) == item_id), None)
    begun: dict[str, Any] = {"item_id": item_id}
    if item is None or item.is_restricted or not item.request_id or item.request.wanted == "note":
        return begun
    asked = item.request
    kind = Line.DIRECTION if asked.wanted == "direction" else Line.DECISION
    return begun | {"kind": kind, "to_group_id": str(asked.from_group_id or ""), "due_on": asked.wanted_by}
