"""What every page with a form does here: try the service, keep what was typed when it declines, say what was done."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.partnerships.presenters import both_texts
from goldenthread.web.forms import Form

Thing = TypeVar("Thing")


def found(thing: Thing | None) -> Thing:
    """The thing, or the page for what does not exist. What is not the actor's to read does not exist here."""
    if thing is None:
        raise Http404("There is no such meeting, or nothing of the kind in it.")
    return thing


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

    Where somebody saved first `shown` puts both texts above the form, in the words of `kind`, and the form can be sent.
    Raises `PermissionDenied` where the service finds the actor's roles wanting.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        thing = act()
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    except Superseded as superseded:
        form.put(version=str(superseded.theirs["version"]))
        theirs = {key: value for key, value in superseded.theirs.items() if key != "version"}
        known = Superseded(superseded.reason, theirs, superseded.yours)
        request.both = both_texts(known, kind)  # type: ignore[attr-defined]
        return None
    except Refused as refused:
        form.refuse(refused)
        return None
    messages.success(request, done)
    return to(thing)


def do(request: HttpRequest, act: Callable[[], Any], done: str, *to: Any) -> HttpResponse:
    """Do what a button without a form asks, say what came of it, and go to the page `to` names."""
    try:
        act()
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, done)
    return go(request, *to)


def go(request: HttpRequest, page: str, *parts: Any, fragment: str = "") -> HttpResponse:
    """To a page of `meetings`, at a place on it where one is named."""
    answer = redirect(f"meetings:{page}", request.actor.partnership_slug, *parts)  # type: ignore[attr-defined]
    if fragment:
        answer["Location"] += f"#{fragment}"
    return answer


def shown(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """A page with its form; the status says when the form was declined."""
    both = getattr(request, "both", None)
    status = 409 if both else 422 if form.errors else 200
    told = {"form": form, "both": both, **context}
    return TemplateResponse(request, f"meetings/{template}.html", told, status=status)
