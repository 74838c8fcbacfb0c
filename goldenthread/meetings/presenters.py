"""Meetings as the parameters of components, where a template would otherwise have to think."""

from typing import Any

from django.utils.timezone import localtime

from goldenthread.meetings.rules import STATE_WORDS, State
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
