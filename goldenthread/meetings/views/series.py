"""Series of meetings: the list, one of them, set one up, change it, let it end."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.meetings import forms, presenters, queries, services
from goldenthread.meetings.permissions import PLAN, SEE
from goldenthread.meetings.views.steps import attempt, go, insist
from goldenthread.partnerships.exchange import list_file
from goldenthread.web.access import needs
from goldenthread.web.lists import Column, Listing, list_page
from goldenthread.web.steps import found, page

LISTING = Listing(
    (
        Column("group", "Group", ("group__position", "title")),
        Column("rhythm", "How often"),
        Column("next_at", "Next", ("next_at", "title")),
        Column("coming", "Planned", ("coming", "title"), number=True),
    ),
    order="group",
)


@needs(SEE)
@list_page("Series of meetings")
def list_series(request: HttpRequest) -> HttpResponse:
    """Every series of meetings, with its rhythm and its next meeting."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    state = LISTING.read(request.GET)
    rows = queries.list_series(actor, today).order_by(*state.order_by)
    if state.format:
        return list_file(
            actor, today, state, rows, "Series of meetings", columns=presenters.SERIES_FILE, file="series",
            wide=("Series",), restricted=False,
        )  # fmt: skip
    page = state.page(rows)
    context = {"state": state, "page": page, "may_plan": actor.may(PLAN)}
    return TemplateResponse(request, "meetings/list_series.html", context)


@needs(SEE)
def show_series(request: HttpRequest, series: UUID) -> HttpResponse:
    """One series: its rhythm, what its meetings always discuss, and the meetings themselves."""
    seen = found(queries.show_series(request.actor, series, timezone.localdate()))  # type: ignore[attr-defined]
    context = {"shown": seen, "series": seen.series, "tag": presenters.state_tag, "clock": presenters.clock}
    context["starts"] = f"{seen.series.starts_time:%H:%M}"
    return TemplateResponse(request, "meetings/show_series.html", context)


def _people(request: HttpRequest) -> dict[str, Any]:
    return {"people": queries.people_choices(request.actor, timezone.localdate())}  # type: ignore[attr-defined]


@needs(PLAN)
def add_series(request: HttpRequest) -> HttpResponse:
    """Set up a series of meetings."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    form = forms.Series.of(request, groups=queries.groups_to_plan_for(actor, today), **_people(request))

    def act() -> Any:
        return services.add_series(actor, timezone.now(), today, **form.answers())

    done = attempt(
        request, form, act, "The series is set up, and its meetings are planned for eighteen months.",
        lambda one: go(request, "show_series", one.pk),
    )  # fmt: skip
    return done or page(request, "add_series", form=form)


@needs(PLAN)
def change_series(request: HttpRequest, series: UUID) -> HttpResponse:
    """Change a series; the meetings nobody has touched follow."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    seen = found(queries.show_series(actor, series, today))
    insist(seen.may_change)
    row = seen.series
    form = forms.Series.of(request, groups=None, initial=forms.Series.initial_of(row, row.beat), **_people(request))

    def act() -> Any:
        return services.change_series(actor, timezone.now(), today, series, **form.answers())

    done = attempt(
        request, form, act, "The series was changed. Meetings that somebody moved, or that have an agenda, stay.",
        lambda one: go(request, "show_series", one.pk),
    )  # fmt: skip
    return done or page(request, "change_series", form=form, series=row)


@needs(PLAN)
def end_series(request: HttpRequest, series: UUID) -> HttpResponse:
    """Let a series end after a day, with a reason."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    seen = found(queries.show_series(actor, series, today))
    insist(seen.may_change)
    form = forms.EndSeries.of(request, initial={"last_on": today})

    def act() -> Any:
        return services.end_series(actor, timezone.now(), today, series, **form.cleaned_data)

    done = attempt(request, form, act, "The series ends.", lambda one: go(request, "show_series", one.pk))
    return done or page(request, "end_series", form=form, series=seen.series)
