"""Joiners, movers and leavers, and somebody leaving their agency."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.partnerships import forms, presenters, queries, services
from goldenthread.partnerships.permissions import APPOINT, FOLLOW_MOVEMENTS, RECORD_LEAVERS, SEE_ACCESS_REVIEWS
from goldenthread.partnerships.views._pages import Asked, attempt, done, found, page
from goldenthread.web.access import needs


@needs(FOLLOW_MOVEMENTS)
def list_movements(request: Asked) -> HttpResponse:
    """Who is joining, moving and leaving, each with the one thing to do about it."""
    now, today = timezone.now(), timezone.localdate()
    moved = queries.list_movements(request.actor, now, today)
    parts = [
        (title, [_line(one, today) for one in moved if one.kind == kind], none)
        for kind, title, none in presenters.MOVEMENTS
    ]
    return page(
        request,
        "list_movements",
        parts=parts,
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
    left = attempt(request, form, lambda **given: services.record_leaver(request.actor, now, person, agency, **given))
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
