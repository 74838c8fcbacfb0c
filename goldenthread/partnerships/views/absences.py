"""When people are away: one's own page, the unit's page for somebody else, and the list of who is away."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.partnerships import forms, queries, services
from goldenthread.partnerships.permissions import KEEP_ABSENCES, KEEP_OWN_ABSENCES
from goldenthread.web.access import needs
from goldenthread.web.steps import Asked, attempt, done, found, page


@needs(KEEP_OWN_ABSENCES)
def keep_own_absences(request: Asked) -> HttpResponse:
    """When one is away oneself, and who is asked then."""
    return _keep(request, found(request.actor.user_id), "")


@needs(KEEP_ABSENCES)
def keep_absences(request: Asked, person: UUID) -> HttpResponse:
    """When somebody is away, kept for them by the unit."""
    shown = found(queries.show_person(request.actor, person, timezone.localdate()))
    return _keep(request, person, "" if person == request.actor.user_id else shown.name)


def _keep(request: Asked, person: UUID, name: str) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    form = forms.AbsenceForm.of(request, people=queries.cover_choices(request.actor, person, today))
    said = attempt(request, form, lambda: services.say_away(request.actor, now, today, person, **form.cleaned_data))
    if said:
        return done(request, _kept(name), *_page_of(name), **_parts_of(name, person))
    return page(
        request, "keep_absences", form=form, name=name, person=person, today=today,
        absences=queries.absences_of(request.actor, person, today),
        stands=queries.stands_of(request.actor, person, today),
    )  # fmt: skip


def _kept(name: str) -> str:
    return f"It is kept when {name or 'you'} {'is' if name else 'are'} away."


def _page_of(name: str) -> tuple[str]:
    return ("partnerships:keep_absences" if name else "partnerships:keep_own_absences",)


def _parts_of(name: str, person: UUID) -> dict[str, Any]:
    return {"person": person} if name else {}


def _whose(request: Asked, shown: Any) -> str:
    """The name of whoever is away, empty for the reader."""
    return "" if shown.person_id == request.actor.user_id else shown.person.name


@needs(KEEP_OWN_ABSENCES)
def change_absence(request: Asked, absence: UUID) -> HttpResponse:
    """Change the days of a time away, or who is asked instead."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_absence(request.actor, absence))
    name = _whose(request, shown)
    form = forms.AbsenceForm.of(
        request, people=queries.cover_choices(request.actor, shown.person_id, today),
        initial={"starts_on": shown.starts_on, "ends_on": shown.ends_on, "covered_by_id": shown.covered_by_id},
    )  # fmt: skip
    if attempt(request, form, lambda: services.change_absence(request.actor, now, today, absence, **form.cleaned_data)):
        return done(request, _kept(name), *_page_of(name), **_parts_of(name, shown.person_id))
    return page(request, "change_absence", form=form, absence=shown, name=name)


@needs(KEEP_OWN_ABSENCES)
def end_absence(request: Asked, absence: UUID) -> HttpResponse:
    """Say that somebody is back, after asking once."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_absence(request.actor, absence))
    name = _whose(request, shown)
    form = forms.Nothing.of(request)
    if attempt(request, form, lambda: services.end_absence(request.actor, now, today, absence)):
        sentence = f"{name} is asked again from today." if name else "You are asked again from today."
        return done(request, sentence, *_page_of(name), **_parts_of(name, shown.person_id))
    return page(request, "end_absence", form=form, absence=shown, name=name)


@needs(KEEP_OWN_ABSENCES)
def remove_absence(request: Asked, absence: UUID) -> HttpResponse:
    """Take a time away back, after asking once."""
    now = timezone.now()
    shown = found(queries.show_absence(request.actor, absence))
    name = _whose(request, shown)
    form = forms.Nothing.of(request)
    if attempt(request, form, lambda: services.remove_absence(request.actor, now, absence)):
        return done(request, "It is taken back.", *_page_of(name), **_parts_of(name, shown.person_id))
    return page(request, "remove_absence", form=form, absence=shown, name=name)


@needs(KEEP_ABSENCES)
def list_absences(request: Asked) -> HttpResponse:
    """Who is away now or soon, who is asked instead, and for whom nobody is."""
    today = timezone.localdate()
    return page(request, "list_absences", lines=queries.list_absences(request.actor, today), today=today)
