"""What every page with a form does here: try the service, keep what was typed when it declines, say what was done."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.web.forms import Form

Thing = TypeVar("Thing")


class Asked(HttpRequest):
    """A request as the middleware hands it on to a page of one partnership."""

    actor: Actor


def found(thing: Thing | None, what: str = "return") -> Thing:
    """The thing, or the page for what does not exist. Another partnership's things do not exist here."""
    if thing is None:
        raise Http404(f"There is no such {what}.")
    return thing


def attempt(request: Asked, form: Form, act: Callable[[], Thing]) -> Thing | None:
    """What `act` returns; None where nothing was sent or the form now shows what is wrong.

    Raises `PermissionDenied` where the service finds the actor's rights wanting.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    except Refused as refused:
        form.refuse(refused)
        return None


def done(request: Asked, sentence: str, to: str, **kwargs: Any) -> HttpResponse:
    """Say what was done and go to a page of the partnership."""
    messages.success(request, sentence)
    return redirect(to, partnership=request.actor.partnership_slug, **kwargs)


def page(request: Asked, template: str, **context: Any) -> TemplateResponse:
    """A page; with the status of a refusal where its form has errors."""
    form = context.get("form")
    refused = form is not None and form.is_bound and bool(form.errors)
    return TemplateResponse(request, f"returns/{template}.html", context, status=422 if refused else 200)


def step(
    request: Asked, form: Form, title: str, button: str, back: str, trail: Sequence[tuple[str, str]] = (),
    what: Sequence[str] = (), danger: bool = False, **more: Any,
) -> TemplateResponse:  # fmt: skip
    """The page of one step: its question, what will happen, its fields, its button and the way out."""
    return page(
        request, "step", form=form, title=title, button=button, back=back, trail=trail, what=what, danger=danger, **more
    )
