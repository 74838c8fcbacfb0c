"""See a piece of evidence, change it, withdraw it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.documents import forms, presenters, queries, services
from goldenthread.documents.permissions import CHANGE_EVIDENCE, SEE
from goldenthread.partnerships.presenters import in_words
from goldenthread.web.access import needs
from goldenthread.web.beside import beside
from goldenthread.web.steps import attempt, done, found, page

KIND = "documents.evidenceitem"


@needs(SEE)
def show_evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """One piece of evidence: what it shows, what it rests on, how strong it is, its history."""
    seen = found(queries.show_evidence(request.actor, evidence_id))  # type: ignore[attr-defined]
    context = {"shown": seen, "item": seen.item, "words": presenters.evidence_words(seen.item)}
    context["beside"] = beside(request.actor, "documents.evidenceitem", evidence_id, timezone.localdate())  # type: ignore[attr-defined]
    return TemplateResponse(request, "documents/show_evidence.html", context)


@needs(CHANGE_EVIDENCE)
def change_evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Change a piece of evidence."""
    actor = request.actor  # type: ignore[attr-defined]
    item = found(queries.show_evidence(actor, evidence_id)).item
    choices = {
        "documents": queries.document_choices(actor, item.document_id),
        "agencies": queries.list_agencies(actor, timezone.localdate(), item),
    }
    initial = {name: getattr(item, name) for name in forms.ChangeEvidence.base_fields}
    form = forms.ChangeEvidence.of(request, initial=initial, **choices)

    def act() -> Any:
        return services.change_evidence(actor, timezone.now(), evidence_id, **form.answers())

    kept = attempt(request, form, act, in_words(KIND))
    if kept:
        return done(request, "The evidence was changed.", "documents:show_evidence", kept.pk)
    return page(request, "change_evidence", form=form, item=item)


@needs(CHANGE_EVIDENCE)
def withdraw_evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Ask once more, with a reason, and withdraw a piece of evidence."""
    actor = request.actor  # type: ignore[attr-defined]
    item = found(queries.show_evidence(actor, evidence_id)).item
    form = forms.Reason.of(request, label="Why is it withdrawn?", hint="Whoever follows the thread will see this.")

    def act() -> Any:
        return services.withdraw_evidence(actor, timezone.now(), evidence_id, **form.cleaned_data)

    kept = attempt(request, form, act)
    if kept:
        return done(request, "The evidence was withdrawn and no longer counts.", "documents:show_evidence", kept.pk)
    return page(request, "withdraw_evidence", form=form, item=item)
