"""Requests for data: the list, one with how each agency stands, making, changing and ending one, and its template."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from goldenthread.documents import queries as documents
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange import list_file
from goldenthread.partnerships.presenters import in_words
from goldenthread.rendering.lists import marked_name, writers
from goldenthread.scorecards import forms, permissions, presenters, queries, rules, services
from goldenthread.scorecards.exchange import templates
from goldenthread.scorecards.rules import requests as asking
from goldenthread.scorecards.views.files import file_answer
from goldenthread.scorecards.views.keeping import agencies_of
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.filters import date as in_words_of
from goldenthread.web.lists import FORMATS, Listing, list_page
from goldenthread.web.steps import Asked, attempt, done, found, page

KIND = "scorecards.datarequest"
LISTING = Listing(presenters.REQUESTS, forms.RequestFilters, order="title")


def _trail(request: Asked, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Data requests", address("scorecards:list_data_requests", request.actor.partnership_slug)), *more]


@needs(permissions.SEE)
@list_page("Data requests")
def list_data_requests(request: Asked) -> HttpResponse:
    """The requests for data, in order, as a page or a file."""
    actor, today = request.actor, timezone.localdate()
    state = LISTING.read(request.GET)
    rows = queries.list_requests(actor, ended=state.filters.get("ended") == "yes", today=today)
    rows = rows.order_by(*state.order_by)
    if state.format:
        return list_file(
            actor, today, state, list(rows), "Data requests", columns=presenters.REQUESTS,
            file=f"data-requests-{today.isoformat()}",
        )  # fmt: skip
    return page(
        request, "list_data_requests", state=state, page=state.page(rows), grains=rules.GRAINS,
        may_request=actor.may(permissions.REQUEST),
    )  # fmt: skip


@needs(permissions.SEE)
def show_data_request(request: Asked, request_id: UUID) -> HttpResponse:
    """One request: what is asked of whom and by what power, and how each agency stands for each period."""
    actor, today = request.actor, timezone.localdate()
    asked = found(queries.find_request(actor, request_id), "request")
    shown = queries.show_request(actor, asked, today)
    word, tone = presenters.state_of(asked, today)
    return page(
        request, "show_data_request", asked=asked, shown=shown, finding=presenters.finding(shown),
        trail=_trail(request), word=word, tone=tone, often=rules.GRAINS[asked.grain],
        rule_set=presenters.rule_set_words(asked),
        by=[asking.BREAKDOWNS[one] for one in asked.breakdowns],
        working_days=queries.working_days_of(actor, asked),
        may_request=actor.may(permissions.REQUEST) and not asked.ended_reason, template_formats=templates.FORMATS,
        may_open=bool(asked.agreement_document_id)
        and documents.may_see_document(actor, asked.agreement_document_id),
    )  # fmt: skip


def often(indicator: Any) -> str:
    """How often an indicator is counted, in words within a sentence."""
    return rules.GRAINS[indicator.grain].lower()


def _form(request: Asked, there: Any = None, **kwargs: Any) -> forms.KeepRequest:
    actor, today = request.actor, timezone.localdate()
    also = [one.pk for one in there.indicators.all()] if there else []
    groups = [(str(one.pk), one.name) for one in partnerships.bare_groups(actor, today)]
    agencies = agencies_of(request)
    names = dict(agencies)
    indicators = [
        (str(one.pk), ", ".join(filter(None, (f"{one}: {often(one)}", names.get(str(one.agency_id))))))
        for one in queries.askable(actor, also)
    ]
    chosen = there.agreement_document_id if there else None
    papers = [(str(key), title) for key, title in queries.agreements(actor, chosen)]
    return forms.KeepRequest.of(
        request, agencies=agencies, indicators=indicators, groups=groups, documents=papers, **kwargs
    )


@needs(permissions.REQUEST)
def make_data_request(request: Asked) -> HttpResponse:
    """Ask agencies for data."""
    form = _form(request)
    now, today = timezone.now(), timezone.localdate()
    made = attempt(request, form, lambda: services.make_request(request.actor, now, today, form.wanted()))
    if made:
        said = "The request stands. Each agency is asked when its first period has ended."
        return done(request, said, "scorecards:show_data_request", request_id=made.pk)
    return page(request, "make_data_request", form=form, trail=_trail(request), asked=None)


@needs(permissions.REQUEST)
def change_data_request(request: Asked, request_id: UUID) -> HttpResponse:
    """Change what a request asks, of whom, and when it is due."""
    there = found(queries.find_bare_request(request.actor, request_id), "request")
    plain = ("title", "purpose", "power", "agreement", "grain", "rule_set", "starts_on", "breakdowns")
    begin = {
        **{name: getattr(there, name) for name in plain}, "to_group_id": str(there.to_group_id),
        "agreement_document_id": str(there.agreement_document_id or ""), "version": str(there.version),
        "agency_ids": [str(one.pk) for one in there.agencies.all()],
        "indicator_ids": [str(one.pk) for one in there.indicators.all()],
        "working_days": queries.working_days_of(request.actor, there),
    }  # fmt: skip
    form = _form(request, there, initial=begin)
    now, today = timezone.now(), timezone.localdate()

    def act() -> Any:
        version = form.cleaned_data["version"]
        return services.change_request(
            request.actor, now, today, request_id, form.wanted(), version=int(version) if version.isdecimal() else None
        )

    if attempt(request, form, act, in_words(KIND)):
        said = "Saved. What is out already stays as it was asked."
        return done(request, said, "scorecards:show_data_request", request_id=request_id)
    here = address("scorecards:show_data_request", request.actor.partnership_slug, request_id=request_id)
    return page(request, "make_data_request", form=form, trail=_trail(request, (there.title, here)), asked=there)


@needs(permissions.REQUEST)
def end_data_request(request: Asked, request_id: UUID) -> HttpResponse:
    """Ask for nothing more, with the reason."""
    there = found(queries.find_bare_request(request.actor, request_id), "request")
    now, today = timezone.now(), timezone.localdate()
    form = forms.EndRequest.of(request, initial={"ends_on": today})

    def act() -> Any:
        return services.end_request(request.actor, now, today, request_id, **form.cleaned_data)

    if attempt(request, form, act):
        said = "It ends. What came and what is out stays."
        return done(request, said, "scorecards:show_data_request", request_id=request_id)
    here = address("scorecards:show_data_request", request.actor.partnership_slug, request_id=request_id)
    trail = _trail(request, (there.title, here))
    return page(request, "end_data_request", form=form, trail=trail, asked=there, here=here)


@needs(permissions.SEE)
def download_template(request: Asked, request_id: UUID) -> HttpResponse:
    """A template to fill in for one period of a request: `from` is its first day, `agency` whose indicators."""
    there = found(queries.find_bare_request(request.actor, request_id), "request")
    format = request.GET.get("format", "xlsx")
    if format not in templates.FORMATS:
        raise Http404("There is no such sort of file.")
    period = _period(request, there)
    asked = queries.asked_for(request.actor, there, request.GET.get("agency", ""))
    content = templates.template(f"{there.title}, {period.label}", there.rule_set, asked, period, format)
    name = f"{slugify(there.title)[:50]}-{period.starts_on.isoformat()}.{format}"
    return file_answer(name, content, templates.FORMATS[format])


@needs(permissions.SEE)
def take_returned(request: Asked, request_id: UUID, format: str) -> HttpResponse:
    """Who has returned what of a request, as a file: the table of its page, a row for each agency and period."""
    actor, today = request.actor, timezone.localdate()
    asked = found(queries.find_request(actor, request_id), "request")
    if format not in FORMATS:
        raise Http404("Who has returned what is given as CSV or Excel.")
    rows = presenters.returned(queries.show_request(actor, asked, today))
    title = f"{asked.title}: returns by agency and period, {in_words_of(today)}"
    made = writers("Returns", title, actor.marking)[format](presenters.RETURNED_HEADS, rows)
    name = marked_name(f"{slugify(asked.title)[:50]}-returns-{today.isoformat()}", actor.marking)
    return file_answer(f"{name}.{format}", made, FORMATS[format][1])


def _period(request: Asked, there: Any) -> Any:
    """The period asked for in the address, or the last that has ended."""
    try:
        return asking.period_holding(there.grain, date.fromisoformat(request.GET.get("from", "")))
    except ValueError:
        return asking.period_before(there.grain, timezone.localdate())
