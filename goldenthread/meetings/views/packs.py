"""Board packs: issue one or a supplement, read it on a page, and take it as a PDF."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.meetings import forms, presenters, queries, services
from goldenthread.meetings.permissions import KEEP, NOT_YOURS, SEE
from goldenthread.meetings.views.steps import attempt, go, insist
from goldenthread.web.access import needs
from goldenthread.web.handing import hand_over
from goldenthread.web.steps import found, page


def _kept(request: HttpRequest, meeting: UUID) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_meeting(actor, meeting))
    insist(queries.acts_of(actor, row).keep, NOT_YOURS)
    return row


@needs(KEEP)
def issue_pack(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Say what goes into the pack and what is owed, ask once more, and issue it."""
    actor = request.actor  # type: ignore[attr-defined]
    row = _kept(request, meeting)
    waits = queries.to_issue(actor, row)
    form = forms.IssuePack.of(request, owed=bool(waits.owed))

    def act() -> Any:
        return services.issue_pack(actor, timezone.now(), timezone.localdate(), meeting, **form.answers())

    said = "The pack is issued. Everybody on the group is being written to."
    done = attempt(request, form, act, said, lambda one: go(request, "show_meeting", meeting))
    return done or page(request, "issue_pack", form=form, meeting=row, waits=waits)


@needs(KEEP)
def issue_supplement(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Say which papers were added, replaced or withdrawn since, ask once more, and issue them as a supplement."""
    actor = request.actor  # type: ignore[attr-defined]
    row = _kept(request, meeting)
    form = forms.Nothing.of(request)

    def act() -> Any:
        return services.issue_supplement(actor, timezone.now(), timezone.localdate(), meeting)

    said = "The supplement is issued. Everybody it is for is being written to."
    done = attempt(request, form, act, said, lambda one: go(request, "show_meeting", meeting))
    return done or page(request, "issue_supplement", form=form, meeting=row, waits=queries.to_issue(actor, row))


@needs(SEE)
def show_pack(request: HttpRequest, pack: UUID) -> HttpResponse:
    """The pack on a page, with the page numbers of its PDF. Opening one with part B is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(services.read_pack(actor, timezone.now(), pack))
    context = {
        "pack": row, "meeting": row.meeting, "title": presenters.pack_title(row),
        "on_screen": presenters.on_screen(actor, row),
    }  # fmt: skip
    return TemplateResponse(request, "meetings/show_pack.html", context)


@needs(SEE)
def open_pack(request: HttpRequest, pack: UUID) -> HttpResponseBase:
    """Hand over the PDF, to be kept and not shown. Opening one with part B is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(services.read_pack(actor, timezone.now(), pack))
    return hand_over(row.file, presenters.pack_file(row), "application/pdf")
