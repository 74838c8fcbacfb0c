"""Papers: ask for one, add it, read it, take it back, and the log of those that were late."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.kernel.outcomes import NotPermitted
from goldenthread.meetings import forms, queries, rules, services
from goldenthread.meetings.permissions import ADD_PAPERS, KEEP, NOT_YOURS, SEE
from goldenthread.meetings.presenters import LATE
from goldenthread.meetings.views.steps import attempt, go, insist
from goldenthread.partnerships.exchange import list_file
from goldenthread.web.access import needs
from goldenthread.web.handing import hand_over
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import found, page
from goldenthread.web.uploads import takes_files, with_file

LISTING = Listing(LATE, order="-added")
SHEET = ("title", "body", "decision_sought", "summary", "equalities", "resources", "legal", "contributors")
NOT_THEIRS = "Papers are added by whoever presents the item or owes the paper, and by those who keep the agenda."


@needs(KEEP)
def ask_for_paper(request: HttpRequest, item: UUID) -> HttpResponse:
    """Record that a paper is owed for an item."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    seen = found(queries.show_item(actor, item))
    insist(seen.may_keep, NOT_YOURS)
    form = forms.AskForPaper.of(
        request, people=queries.people_choices(actor, today), initial={"title": seen.item.title}
    )

    def act() -> Any:
        return services.ask_for_paper(actor, timezone.now(), today, item, **form.answers())

    done = attempt(request, form, act, "They will be asked for it.", lambda one: go(request, "show_item", item))
    return done or page(request, "ask_for_paper", form=form, item=seen.item, meeting=seen.item.meeting)


def _owed(request: HttpRequest, seen: Any) -> Any:
    """The paper the address names, which the new one then is; None for a paper nobody asked for."""
    named = request.GET.get("paper", "")
    return found(next((one for one in seen.papers if str(one.pk) == named), None)) if named else None


@needs(ADD_PAPERS)
@takes_files
def add_paper(request: HttpRequest, item: UUID) -> HttpResponse:
    """Add a paper to an item, or change one: the address may name which."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    seen = found(queries.show_item(actor, item))
    insist(seen.may_add, NOT_THEIRS)
    paper = _owed(request, seen)
    late = rules.is_late(seen.item.meeting.papers_on, today) and not (paper and paper.added_at)
    initial = {name: getattr(paper, name) for name in (*SHEET, "version")} if paper else {"title": seen.item.title}
    form = forms.Paper.of(request, documents=queries.document_choices(actor, seen.item), late=late, initial=initial)
    form = with_file(form, request)

    def act() -> Any:
        return services.add_paper(
            actor, timezone.now(), today, item, paper_id=paper.pk if paper else None, **form.answers()
        )

    done = attempt(
        request,
        form,
        act,
        "The paper is with the agenda.",
        lambda one: go(request, "show_paper", one.pk),
        "meetings.paper",
    )
    context = {"item": seen.item, "meeting": seen.item.meeting, "paper": paper, "late": late}
    return done or page(request, "add_paper", form=form, **context)


@needs(SEE)
def show_paper(request: HttpRequest, paper: UUID) -> HttpResponse:
    """One paper with its cover sheet. Opening one of part B is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(services.read_paper(actor, timezone.now(), paper))
    context = {
        "paper": row, "item": row.item, "meeting": row.item.meeting, "may_add": queries.may_add_to(actor, row),
        "may_open": queries.may_open_file(actor, row), "serves": queries.works_towards(actor, row.pk),
    }  # fmt: skip
    return TemplateResponse(request, "meetings/show_paper.html", context)


@needs(SEE)
def open_paper(request: HttpRequest, paper: UUID) -> HttpResponseBase:
    """Hand over the file of a paper, to be kept and not shown. Opening one of part B is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        row = found(services.open_paper(actor, timezone.now(), paper))
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    document = row.document
    if document is None or document.withdrawn_at:
        raise Http404("This paper has no file, or it was withdrawn.")
    return hand_over(document.file, document.original_name, document.content_type)


@needs(ADD_PAPERS)
def withdraw_paper(request: HttpRequest, paper: UUID) -> HttpResponse:
    """Ask once more, with a reason, and take a paper back."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_paper(actor, paper))
    insist(queries.may_add_to(actor, row), NOT_THEIRS)
    form = forms.Withdraw.of(request)

    def act() -> Any:
        return services.withdraw_paper(actor, timezone.now(), paper, **form.cleaned_data)

    done = attempt(request, form, act, "The paper was taken back.", lambda one: go(request, "show_item", row.item_id))
    return done or page(request, "withdraw_paper", form=form, paper=row, item=row.item, meeting=row.item.meeting)


@needs(SEE)
@list_page("Late papers")
def list_late_papers(request: HttpRequest) -> HttpResponse:
    """Which papers came late, by how much, and why."""
    actor = request.actor  # type: ignore[attr-defined]
    state = LISTING.read(request.GET)
    rows = queries.list_late_papers(actor).order_by(*state.order_by)
    if state.format:
        restricted = any(one.is_restricted for one in rows)
        return list_file(actor, timezone.localdate(), state, rows, "Late papers", restricted=restricted)
    context = {"state": state, "page": state.page(rows)}
    return TemplateResponse(request, "meetings/list_late_papers.html", context)
