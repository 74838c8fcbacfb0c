"""Who will get what, the digest as it would be sent, and whether messages are to reach somebody and can."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.notify import forms, presenters, queries, services
from goldenthread.notify.permissions import SEE, SEND
from goldenthread.partnerships.exchange import list_file
from goldenthread.web.access import needs
from goldenthread.web.forms import Form
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import Asked, attempt, done, found, page

LISTING = Listing(presenters.RECIPIENTS, forms.RecipientFilters)


@needs(SEE)
@list_page("Who will get what")
def list_recipients(request: Asked) -> HttpResponse:
    """The people of the partnership with how much each is asked for, those with most first."""
    state = LISTING.read(request.GET)
    people = queries.list_recipients(request.actor, timezone.localdate())
    wanted = state.filters.get("reached")
    rows = [one for one in people if not wanted or presenters.reached_as(one) == wanted]
    rows = state.sorted(rows) if state.order else rows
    if state.format:
        return list_file(
            request.actor, timezone.localdate(), state, rows, "Who will get what", file="who-will-get-what"
        )
    shown = state.page(rows)
    lines = [(one, presenters.EVERY_WORDS[one.every], *presenters.reached_words(one)) for one in shown]
    return page(
        request,
        "list_recipients",
        state=state,
        page=replace(shown, rows=lines),
        to_get=sum(one.will_be_written_to for one in people),
        may_send=request.actor.may(SEND),
    )


@needs(SEE)
def show_recipient(request: Asked, person: UUID) -> HttpResponse:
    """One person's digest as it would be sent now, as far as this partnership asks."""
    recipient = found(queries.show_recipient(request.actor, person, timezone.localdate()))
    subject, text = queries.preview(request.actor, recipient)
    return page(
        request,
        "show_recipient",
        recipient=recipient,
        every=presenters.EVERY_WORDS[recipient.every],
        tag=presenters.reached_words(recipient),
        hold=queries.find_hold(request.actor, person) if recipient.standing.held else None,
        subject=subject,
        text=text,
        may_send=request.actor.may(SEND),
    )


@needs(SEND)
def send_digests(request: Asked) -> HttpResponse:
    """Say to how many, ask once more, and send the digests now."""
    now, today = timezone.now(), timezone.localdate()
    form = Form.of(request)
    sent = attempt(request, form, lambda: services.send_digests(request.actor, now, today))
    if sent:
        people = "1 person" if sent == 1 else f"{sent} people"
        return done(request, f"The digest is on its way to {people}.", "notify:list_messages")
    turnout = queries.who_would_get(request.actor, today)
    return page(request, "send_digests", form=form, turnout=turnout, going_out=presenters.going_out(now))


@needs(SEND)
def hold_digests(request: Asked, person: UUID) -> HttpResponse:
    """Write somebody no digests for now, with the reason."""
    now, recipient = timezone.now(), _recipient(request, person)
    form = forms.HoldForm.of(request)
    if attempt(request, form, lambda: services.hold_digests(request.actor, now, person, **form.cleaned_data)):
        return done(request, f"{recipient.name} is written no digests for now.", "notify:show_recipient", person=person)
    return page(request, "hold_digests", form=form, recipient=recipient)


@needs(SEND)
def release_digests(request: Asked, person: UUID) -> HttpResponse:
    """Write somebody digests again."""
    now, recipient = timezone.now(), _recipient(request, person)
    form = Form.of(request)
    if attempt(request, form, lambda: services.release_digests(request.actor, now, person)):
        return done(request, f"{recipient.name} gets the next digest.", "notify:show_recipient", person=person)
    hold = queries.find_hold(request.actor, person)
    return page(request, "release_digests", form=form, recipient=recipient, hold=hold)


@needs(SEND)
def record_bounce(request: Asked, person: UUID) -> HttpResponse:
    """Note that messages to somebody come back."""
    now, recipient = timezone.now(), _recipient(request, person)
    form = forms.BounceForm.of(request)
    if attempt(request, form, lambda: services.record_bounce(request.actor, now, person, **form.cleaned_data)):
        sentence = f"Nothing more is sent to {recipient.email} until somebody says that it arrives again."
        return done(request, sentence, "notify:show_recipient", person=person)
    return page(request, "record_bounce", form=form, recipient=recipient)


@needs(SEND)
def clear_bounce(request: Asked, person: UUID) -> HttpResponse:
    """Note that messages to somebody arrive again."""
    now, recipient = timezone.now(), _recipient(request, person)
    form = Form.of(request)
    if attempt(request, form, lambda: services.clear_bounce(request.actor, now, person)):
        return done(request, f"Messages go to {recipient.email} again.", "notify:show_recipient", person=person)
    return page(request, "clear_bounce", form=form, recipient=recipient)


def _recipient(request: Asked, person: UUID) -> queries.Recipient:
    return found(queries.show_recipient(request.actor, person, timezone.localdate()))
