"""The documents that people are to review, as My work and the digests ask for them: the library lies beneath both."""

from collections.abc import Sequence
from datetime import date

from goldenthread.documents import queries as documents
from goldenthread.kernel.actor import Actor
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.web.environment import address


def document_review_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """The reviews of documents each of these actors owes within four weeks or is late with. One query."""
    return [(actor, _ask(actor, owed, today)) for actor, owed in documents.reviews_owed(actors, today)]


def _ask(actor: Actor, owed: documents.DocumentToReview, today: date) -> Ask:
    late = owed.review_on < today
    return Ask(
        kind="documents.document", thing_id=owed.document_id, partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name, title=owed.title,
        why=f"review of a document, due since {owed.due}" if late else f"review of a document, due on {owed.due}",
        urgency=Urgency.NOW if owed.review_on <= today else Urgency.THIS_MONTH,
        path=address("documents:review_document", actor.partnership_slug, document_id=owed.document_id),
        due_on=owed.review_on,
    )  # fmt: skip
