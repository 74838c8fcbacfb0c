"""What becomes of a return: accepted, sent back, given more time, excused, opened again; who answers it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.partnerships import queries as partnerships
from goldenthread.returns import forms, queries, services
from goldenthread.returns.permissions import ANSWER, CHASE, CHECK
from goldenthread.returns.views.answering import trail_to
from goldenthread.returns.views.steps import step
from goldenthread.web.access import needs
from goldenthread.web.forms import Form
from goldenthread.web.steps import Asked, attempt, done, found


def _page(
    request: Asked, return_id: UUID, form: Form, act: Callable[[], Any], said: str, title: str, button: str, *what: str
) -> HttpResponse:
    row = found(queries.find_return(request.actor, timezone.localdate(), return_id), "return")
    if attempt(request, form, act):
        return done(request, said, "returns:show_return", return_id=return_id)
    lines = [one.format(title=row.round.title, who=row.who) for one in what]
    return step(request, form, title, button, trail_to(request, row)[-1][1], trail_to(request, row), lines)


@needs(CHECK)
def accept_return(request: Asked, return_id: UUID) -> HttpResponse:
    """Accept what was sent."""

    def act() -> Any:
        return services.accept_return(request.actor, timezone.now(), timezone.localdate(), return_id)

    return _page(
        request, return_id, Form.of(request), act, "It is accepted.", "Accept this?", "Accept it",
        "“{title}” of {who} counts as answered, with your name and today’s date.",
    )  # fmt: skip


@needs(CHECK)
def return_for_more(request: Asked, return_id: UUID) -> HttpResponse:
    """Send a return back with what more is wanted."""
    form = forms.UntilWhen.of(request)

    def act() -> Any:
        return services.return_for_more(request.actor, timezone.now(), return_id, **form.cleaned_data)

    form.fields["reason"].label = "What more is wanted?"
    form.fields["due_on"].label = "By when?"
    return _page(
        request, return_id, form, act, "It is back with those who answer it.", "Send this back for more?",
        "Send it back", "{who} can change “{title}” again and is asked for it anew.",
    )  # fmt: skip


@needs(CHASE)
def extend_return(request: Asked, return_id: UUID) -> HttpResponse:
    """Give more time."""
    form = forms.UntilWhen.of(request)

    def act() -> Any:
        now, today = timezone.now(), timezone.localdate()
        return services.extend_return(request.actor, now, today, return_id, **form.cleaned_data)

    return _page(
        request, return_id, form, act, "The new date stands.", "Give more time?", "Give more time",
        "{who} has until then for “{title}”. The list shows that, and why.",
    )  # fmt: skip


@needs(CHASE)
def excuse_return(request: Asked, return_id: UUID) -> HttpResponse:
    """Let somebody off."""
    form = forms.Reason.of(request)

    def act() -> Any:
        return services.excuse_return(request.actor, timezone.now(), return_id, **form.cleaned_data)

    return _page(
        request, return_id, form, act, "It is excused and asked for no longer.", "Excuse this?", "Excuse it",
        "{who} is no longer asked for “{title}”. The list shows that, and why.",
    )  # fmt: skip


@needs(CHASE)
def reopen_return(request: Asked, return_id: UUID) -> HttpResponse:
    """Open again what was excused or closed."""
    form = forms.Day.of(request)

    def act() -> Any:
        now, today = timezone.now(), timezone.localdate()
        return services.reopen_return(request.actor, now, today, return_id, **form.cleaned_data)

    return _page(
        request, return_id, form, act, "It is open again.", "Open this again?", "Open it again",
        "{who} is asked for “{title}” again, with what had been answered.",
    )  # fmt: skip


@needs(ANSWER)
def name_people(request: Asked, return_id: UUID) -> HttpResponse:
    """Say who answers a return and who stands in."""
    actor = request.actor
    row = found(queries.find_return(actor, timezone.localdate(), return_id), "return")
    form = forms.People.of(request, initial={"lead_id": row.lead_id, "deputy_id": row.deputy_id})
    if row.person_id:
        known = partnerships.known_leads(actor, timezone.localdate())
        people = [(one.id, one.name) for one in known if one.kind == "person"]
    else:
        people = queries.people_of(actor, row, timezone.localdate())
    forms.choose(form, lead_id=people, deputy_id=people)

    def act() -> Any:
        told = {name: forms.given(value) for name, value in form.cleaned_data.items()}
        return services.name_people(actor, timezone.now(), return_id, **told)  # type: ignore[arg-type]

    return _page(
        request, return_id, form, act, "They are asked from now on.", "Who answers this?", "Save",
        "Whoever leads the answering is asked for “{title}”, and whoever stands in is asked while they are away.",
    )  # fmt: skip
