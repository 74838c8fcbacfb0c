"""How every form of plans is answered: shown, refused with what was typed kept, told of another's save, or done."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.web.environment import address
from goldenthread.web.forms import Form

Thing = TypeVar("Thing")


def found(thing: Thing | None) -> Thing:
    """The thing. Raises `Http404` for None: unknown, of another partnership, or not this person's to read."""
    if thing is None:
        raise Http404("There is no such page.")
    return thing


def to(request: HttpRequest, page: str, **parts: Any) -> str:
    """The address of a page of plans in the current partnership."""
    return address(f"plans:{page}", request.actor.partnership_slug, **parts)  # type: ignore[attr-defined]


def answer(
    request: HttpRequest,
    template: str,
    form: Form,
    act: Callable[[Any], str],
    *,
    done: str = "",
    labels: Mapping[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form; once sent and in order, do what `act(form)` does and go to the address it returns, saying `done`.

    What a service refuses stands in the error summary, with status 422 and everything typed still there. Where
    somebody saved first both texts are shown, named by `labels`, and the form saves against theirs next time.
    """
    superseded = None
    if request.method == "POST" and form.is_valid():
        try:
            where = act(form)
        except Superseded as stale:
            superseded = stale
            form.put(version=str(stale.theirs.get("version", "")))
            form.refuse(stale)
        except NotPermitted as refused:
            raise PermissionDenied(refused.reason) from refused
        except Refused as refused:
            form.refuse(refused)
        else:
            if done:
                messages.success(request, done)
            return redirect(where)
    status = 422 if form.is_bound and form.errors else 200
    values = {"form": form, "superseded": superseded, "labels": labels or {}, **context}
    return TemplateResponse(request, template, values, status=status)
