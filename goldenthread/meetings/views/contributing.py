"""Ask somebody without an account for a paper, look at what came, accept it, or take the link back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from goldenthread.meetings import forms, queries, services
from goldenthread.meetings.permissions import KEEP, NOT_YOURS
from goldenthread.meetings.views.steps import attempt, go, insist
from goldenthread.web.access import needs
from goldenthread.web.handing import hand_over
from goldenthread.web.steps import found, page


@needs(KEEP)
def send_paper_link(request: HttpRequest, item: UUID) -> HttpResponse:
    """Ask who is to bring the paper, and send them the link."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_item(actor, item))
    insist(queries.acts_of(actor, row.meeting).keep and not row.is_restricted, NOT_YOURS)
    form = forms.SendPaperLink.of(request)

    def act() -> Any:
        return services.send_paper_link(actor, timezone.now(), item, **form.cleaned_data)

    done = attempt(request, form, act, "The link is on its way to them.", lambda one: go(request, "show_item", item))
    return done or page(request, "send_paper_link", form=form, item=row, meeting=row.meeting)


def _line(request: HttpRequest, link: UUID) -> Any:
    return found(queries.find_paper_link(request.actor, link, timezone.now()))  # type: ignore[attr-defined]


@needs(KEEP)
def accept_contribution(request: HttpRequest, link: UUID) -> HttpResponse:
    """What came by a link, to be looked at and made a paper of its item."""
    actor, line = request.actor, _line(request, link)  # type: ignore[attr-defined]
    row = line.link
    owed = [
        (one.pk, one.title) for one in queries.list_owed_papers(actor, row.item.meeting) if one.item_id == row.item_id
    ]
    initial = {"title": row.item.title}
    form = forms.AcceptContribution.of(request, owed=owed, late=line.is_late, initial=initial)

    def act() -> Any:
        return services.accept_contribution(actor, timezone.now(), link, **form.answers())

    done = attempt(request, form, act, "The paper is with the agenda.", lambda one: go(request, "show_paper", one.pk))
    return done or page(request, "accept_contribution", form=form, line=line, item=row.item, meeting=row.item.meeting)


@needs(KEEP)
def open_contribution(request: HttpRequest, link: UUID) -> HttpResponseBase:
    """Hand over the file that came by a link, to be kept and not shown."""
    line = _line(request, link)
    if not line.waits:
        raise Http404("No paper waits here.")
    return hand_over(line.link.file, line.link.original_name, "application/octet-stream", "Send the link again.")


@needs(KEEP)
def withdraw_paper_link(request: HttpRequest, link: UUID) -> HttpResponse:
    """Ask once more, and take a link back."""
    actor, line = request.actor, _line(request, link)  # type: ignore[attr-defined]
    form = forms.Nothing.of(request)

    def act() -> Any:
        return services.withdraw_paper_link(actor, timezone.now(), link)

    item = line.link.item
    done = attempt(request, form, act, "The link no longer works.", lambda one: go(request, "show_item", item.pk))
    return done or page(request, "withdraw_paper_link", form=form, line=line, item=item, meeting=item.meeting)
