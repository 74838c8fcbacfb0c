"""What every service here does when it writes: fetch under lock, save, and say on the trail what changed."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings.models import Meeting
from goldenthread.meetings.permissions import NOT_YOURS, keeps, runs_group
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import services as trail

LONDON = ZoneInfo("Europe/London")
UNKNOWN = "There is no such meeting in this partnership, or it is not yours to see. The business unit can help."
# The words of what is restricted stay out of the trail, which more people read.
KEPT_OUT = "not shown in histories"


def moment(day: date, at: time) -> datetime:
    """A day and a time in London as a moment."""
    return datetime.combine(day, at, tzinfo=LONDON)


def span(day: date, at: time, minutes: int) -> tuple[datetime, datetime]:
    """When a meeting starts and ends."""
    starts = moment(day, at)
    return starts, starts + timedelta(minutes=minutes)


def insist_runs(actor: Actor, group_id: UUID) -> None:
    """Raise `NotPermitted` unless the actor is of the unit, or chairs or vice-chairs the group."""
    if not runs_group(actor, group_id):
        raise NotPermitted("The business unit, or the chair or vice chair of the group, plans its meetings.")


def insist_keeps(actor: Actor, meeting: Meeting) -> None:
    """Raise `NotPermitted` unless the actor keeps the papers of the meeting."""
    if not keeps(actor, meeting.group_id, meeting.minute_taker_id):
        raise NotPermitted(NOT_YOURS)


def insist_group(actor: Actor, group_id: UUID) -> None:
    """Raise `Refused` for a group of another partnership."""
    if not partnerships.is_in_partnership(actor, "group", group_id):
        raise Refused("There is no such group in this partnership.", "group_id")


def insist_person(actor: Actor, person_id: UUID | None, field: str) -> None:
    """Raise `Refused` for somebody who has no tie to the partnership; nobody is in order."""
    if person_id and not partnerships.is_in_partnership(actor, "person", person_id):
        raise Refused("Choose somebody who belongs to this partnership.", field)


def locked(actor: Actor, meeting_id: UUID) -> Meeting:
    """A meeting of the partnership, locked, with its group. Raises `Refused` where there is none."""
    rows = Meeting.objects.within(actor).select_for_update(of=("self",)).select_related("group")
    found: Meeting | None = rows.filter(pk=meeting_id).first()
    if found is None:
        raise Refused(UNKNOWN)
    return found


def titled(text: str, field: str = "title", words: str = "Enter a title that members will recognise.") -> str:
    """The text in one line. Raises `Refused` for none and for more than 200 characters."""
    line = " ".join(text.split())
    if not line:
        raise Refused(words, field)
    if len(line) > 200:
        raise Refused("This must be 200 characters or fewer.", field)
    return line


# How somebody answered in writing is no word, and says as much.
SAYS_AS_MUCH = frozenset({"answer"})


def told(thing: Any) -> dict[str, Any]:
    """A snapshot of a row, without its words where it is restricted: more people read the trail than read part B.

    Its words are what its model calls personal.
    """
    stands = trail.snapshot(thing)
    if not getattr(thing, "is_restricted", False):
        return stands
    words = SAYS_AS_MUCH | set(thing.privacy["personal"].split())
    return {key: KEPT_OUT if key in words and value else value for key, value in stands.items()}


def tell(actor: Actor, now: datetime, name: str, thing: Any, because: str = "") -> None:
    """Record something new or something that happened to a row."""
    kind = thing._meta.model_name
    trail.record(actor, f"meetings.{kind}.{name}", thing, after=told(thing), now=now, reason=because)


def write(actor: Actor, now: datetime, thing: Any, name: str, because: str = "", /, **fields: Any) -> Any:
    """Write fields on a locked row, record what changed, and return the row; nothing where nothing differs."""
    plain, before = trail.snapshot(thing), told(thing)
    # A reason for something restricted would say in the trail what its words do not.
    said = "" if getattr(thing, "is_restricted", False) else because
    for key, value in fields.items():
        setattr(thing, key, value)
    if plain == trail.snapshot(thing):
        return thing
    after = told(thing)
    thing.version += 1
    thing.save()
    trail.record(
        actor, f"meetings.{thing._meta.model_name}.{name}", thing, before=before, after=after, now=now, reason=said
    )
    return thing
