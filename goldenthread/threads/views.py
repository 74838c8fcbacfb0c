"""See the thread around one thing, link it to another, take a link away."""

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
from goldenthread.threads.permissions import LINK_BY_HAND, SEE
from goldenthread.threads.rules import Choice, Kind, Ref
from goldenthread.web.access import needs
from goldenthread.web.forms import Form

NOTHING = "There is no such thing to follow."


def _seen(request: HttpRequest, kind: str, thing_id: UUID) -> tuple[queries.Thread, Kind]:
    """The thread around a thing. Raises `Http404` for a kind nobody registered and a thing the actor may not see."""
    known = rules.kind(kind)
    thread = queries.thread_of(request.actor, Ref(kind, thing_id))  # type: ignore[attr-defined]
    if known is None or thread.summary is None:
        raise Http404(NOTHING)
    return thread, known


@needs(SEE)
def show_thread(request: HttpRequest, kind: str, thing_id: UUID) -> HttpResponse:
    """A thing in the middle, what it is for above it, what it rests on beneath it."""
    thread, known = _seen(request, kind, thing_id)
    context = {
        "thread": thread,
        "kind": known,
        "steps": presenters.steps(thread, known),
        "links": presenters.links(thread, known),
        "may_link": request.actor.may(LINK_BY_HAND),  # type: ignore[attr-defined]
    }
    return TemplateResponse(request, "threads/show_thread.html", context)


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
    thread, known = _seen(request, kind, thing_id)
    choices = {choice.key: choice for choice in rules.choices(known, rules.kinds())}
    answers, hints = presenters.relations(list(choices.values()), known)
    find = forms.Find(data=request.GET or None, relations=answers, hints=hints)
    context = {
        "thread": thread,
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
    things, lines = presenters.others(found, thread.ref)
    form = forms.Tie.of(request, others=things, hints=lines)
    if request.method == "POST" and form.is_valid() and _tie(request, form, choice, thread.ref):
        return redirect("threads:show_thread", request.actor.partnership_slug, kind, thing_id)  # type: ignore[attr-defined]
    context |= {
        "form": form,
        "choice": choice,
        "says": presenters.says(choice.kind.phrase(choice.outward), known),
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
    link, strand, source = shown
    form = forms.Untie.of(request)

    def act() -> None:
        services.untie(actor, timezone.now(), link_id, form.cleaned_data["reason"])
        messages.success(request, "The link was taken away. Both keep it in their history.")

    if request.method == "POST" and form.is_valid() and _attempt(request, form, act):
        return redirect("threads:show_thread", actor.partnership_slug, link.source_kind, link.source_id)
    context = {"form": form, "link": link, "strand": strand, "source": source}
    return TemplateResponse(request, "threads/untie.html", context, status=422 if form.errors else 200)
