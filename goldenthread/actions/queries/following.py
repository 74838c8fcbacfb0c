"""How actions, and the papers beneath them, are followed along the thread and found by search.

Documents stand beside the threads; this is the lowest app that knows both.
"""

from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchVector
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, TruncDate

from goldenthread.actions.models import Action, Reporting
from goldenthread.actions.rules import State
from goldenthread.documents.models import Document, EvidenceItem
from goldenthread.documents.rules import QUADRANTS, STRENGTHS
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import ClosingReport
from goldenthread.threads.queries import columns, spaced
from goldenthread.threads.rules import Kept, LinkKind


def action_rows(actor: Actor) -> Any:
    """The actions the actor may see, with what each is to do and where it came from."""
    rows = Action.objects.visible(actor).annotate(line=spaced("reference", "description"))
    return columns(
        rows, title="line", state="state", day=Coalesce("closed_on", "due_on"), info_class="information_class",
        said_on=Coalesce("closed_on", "last_update_on", "raised_on"),
        body=spaced("description", "provenance_text"), words="search",
    )  # fmt: skip


def said_of_actions(actor: Actor) -> list[Any]:
    """What was said about each action the actor may see, and what is to be evidenced on the way."""
    seen = Action.objects.visible(actor)
    updated = seen.filter(updates__superseded_by__isnull=True)
    planned = seen.filter(milestones__dropped_on__isnull=True)
    shared = {"title": spaced("reference", "description"), "state": "state", "day": Coalesce("closed_on", "due_on")}
    shared["info_class"] = "information_class"
    return [
        columns(updated, said_on=TruncDate("updates__at"), body="updates__text", words="updates__search", **shared),
        columns(planned, said_on="raised_on", body="milestones__text", words="milestones__search", **shared),
    ]


def actions_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the actions a group leads, as a body or by one of its seats, or receives reports on."""
    reports = Reporting.objects.filter(action_id=OuterRef("pk"), group_id=group_id)
    rows = Action.objects.within(actor).filter(
        Q(lead_group_id=group_id) | Q(lead_seat__group_id=group_id) | Q(Exists(reports))
    )
    return rows.order_by().values("pk")


def may_read(actor: Actor, action_id: UUID) -> bool:
    """True where the actor may see the action, and so its history. One query."""
    return Action.objects.visible(actor).filter(pk=action_id).exists()


def document_rows(actor: Actor) -> Any:
    """The documents the actor may read, replaced and withdrawn ones saying so."""
    state = Case(
        When(withdrawn_at__isnull=False, then=Value("withdrawn")),
        When(Exists(Document.objects.filter(replaces_id=OuterRef("pk"))), then=Value("replaced")),
        default=Value(""),
    )
    added = TruncDate("added_at")
    return columns(
        Document.objects.readable(actor), title="title", state=state, day=added, note="marking",
        info_class="information_class", said_on=added,
        body=spaced("description", "original_name"), words="search",
    )  # fmt: skip


def documents_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the documents that belong to a group."""
    return Document.objects.within(actor).filter(group_id=group_id).order_by().values("pk")


def evidence_rows(actor: Actor) -> Any:
    """The evidence the actor may read, with how strong it is and of which side; withdrawn pieces say so."""
    strength = Case(*(When(strength=key, then=Value(one.word.lower())) for key, one in STRENGTHS.items()))
    side = Case(*(When(quadrant=key, then=Value(one.word.lower())) for key, one in QUADRANTS.items()))
    state = Case(When(withdrawn_at__isnull=False, then=Value("withdrawn")), default=Value(""))
    return columns(
        EvidenceItem.objects.readable(actor), title="claim", state=state, day="dated_on",
        note=spaced(strength, side, between=", "), info_class="information_class", said_on="dated_on",
        body=spaced("statement", "url"), words="search",
    )  # fmt: skip


def evidence_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the evidence that rests on a group's documents."""
    return EvidenceItem.objects.within(actor).filter(document__group_id=group_id).order_by().values("pk")


def document_edges(actor: Actor) -> list[Kept]:
    """What a piece of evidence rests on is evidence for it."""
    resting = EvidenceItem.objects.within(actor).filter(document__isnull=False).order_by()
    pairs = resting.annotate(place=Value(0)).values_list("document_id", "pk", "place")
    return [Kept(LinkKind.EVIDENCES, "documents.document", "documents.evidenceitem", pairs)]


def closing_report_rows(actor: Actor) -> Any:
    """The closing reports of the partnership's groups, with what was asked, done and achieved."""
    rows = ClosingReport.objects.within(actor).annotate(
        line=spaced(Value("Closing report of"), "group__name"), told=spaced("asked", "done", "outcome", "handed_on")
    )
    words = SearchVector("line", weight="A", config="english") + SearchVector("told", weight="B", config="english")
    return columns(
        rows, title="line", day="closed_on", within="group_id", said_on="closed_on", body="told", words=words
    )


def closing_reports_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the closing report of a group, and of those that hand something on to it."""
    rows = ClosingReport.objects.within(actor).filter(Q(group_id=group_id) | Q(handed_to_id=group_id))
    return rows.order_by().values("pk")


UNSOUGHT = frozenset({str(State.WITHDRAWN)})
