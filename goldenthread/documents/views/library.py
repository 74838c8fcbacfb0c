"""Find a document, see all about it, and take its file away."""

from dataclasses import replace
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.documents import forms, presenters, queries, rules, services
from goldenthread.documents.permissions import SEE, STORE
from goldenthread.kernel.outcomes import NotPermitted
from goldenthread.partnerships.exchange import list_file
from goldenthread.web.access import needs
from goldenthread.web.beside import beside
from goldenthread.web.handing import hand_over
from goldenthread.web.lists import Listing, list_page

LISTING = Listing(presenters.COLUMNS, forms.Filters, order="-added")


@needs(SEE)
@list_page("Library")
def list_documents(request: HttpRequest) -> HttpResponse:
    """The library."""
    actor = request.actor  # type: ignore[attr-defined]
    state = LISTING.read(request.GET, owners=queries.list_owners(actor), states=queries.STATES)
    today = timezone.localdate()
    documents = queries.list_documents(actor, **state.filters, today=today).order_by(*state.order_by)
    if state.format:
        return list_file(
            actor, today, state, documents, "Library", columns=presenters.DOWNLOAD, file="library",
            wide=("What it is",), restricted=any(one.information_class == "R" for one in documents),
        )  # fmt: skip
    page = state.page(documents)
    rows = [presenters.row(document) for document in page.rows]
    context = {"state": state, "page": replace(page, rows=rows), "may_store": actor.may(STORE), "today": today}
    return TemplateResponse(request, "documents/list_documents.html", context)


@needs(SEE)
def show_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """One document: what it is, its versions, the evidence that rests on it, its history."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = queries.show_document(actor, document_id)
    if shown is None:
        raise Http404("There is no such document.")
    document = shown.document
    row = presenters.row(document)
    context = {
        "shown": shown,
        "document": document,
        "row": row,
        "versions": [presenters.row(version) for version in shown.versions],
        "information_class": rules.CLASSES[document.information_class],
        "is_logged": document.information_class in rules.LOGGED_CLASSES,
        "review": rules.review_state(document.review_on, timezone.localdate()) if row.state == "current" else "",
        "evidence": [(item, presenters.evidence_words(item)) for item in shown.evidence],
        "beside": beside(actor, "documents.document", document_id, timezone.localdate()),
    }
    return TemplateResponse(request, "documents/show_document.html", context)


@needs(SEE)
def open_document(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """Hand over the file, to be kept and not shown. Opening a restricted one is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        document = services.open_document(actor, timezone.now(), document_id)
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    if document is None:
        raise Http404("There is no such document.")
    return hand_over(document.file, document.original_name, document.content_type)
