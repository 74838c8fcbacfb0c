"""Find documents and evidence: only within one partnership, and only what the actor may read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from goldenthread.documents import rules
from goldenthread.documents.models import Document, EvidenceItem
from goldenthread.documents.permissions import CHANGE, HOLD, STORE, is_own, is_unit
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Verdict
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import queries as trail

STATES = {"current": "Current", "replaced": "Replaced by a newer version", "withdrawn": "Withdrawn"}


def _listed(actor: Actor) -> QuerySet[Any]:
    """Readable documents with `is_replaced` and `evidence_count` (standing evidence the actor may read)."""
    resting = EvidenceItem.objects.readable(actor).standing().filter(document_id=OuterRef("pk")).order_by()
    counted = resting.values("document_id").annotate(number=Count("pk")).values("number")
    return (
        Document.objects.readable(actor)
        .select_related("owner", "group", "reviewer")
        .annotate(
            is_replaced=Exists(Document.objects.filter(replaces_id=OuterRef("pk"))),
            evidence_count=Coalesce(Subquery(counted), 0),
        )
    )


def list_documents(
    actor: Actor,
    *,
    words: str = "",
    classes: Sequence[str] = (),
    types: str = "",
    owner_id: str = "",
    evidence: str = "",
    states: Sequence[str] = (),
    review: str = "",
    today: date | None = None,
) -> QuerySet[Any]:
    """The documents the actor may read, newest first, as a queryset to order and page; current ones unless told.

    `types` is a file's ending ("docx"); `evidence` is "yes" or "no"; `states` are keys of `STATES`; `review` is "due"
    by `today`, "set" or "none". Each row has `is_replaced` and `evidence_count`.
    """
    found = _listed(actor)
    for word in words.split():
        has = Q(title__icontains=word) | Q(description__icontains=word) | Q(original_name__icontains=word)
        found = found.filter(has)
    if classes:
        found = found.filter(information_class__in=classes)
    if types in rules.ALLOWED:
        found = found.filter(content_type=rules.ALLOWED[types].content_type)
    if owner_id:
        found = found.filter(owner_id=owner_id)
    if evidence:
        found = found.filter(evidence_count__gt=0) if evidence == "yes" else found.filter(evidence_count=0)
    if review:
        found = found.filter(_of_review(review, today))
    return found.filter(_in_states(states or ("current",)))


def _of_review(review: str, today: date | None) -> Q:
    if review == "due" and today:
        return Q(review_on__lte=today)
    return Q(review_on__isnull=review == "none")


def _in_states(states: Sequence[str]) -> Q:
    each = {
        "current": Q(withdrawn_at__isnull=True, is_replaced=False),
        "replaced": Q(withdrawn_at__isnull=True, is_replaced=True),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }
    wanted = Q(pk__in=[])
    for state in states:
        wanted |= each.get(state, Q(pk__in=[]))
    return wanted


def list_owners(actor: Actor) -> list[tuple[UUID, str]]:
    """The owners of documents the actor may read, as (id, name), by name. One query."""
    owners = Document.objects.readable(actor).filter(owner__isnull=False).order_by("owner__name")
    return list(owners.values_list("owner_id", "owner__name").distinct())


@dataclass(frozen=True)
class DocumentShown:
    """A document with all its page says: versions newest first, evidence resting on any, copies of it, its history.

    The `may_…` say which of the page's acts this actor may take.
    """

    document: Document
    versions: list[Document] = field(default_factory=list)
    evidence: list[EvidenceItem] = field(default_factory=list)
    copies: list[Document] = field(default_factory=list)
    history: list[trail.Line] = field(default_factory=list)
    may_open: bool = False
    may_change: bool = False
    may_replace: bool = False
    may_withdraw: bool = False
    may_hold: bool = False
    may_review: bool = False

    @property
    def newest(self) -> Document:
        """The latest version, which may be the document itself."""
        return self.versions[0] if self.versions else self.document


def show_document(actor: Actor, document_id: UUID) -> DocumentShown | None:
    """One document as its page shows it, or None where it is not the actor's to read. Five queries."""
    document = _listed(actor).filter(pk=document_id).first()
    if document is None:
        return None
    versions = list(_listed(actor).filter(series=document.series).order_by("-edition"))
    evidence = EvidenceItem.objects.readable(actor).filter(document__in=[one.pk for one in versions])
    same = Document.objects.readable(actor).standing().filter(sha256=document.sha256)
    things = [("documents.document", one.pk) for one in versions]
    own, unit, gone = is_own(actor, document.owner_id), is_unit(actor), document.withdrawn_at is not None
    changes = actor.may(STORE) and bool(rules.may_change(own, unit, gone))
    replaced: bool = document.is_replaced
    return DocumentShown(
        document=document,
        versions=versions,
        evidence=list(evidence.select_related("given_by", "document")),
        copies=list(same.exclude(series=document.series)),
        history=trail.history_of(actor, things),
        may_open=bool(rules.may_open(gone, unit)),
        may_change=changes,
        may_replace=changes and not replaced,
        may_withdraw=changes and not document.is_held,
        may_hold=actor.may(HOLD) and not gone,
        may_review=actor.may(CHANGE) and bool(_may_review(actor, document, own, unit)),
    )


def _may_review(actor: Actor, document: Any, own: bool, unit: bool) -> Verdict:
    return rules.may_review(
        is_own(actor, document.reviewer_id), own, unit, is_withdrawn=document.withdrawn_at is not None,
        is_replaced=document.is_replaced, has_day=document.review_on is not None,
    )  # fmt: skip


@dataclass(frozen=True)
class Filing:
    """What a page that files a document offers: groups and, for the business unit alone, people to own it."""

    groups: list[tuple[UUID, str]]
    people: list[tuple[UUID, str]] | None


def filing(actor: Actor, today: date, document: Document | None = None) -> Filing:
    """The groups and people a document may belong to, those it belongs to already included. Two queries at most."""
    groups = {group.pk: group.name for group in partnerships.bare_groups(actor, today)}
    if document and document.group:
        groups.setdefault(document.group.pk, document.group.name)
    if not is_unit(actor):
        return Filing(list(groups.items()), None)
    people = {person.pk: person.name for person in partnerships.list_people(actor, today)}
    if document and document.owner:
        people.setdefault(document.owner.pk, document.owner.name)
    return Filing(list(groups.items()), list(people.items()))


def list_agencies(actor: Actor, today: date, item: EvidenceItem) -> list[tuple[UUID, str]]:
    """The agencies evidence may come from, as (id, name), the one it comes from already included. Two queries."""
    found = {line.id: line.name for line in partnerships.list_agencies(actor, today)}
    if item.agency:
        found.setdefault(item.agency.pk, str(item.agency))
    return list(found.items())


def find_document(actor: Actor, document_id: UUID) -> Document | None:
    """One document the actor may read, with its owner, its group and how much evidence rests on it; or None."""
    return _listed(actor).filter(pk=document_id).first()


def list_evidence(actor: Actor, ids: Collection[UUID]) -> list[EvidenceItem]:
    """Standing evidence by id, latest date first, leaving out what the actor may not read. Two queries."""
    found = EvidenceItem.objects.readable(actor).standing().filter(pk__in=ids)
    return list(found.select_related("given_by", "document").prefetch_related("agency__names"))


def evidence_by_id(actor: Actor, ids: Collection[UUID], withdrawn: bool = False) -> dict[UUID, EvidenceItem]:
    """Evidence by id, leaving out what the actor may not read and, unless asked for, what was withdrawn. One query."""
    found = EvidenceItem.objects.readable(actor).filter(pk__in=ids)
    if not withdrawn:
        found = found.standing()
    return {item.pk: item for item in found.select_related("given_by", "document")}


def evidence_in_brief(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Any]:
    """As `evidence_by_id`, but of each piece only its id, claim, kind, strength, quadrant and date. One query."""
    found = EvidenceItem.objects.readable(actor).standing().filter(pk__in=ids)
    brief = found.values_list("id", "claim", "kind", "strength", "quadrant", "dated_on", named=True)
    return {piece.id: piece for piece in brief}


def evidence_strengths(actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """How strong each piece of evidence among `ids` is that the actor may read, by id. One query."""
    return dict(EvidenceItem.objects.readable(actor).standing().filter(pk__in=ids).values_list("id", "strength"))


@dataclass(frozen=True)
class EvidenceShown:
    """A piece of evidence with all its page says. `document` is None where its document is not the actor's to read."""

    item: EvidenceItem
    document: Document | None
    history: list[trail.Line]
    may_change: bool


def show_evidence(actor: Actor, evidence_id: UUID) -> EvidenceShown | None:
    """One piece of evidence as its page shows it, or None where it is not the actor's to read. Four queries."""
    readable = (
        EvidenceItem.objects.readable(actor).select_related("given_by", "agency").prefetch_related("agency__names")
    )
    item = readable.filter(pk=evidence_id).first()
    if item is None:
        return None
    document = _listed(actor).filter(pk=item.document_id).first() if item.document_id else None
    allowed = rules.may_change(is_own(actor, item.given_by_id), is_unit(actor), item.withdrawn_at is not None)
    return EvidenceShown(
        item=item,
        document=document,
        history=trail.history(actor, "documents.evidenceitem", item.pk),
        may_change=actor.may(STORE) and bool(allowed),
    )


def evidence_counts(actor: Actor, document_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many standing pieces of evidence the actor may read rest on each document; none is left out. One query."""
    resting = EvidenceItem.objects.readable(actor).standing().filter(document_id__in=document_ids).order_by()
    return dict(resting.values("document_id").annotate(number=Count("pk")).values_list("document_id", "number"))


def standing_quadrants(actor: Actor) -> dict[UUID, str]:
    """The quadrant of every piece of evidence not withdrawn, whoever may read it. One query.

    Say nothing of a piece but that it is there, unless the actor may read it.
    """
    return dict(EvidenceItem.objects.within(actor).standing().order_by().values_list("pk", "quadrant"))


def quadrant_counts(actor: Actor, evidence_ids: Collection[UUID]) -> dict[str, int]:
    """How many of the pieces of evidence are of each quadrant, empty quadrants included (guide 8.3). One query."""
    found = EvidenceItem.objects.readable(actor).standing().filter(pk__in=evidence_ids).order_by()
    counts = dict(found.values("quadrant").annotate(number=Count("pk")).values_list("quadrant", "number"))
    return {quadrant: counts.get(quadrant, 0) for quadrant in rules.QUADRANTS}


def document_choices(actor: Actor, also: UUID | None = None) -> list[tuple[UUID, str]]:
    """The documents evidence may rest on, as (id, title), by title: current ones, and `also` one chosen earlier."""
    found = _listed(actor).filter(_in_states(["current"]) | Q(pk=also)).order_by("title")
    return list(found.values_list("pk", "title"))


def may_see_document(actor: Actor, document_id: UUID) -> bool:
    """True when the document is the actor's to read. One query."""
    return bool(Document.objects.readable(actor).filter(pk=document_id).exists())


def may_see_evidence(actor: Actor, evidence_id: UUID) -> bool:
    """True when the piece of evidence is the actor's to read. One query."""
    return bool(EvidenceItem.objects.readable(actor).filter(pk=evidence_id).exists())
