"""Put minutes to the chair, agree and approve them; complete decisions and ratify them."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import SAVED_FIRST, NotPermitted, Refused, Superseded, insist
from goldenthread.meetings import rules
from goldenthread.meetings.models import Decision, Meeting, Minute, WrittenProcedure
from goldenthread.meetings.permissions import KEEP, runs_group
from goldenthread.meetings.queries import attendance_of
from goldenthread.meetings.queries.attendance import Came
from goldenthread.meetings.rules import MINUTES_READ, STATUTORY, TOOK_PLACE, State
from goldenthread.meetings.services.minute_letters import send_key_messages
from goldenthread.meetings.services.requests import answer_what_was_asked
from goldenthread.meetings.services.telling import insist_keeps, locked, write


@transaction.atomic
def put_to_chair(actor: Actor, now: datetime, meeting_id: UUID) -> Meeting:
    """Put the draft minutes to the chair and return the meeting. Raises `Refused` where nothing is minuted."""
    actor.must(KEEP)
    meeting = locked(actor, meeting_id)
    insist_keeps(actor, meeting)
    lines = Minute.objects.filter(meeting=meeting, removed_at__isnull=True).count()
    insist(rules.may_put_to_chair(meeting.state, lines))
    return cast(Meeting, write(actor, now, meeting, "drafted", state=State.DRAFTED))


@transaction.atomic
def return_minutes(actor: Actor, now: datetime, meeting_id: UUID, reason: str) -> Meeting:
    """Send the draft back to whoever writes it, saying what to change, and return the meeting."""
    actor.must(KEEP)
    meeting = locked(actor, meeting_id)
    _insist_chairs(actor, meeting)
    insist(rules.may_agree(meeting.state))
    if not reason.strip():
        raise Refused("Say what to change in the minutes.", "reason")
    return cast(Meeting, write(actor, now, meeting, "returned", reason.strip(), state=State.HELD))


@transaction.atomic
def agree_minutes(actor: Actor, now: datetime, today: date, meeting_id: UUID) -> Meeting:
    """Agree the draft, so that everybody who reads governance papers reads part A, and return the meeting.

    What reports asked of the meeting is answered by what was minuted under their items, and members are sent its key
    messages.

    The chair or vice chair agrees; the unit may record that they did, and the history says who recorded it.
    """
    actor.must(KEEP)
    meeting = locked(actor, meeting_id)
    _insist_chairs(actor, meeting)
    insist(rules.may_agree(meeting.state))
    own = meeting.group_id in actor.chaired_group_ids
    name, by = ("agreed", actor.name) if own else ("agreed_for_chair", f"the chair, recorded by {actor.name}"[:200])
    fields = {"state": State.AGREED, "agreed_on": today, "agreed_by": by}
    write(actor, now, meeting, name, **fields)
    answer_what_was_asked(actor, now, meeting)
    send_key_messages(actor, now, today, meeting)
    return meeting


def _insist_chairs(actor: Actor, meeting: Meeting) -> None:
    if not runs_group(actor, meeting.group_id):
        raise NotPermitted(
            "The chair or vice chair of the group agrees its minutes; the unit can record that they did."
        )


@transaction.atomic
def approve_minutes(actor: Actor, now: datetime, today: date, meeting_id: UUID) -> Meeting:
    """Record that the group's next meeting approved the minutes, and return the meeting they are of."""
    actor.must(KEEP)
    meeting = locked(actor, meeting_id)
    insist_keeps(actor, meeting)
    insist(rules.may_approve(meeting.state, _later(actor, meeting).exists()))
    return cast(Meeting, write(actor, now, meeting, "approved", state=State.APPROVED, approved_on=today))


def _later(actor: Actor, meeting: Meeting, itself: bool = False) -> Any:
    rows = Meeting.objects.within(actor).filter(group_id=meeting.group_id, state__in=TOOK_PLACE)
    since = {"starts_at__gte" if itself else "starts_at__gt": meeting.starts_at}
    return rows.filter(**since).order_by("starts_at")


def _kept_decision(actor: Actor, decision_id: UUID) -> Decision:
    rows = Decision.objects.readable(actor).select_for_update(of=("self",)).select_related("meeting__group")
    decision: Decision | None = rows.filter(pk=decision_id).first()
    if decision is None:
        raise Refused("There is no such decision, or it is not yours to see.")
    actor.must(KEEP)
    insist_keeps(actor, decision.meeting)
    return decision


@transaction.atomic
def complete_decision(
    actor: Actor, now: datetime, decision_id: UUID, *, options: str = "", reason: str = "", decided_by: str = "",
    views: dict[str, str] | None = None, version: int | None = None,
) -> Decision:  # fmt: skip
    """Say more of a decision: the options, why, by whom, and each statutory partner's view; return it.

    What was decided is changed in its line of the minutes. Raises `Refused` once the minutes are agreed, and
    `Superseded` where somebody saved since `version`.
    """
    decision = _kept_decision(actor, decision_id)
    if decision.meeting.state in MINUTES_READ:
        raise Refused("The chair has agreed these minutes. Correct the line of the decision instead.")
    fields = {
        "options": options.strip(), "reason": reason.strip(), "decided_by": decided_by.strip()[:300],
        "views": {key: view for key in STATUTORY if (view := (views or {}).get(key, "").strip())},
    }  # fmt: skip
    theirs = {key: getattr(decision, key) for key in fields}
    if version is not None and version != decision.version and theirs != fields:
        raise Superseded(SAVED_FIRST, {**_by_view(theirs), "version": decision.version}, _by_view(fields))
    return cast(Decision, write(actor, now, decision, "changed", **fields))


def _by_view(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with each partner's view as one of its own."""
    views = {f"the view of {words}": fields["views"].get(key, "") for key, words in STATUTORY.items()}
    return {key: value for key, value in fields.items() if key != "views"} | views


@transaction.atomic
def ratify_decision(actor: Actor, now: datetime, decision_id: UUID) -> Decision:
    """Record that the group's latest meeting ratified a recommendation, and return the decision. Raises `Refused`."""
    decision = _kept_decision(actor, decision_id)
    # What was decided in writing is ratified at the very meeting that it was put to.
    in_writing = WrittenProcedure.objects.filter(decision=decision).exists()
    later = _later(actor, decision.meeting, itself=in_writing).last()
    came = attendance_of(actor, later) if later else Came()
    verdict = rules.may_ratify(
        decision.needs_ratification, decision.ratified_on is not None, later is not None, not came.missing,
        is_recorded=bool(came.rows),
    )  # fmt: skip
    insist(verdict)
    fields = {"ratified_on": later.on, "ratified_in": later}
    write(actor, now, decision, "ratified", **fields)
    answer_what_was_asked(actor, now, decision.meeting)
    return decision
