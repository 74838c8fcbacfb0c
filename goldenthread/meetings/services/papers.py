"""Ask for papers, add them in time or late, take them back, and hand them to those who may read them."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.core.files import File
from django.db import transaction

from goldenthread.documents import services as documents
from goldenthread.documents.models import Document
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist, insist_current
from goldenthread.meetings import rules
from goldenthread.meetings.models import AgendaItem, Paper
from goldenthread.meetings.permissions import ADD_PAPERS, SEE, answers_as, keeps, may_add_papers
from goldenthread.meetings.services import filing
from goldenthread.meetings.services.agenda import UNKNOWN_ITEM, insist_person_reads, kept_item
from goldenthread.meetings.services.telling import insist_person, tell, titled, write
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import services as trail

RESTRICTED_SINCE = (
    "The file of this paper was restricted after it was attached, and is open only to those who may read it now. "
    "The business unit can help."
)
SHEET = ("summary", "decision_sought", "equalities", "resources", "legal", "contributors")


@transaction.atomic
def ask_for_paper(
    actor: Actor, now: datetime, today: date, item_id: UUID, *, title: str, owner_id: UUID | None = None
) -> Paper:
    """Record that a paper is owed for an item, by its owner or else its presenter, and return it.

    Raises `Refused` where nobody would owe it, they may not see the item, or no role of theirs adds papers.
    """
    item = kept_item(actor, item_id)
    owner_id = owner_id or item.presenter_id
    if owner_id is None:
        raise Refused("Choose who owes the paper.", "owner_id")
    insist_person(actor, owner_id, "owner_id")
    owner = partnerships.actor_for(owner_id, actor.partnership_slug, today)
    if owner is not None and not may_add_papers(owner):
        raise Refused("Lay members and the scrutineer add no papers, so choose somebody else to owe it.", "owner_id")
    if item.is_restricted:
        insist_person_reads(actor, today, item.meeting, owner_id, "owner_id")
    paper = Paper(partnership_id=actor.partnership_id, item=item, title=titled(title), owner_id=owner_id)
    paper.save(force_insert=True)
    tell(actor, now, "asked", paper)
    return paper


@transaction.atomic
def add_paper(
    actor: Actor, now: datetime, today: date, item_id: UUID, *, title: str, paper_id: UUID | None = None,
    upload: File | None = None, document_id: UUID | None = None, body: str = "", late_reason: str = "",
    version: int | None = None, **sheet: str,
) -> Paper:  # fmt: skip
    """Add a paper to an item, the one that was owed where `paper_id` names it, and return it.

    It is a file to keep in the library (`upload`), a document there already, a text written here, or a text with one of
    these; `sheet` is its cover sheet. Added after papers were due it is late and must say why. Raises `Refused`,
    `Superseded` where somebody saved since `version`, and `NotPermitted` for others than those who keep the agenda,
    present the item or owe the paper.
    """
    _insist_adds(actor)
    item, paper = _item(actor, item_id), None
    if paper_id:
        paper = _paper(actor, paper_id)
    _insist_theirs(actor, item, paper)
    insist(rules.may_change_agenda(item.meeting.state))
    paper = paper or Paper(partnership_id=actor.partnership_id, item=item, owner_id=actor.user_id)
    late = rules.is_late(item.meeting.papers_on, today) if paper.added_at is None else paper.is_late
    insist(rules.may_add(late, late_reason or paper.late_reason), "late_reason")
    words = {"title": titled(title), "body": body.strip(), **{key: sheet.get(key, "").strip() for key in SHEET}}
    insist_current(paper, version, words)
    given = _document(actor, now, item, titled(title), upload, document_id)
    if given and given.pk != paper.document_id:
        filing.close_file(actor, now, paper)
    document = given or paper.document
    if document is None and not body.strip():
        raise Refused("Attach a document, or write the paper here.", "upload")
    why = (late_reason or paper.late_reason).strip() if late else ""
    fields: dict[str, Any] = {
        "title": titled(title), "document": document, "is_own_file": bool(upload) if given else paper.is_own_file,
        "body": body.strip(), "is_late": late, "late_reason": why,
        **{key: sheet.get(key, "").strip() for key in SHEET},
    }  # fmt: skip
    name = "changed" if paper.added_at else "added_late" if late else "added"
    if paper.added_at is None:
        fields |= {"added_at": now, "added_by": actor.name}
    return cast(Paper, write(actor, now, paper, name, "" if paper.is_restricted else why, **fields))


def _insist_adds(actor: Actor) -> None:
    actor.must(ADD_PAPERS)
    if not may_add_papers(actor):
        raise NotPermitted("Lay members and the scrutineer read papers and add none. The business unit can help.")


def _item(actor: Actor, item_id: UUID) -> AgendaItem:
    """The item, though its agenda be a draft, for whoever presents it or owes a paper for it."""
    rows = AgendaItem.objects.within(actor).standing().select_for_update(of=("self",)).select_related("meeting__group")
    item: AgendaItem | None = rows.filter(pk=item_id).first()
    if item is None or (item.is_restricted and not AgendaItem.objects.open_to(actor).filter(pk=item_id).exists()):
        raise Refused(UNKNOWN_ITEM)
    return item


def _paper(actor: Actor, paper_id: UUID) -> Paper:
    rows = Paper.objects.readable(actor).select_for_update(of=("self",)).select_related("item__meeting__group")
    paper: Paper | None = rows.filter(pk=paper_id).first()
    if paper is None:
        raise Refused("There is no such paper, or it is not yours to see. The business unit can help.")
    return paper


def _insist_theirs(actor: Actor, item: AgendaItem, paper: Paper | None) -> None:
    owners = {item.presenter_id, paper.owner_id if paper else None} - {None}
    if not keeps(actor, item.meeting.group_id, item.meeting.minute_taker_id) and not owners & answers_as(
        actor, item.part
    ):
        raise NotPermitted(
            "Papers are added by whoever presents the item or owes the paper, and by those who keep the agenda."
        )


def _document(
    actor: Actor, now: datetime, item: AgendaItem, title: str, upload: File | None, document_id: UUID | None
) -> Document | None:
    if upload:
        # Without a group while it is closed: those who sit on the group find a restricted document of it.
        closed = filing.is_closed(item)
        group_id, letter = (None, "R") if closed else (item.meeting.group_id, "G")
        return documents.store_document(
            actor, now, upload=upload, title=title, information_class=letter, group_id=group_id
        )
    if not document_id:
        return None
    found = Document.objects.readable(actor).standing().filter(pk=document_id).first()
    if found is None:
        raise Refused("There is no such document in the library, or it is not yours to see.", "document_id")
    if item.is_restricted and (found.information_class != "R" or found.group_id):
        raise Refused(
            "More people read this document in the library than read part B. Upload the file here instead.",
            "document_id",
        )
    if not item.is_restricted and found.information_class == "R":
        raise Refused("This document is restricted. Put the item in part B, or attach another document.", "document_id")
    return cast(Document, found)


@transaction.atomic
def withdraw_paper(actor: Actor, now: datetime, paper_id: UUID, reason: str) -> Paper:
    """Take a paper back, with a reason, and return it; nothing is deleted, and the file added with it is restricted."""
    _insist_adds(actor)
    paper = _paper(actor, paper_id)
    _insist_theirs(actor, paper.item, paper)
    insist(rules.may_change_agenda(paper.item.meeting.state))
    if not reason.strip():
        raise Refused("Say why the paper is taken back.", "reason")
    filing.close_file(actor, now, paper)
    return cast(Paper, write(actor, now, paper, "withdrawn", reason.strip(), withdrawn_at=now))


@transaction.atomic
def read_paper(actor: Actor, now: datetime, paper_id: UUID) -> Paper | None:
    """A paper about to be shown or handed to the actor, or None where it is not theirs; one of part B is recorded."""
    actor.must(SEE)
    rows = Paper.objects.readable(actor).select_related("item__meeting__group", "document", "owner")
    paper: Any = rows.filter(pk=paper_id).first()
    if paper is not None and paper.is_restricted and paper.added_at:
        trail.record(actor, "meetings.paper.read", paper, after={}, now=now)
    return cast("Paper | None", paper)


@transaction.atomic
def open_paper(actor: Actor, now: datetime, paper_id: UUID) -> Paper | None:
    """A paper whose file is about to be handed to the actor, or None where it is not theirs; recorded as reading is.

    Raises `NotPermitted` where the file was restricted after it was attached and is not the actor's to read.
    """
    paper = read_paper(actor, now, paper_id)
    document_id = paper.document_id if paper is not None and paper.is_out_of_place else None
    if document_id and not documents.open_document(actor, now, document_id):
        raise NotPermitted(RESTRICTED_SINCE)
    return paper
