"""What every page that does something to one action shares: fetch it, check the form, do it, say so."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from goldenthread.actions import presenters, queries, services
from goldenthread.actions.rules import READING_IS_KEPT
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.web.forms import Form

Save = Callable[[dict[str, Any]], object]


def actor_of(request: HttpRequest) -> Actor:
    """Who acts, as the middleware built it."""
    return request.actor  # type: ignore[attr-defined]


def fetch(request: HttpRequest, action_id: UUID) -> queries.ShownAction:
    """The action as the actor may see it. Raises `Http404` for one that is not here or not theirs to see.

    Every page of one action comes through here, so this is where the opening of a restricted one is kept.
    """
    actor, today = actor_of(request), timezone.localdate()
    shown = queries.show_action(actor, action_id, today)
    if shown is None:
        raise Http404("There is no such action.")
    if shown.line.information_class in READING_IS_KEPT:
        services.note_reading(actor, timezone.now(), today, action_id)
    return shown


def demand(allowed: bool, what: str) -> None:
    """Return quietly when allowed. Raises `PermissionDenied`, saying who can help."""
    if not allowed:
        raise PermissionDenied(
            f"You may not {what}. Its lead, the chair of the group it reports to or the business unit can."
        )


def act(
    request: HttpRequest,
    shown: queries.ShownAction,
    form: Form,
    save: Save,
    template: str,
    done: str,
    **extra: Any,
) -> HttpResponse:
    """Show a form about one action, or do what it asks and go back to the action, saying `done`.

    What a service declines is shown in the form, with everything typed kept; where somebody saved first, both texts
    are shown and the next save counts as seen.
    """
    context: dict[str, Any] = {
        "form": form,
        "shown": shown,
        "line": shown.line,
        "title": presenters.title_of(shown.line),
    }
    context |= {"superseded": None, "labels": {}, "enctype": "", **extra}
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except Superseded as superseded:
            context["superseded"] = presenters.both_in_words(superseded)
            _take_as_seen(request, form, shown)
        except NotPermitted as refused:
            raise PermissionDenied(refused.reason) from refused
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return back_to(request, shown)
    refused_status = 422 if form.errors or context["superseded"] else 200
    return TemplateResponse(request, f"actions/{template}.html", context, status=refused_status)


def _take_as_seen(request: HttpRequest, form: Form, shown: queries.ShownAction) -> None:
    """Let the form carry the version that its reader has now been shown."""
    now = fetch(request, shown.line.id)
    data = form.data.copy()
    data["version"], data["seen"] = str(now.line.version), now.seen_rating
    form.data = data


def back_to(request: HttpRequest, shown: queries.ShownAction) -> HttpResponse:
    """Go to where the reader came from within the actions (my work, say), else to the action's page."""
    after = request.POST.get("next", "")
    slug = actor_of(request).partnership_slug
    if after == "my_work":
        return redirect("actions:my_work", partnership=slug)
    if is_own_address(request, after):
        # The same place in the same list, its filters and page kept.
        return redirect(f"{after.partition('#')[0]}#row-{shown.line.id}")
    return redirect("actions:show_action", partnership=slug, action=shown.line.id)


def is_own_address(request: HttpRequest, path: str) -> bool:
    """True for the path of a page among the actions of the reader's own partnership, so that nobody is sent away."""
    here = f"/{actor_of(request).partnership_slug}/actions/"
    return path.startswith(here) and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def own_address(request: HttpRequest, path: str) -> str:
    """The path where it is one of those; else that of the list of actions."""
    if is_own_address(request, path):
        return path
    return reverse("actions:list_actions", kwargs={"partnership": actor_of(request).partnership_slug})


def version_of(cleaned: dict[str, Any]) -> int | None:
    """The version the form was filled from, or None where it holds no number."""
    text = cleaned.get("version", "")
    return int(text) if text.isdigit() and len(text) < 9 else None
