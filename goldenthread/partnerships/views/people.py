"""The people of a partnership: what each holds, and one's own particulars."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.partnerships import forms, presenters, queries, services
from goldenthread.partnerships.exchange import list_file
from goldenthread.partnerships.permissions import (
    APPOINT,
    ASK_SECOND_STEP_RESET,
    FOLLOW_MOVEMENTS,
    KEEP_ABSENCES,
    KEEP_OWN_ABSENCES,
    KEEP_OWN_PARTICULARS,
    RECORD_LEAVERS,
    SEE_ACCESS_REVIEWS,
    SEE_PEOPLE,
)
from goldenthread.trail import queries as trail
from goldenthread.web.access import needs
from goldenthread.web.lists import Column, Listing, list_page
from goldenthread.web.steps import Asked, attempt, done, found, page

LISTING = Listing(
    columns=(
        Column("name", "Name", "name"),
        Column("roles", "Appointments and roles", value=lambda line: "; ".join(presenters.roles_in_words(line))),
        Column("seats", "Seats", value=lambda line: "; ".join(presenters.seats_in_words(line))),
    ),
    filters=forms.PeopleFilters,
)
# A download is used to write to people.
IN_FULL = (
    *LISTING.columns,
    Column("job_title", "Job title"),
    Column("email", "E-mail address"),
    Column("phone", "Telephone"),
)


@needs(SEE_PEOPLE)
@list_page("People")
def list_people(request: Asked) -> HttpResponse:
    """Who holds what: people with appointments first, then roles, then seats."""
    today = timezone.localdate()
    agencies = _agency_choices(request)
    state = LISTING.read(request.GET, agencies=agencies)
    wanted = state.filters
    lines = [
        line
        for line in queries.list_directory(request.actor, today, every=bool(wanted.get("former")))
        if any(_fits(one, wanted) for one in line.holdings)
    ]
    rows = state.sorted(lines) if state.order else lines
    if state.format:
        return list_file(request.actor, today, state, rows, "People", columns=IN_FULL, file="people")
    shown = state.page(rows)
    return page(
        request,
        "list_people",
        state=state,
        page=shown,
        roles_of={line.id: presenters.roles_in_words(line, today) for line in shown},
        seats_of={line.id: presenters.seats_in_words(line, today) for line in shown},
        may_appoint=request.actor.may(APPOINT),
        may_follow=request.actor.may(FOLLOW_MOVEMENTS),
        may_review=request.actor.may(SEE_ACCESS_REVIEWS),
    )


def _fits(holding: Any, wanted: dict[str, Any]) -> bool:
    role = wanted.get("role")
    return (not role or (holding.key == role and holding.source != "seat") or _is_seat_role(holding, role)) and (
        not wanted.get("agency") or str(holding.agency_id) == wanted["agency"]
    )


def _is_seat_role(holding: Any, role: str) -> bool:
    return holding.source == "seat" and role == (
        "group_chair" if holding.key in ("chair", "vice_chair") else "group_member"
    )


def _agency_choices(request: Asked) -> list[tuple[str, str]]:
    return [(str(line.id), line.name) for line in queries.list_agencies(request.actor, timezone.localdate())]


@needs(SEE_PEOPLE)
def show_person(request: Asked, person: UUID) -> HttpResponse:
    """One person: what they hold, held and will hold here."""
    today = timezone.localdate()
    shown = found(queries.show_person(request.actor, person, today))
    sources = {
        "appointment": "partnerships.appointment",
        "role": "partnerships.membership",
        "seat": "partnerships.seatholder",
    }
    may_follow = request.actor.may(FOLLOW_MOVEMENTS)
    invitation = queries.open_invitation(request.actor, person, timezone.now()) if may_follow else None
    things = [("people.user", person), *((sources[one.source], one.id) for one in shown.holdings)]
    return page(
        request,
        "show_person",
        person=shown,
        today=today,
        events=trail.history_of(request.actor, things, limit=8),
        may_appoint=request.actor.may(APPOINT),
        may_invite=_may_be_invited(request, shown, invitation),
        may_ask=request.actor.may(ASK_SECOND_STEP_RESET),
        may_leave=_agencies_to_leave(request, shown),
        invitation=invitation,
        is_closed=not shown.holdings[0].person.is_active,
        may_follow=may_follow,
        away=queries.absences_of(request.actor, person, today),
        may_keep_absences=request.actor.may(KEEP_ABSENCES) and shown.holdings[0].person.is_active,
    )


def _may_be_invited(request: Asked, shown: queries.PersonLine, invitation: Any) -> bool:
    """True where the actor may invite and there is still somebody to come in: they never did, or no longer can."""
    person = shown.holdings[0].person
    if not (request.actor.may(APPOINT) and person.is_active):
        return False
    if invitation is not None or person.last_login is None:
        return True
    return not person.has_usable_password() and not queries.can_sign_in(request.actor, shown.id)


def _agencies_to_leave(request: Asked, shown: queries.PersonLine) -> dict[UUID, str]:
    """The agencies the person holds something for and which the actor may say they have left, with their names."""
    if not request.actor.may(RECORD_LEAVERS) or shown.id == request.actor.user_id:
        return {}
    today = timezone.localdate()
    of = {one.agency_id: one.agency for one in shown.holdings if one.agency_id and one.when(today) != "ended"}
    if request.actor.may(APPOINT):
        return of
    led = queries.led_agencies(request.actor, today)
    return {agency: name for agency, name in of.items() if agency in led}


@needs(APPOINT)
def add_person(request: Asked) -> HttpResponse:
    """Make somebody known and give them their first role here."""
    now, today = timezone.now(), timezone.localdate()
    asked = {name: request.GET[name] for name in ("role", "agency_id") if name in request.GET}
    form = forms.PersonForm.of(request, agencies=_agency_choices(request), initial={"starts_on": today, **asked})
    added = attempt(request, form, lambda: services.welcome_person(request.actor, now, **form.cleaned_data))
    if added:
        sentence = f"{added.person} was added. Their invitation is on its way and works for a week."
        return done(request, sentence, "partnerships:show_person", person=added.person_id)
    return page(request, "add_person", form=form)


@needs(APPOINT)
def grant_role(request: Asked, person: UUID) -> HttpResponse:
    """Give somebody another role."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_person(request.actor, person, today))
    form = forms.RoleForm.of(request, agencies=_agency_choices(request), initial={"starts_on": today})
    granted = attempt(
        request, form, lambda: services.grant_role(request.actor, now, person_id=person, **form.cleaned_data)
    )
    if granted:
        return done(request, f"{shown.name} was given the role.", "partnerships:show_person", person=person)
    return page(request, "grant_role", form=form, person=shown)


@needs(APPOINT)
def appoint(request: Asked, person: UUID) -> HttpResponse:
    """Appoint somebody: lead or delegated safeguarding partner, chair, scrutineer."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_person(request.actor, person, today))
    form = forms.AppointForm.of(request, agencies=_agency_choices(request), initial={"starts_on": today})
    made = attempt(request, form, lambda: services.appoint(request.actor, now, person_id=person, **form.cleaned_data))
    if made:
        return done(request, f"{shown.name} was appointed.", "partnerships:show_person", person=person)
    return page(request, "appoint", form=form, person=shown)


@needs(APPOINT)
def end_appointment(request: Asked, appointment: UUID) -> HttpResponse:
    """End an appointment."""
    return _end(request, "appointment", appointment, services.end_appointment)


@needs(APPOINT)
def end_role(request: Asked, role: UUID) -> HttpResponse:
    """Take a role away."""
    return _end(request, "role", role, services.end_role)


def _end(request: Asked, source: str, holding: UUID, service: Any) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_holding(request.actor, source, holding, today))
    form = forms.LastDayForm.of(request, initial={"ends_on": today})
    ended = attempt(request, form, lambda: service(request.actor, now, holding, **form.cleaned_data))
    if ended:
        sentence = f"{shown.person}: {shown.what} has its last day."
        return done(request, sentence, "partnerships:show_person", person=shown.person.pk)
    return page(request, f"end_{source}", form=form, holding=shown)


@needs(KEEP_OWN_PARTICULARS)
def change_own_particulars(request: Asked) -> HttpResponse:
    """Change one's own name, job title and telephone number."""
    now, person = timezone.now(), request.user
    initial = {name: getattr(person, name) for name in forms.ParticularsForm.base_fields}
    form = forms.ParticularsForm.of(request, initial=initial)
    if attempt(request, form, lambda: services.change_own_particulars(request.actor, now, **form.cleaned_data)):
        return done(request, "Your particulars were kept.", "partnerships:change_own_particulars")
    may_be_away = request.actor.may(KEEP_OWN_ABSENCES)
    return page(request, "change_own_particulars", form=form, person=person, may_be_away=may_be_away)
