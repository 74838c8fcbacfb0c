"""Plan single meetings, change their day and place, and call them off."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.meetings import rules
from goldenthread.meetings.models import Meeting
from goldenthread.meetings.permissions import PLAN
from goldenthread.meetings.rules import PAPER_DAYS, Quorum, State
from goldenthread.meetings.services.joint import insist_no_guest, insist_own, lead_guests
from goldenthread.meetings.services.telling import (
    insist_group,
    insist_person,
    insist_runs,
    locked,
    span,
    titled,
    write,
)
from goldenthread.trail import services as trail


@transaction.atomic
def add_meeting(
    actor: Actor, now: datetime, *, group_id: UUID, title: str, on: date, starts_time: time, minutes_long: int = 120,
    place: str = "", online: str = "", paper_days: int = PAPER_DAYS, quorum: Quorum | None = None,
    minute_taker_id: UUID | None = None,
) -> Meeting:  # fmt: skip
    """Plan one meeting outside any series and return it.

    Raises `NotPermitted` for others than the unit and the group's chair or vice chair, and `Refused`.
    """
    actor.must(PLAN)
    insist_group(actor, group_id)
    insist_runs(actor, group_id)
    starts_at, ends_at = span(on, starts_time, minutes_long)
    insist(rules.times_in_order(starts_at, ends_at), "minutes_long")
    insist_person(actor, minute_taker_id, "minute_taker_id")
    meeting = Meeting(
        partnership_id=actor.partnership_id, group_id=group_id, title=titled(title), starts_at=starts_at,
        ends_at=ends_at, place=place.strip(), online=online.strip(), paper_days=paper_days,
        quorum=(quorum or Quorum()).stored(), minute_taker_id=minute_taker_id,
    )  # fmt: skip
    meeting.save(force_insert=True)
    trail.record(actor, "meetings.meeting.planned", meeting, now=now)
    return meeting


@transaction.atomic
def change_meeting(
    actor: Actor, now: datetime, meeting_id: UUID, *, title: str, on: date, starts_time: time, minutes_long: int,
    place: str = "", online: str = "", paper_days: int = PAPER_DAYS, quorum: Quorum | None = None,
    minute_taker_id: UUID | None = None, version: int | None = None,
) -> Meeting:  # fmt: skip
    """Change one meeting and return it; from then on its series leaves it alone. One called off is planned again.

    The partnerships that take part in it have it changed too; one that takes part changes what is its own.

    Raises `Refused` once it took place, and where somebody saved since `version`.
    """
    actor.must(PLAN)
    meeting = locked(actor, meeting_id)
    insist_runs(actor, meeting.group_id)
    insist(rules.may_rearrange(meeting.state))
    _insist_current(meeting, version)
    starts_at, ends_at = span(on, starts_time, minutes_long)
    insist(rules.times_in_order(starts_at, ends_at), "minutes_long")
    insist_person(actor, minute_taker_id, "minute_taker_id")
    fields: dict[str, Any] = {
        "title": titled(title), "starts_at": starts_at, "ends_at": ends_at, "place": place.strip(),
        "online": online.strip(), "paper_days": paper_days, "quorum": (quorum or Quorum()).stored(),
        "minute_taker_id": minute_taker_id,
    }  # fmt: skip
    insist_own(meeting, fields)
    if any(getattr(meeting, key) != value for key, value in fields.items()):
        fields["is_moved"] = True
    was_cancelled = meeting.state == State.CANCELLED
    if was_cancelled or meeting.state == State.POSTPONED:
        fields |= {"state": State.ISSUED if meeting.issued_at else State.PLANNED, "reason": ""}
    name = (
        "moved" if (meeting.starts_at, meeting.state) != (starts_at, fields.get("state", meeting.state)) else "changed"
    )
    write(actor, now, meeting, "planned_again" if was_cancelled else name, **fields)
    lead_guests(actor, now, meeting, name)
    return meeting


def _insist_current(meeting: Meeting, version: int | None) -> None:
    if version is not None and meeting.version != version:
        raise Refused("Somebody else changed this meeting while you were writing. Look at it again, then change it.")


@transaction.atomic
def cancel_meeting(actor: Actor, now: datetime, meeting_id: UUID, reason: str) -> Meeting:
    """Cancel a meeting, with a reason that members read, and return it. Raises `Refused`."""
    return _call_off(actor, now, meeting_id, reason, State.CANCELLED, "cancelled")


@transaction.atomic
def postpone_meeting(actor: Actor, now: datetime, meeting_id: UUID, reason: str) -> Meeting:
    """Postpone a meeting whose new day is not known yet, with a reason, and return it. Raises `Refused`."""
    return _call_off(actor, now, meeting_id, reason, State.POSTPONED, "postponed")


def _call_off(actor: Actor, now: datetime, meeting_id: UUID, reason: str, state: State, name: str) -> Meeting:
    actor.must(PLAN)
    meeting = locked(actor, meeting_id)
    insist_runs(actor, meeting.group_id)
    insist_no_guest(meeting)
    insist(rules.may_call_off(meeting.state, reason), "reason")
    write(actor, now, meeting, name, reason.strip(), state=state, reason=reason.strip())
    lead_guests(actor, now, meeting, name)
    return meeting
