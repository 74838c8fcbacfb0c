"""What was sent: the list, one message, and sending it again."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.notify import forms, presenters, queries, services
from goldenthread.notify.permissions import SEE, SEND
from goldenthread.notify.rules import AGAIN
from goldenthread.partnerships.exchange import list_file
from goldenthread.web.access import needs
from goldenthread.web.forms import Form
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import Asked, attempt, done, found, page

LISTING = Listing(presenters.MESSAGES, forms.MessageFilters, order="-at")


@needs(SEE)
@list_page("What was sent")
def list_messages(request: Asked) -> HttpResponse:
    """What this partnership had sent, newest first: by person, state, kind and date."""
    actor = request.actor
    kinds = [(kind, presenters.kind_words(kind)) for kind in queries.kinds_sent(actor)]
    state = LISTING.read(request.GET, people=queries.people_written_to(actor), kinds=kinds)
    rows = queries.list_messages(actor, **state.filters).order_by(*state.order_by, "pk")
    if state.format:
        today = timezone.localdate()
        return list_file(actor, today, state, rows, "What was sent", columns=presenters.IN_FULL, file="messages")
    shown = state.page(rows)
    lines = [(part, presenters.kind_words(part.message.kind), *presenters.state_words(part)) for part in shown]
    return page(request, "list_messages", state=state, page=replace(shown, rows=lines))


@needs(SEE)
def show_message(request: Asked, message: UUID) -> HttpResponse:
    """One message as far as it is this partnership's, what became of it, and what can be done."""
    shown = found(queries.show_message(request.actor, message))
    part = shown.part
    return page(
        request,
        "show_message",
        shown=shown,
        part=part,
        message=part.message,
        kind=presenters.kind_words(part.message.kind),
        state=presenters.state_words(part),
        says=presenters.state_sentence(part),
        is_digest=part.message.kind == queries.DIGEST,
        may_send_again=request.actor.may(SEND) and part.stands in AGAIN and not part.message.lets_in,
    )


@needs(SEND)
def send_again(request: Asked, message: UUID) -> HttpResponse:
    """Ask once more and send a message again."""
    now, today = timezone.now(), timezone.localdate()
    part = found(queries.find_message(request.actor, message))
    form = Form.of(request)
    again = attempt(request, form, lambda: services.send_again(request.actor, now, today, message))
    if again:
        return done(request, "The message goes out again.", "notify:show_message", message=again.pk)
    return page(
        request, "send_again", form=form, part=part, message=part.message, going_out=presenters.going_out(now),
        is_digest=part.message.kind == queries.DIGEST,
    )  # fmt: skip
