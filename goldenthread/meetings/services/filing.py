"""How what was added to an item is kept elsewhere: its files in the library and its actions in the tracker.

A file is nobody's to find in the library before those who read its paper may, and never where the paper is restricted.
"""

from datetime import date, datetime
from typing import Any

from goldenthread.actions import services as actions
from goldenthread.actions.models import Action
from goldenthread.documents import services as documents
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings.models import AgendaItem, Decision, Direction, Meeting, Minute, Paper, WrittenProcedure
from goldenthread.meetings.rules import PART_A, PART_B

SHARED = "A document of the library is attached, which more people read. Take that paper back first."
RAISED = "Actions were raised from this item. Ask the business unit to move it, so that they are restricted as well."


def is_closed(item: AgendaItem) -> bool:
    """True while a file added to the item is restricted: in part B, and in part A until the agenda is issued."""
    return item.is_restricted or item.meeting.issued_at is None


def open_papers(actor: Actor, now: datetime, meeting: Meeting) -> None:
    """Let everybody who reads governance papers find the files of part A, now that the agenda is issued."""
    papers = Paper.objects.filter(item__meeting=meeting, item__part=PART_A, is_own_file=True)
    for key in papers.standing().values_list("document_id", flat=True):
        documents.class_anew(actor, now, key, information_class="G", group_id=meeting.group_id)


def close_file(actor: Actor, now: datetime, paper: Paper) -> None:
    """Restrict the file that was added with a paper; a document that stood in the library before stays as it is."""
    if paper.document_id and paper.is_own_file:
        # Without a group: those who sit on the group find a restricted document of it.
        documents.class_anew(actor, now, paper.document_id, information_class="R")


def close_files(actor: Actor, now: datetime, item: AgendaItem) -> None:
    """Restrict the files added with the papers of an item that goes off an agenda: its papers are read no more."""
    for paper in item.papers.filter(document__isnull=False):
        close_file(actor, now, paper)


def restrict(actor: Actor, now: datetime, today: date, item: AgendaItem) -> None:
    """Restrict the files and the actions of an item that moves to part B.

    Raises `Refused` where a document of the library is attached or an action is not the actor's to restrict.
    """
    for paper in item.papers.filter(document__isnull=False):
        open_elsewhere = not paper.is_own_file and paper.document.information_class != "R"
        if open_elsewhere and paper.withdrawn_at is None:
            raise Refused(SHARED, "part")
        close_file(actor, now, paper)
    raised: Any = item.lines.filter(action__isnull=False).values("action_id")
    for action in Action.objects.filter(pk__in=raised, information_class="G"):
        try:
            actions.change_action(actor, now, today, action.pk, information_class="R", reports_to=[])
        except (Refused, NotPermitted) as why:
            raise Refused(RAISED, "part") from why


def move_minuted(item: AgendaItem, part: str) -> None:
    """Put what was minuted of an item where the item stands: whoever reads the item reads it, and nobody else."""
    Decision.objects.filter(item=item).update(part=part)
    Minute.objects.filter(item=item).update(part=part, **({"is_public": False} if part == PART_B else {}))
    Direction.objects.filter(lines__item=item).update(part=part)
    WrittenProcedure.objects.filter(item=item).update(part=part)
