"""Who reports what to whom and how often: the dates that follow, and what an edit of one of them leaves alone."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rhythm import Rhythm, days
from goldenthread.kernel.rules import rule
from goldenthread.kernel.working_days import ENGLAND_AND_WALES, Calendar, is_working_day

SOURCE = "Domain guide 8.6: an obligation with its recurrence generates dated instances; Annex A, rows 12, 55 and 56"
# How far ahead dates are made, so that a year and a half of the forward plan is always there.
HORIZON = timedelta(days=550)
# How near a day must be for a date that was touched or used to stand for it.
STANDS_FOR = timedelta(days=21)


@dataclass(frozen=True)
class Planned:
    """One date as it stands: the day the rhythm gave, and whether somebody has touched it or it has been used."""

    planned_on: date
    is_kept: bool = False


@rule("returns.dates_wanted", SOURCE)
def dates_wanted(rhythm: Rhythm, first_on: date, last_on: date | None, today: date) -> list[date]:
    """The days an obligation falls due from its first to the horizon or its last day, by its rhythm."""
    until = today + HORIZON
    return days(rhythm, first_on, min(until, last_on) if last_on else until)


@rule("returns.stands_for", SOURCE)
def stands_for(stand: Iterable[Planned], wanted: Collection[date]) -> dict[date, date]:
    """For each touched or used date that is wanted no more, by the day it was planned on: the day it stands for now.

    That is the nearest wanted day within three weeks on which nothing is planned, so that nothing is asked twice.
    """
    rows, found = list(stand), dict[date, date]()
    free = set(wanted) - {one.planned_on for one in rows}
    for day in sorted(one.planned_on for one in rows if one.is_kept and one.planned_on not in wanted):
        near = [one for one in free if abs(one - day) <= STANDS_FOR]
        if near:
            found[day] = min(near, key=lambda one: (abs(one - day), one))
            free.remove(found[day])
    return found


@rule("returns.dates_changed", SOURCE)
def redated(stand: Iterable[Planned], wanted: Collection[date], today: date) -> tuple[list[date], list[date]]:
    """What a changed rhythm does to the dates that stand: (days to add, days to take away).

    Dates that were moved, left out or used (`is_kept`) stay as they are, and so does everything before today. Such a
    date stands for the wanted day nearest to it within three weeks.
    """
    rows = list(stand)
    days, known = set(wanted) - set(stands_for(rows, wanted).values()), {one.planned_on for one in rows}
    gone = [
        one.planned_on for one in rows if not one.is_kept and one.planned_on >= today and one.planned_on not in days
    ]
    return sorted(day for day in days if day not in known and day >= today), sorted(gone)


@rule("returns.opens_on", "House rule: a return opens so many working days before it is due")
def opens_on(due_on: date, working_days: int, calendar: Calendar = ENGLAND_AND_WALES) -> date:
    """The day on which a return is issued: so many working days before it is due."""
    day, left = due_on, working_days
    while left > 0 and day > calendar.starts_on:
        day -= timedelta(days=1)
        left -= calendar.ends_on < day or is_working_day(day, calendar)
    return day


@rule("returns.before_meeting", "Domain guide 8.5: papers so many working days before the meeting")
def before_meeting(meeting_on: date, working_days: int) -> date:
    """The day a report for a meeting is due: so many working days before it."""
    return opens_on(meeting_on, working_days)


# `find(actor, group_id, since, until)` gives the days on which a group meets; the app that keeps meetings says so.
MeetingDays = Callable[[Actor, UUID, date, date], Sequence[date]]
_MEETING_DAYS: list[MeetingDays] = []


def register_meeting_days(find: MeetingDays) -> None:
    """Say who knows when a group meets; the last to say so is asked."""
    _MEETING_DAYS[:] = [find]


def meeting_days(actor: Actor, group_id: UUID, since: date, until: date) -> Sequence[date]:
    """The days on which a group meets between two days; none while no app keeps meetings."""
    return _MEETING_DAYS[0](actor, group_id, since, until) if _MEETING_DAYS else ()


# `tell(actor, now, duty)` is called in the same transaction whenever the dates of a standing duty have changed.
Redated = Callable[[Actor, datetime, UUID], object]
_REDATED: dict[str, Redated] = {}


def register_redated(key: str, tell: Redated) -> None:
    """Ask to be told when the dates of a standing duty change; a second of the same key replaces the first."""
    _REDATED[key] = tell


def tell_redated(actor: Actor, now: datetime, duty: UUID) -> None:
    """Tell everybody who asked that the dates of a duty have changed."""
    for tell in _REDATED.values():
        tell(actor, now, duty)
