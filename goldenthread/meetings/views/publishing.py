"""The version of minutes for the public: read it, take it away, and choose what it holds."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.meetings import forms, presenters, queries, rules, services
from goldenthread.meetings.exchange import public_report
from goldenthread.meetings.permissions import KEEP, NOT_YOURS, SEE
from goldenthread.meetings.views.steps import attempt, go, insist
from goldenthread.partnerships.exchange.papers import FORMATS, paper_file
from goldenthread.web.access import needs
from goldenthread.web.steps import found, page


@needs(SEE)
def show_public_minutes(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The public version of agreed minutes: chosen lines of part A, without names unless the address asks for them."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = found(queries.show_minutes(actor, meeting))
    if seen.meeting.state not in rules.MINUTES_READ:
        found(None)
    came, headings = queries.attendance_of(actor, seen.meeting), presenters.public(seen.headings)
    names = request.GET.get("names") == "yes"
    if (format := request.GET.get("format")) in FORMATS:
        report = public_report(seen.meeting, came, headings, names, actor.partnership_name)
        return paper_file(report, format, f"public-{presenters.minutes_file(seen.meeting)}")
    context = {
        "meeting": seen.meeting, "headings": headings, "came": came, "names": names, "may_keep": seen.may_keep,
        "title_of": presenters.numbered_title,
    }  # fmt: skip
    return TemplateResponse(request, "meetings/show_public_minutes.html", context)


@needs(KEEP)
def choose_public(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Tick the lines of part A that go into the public version, and reword them where needed."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = found(queries.show_minutes(actor, meeting, corrected=False))
    insist(seen.may_keep, NOT_YOURS)
    form = forms.ChoosePublic.of(request, lines=[line for line in seen.lines if not line.is_restricted])

    def act() -> Any:
        return services.choose_public(actor, timezone.now(), meeting, form.answers())

    back = "show_public_minutes" if seen.meeting.state in rules.MINUTES_READ else "show_minutes"
    done = attempt(request, form, act, "The public version is as you chose.", lambda _: go(request, back, meeting))
    return done or page(request, "choose_public", form=form, meeting=seen.meeting, back=back)
