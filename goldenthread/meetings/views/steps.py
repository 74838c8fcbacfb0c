"""What pages of meetings do beside what every page with a form does: go back to a place in the meeting."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from goldenthread.partnerships.presenters import in_words
from goldenthread.web import steps
from goldenthread.web.forms import Form


def insist(may: bool, reason: str = "The unit, or the chair or vice chair of this group, does this.") -> None:
    """Raise `PermissionDenied` with the reason unless the actor may."""
    if not may:
        raise PermissionDenied(reason)


def attempt(
    request: HttpRequest,
    form: Form,
    act: Callable[[], Any],
    done: str,
    to: Callable[[Any], HttpResponse],
    kind: str = "",
) -> HttpResponse | None:
    """Do `act`, say `done` and answer with `to` of what it returned; None where the form must be shown again.

    Where somebody saved first the page puts both texts above the form, in the words of `kind`, and it can be sent.
    Raises `PermissionDenied` where the service finds the actor's roles wanting.
    """
    did = steps.attempt(request, form, lambda: (act(),), in_words(kind))
    if did is None:
        return None
    messages.success(request, done)
    return to(*did)


def do(request: HttpRequest, act: Callable[[], Any], said: str, *to: Any) -> HttpResponse:
    """Do what a button without a form asks, say what came of it, and go to the page `to` names."""
    steps.press(request, act, said)
    return go(request, *to)


def go(request: HttpRequest, page: str, *parts: Any, fragment: str = "") -> HttpResponse:
    """To a page of `meetings`, at a place on it where one is named."""
    answer = steps.go(request, f"meetings:{page}", *parts)
    if fragment:
        answer["Location"] += f"#{fragment}"
    return answer
