"""Joiners, movers and leavers, and somebody leaving their agency."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.partnerships import forms, presenters, queries, services
from goldenthread.partnerships.exchange import list_file
from goldenthread.partnerships.permissions import APPOINT, FOLLOW_MOVEMENTS, RECORD_LEAVERS, SEE_ACCESS_REVIEWS
from goldenthread.web.access import needs
from goldenthread.web.lists import Column, Listing
from goldenthread.web.steps import Asked, attempt, done, found, page

MOVED = Listing(columns=(Column("name", "Name"),))
WHICH = {kind: title for kind, title, _ in presenters.MOVEMENTS}


def _moved(today: date) -> tuple[Column, ...]:
    """The columns of the file, which say on one line what the page says under its headings."""
    return (
        Column("kind", "Which", value=lambda one: WHICH[one.kind]),
        Column("name", "Name", value=lambda one: one.person.name),
        Column("email", "E-mail address", value=lambda one: one.person.email),
        Column("held", "As", value=lambda one: "; ".join(held.what for held in one.held)),
        Column("why", "What we see", value=lambda one: presenters.movement_in_words(one, today)),
    )


@needs(FOLLOW_MOVEMENTS)
def list_movements(request: Asked) -> HttpResponse:
    """Who is joining, moving and leaving, each with the one thing to do about it."""
    now, today = timezone.now(), timezone.localdate()
    moved = queries.list_movements(request.actor, now, today)
    state = MOVED.read(request.GET)
    if state.format:
        order = [kind for kind, _, _ in presenters.MOVEMENTS]
        lines = sorted(moved, key=lambda one: order.index(one.kind))
        return list_file(request.actor, today, state, lines, "Joining, moving and leaving", columns=_moved(today))
    parts = [
        (title, [_line(one, today) for one in moved if one.kind == kind], none)
        for kind, title, none in presenters.MOVEMENTS
    ]
    return page(
        request,
        "list_movements",
        parts=parts,
        state=state,
        resets=queries.open_second_step_resets(request.actor, now),
        asked=queries.changes_asked_for(request.actor, now - timedelta(days=30)),
        may_appoint=request.actor.may(APPOINT),
        may_record=request.actor.may(RECORD_LEAVERS),
        may_review=request.actor.may(SEE_ACCESS_REVIEWS),
    )


def _line(moved: queries.Movement, today: date) -> tuple[queries.Movement, str, str]:
    return moved, presenters.movement_in_words(moved, today), presenters.step_for(moved)


@needs(RECORD_LEAVERS)
def record_leaver(request: Asked, person: UUID, agency: UUID) -> HttpResponse:
    """Record that somebody has left their agency, after saying what ends."""
    now, today = timezone.now(), timezone.localdate()
    every = queries.held_or_coming(request.actor, person, today)
    held = [one for one in every if one.agency_id == agency]
    speaks = request.actor.may(APPOINT) or agency in queries.led_agencies(request.actor, today)
    shown = found(held[0].person if held and speaks else None)
    form = forms.LeaverForm.of(request, initial={"left_on": today})
    left = attempt(
        request, form, lambda: services.record_leaver(request.actor, now, person, agency, **form.cleaned_data)
    )
    if left:
        sentence = f"{shown.name} is with {held[0].agency} no longer" + (
            ", and was signed out everywhere." if left.signed_out else " from that day."
        )
        return done(request, sentence, "partnerships:show_person", person=person)
    kept = [one for one in every if one.agency_id != agency]
    return page(
        request, "record_leaver", form=form, person=shown, agency=held[0].agency, held=held, kept=kept,
        everywhere=queries.takes_part(request.actor, agency, today),
    )  # fmt: skip
