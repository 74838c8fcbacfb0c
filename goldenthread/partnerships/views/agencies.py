"""The agencies of a partnership."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.partnerships import forms, queries, services
from goldenthread.partnerships.exchange import list_file
from goldenthread.partnerships.permissions import APPOINT, CHANGE_STRUCTURE, SEE_STRUCTURE
from goldenthread.trail import queries as trail
from goldenthread.web.access import needs
from goldenthread.web.lists import Column, Listing, list_page
from goldenthread.web.steps import Asked, attempt, done, found, page

LISTING = Listing(
    columns=(
        Column("name", "Agency", "name"),
        Column("basis", "Footing", ("basis", "name")),
        Column("sector", "Sector", ("sector", "name")),
        Column("starts_on", "Since", "starts_on"),
        Column("ends_on", "Until", "ends_on"),
        Column("former_names", "Formerly", value=lambda line: "; ".join(line.former_names)),
    ),
    filters=forms.AgencyFilters,
    order="name",
)


@needs(SEE_STRUCTURE)
@list_page("Agencies")
def list_agencies(request: Asked) -> HttpResponse:
    """The agencies that take part, filtered by footing and sector; with the former ones when asked."""
    state = LISTING.read(request.GET)
    wanted = state.filters
    lines = [
        line
        for line in queries.list_agencies(request.actor, timezone.localdate(), former=bool(wanted.get("former")))
        if (not wanted.get("basis") or line.basis_key in wanted["basis"])
        and (not wanted.get("sector") or line.sector_key == wanted["sector"])
    ]
    rows = state.sorted(lines)
    if state.format:
        return list_file(request.actor, timezone.localdate(), state, rows, "Agencies", file="agencies")
    return page(
        request, "list_agencies", state=state, page=state.page(rows), may_change=request.actor.may(CHANGE_STRUCTURE)
    )


@needs(SEE_STRUCTURE)
def show_agency(request: Asked, agency: UUID) -> HttpResponse:
    """One agency: its names, its part here, its seats and who speaks for it."""
    shown = found(queries.agency_detail(request.actor, agency, timezone.localdate()))
    things = [
        ("partnerships.agency", agency),
        *(("partnerships.participation", row.pk) for row in shown.participations),
    ]
    return page(
        request,
        "show_agency",
        agency=shown,
        events=trail.history_of(request.actor, things, limit=8),
        may_change=request.actor.may(CHANGE_STRUCTURE),
        may_appoint=request.actor.may(APPOINT),
    )


@needs(CHANGE_STRUCTURE)
def add_agency(request: Asked) -> HttpResponse:
    """Bring an agency in. Whoever types the exact name of a known organisation is asked whether it is the same one."""
    now, today = timezone.now(), timezone.localdate()
    known = queries.agency_known_as(request.actor, request.POST.get("name", "")) is not None
    asked = known and "asked" in request.POST
    form = (forms.KnownAgencyForm if asked else forms.AgencyForm).of(request, initial={"starts_on": today})

    def add() -> Any:
        told = dict(form.cleaned_data)
        same = told.pop("same", "") == "yes"
        return services.add_agency(request.actor, now, is_the_known_one=same, **told)

    added = attempt(request, form, add) if asked or not known else None
    if added:
        return done(request, f"{added} was added.", "partnerships:show_agency", agency=added.pk)
    if known and not asked and form.is_valid():
        form = forms.KnownAgencyForm(initial=form.cleaned_data)
        asked = True
    return page(request, "add_agency", form=form, asked=asked)


@needs(CHANGE_STRUCTURE)
def rename_agency(request: Asked, agency: UUID) -> HttpResponse:
    """Give an agency a new name from a day on."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.agency_detail(request.actor, agency, today))
    form = forms.RenameForm.of(request, initial={"on": today})
    renamed = attempt(request, form, lambda: services.rename_agency(request.actor, now, agency, **form.cleaned_data))
    if renamed:
        return done(request, "The new name was kept.", "partnerships:show_agency", agency=agency)
    return page(request, "rename_agency", form=form, agency=shown)


@needs(CHANGE_STRUCTURE)
def end_participation(request: Asked, agency: UUID) -> HttpResponse:
    """End an agency's part in the partnership, after saying what that leaves."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.agency_detail(request.actor, agency, today))
    form = forms.EndForm.of(request, initial={"ends_on": today})
    ended = attempt(request, form, lambda: services.end_participation(request.actor, now, agency, **form.cleaned_data))
    if ended:
        return done(request, f"{shown.name} has its last day here.", "partnerships:show_agency", agency=agency)
    return page(request, "end_participation", form=form, agency=shown)
