"""What every page with a form does: try the service, keep what was typed when it declines, say what was done."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.web.forms import Form

Thing = TypeVar("Thing")
# Both texts in words, where somebody saved first: what a page is given to show them.
InWords = Callable[[Superseded], dict[str, Any]]


class Asked(HttpRequest):
    """A request as the middleware hands it on to a page of one partnership."""

    actor: Actor


def found(thing: Thing | None, what: str = "page") -> Thing:
    """The thing, or the page for what does not exist. What is not the actor's to read does not exist."""
    if thing is None:
        raise Http404(f"There is no such {what}.")
    return thing


def attempt(request: HttpRequest, form: Form, act: Callable[[], Thing], both: InWords | None = None) -> Thing | None:
    """What `act` returns; None where nothing was sent, or the form now shows what is wrong.

    Where somebody saved first the form holds both texts, as `both` says them, and can be sent again; without `both`
    `Superseded` is raised for the page to show. Raises `PermissionDenied` where the service finds the actor's roles
    wanting.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    except Superseded as superseded:
        if both is None:
            raise
        form.put(version=str(superseded.theirs["version"]))
        form.both = both(superseded)
    except Refused as refused:
        form.refuse(refused)
    return None


def press(request: HttpRequest, act: Callable[[], Any], said: str) -> None:
    """Do what a button without a form asks, and say what came of it. Raises `PermissionDenied` as `attempt` does."""
    try:
        act()
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, said)


def done(request: HttpRequest, sentence: str, to: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """Say what was done and go to a page of the partnership."""
    messages.success(request, sentence)
    return go(request, to, *args, **kwargs)


def go(request: HttpRequest, to: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """To a page of the partnership, which is the first part of its address."""
    slug = request.actor.partnership_slug  # type: ignore[attr-defined]
    return redirect(to, slug, *args) if args else redirect(to, partnership=slug, **kwargs)


def page(request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
    """A page of the app whose address it has: with both texts and 409 where somebody saved first, 422 when declined."""
    app, form = request.resolver_match.app_name, context.get("form")  # type: ignore[union-attr]
    both = getattr(form, "both", None)
    status = 409 if both else 422 if form is not None and form.is_bound and form.errors else 200
    return TemplateResponse(request, f"{app}/{template}.html", {"both": both, **context}, status=status)
