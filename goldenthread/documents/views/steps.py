"""What every page with a form does here: try the service, keep what was typed when it declines, say what was done."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.partnerships.presenters import both_texts
from goldenthread.web.forms import Form

Thing = TypeVar("Thing")

# Services name a person, a group or a document; on the page the field that chooses one ends in _id.
CHOOSERS = ("document", "group", "owner", "agency")


def found(thing: Thing | None) -> Thing:
    """The thing, or the page for what does not exist. Another partnership's things do not exist here."""
    if thing is None:
        raise Http404("There is no such document or evidence.")
    return thing


def attempt(request: HttpRequest, form: Form, act: Callable[[], Any], done: str, page: str) -> HttpResponse | None:
    """Do `act` and go to a page of `documents` about what it returned, or None where the form must be shown again.

    Raises `PermissionDenied` where the service finds the actor's roles wanting.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        thing = act()
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    except Superseded as superseded:
        form.superseded = superseded  # type: ignore[attr-defined]
        # The form keeps what was written, and from now on stands on what the other person saved.
        typed = request.POST.copy()
        typed["version"] = str(superseded.theirs["version"])
        form.data = typed
        form.refuse(superseded)
    except Refused as refused:
        name = f"{refused.field}_id" if refused.field in CHOOSERS else refused.field
        form.refuse(Refused(refused.reason, name))
    else:
        messages.success(request, done)
        return go(request, page, thing.pk)
    return None


def go(request: HttpRequest, page: str, thing_id: UUID) -> HttpResponse:
    """To the page of a document or a piece of evidence."""
    return redirect(f"documents:{page}", request.actor.partnership_slug, thing_id)  # type: ignore[attr-defined]


def shown(request: HttpRequest, template: str, form: Form, kind: str = "", **context: Any) -> HttpResponse:
    """A page with its form; the status says when the form was declined, and both texts are shown where two saved."""
    superseded = getattr(form, "superseded", None)
    both = both_texts(superseded, kind) if superseded else None
    status = 422 if form.errors else 200
    return TemplateResponse(
        request, f"documents/{template}.html", {"form": form, "both": both, **context}, status=status
    )
