"""Refresh a plan for a new year: begin, go through it step by step, check, apply. Works without JavaScript."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused, Superseded
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.presenters import lead_choices
from goldenthread.plans import forms, permissions, queries, services
from goldenthread.plans.presenters import (
    held,
    held_action,
    next_after,
    somebody_else,
    steps_of,
    versions_of,
    where_to_decide,
    will_happen,
    words_of,
)
from goldenthread.plans.queries import RefreshDraft
from goldenthread.plans.views.answering import answer, found, to
from goldenthread.web.access import needs

LABELS = {
    "decision": "What becomes of it", "reason": "Reason", "outcome": "What changed", "due": "New date",
    "new_description": "The new action", "title": "Title", "starts_on": "First day", "ends_on": "Last day",
}  # fmt: skip


@needs(permissions.CHANGE)
def refresh_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Begin the refresh of a live plan, or go on with the one that was begun."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))
    begun = queries.refresh_in_progress(actor, plan_id)
    if begun:
        return redirect(to(request, "show_refresh", refresh_id=begun.pk))
    form = forms.RefreshYear.of(request, initial={"title": plan.title})

    def act(typed: forms.RefreshYear) -> str:
        row = services.begin_refresh(actor, timezone.now(), plan_id, **typed.written())
        return to(request, "show_refresh", refresh_id=row.pk)

    return answer(request, "plans/refresh_plan.html", form, act, plan=plan)


def _draft(request: HttpRequest, refresh_id: UUID) -> tuple[RefreshDraft, dict[str, Any]]:
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.show_refresh_row(actor, refresh_id))
    if row.state != "draft":
        raise Http404("This refresh has been dealt with already.")
    draft = queries.refresh_draft(actor, row, timezone.localdate())
    words = words_of(row.plan)
    return draft, {
        "draft": draft, "row": row, "plan": row.plan, "words": words, "steps": steps_of(draft, words),
        "other": somebody_else(actor, row, timezone.now()),
    }  # fmt: skip


@needs(permissions.CHANGE)
def show_refresh(request: HttpRequest, refresh_id: UUID) -> HttpResponse:
    """The steps of a refresh and how far each is; once applied, what came of it."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.show_refresh_row(actor, refresh_id))
    if row.state != "draft":
        return TemplateResponse(request, "plans/show_refresh_done.html", {"row": row, "plan": row.plan})
    _, context = _draft(request, refresh_id)
    return TemplateResponse(request, "plans/show_refresh.html", context)


@needs(permissions.CHANGE)
def change_refresh(request: HttpRequest, refresh_id: UUID) -> HttpResponse:
    """The new year: title, period and the name of its first version."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.show_refresh_row(actor, refresh_id))
    initial = {name: getattr(row, name) for name in ("title", "starts_on", "ends_on", "edition", "version")}
    form = forms.RefreshYear.of(request, initial=initial)

    def act(typed: forms.RefreshYear) -> str:
        version = int(typed.cleaned_data["version"] or row.version)
        services.change_refresh(actor, timezone.now(), refresh_id, version, **typed.written())
        return to(request, "show_refresh", refresh_id=refresh_id)

    return answer(request, "plans/change_refresh.html", form, act, labels=LABELS, plan=row.plan, row=row)


@needs(permissions.CHANGE)
def decide_priorities(request: HttpRequest, refresh_id: UUID) -> HttpResponse:
    """Each priority: continue, carry or close."""
    draft, context = _draft(request, refresh_id)
    context |= {"level": "priority", "things": draft.priorities, "where": None}
    return _decide(request, draft, context, "decide_priorities", None, forms.DecidePart)


@needs(permissions.CHANGE)
def decide_objectives(request: HttpRequest, refresh_id: UUID, part_id: UUID) -> HttpResponse:
    """Each objective of one continuing priority (or of the plan itself): continue, carry or close."""
    draft, context = _draft(request, refresh_id)
    above = None if part_id == draft.row.plan_id else part_id
    things = [one for one in draft.objectives if one.priority_id == above]
    where = next((one for one in draft.priorities if one.pk == above), None)
    if not things or (above and where is None):
        raise Http404("There is no such page.")
    context |= {"level": "objective", "things": things, "where": where}
    return _decide(request, draft, context, "decide_objectives", part_id, forms.DecidePart)


@needs(permissions.CHANGE)
def decide_actions(request: HttpRequest, refresh_id: UUID, part_id: UUID) -> HttpResponse:
    """Each open action of one continuing place: complete it first, replace, carry or close."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    draft, context = _draft(request, refresh_id)
    seen = [draft.actions[deed.id] for deed in draft.outline.asked.get(part_id, []) if deed.id in draft.actions]
    where = next((one for one in (*draft.priorities, *draft.objectives) if one.pk == part_id), None)
    if where is None and part_id != draft.row.plan_id:
        raise Http404("There is no such page.")
    context |= {"level": "action", "things": seen, "where": where}
    leads = lead_choices(partnerships.known_leads(actor, today)) if seen else []

    first = {one.id: held_action(draft.decisions.get(one.id), one) for one in seen}
    return _decide(request, draft, context, "decide_actions", part_id, forms.DecideAction, first, leads=leads)


def _decide(
    request: HttpRequest,
    draft: RefreshDraft,
    context: dict[str, Any],
    page: str,
    part_id: UUID | None,
    kind: type[forms.DecidePart],
    first: dict[UUID, dict[str, Any]] | None = None,
    **more: Any,
) -> HttpResponse:
    """One page of small forms, kept together; afterwards the next step that is not done."""
    actor = request.actor  # type: ignore[attr-defined]
    keys = [getattr(one, "pk", None) or one.id for one in context["things"]]
    values = first if first is not None else {key: held(draft.decisions.get(key)) for key in keys}
    typed = forms.Decisions.of(request, kind, keys, values, **more)
    superseded = None
    if request.method == "POST" and typed.is_valid():
        try:
            services.decide_parts(
                actor, timezone.now(), draft.row.pk, context["level"], typed.decided(), typed.versions()
            )
        except Superseded as stale:
            superseded = stale
            typed.put_versions(versions_of(draft))
            typed.refused.append({"text": stale.reason})
        except Refused as refused:
            typed.refuse(refused)
        else:
            return redirect(_onwards(request, page, part_id, draft.row.pk))
    status = 422 if request.method == "POST" else 200
    context |= {"form": typed, "forms": typed.by_id, "superseded": superseded, "labels": LABELS}
    return TemplateResponse(request, "plans/decide_parts.html", context, status=status)


def _onwards(request: HttpRequest, page: str, part_id: UUID | None, refresh_id: UUID) -> str:
    if "later" in request.POST:
        return to(request, "show_refresh", refresh_id=refresh_id)
    _, context = _draft(request, refresh_id)
    step = next_after(context["steps"], page, part_id)
    parts = {"part_id": step.part_id} if step.part_id else {}
    return to(request, step.page, refresh_id=refresh_id, **parts)


@needs(permissions.CHANGE)
def check_refresh(request: HttpRequest, refresh_id: UUID) -> HttpResponse:
    """What applying will do, in numbers and words, doubts first; and Apply."""
    draft, context = _draft(request, refresh_id)

    def act(typed: forms.ApplyRefresh) -> str:
        row = services.apply_refresh(request.actor, timezone.now(), timezone.localdate(), refresh_id)  # type: ignore[attr-defined]
        messages.success(request, f"{row.title} has begun. Put its first version to the seats that approve it.")
        return to(request, "show_version", version_id=row.opening_version_id)

    context |= {"happens": will_happen(draft, context["words"]), "where": where_to_decide(draft)}
    return answer(request, "plans/check_refresh.html", forms.ApplyRefresh.of(request), act, **context)


@needs(permissions.CHANGE)
def abandon_refresh(request: HttpRequest, refresh_id: UUID) -> HttpResponse:
    """Put a refresh aside; the plan stays as it is."""
    row = found(queries.show_refresh_row(request.actor, refresh_id))  # type: ignore[attr-defined]

    def act(typed: forms.AbandonRefresh) -> str:
        services.abandon_refresh(request.actor, timezone.now(), refresh_id)  # type: ignore[attr-defined]
        return to(request, "show_plan", plan_id=row.plan_id)

    form = forms.AbandonRefresh.of(request)
    done = "The refresh was put aside. The plan is as it was."
    return answer(request, "plans/abandon_refresh.html", form, act, done=done, plan=row.plan, row=row)
