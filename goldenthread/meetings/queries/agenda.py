"""Find what stands on an agenda and its papers: only the parts the actor reads, drafts only for those who keep them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from goldenthread.documents.models import Document
from goldenthread.documents.permissions import may_read
from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import AgendaItem, Meeting, Paper, sits_on
from goldenthread.meetings.permissions import SEE, answers_as, keeps, may_add_papers, reads_part_b
from goldenthread.meetings.rules import AHEAD, DECIDING, PART_A, numbered
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships.models import Seat
from goldenthread.trail import queries as trail

# How long before a paper is owed its owner is asked for it.
SOON = timedelta(days=21)


def part_b_groups(actor: Actor) -> frozenset[UUID]:
    """The groups on which the actor holds a seat that gives part B. One query."""
    return frozenset(sits_on(actor).values_list("group_id", flat=True))


@dataclass(frozen=True)
class Line:
    """One item of an agenda with the number this reader gives it, and the papers they read."""

    number: str
    item: AgendaItem
    papers: list[Paper] = field(default_factory=list)


def agenda_of(actor: Actor, meeting_id: UUID) -> list[Line]:
    """The agenda of a meeting as the actor reads it, part A before part B. Two queries."""
    papers = Paper.objects.readable(actor).select_related("document", "owner")
    rows = AgendaItem.objects.readable(actor).filter(meeting_id=meeting_id).select_related("presenter", "meeting")
    rows = rows.prefetch_related(Prefetch("papers", papers, to_attr="papers_seen")).order_by("part", "position", "pk")
    return [Line(number, item, item.papers_seen) for number, item in numbered(rows)]


@dataclass(frozen=True)
class ItemShown:
    """An item as its page shows it, with its number, its papers, its history and what this actor may do."""

    item: AgendaItem
    number: str
    papers: list[Paper]
    history: list[trail.Line]
    may_keep: bool
    may_add: bool


def find_item(actor: Actor, item_id: UUID) -> AgendaItem | None:
    """One item the actor may read, with its meeting, or one whose paper they owe or that they present, or None."""
    mine = Q(presenter_id=actor.user_id) | Q(papers__owner_id=actor.user_id, papers__withdrawn_at__isnull=True)
    covered = actor.presence.covers
    mine |= Q(part=PART_A, presenter_id__in=covered) | Q(
        part=PART_A, papers__owner_id__in=covered, papers__withdrawn_at__isnull=True
    )
    rows = AgendaItem.objects.open_to(actor).select_related("meeting__group", "presenter")
    seen = AgendaItem.objects.readable(actor).filter(pk=item_id).values("pk")
    either = Q(pk__in=seen) | mine if actor.user_id else Q(pk__in=seen)
    return rows.filter(either, pk=item_id).distinct().first()


def show_item(actor: Actor, item_id: UUID) -> ItemShown | None:
    """One item as its page shows it, or None where it is not the actor's to see. Five queries."""
    item = find_item(actor, item_id)
    if item is None:
        return None
    lines = agenda_of(actor, item.meeting_id)
    line = next((one for one in lines if one.item.pk == item_id), None)
    papers = list(
        Paper.objects.readable(actor).filter(item_id=item_id).select_related("document", "owner", "item__meeting")
    )
    own = keeps(actor, item.meeting.group_id, item.meeting.minute_taker_id)
    owed = {item.presenter_id, *(one.owner_id for one in papers)}
    return ItemShown(
        item=item,
        number=line.number if line else "",
        papers=papers,
        history=trail.history(actor, "meetings.agendaitem", item_id, limit=8),
        may_keep=own,
        may_add=may_add_papers(actor) and (own or bool(owed & answers_as(actor, item.part))),
    )


def find_paper(actor: Actor, paper_id: UUID) -> Paper | None:
    """One paper the actor may read, with its item, meeting and document, or None. One query."""
    rows = Paper.objects.readable(actor).select_related("item__meeting__group", "document", "owner")
    return rows.filter(pk=paper_id).first()


def may_add_to(actor: Actor, paper: Paper) -> bool:
    """True where the actor may change a paper they read: they keep the agenda, present the item or owe it. No query."""
    item = paper.item
    own = keeps(actor, item.meeting.group_id, item.meeting.minute_taker_id)
    return may_add_papers(actor) and (own or bool({item.presenter_id, paper.owner_id} & answers_as(actor, item.part)))


def may_open_file(actor: Actor, paper: Paper) -> bool:
    """True where the file of a paper the actor reads is theirs to open, by the class it has now. No query."""
    document = paper.document
    if document is None or not paper.is_out_of_place:
        return document is not None
    return bool(may_read(actor, document.information_class, document.group_id, document.owner_id))


def may_see_item(actor: Actor, item_id: UUID) -> bool:
    """True where the actor may read the item, and so its history."""
    return actor.may(SEE) and find_item(actor, item_id) is not None


def may_see_paper(actor: Actor, paper_id: UUID) -> bool:
    """True where the actor may read the paper, and so its history."""
    return actor.may(SEE) and find_paper(actor, paper_id) is not None


def document_choices(actor: Actor, item: AgendaItem) -> list[tuple[UUID, str]]:
    """The documents of the library that may be attached to an item, newest first, as (id, title). One query."""
    rows = Document.objects.readable(actor).standing().filter(replaced_by__isnull=True)
    if item.is_restricted:
        rows = rows.filter(information_class="R", group__isnull=True)
    else:
        rows = rows.exclude(information_class="R")
    return [(one.pk, one.title) for one in rows.order_by("-added_at")[:200]]


def list_late_papers(actor: Actor) -> QuerySet[Any]:
    """The papers that were added late and that the actor may read, latest first, as a queryset to page."""
    rows = Paper.objects.readable(actor).filter(is_late=True, added_at__isnull=False)
    return rows.select_related("item__meeting__group", "owner")


def list_owed_papers(actor: Actor, meeting: Meeting) -> list[Paper]:
    """The papers still owed for a meeting, which those who keep its agenda and those who owe them see. One query."""
    rows = Paper.objects.readable(actor).filter(item__meeting=meeting, added_at__isnull=True)
    return list(rows.select_related("item", "owner").order_by("owner__name", "created_at"))


def paper_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """The papers each of these actors owes within three weeks or is late with, for My work and digests. One query."""
    asked: dict[tuple[UUID, UUID], list[Actor]] = defaultdict(list)
    for one in actors:
        people = {one.user_id, *one.presence.covers} if may_add_papers(one) else set()
        for person in filter(None, people):
            asked[one.partnership_id, person].append(one)
    if not asked:
        return []
    rows = Paper.objects.standing().filter(
        partnership_id__in={partnership for partnership, _ in asked}, owner_id__in={person for _, person in asked},
        added_at__isnull=True, item__meeting__state__in=AHEAD,
    )  # fmt: skip
    deciding = Seat.objects.filter(group_id=OuterRef("item__meeting__group_id"), kind__in=DECIDING).order_by()
    rows = rows.annotate(seats=ArraySubquery(deciding.values("pk")))
    owed = [
        (actor, row)
        for row in rows.select_related("item__meeting__group").order_by("item__meeting__starts_at", "pk")
        if row.item.meeting.papers_on <= today + SOON
        for actor in asked.get((row.partnership_id, row.owner_id), ())
    ]
    return [(actor, _ask(actor, row, today)) for actor, row in owed if _reads(actor, row)]


def _reads(actor: Actor, row: Any) -> bool:
    """True where the actor reads the part in which the paper stands. No query."""
    group = row.item.meeting.group_id
    if row.owner_id != actor.user_id:
        # Whoever answers for somebody away is asked for nothing that is restricted.
        return not row.is_restricted
    return not row.is_restricted or reads_part_b(actor, group, {group} if actor.seat_ids & set(row.seats) else set())


def _ask(actor: Actor, paper: Paper, today: date) -> Ask:
    due = paper.item.meeting.papers_on
    meeting = paper.item.meeting
    said = f"{due.day} {due:%B}"
    for_ = f"for {meeting.title} on {meeting.on.day} {meeting.on:%B}"
    here = {"partnership": actor.partnership_slug, "item": paper.item_id}
    return Ask(
        kind="meetings.paper",
        thing_id=paper.pk,
        partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name,
        title="" if paper.is_restricted else paper.title,
        why=f"paper {for_}, " + (f"owed since {said}" if due < today else f"owed by {said}"),
        urgency=Urgency.NOW if due <= today else Urgency.THIS_MONTH,
        path=f"{reverse('meetings:add_paper', kwargs=here)}?paper={paper.pk}",
        due_on=due,
        relieved=paper.owner_id == actor.user_id and actor.presence.is_covered and not paper.is_restricted,
    )
