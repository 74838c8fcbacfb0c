"""Meetings of several partnerships: the host asks and takes back, the guest accepts, declines and leaves.

A guest's meeting follows its host's in the transaction that changes that. In the trail of each partnership the other
one acts under its own name: who acted for it stays at home.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.meetings import rules
from goldenthread.meetings.models import Meeting, MeetingInvitation, MeetingSeries
from goldenthread.meetings.permissions import ANSWER_INVITATIONS, PLAN
from goldenthread.meetings.rules import FOLLOWED, STANDS, Invited, State
from goldenthread.meetings.services.joint_letters import speaking_for, write_to_asker, write_to_unit
from goldenthread.meetings.services.telling import insist_group, insist_runs, locked, write
from goldenthread.partnerships.models import Partnership
from goldenthread.trail import services as trail

UNKNOWN_INVITATION = "There is no such invitation, or it is not yours to answer. The business unit can help."


@transaction.atomic
def ask_partnership(
    actor: Actor, now: datetime, meeting_id: UUID, *, partnership_id: UUID, words: str = ""
) -> MeetingInvitation:
    """Ask another partnership to take part in a meeting, and return the invitation; its unit is written to.

    Raises `Refused`, and `NotPermitted` for others than the unit and the group's chair or vice chair.
    """
    actor.must(PLAN)
    meeting = locked(actor, meeting_id)
    insist_runs(actor, meeting.group_id)
    insist(rules.may_ask_partnership(meeting.state, MeetingInvitation.objects.filter(meeting=meeting).exists()))
    other = Partnership.objects.filter(pk=partnership_id).exclude(pk=actor.partnership_id).first()
    if other is None:
        raise Refused("Choose one of the other partnerships here.", "partnership_id")
    if MeetingInvitation.objects.filter(hosted=meeting, partnership=other, state__in=STANDS).exists():
        raise Refused(f"{other.name} has been asked already.", "partnership_id")
    row = MeetingInvitation(
        partnership=other, hosted=meeting, words=words.strip(), asked_at=now, asked_by_id=actor.user_id
    )
    row.save(force_insert=True)
    _tell_both(actor, now, row, "asked", "received", words=row.words)
    write_to_unit(actor, now, row, "asks you to take part in a meeting")
    return row


def _tell_both(
    actor: Actor, now: datetime, row: MeetingInvitation, at_host: str, at_guest: str, because: str = "", **told: Any
) -> None:
    """Write on the trail of both partnerships what became of an invitation, each in the name it knows."""
    host, guest = row.hosted.partnership, row.partnership
    trail.record(
        speaking_for(actor, host, guest), f"meetings.meeting.partnership_{at_host}", row.hosted,
        after={"partnership_asked": guest.name}, now=now, reason=because,
    )  # fmt: skip
    trail.record(
        speaking_for(actor, guest, host), f"meetings.meetinginvitation.{at_guest}", row,
        after={"state": row.state, **told}, now=now, reason=because,
    )  # fmt: skip


def _keep(row: MeetingInvitation, **fields: Any) -> None:
    for key, value in fields.items():
        setattr(row, key, value)
    row.version += 1
    row.save()


def _asked(actor: Actor, invitation_id: UUID) -> MeetingInvitation:
    """An invitation of the actor's partnership, locked after the meeting it is for. Raises `Refused`."""
    actor.must(ANSWER_INVITATIONS)
    rows = MeetingInvitation.objects.within(actor).filter(pk=invitation_id)
    return _locked_with_host(rows)


def _locked_with_host(rows: Any) -> MeetingInvitation:
    """The one row of these, locked; the host's meeting is locked first, as by whoever changes that."""
    hosted = rows.values_list("hosted_id", flat=True).first()
    if hosted is None:
        raise Refused(UNKNOWN_INVITATION)
    list(Meeting.objects.filter(pk=hosted).select_for_update(of=("self",)))
    found: MeetingInvitation | None = (
        rows.select_for_update(of=("self",))
        .select_related("partnership", "hosted__partnership", "hosted__group", "asked_by").first()
    )  # fmt: skip
    if found is None:
        raise Refused(UNKNOWN_INVITATION)
    return found


@transaction.atomic
def accept_invitation(actor: Actor, now: datetime, invitation_id: UUID, *, group_id: UUID) -> Meeting:
    """Accept an invitation into one of the partnership's own groups, and return the meeting made for it there.

    What the group needs in order to decide, and by when papers are owed, is as in its own series. Raises `Refused`,
    and `NotPermitted` for others than the unit.
    """
    row = _asked(actor, invitation_id)
    insist(rules.may_answer_invitation(row.state, row.hosted.state, accepts=True))
    insist_group(actor, group_id)
    series = MeetingSeries.objects.within(actor).filter(group_id=group_id, ended_on__isnull=True).first()
    own = ("paper_days", "quorum", "minute_taker_id")
    meeting = Meeting(
        partnership_id=actor.partnership_id, group_id=group_id, **{key: getattr(row.hosted, key) for key in FOLLOWED},
        **({key: getattr(series, key) for key in own} if series else {}),
    )  # fmt: skip
    meeting.save(force_insert=True)
    trail.record(actor, "meetings.meeting.planned", meeting, now=now)
    _keep(row, state=Invited.ACCEPTED, answered_at=now, meeting=meeting)
    _tell_both(actor, now, row, "joined", "accepted")
    write_to_asker(now, row, "takes part in")
    return meeting


@transaction.atomic
def decline_invitation(actor: Actor, now: datetime, invitation_id: UUID, reason: str) -> MeetingInvitation:
    """Decline an invitation with a reason that the host reads, and return it. Raises `Refused` and `NotPermitted`."""
    row = _asked(actor, invitation_id)
    insist(rules.may_answer_invitation(row.state, row.hosted.state, accepts=False))
    if not reason.strip():
        raise Refused("Say why, in a sentence that the host will read.", "reason")
    _keep(row, state=Invited.DECLINED, answered_at=now, reason=reason.strip())
    _tell_both(actor, now, row, "declined", "declined", reason.strip())
    write_to_asker(now, row, "declined to take part in")
    return row


@transaction.atomic
def leave_meeting(actor: Actor, now: datetime, meeting_id: UUID, reason: str) -> Meeting:
    """Leave a meeting that another partnership hosts, which cancels the own one, and return that.

    Raises `Refused`, also for a meeting of one's own, and `NotPermitted` for others than the unit.
    """
    actor.must(ANSWER_INVITATIONS)
    rows = MeetingInvitation.objects.within(actor).filter(meeting_id=meeting_id, state=Invited.ACCEPTED)
    row, meeting = _locked_with_host(rows), locked(actor, meeting_id)
    insist(rules.may_leave(meeting.state, reason), "reason")
    _keep(row, state=Invited.LEFT, answered_at=now, reason=reason.strip())
    write(actor, now, meeting, "cancelled", reason.strip(), state=State.CANCELLED, reason=reason.strip())
    _tell_both(actor, now, row, "left", "left", reason.strip())
    write_to_asker(now, row, "no longer takes part in")
    return meeting


@transaction.atomic
def withdraw_invitation(actor: Actor, now: datetime, invitation_id: UUID) -> MeetingInvitation:
    """Take an invitation back, answered or not, and return it: the other partnership sees nothing more from then on.

    Its own meeting is cancelled unless it took place. Raises `Refused` and `NotPermitted`.
    """
    actor.must(PLAN)
    rows = MeetingInvitation.objects.filter(pk=invitation_id, hosted__partnership_id=actor.partnership_id)
    row = _locked_with_host(rows)
    insist_runs(actor, row.hosted.group_id)
    if row.state not in STANDS:
        raise Refused("This invitation does not stand any more.")
    _keep(row, state=Invited.WITHDRAWN)
    _tell_both(actor, now, row, "withdrawn", "withdrawn")
    guest = speaking_for(actor, row.partnership, row.hosted.partnership)
    if row.meeting_id and rules.follows((meeting := locked(guest, row.meeting_id)).state):
        why = f"{row.hosted.partnership.name} took back its invitation."
        write(guest, now, meeting, "cancelled", why, state=State.CANCELLED, reason=why)
    write_to_unit(actor, now, row, "took back its invitation to a meeting")
    return row


def insist_own(meeting: Meeting, fields: dict[str, Any]) -> None:
    """Raise `Refused` where a guest's meeting would get another day, time, place or title than its host's."""
    row = MeetingInvitation.objects.filter(meeting=meeting).select_related("hosted__partnership").first()
    if row is None:
        return
    host = row.hosted.partnership.name
    if meeting.state == State.POSTPONED:
        raise Refused(f"{host} hosts this meeting and has not named its new day yet.")
    if meeting.state == State.CANCELLED:
        raise Refused(f"{host} hosts this meeting, so it is not planned again here. Plan one of your own instead.")
    if any(getattr(meeting, key) != fields[key] for key in FOLLOWED):
        raise Refused(f"{host} hosts this meeting, so its title, day, time and place follow theirs.")


def insist_no_guest(meeting: Meeting) -> None:
    """Raise `Refused` for a meeting that another partnership hosts: it is left, not called off."""
    row = MeetingInvitation.objects.filter(meeting=meeting).select_related("hosted__partnership").first()
    if row is not None:
        raise Refused(f"{row.hosted.partnership.name} hosts this meeting. Leave it instead.")


def lead_guests(actor: Actor, now: datetime, hosted: Meeting, name: str) -> None:
    """Bring the meetings of the partnerships that take part into line with their host's; within its transaction.

    Their trail says that the host `name` ("moved", "changed") the meeting; the host's own reason is not handed on.
    """
    rows = MeetingInvitation.objects.filter(hosted=hosted, state=Invited.ACCEPTED).order_by("pk")
    for row in rows.select_for_update(of=("self",)).select_related("partnership", "hosted__partnership"):
        guest = speaking_for(actor, row.partnership, row.hosted.partnership)
        # What was accepted has a meeting.
        own: Any = row.meeting_id
        meeting = locked(guest, own)
        if not rules.follows(meeting.state):
            continue
        before, state = meeting.version, rules.guest_state(hosted.state, meeting.issued_at is not None)
        why = f"{row.hosted.partnership.name} called it off." if state in rules.OFF else ""
        fields = {key: getattr(hosted, key) for key in FOLLOWED}
        write(guest, now, meeting, name, why, state=state, reason=why, **fields)
        if meeting.version != before:
            write_to_unit(actor, now, row, f"{name} a meeting in which you take part")
