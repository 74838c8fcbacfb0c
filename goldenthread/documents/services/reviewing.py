"""Say when a document is to be looked at again and by whom, and that it was. Each writes one event on the trail."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.documents import rules
from goldenthread.documents.models import Document
from goldenthread.documents.permissions import CHANGE, is_own, may_read
from goldenthread.documents.services.documents import fetch, standing, write
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist, insist_current
from goldenthread.partnerships import queries as partnerships

NOT_READ = "This person may not read and change the document, so they cannot review it. Choose somebody else."


@transaction.atomic
def set_review(
    actor: Actor, now: datetime, today: date, document_id: UUID, version: int | None = None, *,
    review_on: date | None, reviewer_id: UUID | None = None,
) -> Document:  # fmt: skip
    """Set the day of a document's review and who does it, its owner unless told, and return it; no day ends reviews.

    Raises `Refused` (field `review_on` or `reviewer_id`), `Superseded` where somebody saved since `version`, and
    `NotPermitted`.
    """
    actor.must(CHANGE)
    document = fetch(actor, document_id)
    insist(rules.may_change(**standing(actor, document)))
    insist(rules.may_set_review(_is_replaced(document), review_on, document.review_on, today), "review_on")
    reviewer = (reviewer_id or document.owner_id or actor.user_id) if review_on else None
    if review_on and reviewer != document.reviewer_id:
        _insist_reviews(actor, document, reviewer, today)
    fields: dict[str, Any] = {"review_on": review_on, "reviewer_id": reviewer}
    insist_current(document, version, fields)
    return write(actor, now, document, "review_set" if review_on else "review_ended", **fields)


def _insist_reviews(actor: Actor, document: Document, person_id: UUID | None, today: date) -> None:
    person = partnerships.actor_for(person_id, actor.partnership_slug, today) if person_id else None
    reads = person and may_read(person, document.information_class, document.group_id, document.owner_id)
    if person is None or not reads or not person.may(CHANGE):
        raise Refused(NOT_READ, "reviewer_id")


@transaction.atomic
def review_document(
    actor: Actor, now: datetime, today: date, document_id: UUID, *, done_on: date, next_on: date | None = None,
    note: str = "",
) -> Document:  # fmt: skip
    """Record that a document was reviewed and stands as it is, and return it; without `next_on` that was the last time.

    A document that a review finds wanting is replaced by a newer version instead. Raises `Refused` (field `done_on`
    or `next_on`) and `NotPermitted`.
    """
    actor.must(CHANGE)
    document = fetch(actor, document_id)
    stands = standing(actor, document)
    insist(
        rules.may_review(
            is_own(actor, document.reviewer_id), stands["is_owner"], stands["is_unit"],
            is_withdrawn=stands["is_withdrawn"], is_replaced=_is_replaced(document),
            has_day=document.review_on is not None,
        )
    )  # fmt: skip
    field = "done_on" if done_on > today else "next_on"
    insist(rules.may_be_done(done_on, next_on, today), field)
    return write(
        actor, now, document, "reviewed", note.strip(), reviewed_on=done_on, review_on=next_on,
        reviewer_id=document.reviewer_id if next_on else None,
    )  # fmt: skip


def _is_replaced(document: Document) -> bool:
    return bool(Document.objects.filter(replaces=document).exists())
