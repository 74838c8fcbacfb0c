"""Which documents are to be looked at again, when, and by whom: for the forward plan, My work and the digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.documents import rules
from goldenthread.documents.models import Document
from goldenthread.documents.permissions import CHANGE, SEE, may_read
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.partnerships import queries as partnerships


def reviews_ahead(actor: Actor, since: date, until: date) -> list[Entry]:
    """The reviews between two days of the documents that count and the actor may read. One query."""
    if not actor.may(SEE):
        return []
    rows = Document.objects.readable(actor).to_review().filter(review_on__range=(since, until))
    return [
        Entry(
            on=one.review_on, sort=Sort.DOCUMENT_REVIEW, thing_id=one.pk, title=one.title,
            page="documents:show_document", parts={"document_id": one.pk},
            who=one.reviewer.name if one.reviewer else "", group_ids=frozenset(filter(None, (one.group_id,))),
            person_ids=frozenset(filter(None, (one.reviewer_id,))), is_restricted=one.information_class == "R",
        )
        for one in rows.select_related("reviewer")
    ]  # fmt: skip


@dataclass(frozen=True)
class DocumentToReview:
    """A document that one actor is to review; the title is empty where it is restricted."""

    document_id: UUID
    title: str
    review_on: date

    @property
    def due(self) -> str:
        """The day in words."""
        return f"{self.review_on.day} {self.review_on:%B %Y}"


def reviews_owed(actors: Sequence[Actor], today: date) -> list[tuple[Actor, DocumentToReview]]:
    """The reviews that each of these actors is to do within four weeks or is late with, earliest first. One query.

    Only of documents they still may read and change.
    """
    asked = {(one.partnership_id, one.user_id): one for one in actors if one.user_id and one.may(CHANGE)}
    if not asked:
        return []
    rows = Document.objects.to_review().filter(
        partnership_id__in={place for place, _ in asked}, reviewer_id__in={person for _, person in asked},
        review_on__lte=today + rules.ASKED_AHEAD,
    )  # fmt: skip
    owed = [(asked.get((one.partnership_id, one.reviewer_id)), one) for one in rows.order_by("review_on", "pk")]
    return [(actor, _told(one)) for actor, one in owed if actor and _reads(actor, one)]


def _reads(actor: Actor, document: Any) -> bool:
    return bool(may_read(actor, document.information_class, document.group_id, document.owner_id))


def _told(document: Any) -> DocumentToReview:
    title = "" if document.information_class == "R" else document.title
    return DocumentToReview(document.pk, title, document.review_on)


def reviews_waiting(actors: Sequence[Actor], today: date) -> Any:
    """The reviews due by today of one person, as a query not yet asked; None where they review nothing anywhere."""
    mine = [one for one in actors if one.user_id and one.may(CHANGE)]
    if not mine:
        return None
    waiting = Document.objects.readable(mine[0]).filter(reviewer_id=mine[0].user_id)
    for more in mine[1:]:
        waiting |= Document.objects.readable(more).filter(reviewer_id=more.user_id)
    return waiting.to_review().filter(review_on__lte=today)


def reviewer_choices(actor: Actor, document: Any, today: date) -> list[tuple[UUID, str]]:
    """The people who may be asked to review a document, as (id, name): those who may read and change it, by name.

    Whoever is asked already stays among them. As many queries as finding out how everybody acts takes.
    """
    people = {one.pk: one.name for one in partnerships.list_people(actor, today)}
    acting = partnerships.actors_of_people(people, today)
    found = {
        person: name
        for person, name in people.items()
        if any(
            one.partnership_id == actor.partnership_id and one.may(CHANGE) and _reads(one, document)
            for one in acting.get(person, ())
        )
    }
    if document.reviewer:
        found.setdefault(document.reviewer.pk, document.reviewer.name)
    return sorted(found.items(), key=lambda one: one[1].lower())
