"""Take minutes as records: notes, decisions, actions, directions, challenges and messages; correct and remove them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.actions import services as actions
from goldenthread.actions.services import NewAction, NewReporting, Party
from goldenthread.challenges import services as challenges
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist, insist_current
from goldenthread.kernel.working_days import nth_working_day_after
from goldenthread.meetings import rules
from goldenthread.meetings.models import AgendaItem, Correction, Decision, Direction, Meeting, Minute
from goldenthread.meetings.permissions import KEEP, reads_every_part_b, reads_part_b
from goldenthread.meetings.queries import attendance_of, part_b_groups
from goldenthread.meetings.rules import MINUTES_READ, PART_A, PART_B, Line
from goldenthread.meetings.services.attendance import begin, recorded_meeting
from goldenthread.meetings.services.requests import answer_what_was_asked
from goldenthread.meetings.services.telling import insist_group, insist_keeps, tell, write
from goldenthread.partnerships import queries as partnerships
from goldenthread.threads.rules import Ref

# How many working days a challenge made at a meeting leaves for its answer.
ANSWER_WITHIN = 20
UNKNOWN = "There is no such line in the minutes, or it is not yours to see."


def _place(
    actor: Actor, now: datetime, today: date, meeting_id: UUID, item_id: UUID | None
) -> tuple[Meeting, AgendaItem | None, str]:
    """The meeting, the item and the part a line belongs to. Raises `Refused` and `NotPermitted`."""
    meeting = recorded_meeting(actor, today, meeting_id)
    item, part = None, PART_B if meeting.group.information_class == "R" else PART_A
    if item_id:
        item = AgendaItem.objects.readable(actor).filter(meeting=meeting, pk=item_id).first()
        if item is None:
            raise Refused("There is no such item on this agenda.", "item_id")
        part = item.part
    if part == PART_B:
        sits = () if reads_every_part_b(actor) else part_b_groups(actor)
        if not reads_part_b(actor, meeting.group_id, sits):
            raise NotPermitted("Minutes of part B are taken by those who read it. The business unit can help.")
    begin(actor, now, meeting)
    return meeting, item, part


def _said(text: str, words: str = "Write what is to stand in the minutes.") -> str:
    if not text.strip():
        raise Refused(words, "text")
    return text.strip()


def _line(actor: Actor, now: datetime, meeting: Meeting, item: AgendaItem | None, part: str, **fields: Any) -> Minute:
    line = Minute(partnership_id=actor.partnership_id, meeting=meeting, item=item, part=part, **fields)
    line.save(force_insert=True)
    tell(actor, now, "taken", line)
    return line


@transaction.atomic
def take_minute(
    actor: Actor, now: datetime, today: date, meeting_id: UUID, *, kind: str, text: str, item_id: UUID | None = None,
    to_whom: str = "",
) -> Minute:  # fmt: skip
    """Write a note or a key message into the minutes and return the line; a challenge through `record_challenge`.

    Raises `Refused` before the day of the meeting and once its minutes are agreed, and `NotPermitted`.
    """
    if kind == Line.CHALLENGE:
        return record_challenge(actor, now, today, meeting_id, text=text, item_id=item_id, to_whom=to_whom)
    if kind not in (Line.NOTE, Line.KEY_MESSAGE):
        raise Refused("Choose what the line is.", "kind")
    meeting, item, part = _place(actor, now, today, meeting_id, item_id)
    return _line(actor, now, meeting, item, part, kind=kind, text=_said(text))


@transaction.atomic
def record_challenge(
    actor: Actor, now: datetime, today: date, meeting_id: UUID, *, text: str, to_whom: str, item_id: UUID | None = None
) -> Minute:
    """Record that an agency or group was challenged at the meeting, and return the line.

    The challenge goes into the log at once, raised in this meeting, with twenty working days for its answer. `to_whom`
    is the agency or group by its name of today. Raises `Refused` for one that is not here.
    """
    meeting, item, part = _place(actor, now, today, meeting_id, item_id)
    named = to_whom.strip().casefold()
    known = [one for one in partnerships.known_leads(actor, today) if one.kind in ("agency", "group")]
    whom = next((one for one in known if named == one.name.casefold()), None)
    if whom is None:
        raise Refused("Choose which agency or group is challenged.", "to_whom")
    challenges.raise_challenge(
        actor, now, today, text=_said(text), due_on=nth_working_day_after(today, ANSWER_WITHIN),
        raised_in=Ref("meetings.meeting", meeting.pk), group_id=meeting.group_id,
        to_agency_id=whom.id if whom.kind == "agency" else None, to_group_id=whom.id if whom.kind == "group" else None,
    )  # fmt: skip
    return _line(actor, now, meeting, item, part, kind=Line.CHALLENGE, text=_said(text), to_whom=whom.name)


@transaction.atomic
def record_decision(
    actor: Actor, now: datetime, today: date, meeting_id: UUID, *, text: str, item_id: UUID | None = None,
    options: str = "", reason: str = "", decided_by: str = "", views: dict[str, str] | None = None,
) -> Decision:  # fmt: skip
    """Record a decision and return it; at a meeting that is not quorate it is a recommendation to be ratified.

    `views` are the views of the statutory partners by sector.
    """
    meeting, item, part = _place(actor, now, today, meeting_id, item_id)
    decision = Decision(
        partnership_id=actor.partnership_id, meeting=meeting, item=item, part=part, decided_on=meeting.on,
        text=_said(text, "Write what was decided."), options=options.strip(), reason=reason.strip(),
        decided_by=decided_by.strip()[:300] or meeting.group.name, views=_views(views),
        needs_ratification=bool(attendance_of(actor, meeting).missing),
    )  # fmt: skip
    decision.save(force_insert=True)
    tell(actor, now, "recorded", decision)
    _line(actor, now, meeting, item, part, kind=Line.DECISION, text=decision.text, decision=decision)
    return decision


def _views(views: dict[str, str] | None) -> dict[str, str]:
    return {key: view for key in rules.STATUTORY if (view := (views or {}).get(key, "").strip())}


@transaction.atomic
def raise_action_at(
    actor: Actor, now: datetime, today: date, meeting_id: UUID, *, text: str, lead: Party, due_on: date | None = None,
    item_id: UUID | None = None, decision_id: UUID | None = None,
) -> Minute:  # fmt: skip
    """Raise an action at once in the one tracker, and return the line of the minutes that points to it.

    It reports to the group that met, unless it stands in part B. Raises as `actions.services.raise_action`.
    """
    meeting, item, part = _place(actor, now, today, meeting_id, item_id)
    decision = _decision(actor, meeting, decision_id)
    by = Ref("meetings.decision", decision.pk) if decision else Ref("meetings.meeting", meeting.pk)
    said = _said(text, "Say what is to be done.")
    action = _raised(actor, now, today, meeting, part, said, lead, due_on, by, item)
    return _line(actor, now, meeting, item, part, kind=Line.ACTION, text=text.strip(), action=action, decision=decision)


def _decision(actor: Actor, meeting: Meeting, decision_id: UUID | None) -> Decision | None:
    if not decision_id:
        return None
    found: Decision | None = Decision.objects.readable(actor).filter(meeting=meeting, pk=decision_id).first()
    if found is None:
        raise Refused("There is no such decision of this meeting.", "decision_id")
    return found


def _raised(
    actor: Actor, now: datetime, today: date, meeting: Meeting, part: str, text: str, lead: Party,
    due_on: date | None, by: Ref, item: AgendaItem | None,
) -> Any:  # fmt: skip
    asked = item.request_id if item and part == PART_A else None
    new = NewAction(
        description=text,
        lead=lead,
        provenance_kind="meeting_decision",
        provenance_text=str(meeting),
        information_class="R" if part == PART_B else "G",
        due=[due_on] if due_on else [],
        # Whoever sits on a group reads what is reported to it, those in attendance too: so part B reports to none.
        reports_to=[] if part == PART_B else [NewReporting(meeting.group_id)],
        raised_on=today,
        raised_by=by,
        answers=Ref("returns.request", asked) if asked else None,
    )
    return actions.raise_action(actor, now, today, new)


@transaction.atomic
def direct_group(
    actor: Actor, now: datetime, today: date, meeting_id: UUID, *, text: str, to_group_id: UUID,
    due_on: date | None = None, item_id: UUID | None = None, decision_id: UUID | None = None,
) -> Direction:  # fmt: skip
    """Direct a group to do something, and return the direction: it becomes an action that the group leads."""
    meeting, item, part = _place(actor, now, today, meeting_id, item_id)
    insist_group(actor, to_group_id)
    direction = Direction(
        partnership_id=actor.partnership_id, meeting=meeting, part=part, to_group_id=to_group_id, due_on=due_on,
        decision=_decision(actor, meeting, decision_id), text=_said(text, "Say what the group is to do."),
    )  # fmt: skip
    direction.save(force_insert=True)
    by = Ref("meetings.direction", direction.pk)
    lead = Party("group", to_group_id)
    direction.action = _raised(actor, now, today, meeting, part, direction.text, lead, due_on, by, item)
    direction.save()
    tell(actor, now, "given", direction)
    _line(
        actor, now, meeting, item, part, kind=Line.DIRECTION, text=direction.text, direction=direction,
        action=direction.action, to_whom=str(direction.to_group)[:200],
    )  # fmt: skip
    return direction


def _kept_line(actor: Actor, line_id: UUID) -> Minute:
    rows = Minute.objects.readable(actor).select_for_update(of=("self",)).select_related("meeting__group", "decision")
    line: Minute | None = rows.filter(pk=line_id).first()
    if line is None:
        raise Refused(UNKNOWN)
    actor.must(KEEP)
    insist_keeps(actor, line.meeting)
    return line


@transaction.atomic
def change_line(
    actor: Actor, now: datetime, line_id: UUID, *, text: str, reason: str = "", version: int | None = None
) -> Minute:
    """Change a line of the minutes and return it; once the chair agreed them the change stands as a correction.

    Where the public version had words of its own for it, the line leaves that version: nobody knows whether they still
    hold. Raises `Refused` without a reason, and `Superseded` where somebody saved since `version`.
    """
    line = _kept_line(actor, line_id)
    new = _said(text)
    fields: dict[str, Any] = {"text": new}
    insist_current(line, version, fields)
    if new != line.text and line.public_text:
        fields |= {"is_public": False, "public_text": ""}
    if new != line.text:
        insist(rules.may_change_line(line.meeting.state, reason), "reason")
        if line.meeting.state in MINUTES_READ:
            row = Correction(
                partnership_id=actor.partnership_id, line=line, text_before=line.text, text=new, at=now,
                reason=reason.strip(), by_name=actor.name,
            )  # fmt: skip
            row.save(force_insert=True)
            tell(actor, now, "made", row, "" if line.is_restricted else reason.strip())
        if line.decision and line.kind == Line.DECISION:
            write(actor, now, line.decision, "changed", text=new)
    write(actor, now, line, "changed", **fields)
    answer_what_was_asked(actor, now, line.meeting)
    return line


@transaction.atomic
def remove_line(actor: Actor, now: datetime, line_id: UUID) -> Minute:
    """Take a line out of minutes that are still a draft, with its decision, and return it. Raises `Refused`."""
    line = _kept_line(actor, line_id)
    insist(rules.may_remove_line(line.meeting.state, line.action_id is not None))
    if line.decision and line.kind == Line.DECISION:
        if line.decision.directions.exists() or line.decision.lines.exclude(pk=line.pk).exists():
            raise Refused("Actions or directions rest on this decision, so it stays.")
        write(actor, now, line.decision, "removed", removed_at=now)
    write(actor, now, line, "removed", removed_at=now)
    return line


@transaction.atomic
def restore_line(actor: Actor, now: datetime, line_id: UUID) -> Minute:
    """Put a line that was taken out of a draft back where it stood, with its decision, and return it.

    Raises `Refused` once the minutes are agreed, and `NotPermitted`.
    """
    rows = Minute.objects.taken_out(actor).select_for_update(of=("self",)).select_related("meeting__group", "decision")
    line: Minute | None = rows.filter(pk=line_id).first()
    if line is None:
        raise Refused(UNKNOWN)
    actor.must(KEEP)
    insist_keeps(actor, line.meeting)
    insist(rules.may_remove_line(line.meeting.state, has_record=False))
    if line.decision and line.kind == Line.DECISION:
        write(actor, now, line.decision, "restored", removed_at=None)
    write(actor, now, line, "restored", removed_at=None)
    return line
