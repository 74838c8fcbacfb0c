"""Record who came, and who declared an interest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import SAVED_FIRST, Refused, Superseded, insist
from goldenthread.meetings import rules
from goldenthread.meetings.models import AgendaItem, Attendance, Decision, DeclarationOfInterest, Meeting
from goldenthread.meetings.permissions import KEEP
from goldenthread.meetings.queries import attendance_of, seats_of
from goldenthread.meetings.rules import Came, State
from goldenthread.meetings.services.telling import KEPT_OUT, insist_keeps, locked, tell, titled, write
from goldenthread.trail import services as trail


@dataclass(frozen=True)
class SeatCame:
    """What became of one seat: whether its holder or a deputy came, and who the deputy was."""

    seat_id: UUID
    came: str
    deputy: str = ""


def recorded_meeting(actor: Actor, today: date, meeting_id: UUID) -> Meeting:
    """A meeting that takes place and whose record the actor keeps, locked. Raises `Refused` and `NotPermitted`."""
    actor.must(KEEP)
    meeting = locked(actor, meeting_id)
    insist_keeps(actor, meeting)
    insist(rules.may_record(meeting.state, meeting.on, today))
    return meeting


def begin(actor: Actor, now: datetime, meeting: Meeting) -> None:
    """Mark a meeting as held once something of it is recorded."""
    if meeting.state in rules.AHEAD:
        write(actor, now, meeting, "held", state=State.HELD)


@transaction.atomic
def record_attendance(
    actor: Actor, now: datetime, today: date, meeting_id: UUID, came: Collection[SeatCame],
    guests: Collection[str] = (), version: str | None = None,
) -> Meeting:  # fmt: skip
    """Record what became of each seat and who came besides, in place of what was recorded; return the meeting.

    Whether its decisions wait to be ratified follows from who came.
    `version` is the `mark` of what stood when writing began; raises `Superseded` where that is another by now.
    Seats not told of keep nothing. Raises `Refused` before the day of the meeting and for a seat of another group.
    """
    meeting = recorded_meeting(actor, today, meeting_id)
    before = _said(meeting)
    seats = {line.seat.pk: line for line in seats_of(actor, meeting, named=False)}
    rows = []
    for one in came:
        if one.seat_id not in seats:
            raise Refused("One of the seats does not belong to this group on the day of the meeting.")
        if one.came not in set(Came):
            raise Refused("Say of each seat whether somebody came.")
        line = seats[one.seat_id]
        deputy = one.deputy.strip() if one.came == Came.DEPUTY else ""
        rows.append(
            Attendance(
                partnership_id=actor.partnership_id, meeting=meeting, seat_id=one.seat_id,
                agency_id=line.seat.agency_id, person_id=line.person_id, person_name=line.person, came=one.came,
                deputy=deputy[:200],
            )
        )  # fmt: skip
    for guest in guests:
        if name := " ".join(guest.split())[:200]:
            rows.append(
                Attendance(partnership_id=actor.partnership_id, meeting=meeting, person_name=name, came=Came.PRESENT)
            )
    if version is not None and version != (stands := attendance_of(actor, meeting).mark):
        yours = {"who_came": "; ".join(str(row) for row in rows)}
        raise Superseded(SAVED_FIRST, {"who_came": before["who_came"], "version": stands}, yours)
    if before["who_came"]:
        Attendance.objects.filter(meeting=meeting).delete()
    Attendance.objects.bulk_create(rows)
    if meeting.state in rules.AHEAD:
        meeting.state = State.HELD
    meeting.version += 1
    meeting.save()
    told, after = _for_histories(meeting, before), _for_histories(meeting, _said(meeting))
    trail.record(actor, "meetings.meeting.attended", meeting, before=told, after=after, now=now)
    _weigh_decisions(actor, now, meeting)
    return meeting


def _weigh_decisions(actor: Actor, now: datetime, meeting: Meeting) -> None:
    """Say anew of the meeting's decisions whether they wait to be ratified, now that it is known who came.

    What was decided in writing waits for it in any case, and what was ratified stays so.
    """
    rows = Decision.objects.select_for_update(of=("self",)).filter(
        meeting=meeting, procedure__isnull=True, ratified_on__isnull=True, removed_at__isnull=True
    )
    needs = bool(rows) and bool(attendance_of(actor, meeting).missing)
    for decision in [one for one in rows if one.needs_ratification != needs]:
        decision.meeting = meeting
        write(actor, now, decision, "changed", needs_ratification=needs)


def _for_histories(meeting: Meeting, said: dict[str, str]) -> dict[str, str]:
    """The same without names where the group is restricted: everybody reads the history of a meeting."""
    return (
        {**said, "who_came": KEPT_OUT if said["who_came"] else ""} if meeting.group.information_class == "R" else said
    )


def _said(meeting: Meeting) -> dict[str, str]:
    rows = Attendance.objects.filter(meeting=meeting).select_related("seat").order_by("seat__title", "person_name")
    return {"who_came": "; ".join(str(row) for row in rows), "state": meeting.state}


@transaction.atomic
def declare_interest(
    actor: Actor, now: datetime, today: date, meeting_id: UUID, *, person_name: str, nature: str,
    what_was_done: str = "", item_id: UUID | None = None,
) -> DeclarationOfInterest:  # fmt: skip
    """Record a declaration of interest at a meeting, about one item or all of it, and return it. Raises `Refused`."""
    meeting = recorded_meeting(actor, today, meeting_id)
    fields = _declared(actor, meeting, person_name, nature, what_was_done, item_id)
    begin(actor, now, meeting)
    row = DeclarationOfInterest(partnership_id=actor.partnership_id, meeting=meeting, **fields)
    row.save(force_insert=True)
    tell(actor, now, "declared", row)
    return row


def _declared(
    actor: Actor, meeting: Meeting, person_name: str, nature: str, what_was_done: str, item_id: UUID | None
) -> dict[str, Any]:
    item = AgendaItem.objects.readable(actor).filter(meeting=meeting, pk=item_id).first() if item_id else None
    if item_id and item is None:
        raise Refused("There is no such item on this agenda.", "item_id")
    if not nature.strip():
        raise Refused("Say what the interest is.", "nature")
    who = titled(person_name, "person_name", "Enter who declared it.")
    return {"item": item, "nature": nature.strip(), "person_name": who, "what_was_done": what_was_done.strip()}


@transaction.atomic
def change_declaration(
    actor: Actor, now: datetime, today: date, declaration_id: UUID, *, take_out: bool = False, person_name: str = "",
    nature: str = "", what_was_done: str = "", item_id: UUID | None = None,
) -> DeclarationOfInterest:  # fmt: skip
    """Put a declaration of interest right, or `take_out` one that nobody made, and return it.

    Raises `Refused`, also once the chair agreed the minutes, and `NotPermitted`.
    """
    rows = DeclarationOfInterest.objects.readable(actor).select_for_update(of=("self",))
    row: DeclarationOfInterest | None = rows.select_related("item").filter(pk=declaration_id).first()
    if row is None:
        raise Refused("There is no such declaration, or it is not yours to see.")
    row.meeting = recorded_meeting(actor, today, row.meeting_id)
    if take_out:
        tell(actor, now, "taken_out", row)
        row.delete()
        return row
    fields = _declared(actor, row.meeting, person_name, nature, what_was_done, item_id)
    return cast(DeclarationOfInterest, write(actor, now, row, "changed", **fields))
