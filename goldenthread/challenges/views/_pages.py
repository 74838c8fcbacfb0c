"""What every page of one challenge shares: fetch it, note who reads it, check the form, do it, say so."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.challenges import queries, services
from goldenthread.kernel.actor import Actor
from goldenthread.web import steps
from goldenthread.web.forms import Form


def actor_of(request: HttpRequest) -> Actor:
    """Who acts, as the middleware built it."""
    return request.actor  # type: ignore[attr-defined]


def fetch(request: HttpRequest, challenge_id: UUID) -> queries.Shown:
    """The challenge as the actor may read it; that they opened it is kept. Raises `Http404` for all others."""
    actor, today = actor_of(request), timezone.localdate()
    shown = queries.show_challenge(actor, challenge_id, today)
    if shown is None:
        raise Http404("There is no such challenge.")
    services.note_reading(actor, timezone.now(), today, challenge_id)
    return shown


def demand(allowed: bool, what: str) -> None:
    """Return quietly when allowed. Raises `PermissionDenied`, saying who can help."""
    if not allowed:
        raise PermissionDenied(f"You may not {what}. The chair or the business unit can help.")


def act(
    request: HttpRequest, shown: queries.Shown, form: Form, save: Callable[..., object], page: str, done: str
) -> HttpResponse:
    """Show a form about one challenge, or do what it asks and go back to the challenge, saying `done`."""
    if steps.attempt(request, form, lambda: (save(**form.cleaned_data),)):
        return steps.done(request, done, "challenges:show_challenge", challenge=shown.challenge.pk)
    return steps.page(request, page, form=form, shown=shown, challenge=shown.challenge)
