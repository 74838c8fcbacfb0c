"""Seats on groups and who sits in them."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.partnerships import forms, queries, services
from goldenthread.partnerships.permissions import CHANGE_STRUCTURE
from goldenthread.web.access import needs
from goldenthread.web.steps import Asked, attempt, done, found, page


@needs(CHANGE_STRUCTURE)
def add_seat(request: Asked, group: UUID) -> HttpResponse:
    """Add a seat to a group."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_group(request.actor, group, today))
    agencies = [(str(line.id), line.name) for line in queries.list_agencies(request.actor, today)]
    form = forms.SeatForm.of(request, agencies=agencies, initial={"starts_on": today})
    added = attempt(request, form, lambda: services.add_seat(request.actor, now, group, **form.cleaned_data))
    if added:
        return done(request, f"The seat {added.title} was added.", "partnerships:show_group", group=group)
    return page(request, "add_seat", form=form, group=shown)


@needs(CHANGE_STRUCTURE)
def hold_seat(request: Asked, seat: UUID) -> HttpResponse:
    """Put somebody in a seat, or make them deputy in it."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_seat(request.actor, seat, today))
    people = [(str(person.pk), person.name) for person in queries.known_people(request.actor)]
    form = forms.HoldSeatForm.of(request, people=people, initial={"starts_on": today})
    held = attempt(request, form, lambda: services.hold_seat(request.actor, now, seat, **form.cleaned_data))
    if held:
        sentence = f"{held.person} {'deputises in' if held.is_deputy else 'takes'} the seat {shown.title}."
        return done(request, sentence, "partnerships:show_group", group=shown.group_id)
    sitting = [holder for holder in shown.holders_now if not holder.is_deputy]
    return page(request, "hold_seat", form=form, seat=shown, sitting=sitting)


@needs(CHANGE_STRUCTURE)
def leave_seat(request: Asked, holder: UUID) -> HttpResponse:
    """End somebody's time in a seat."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_holder(request.actor, holder))
    form = forms.LastDayForm.of(request, initial={"ends_on": today})
    left = attempt(request, form, lambda: services.leave_seat(request.actor, now, holder, **form.cleaned_data))
    if left:
        sentence = f"{shown.person} has a last day in the seat {shown.seat.title}."
        return done(request, sentence, "partnerships:show_group", group=shown.seat.group_id)
    return page(request, "leave_seat", form=form, holder=shown)


@needs(CHANGE_STRUCTURE)
def end_seat(request: Asked, seat: UUID) -> HttpResponse:
    """Take a seat away from a group."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_seat(request.actor, seat, today))
    form = forms.LastDayForm.of(request, initial={"ends_on": today})
    ended = attempt(request, form, lambda: services.end_seat(request.actor, now, seat, **form.cleaned_data))
    if ended:
        sentence = f"The seat {shown.title} has its last day."
        return done(request, sentence, "partnerships:show_group", group=shown.group_id)
    return page(request, "end_seat", form=form, seat=shown)
