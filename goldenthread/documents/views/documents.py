"""Add a document, change what is said of it, replace it, withdraw it, hold it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.documents import forms, queries, services
from goldenthread.documents.permissions import CHANGE, HOLD, STORE
from goldenthread.partnerships.presenters import in_words
from goldenthread.web.access import needs
from goldenthread.web.steps import attempt, done, found, page
from goldenthread.web.uploads import takes_files, with_file

KIND = "documents.document"


def _choices(request: HttpRequest, document: Any = None) -> dict[str, Any]:
    filing = queries.filing(request.actor, timezone.localdate(), document)  # type: ignore[attr-defined]
    return {"groups": filing.groups, "people": filing.people}


@needs(STORE)
@takes_files
def store_document(request: HttpRequest) -> HttpResponse:
    """Add a document to the library."""
    actor = request.actor  # type: ignore[attr-defined]
    form = with_file(forms.StoreDocument.of(request, **_choices(request)), request)

    def act() -> Any:
        return services.store_document(actor, timezone.now(), **form.answers())

    kept = attempt(request, form, act)
    if kept:
        return done(request, "The document is in the library.", "documents:show_document", kept.pk)
    return page(request, "store_document", form=form)


@needs(CHANGE)
def change_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Change what is said of a document; its file stays."""
    actor = request.actor  # type: ignore[attr-defined]
    document = found(queries.find_document(actor, document_id))
    initial = {name: getattr(document, name) for name in forms.ChangeDocument.base_fields}
    form = forms.ChangeDocument.of(request, initial=initial, **_choices(request, document))

    def act() -> Any:
        return services.change_document(actor, timezone.now(), document_id, **form.answers())

    kept = attempt(request, form, act, in_words(KIND))
    if kept:
        return done(request, "The particulars were changed.", "documents:show_document", kept.pk)
    return page(request, "change_document", form=form, document=document)


@needs(CHANGE)
@takes_files
def replace_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Add a newer version of a document."""
    actor = request.actor  # type: ignore[attr-defined]
    document = found(queries.find_document(actor, document_id))
    initial = {"title": document.title, "description": document.description}
    is_reviewed = document.review_on is not None
    form = with_file(forms.ReplaceDocument.of(request, initial=initial, is_reviewed=is_reviewed), request)

    def act() -> Any:
        return services.replace_document(actor, timezone.now(), document_id, **form.cleaned_data)

    kept = attempt(request, form, act)
    if kept:
        return done(
            request, "The newer version is in the library; the older one is kept.", "documents:show_document", kept.pk
        )
    return page(request, "replace_document", form=form, document=document)


@needs(CHANGE)
def withdraw_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Ask once more, with a reason, and withdraw a document."""
    actor = request.actor  # type: ignore[attr-defined]
    document = found(queries.find_document(actor, document_id))
    form = forms.Reason.of(request, label="Why is it withdrawn?", hint="Readers of the library will see this.")

    def act() -> Any:
        return services.withdraw_document(actor, timezone.now(), document_id, **form.cleaned_data)

    kept = attempt(request, form, act)
    if kept:
        return done(request, "The document was withdrawn.", "documents:show_document", kept.pk)
    return page(request, "withdraw_document", form=form, document=document)


@needs(HOLD)
def hold_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Ask once more, with a reason, and put a legal hold on a document."""
    actor = request.actor  # type: ignore[attr-defined]
    document = found(queries.find_document(actor, document_id))
    form = forms.Reason.of(request, label="Why must it be kept as it is?", hint="Name the inquiry or request.")

    def act() -> Any:
        return services.hold_document(actor, timezone.now(), document_id, **form.cleaned_data)

    kept = attempt(request, form, act)
    if kept:
        return done(request, "A legal hold is on the document.", "documents:show_document", kept.pk)
    return page(request, "hold_document", form=form, document=document)


@needs(HOLD)
def release_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Ask once more, with a reason, and lift the legal hold from a document."""
    actor = request.actor  # type: ignore[attr-defined]
    document = found(queries.find_document(actor, document_id))
    form = forms.Reason.of(request, label="Why may the hold be lifted?")

    def act() -> Any:
        return services.release_document(actor, timezone.now(), document_id, **form.cleaned_data)

    kept = attempt(request, form, act)
    if kept:
        return done(request, "The legal hold was lifted.", "documents:show_document", kept.pk)
    return page(request, "release_document", form=form, document=document)
