"""Items and their papers: by when a paper is owed, whether it was late, and how items are numbered for a reader."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule
from goldenthread.kernel.working_days import ENGLAND_AND_WALES, Calendar, is_working_day
from goldenthread.meetings.rules.states import AHEAD, MINUTES_READ, OFF

SOURCE = "Domain guide 8.5: papers deadline in working days; late-paper log; restricted part B items"


class Purpose(StrEnum):
    """What is asked of the meeting."""

    DECIDE = "decide"
    ASSURE = "assure"
    DISCUSS = "discuss"
    NOTE = "note"


PURPOSE_WORDS: Mapping[Purpose, str] = {
    Purpose.DECIDE: "To decide",
    Purpose.ASSURE: "For assurance",
    Purpose.DISCUSS: "To discuss",
    Purpose.NOTE: "To note",
}
SOURCE_WORDS: Mapping[str, str] = {
    "standing": "Standing item",
    "carried": "Carried from an earlier meeting",
    "ahead": "From the forward plan",
    "escalated": "Escalated to this group",
    "added": "Added",
}
STANDING: Mapping[str, str] = {
    "welcome": "Welcome, apologies and declarations of interest",
    "minutes": "Minutes of the last meeting",
    "matters": "Matters arising",
    "actions": "Action log",
    "risks": "Risk register",
    "challenges": "Challenge log",
    "any": "Any other business",
}
PART_A, PART_B = "A", "B"


@rule("meetings.papers_due", SOURCE)
def papers_due(meets_on: date, days: int, calendar: Calendar = ENGLAND_AND_WALES) -> date:
    """The day papers are owed: so many working days before the meeting, the day of which counts as none.

    Beyond the years of the bank-holiday table only weekends are left out, because more is not known yet.
    """
    day, left = meets_on, days
    while left > 0:
        day -= timedelta(days=1)
        known = calendar.starts_on <= day <= calendar.ends_on
        left -= is_working_day(day, calendar) if known else day.weekday() < 5
    return day


@rule("meetings.late_paper", SOURCE)
def is_late(due_on: date, added_on: date) -> bool:
    """True for a paper that came after the day it was owed."""
    return added_on > due_on


@rule("meetings.late_paper_says_why", SOURCE)
def may_add(late: bool, reason: str) -> Verdict:
    """Denied for a late paper without a reason."""
    if late and not reason.strip():
        return Denied("The day for papers has passed. Say why this one is late; the log of late papers shows it.")
    return Allowed()


class Parted(Protocol):
    """Anything that stands in part A or part B."""

    part: str


Item = TypeVar("Item", bound=Parted)


@rule("meetings.numbering", "Domain guide 8.5 and D.1: numbers must not betray a restricted item")
def numbered(items: Iterable[Item]) -> list[tuple[str, Item]]:
    """Items in their order with their numbers: those of part A 1, 2, 3, then those of part B B1, B2.

    Each part is counted by itself, so a reader of part A alone sees no gap.
    """
    every = list(items)
    first = [item for item in every if item.part == PART_A]
    second = [item for item in every if item.part == PART_B]
    return [(str(number), item) for number, item in enumerate(first, 1)] + [
        (f"B{number}", item) for number, item in enumerate(second, 1)
    ]


@rule("meetings.may_issue", SOURCE)
def may_issue(state: str, items: int) -> Verdict:
    """Denied for an empty agenda, and for a meeting that is off or took place."""
    if state not in AHEAD:
        return Denied("Only the agenda of a meeting to come is issued.")
    if not items:
        return Denied("Put something on the agenda first.")
    return Allowed()


@rule("meetings.may_change_agenda", SOURCE)
def may_change_agenda(state: str) -> Verdict:
    """Denied once the chair agreed the minutes, and for a meeting that is off."""
    if state in OFF or state in MINUTES_READ:
        return Denied("The agenda stays as it was: this meeting is called off, or its minutes are agreed.")
    return Allowed()
