"""Hand what a meeting decided back to the reports that asked: nobody types an answer that the minutes hold already."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import AgendaItem, Meeting, Minute
from goldenthread.meetings.rules import MINUTES_READ, PART_A, Line
from goldenthread.returns import services as returns


def answer_what_was_asked(actor: Actor, now: datetime, meeting: Meeting) -> int:
    """Answer each request on the agenda by the decisions and directions minuted under it; return how many were.

    Nothing before the chair agreed the minutes, nothing by a recommendation that is not ratified yet, and nothing of
    part B, which those who asked may not read: the unit answers that by hand. Where minutes are corrected, the answer
    they gave is put right with them.
    """
    asked = AgendaItem.objects.filter(meeting=meeting, request__isnull=False)
    if meeting.state not in MINUTES_READ or not asked.exists():
        return 0
    under: dict[UUID, list[Minute]] = {}
    for line in _deciding(actor, meeting):
        if line.item and line.item.request_id:
            under.setdefault(line.item.request_id, []).append(line)
    by, count = f"{meeting.group.name}, meeting of {meeting.on.day} {meeting.on:%B %Y}", 0
    for request_id, lines in under.items():
        on = max(line.decision.ratified_on or meeting.on if line.decision else meeting.on for line in lines)
        answer = "\n\n".join(_in_words(line) for line in lines)
        count += returns.record_answer(actor, now, request_id, answer=answer, answered_on=on, answered_by=by)
    return count


def _deciding(actor: Actor, meeting: Meeting) -> list[Minute]:
    rows = Minute.objects.readable(actor).filter(meeting=meeting, part=PART_A, item__request__isnull=False)
    made = Q(decision__needs_ratification=False) | Q(decision__ratified_on__isnull=False)
    rows = rows.filter(Q(kind=Line.DIRECTION) | (Q(kind=Line.DECISION) & made))
    # Only what the meeting's own group was asked; a decision before the directions that follow from it.
    rows = rows.filter(item__request__to_group=F("meeting__group"))
    return list(rows.select_related("item", "decision", "direction__to_group").order_by("created_at"))


def _in_words(line: Minute) -> str:
    if line.kind == Line.DIRECTION and line.direction:
        due = line.direction.due_on
        by = f", by {due.day} {due:%B %Y}" if due else ""
        return f"Direction to {line.direction.to_group.name}{by}: {line.text}"
    reason = line.decision.reason if line.decision else ""
    return f"{line.text} {reason}".strip()
