"""Say when a document is looked at again, and that it was."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.documents import forms, queries, services
from goldenthread.documents.permissions import CHANGE
from goldenthread.partnerships.presenters import in_words
from goldenthread.web.access import needs
from goldenthread.web.steps import attempt, done, found, page

KIND = "documents.document"


@needs(CHANGE)
def set_review(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Set the day of the next review and who does it, or end the reviews."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    document = found(queries.find_document(actor, document_id))
    initial = {name: getattr(document, name) for name in ("review_on", "reviewer_id", "version")}
    people = queries.reviewer_choices(actor, document, today)
    form = forms.SetReview.of(request, initial=initial, people=people)

    def act() -> Any:
        return services.set_review(actor, timezone.now(), today, document_id, **form.answers())

    kept = attempt(request, form, act, in_words(KIND))
    if kept:
        return done(request, "The review was set.", "documents:show_document", kept.pk)
    return page(request, "set_review", form=form, document=document)


@needs(CHANGE)
def review_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Record that a document was reviewed and stands as it is."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    seen = found(queries.show_document(actor, document_id))
    if not seen.may_review:
        raise PermissionDenied("Whoever is to review this document, its owner or the business unit does this.")
    form = forms.ReviewDocument.of(request, initial={"done_on": today})

    def act() -> Any:
        return services.review_document(actor, timezone.now(), today, document_id, **form.cleaned_data)

    kept = attempt(request, form, act)
    if kept:
        return done(request, "The review is recorded.", "documents:show_document", kept.pk)
    return page(request, "review_document", form=form, document=seen.document, may_replace=seen.may_replace)
