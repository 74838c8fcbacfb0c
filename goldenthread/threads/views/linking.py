"""Link one thing to another by hand, and take a link away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.threads import forms, presenters, queries, rules, services
from goldenthread.threads.permissions import LINK_BY_HAND
from goldenthread.threads.rules import Choice, Kind, Ref, Summary
from goldenthread.web.access import needs
from goldenthread.web.forms import Form

NOTHING = "There is no such thing to follow."


def _seen(request: HttpRequest, kind: str, thing_id: UUID) -> tuple[Summary, Kind]:
    """A thing that may be linked. Raises `Http404` for any other and for what the actor may not see."""
    known, ref = rules.kind(kind), Ref(kind, thing_id)
    thing = queries.summaries_of(request.actor, [ref]).get(ref)  # type: ignore[attr-defined]
    if known is None or thing is None:
        raise Http404(NOTHING)
    return thing, known


def _attempt(request: HttpRequest, form: Form, act: Callable[[], Any]) -> bool:
    """True once `act` is done; False where the form must be shown again. Raises `PermissionDenied`."""
    try:
        act()
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


@needs(LINK_BY_HAND)
def tie(request: HttpRequest, kind: str, thing_id: UUID) -> HttpResponse:
    """Choose how, look for what, and link it. What was chosen and looked for stays in the address."""
    thing, known = _seen(request, kind, thing_id)
    here = Ref(kind, thing_id)
    choices = {choice.key: choice for choice in rules.choices(known, rules.kinds())}
    answers, hints = presenters.relations(list(choices.values()), known)
    find = forms.Find(data=request.GET or None, relations=answers, hints=hints)
    context = {
        "thing": thing,
        "ref": here,
        "kind": known,
        "find": find,
        "form": find,
        "choice": None,
        "has_choices": bool(choices),
    }
    if not find.is_valid():
        return TemplateResponse(request, "threads/tie.html", context)
    choice = choices[find.cleaned_data["relation"]]
    found = queries.linkable(request.actor, choice, find.cleaned_data["words"])  # type: ignore[attr-defined]
    things, lines = presenters.others(found, here)
    form = forms.Tie.of(request, others=things, hints=lines)
    if request.method == "POST" and form.is_valid() and _tie(request, form, choice, here):
        return redirect("threads:show_thread", request.actor.partnership_slug, kind, thing_id)  # type: ignore[attr-defined]
    context |= {
        "form": form,
        "choice": choice,
        "says": presenters.says(choice.kind.phrase(choice.outward), known.singular),
        "found": things,
    }
    return TemplateResponse(request, "threads/tie.html", context, status=422 if form.errors else 200)


def _tie(request: HttpRequest, form: forms.Tie, choice: Choice, here: Ref) -> bool:
    other_kind, _, other_id = form.cleaned_data["other"].partition("/")
    other = Ref(other_kind, UUID(other_id))
    source, target = (here, other) if choice.outward else (other, here)

    def act() -> None:
        actor, note = request.actor, form.cleaned_data["note"]  # type: ignore[attr-defined]
        services.tie(actor, timezone.now(), choice.kind, source, target, note=note)
        messages.success(request, "The two are linked.")

    return _attempt(request, form, act)


@needs(LINK_BY_HAND)
def untie(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Ask once more, with a reason, and take a link away."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = queries.show_link(actor, link_id)
    if shown is None:
        raise Http404(NOTHING)
    link = shown.link
    form = forms.Untie.of(request)

    def act() -> None:
        services.untie(actor, timezone.now(), link_id, form.cleaned_data["reason"])
        messages.success(request, "The link was taken away. Both keep it in their history.")

    if request.method == "POST" and form.is_valid() and _attempt(request, form, act):
        return redirect("threads:show_thread", actor.partnership_slug, link.source_kind, link.source_id)
    context = {"form": form, "link": link, "shown": shown}
    return TemplateResponse(request, "threads/untie.html", context, status=422 if form.errors else 200)
