"""Put a document of the library on an agenda in one step: an item, and the document as its paper."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from goldenthread.documents.rules.agendas import PutOn
from goldenthread.kernel.actor import Actor
from goldenthread.meetings.rules import Purpose
from goldenthread.meetings.services.agenda import add_item
from goldenthread.meetings.services.papers import add_paper


@transaction.atomic
def put_document_on_agenda(
    actor: Actor, now: datetime, today: date, meeting_id: UUID, document_id: UUID, title: str, summary: str,
    late_reason: str,
) -> PutOn:  # fmt: skip
    """Add an item for assurance with a document as its paper, and return where. Raises as the two steps do."""
    item = add_item(actor, now, today, meeting_id, title=title, purpose=Purpose.ASSURE)
    paper = add_paper(
        actor, now, today, item.pk, title=title, document_id=document_id, late_reason=late_reason, summary=summary
    )
    path = reverse("meetings:show_paper", kwargs={"partnership": actor.partnership_slug, "paper": paper.pk})
    return PutOn(str(item.meeting), path)
