"""The steps of a plan's life: approved, made live, taken back to draft, closed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.plans import forms, permissions, queries, services
from goldenthread.plans.views.answering import answer, found, to
from goldenthread.web.access import needs


@needs(permissions.APPROVE)
def approve_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Record one's approval of a plan; the first makes a draft an approved plan."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))
    form = forms.ApprovePlan.of(request, initial={"approved_on": timezone.localdate()})

    def act(typed: forms.ApprovePlan) -> str:
        services.approve_plan(actor, timezone.now(), plan_id, **typed.cleaned_data)
        return to(request, "show_plan", plan_id=plan_id)

    return answer(request, "plans/approve_plan.html", form, act, done="Your approval is recorded.", plan=plan)


@needs(permissions.CHANGE)
def start_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Make an approved plan live, after asking once more."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))

    def act(typed: forms.StartPlan) -> str:
        services.start_plan(actor, timezone.now(), plan_id)
        return to(request, "show_plan", plan_id=plan_id)

    form = forms.StartPlan.of(request)
    return answer(request, "plans/start_plan.html", form, act, done="The plan is live.", plan=plan)


@needs(permissions.CHANGE)
def reopen_draft(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Take an approved plan back to draft, with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))

    def act(typed: forms.ReopenDraft) -> str:
        services.reopen_draft(actor, timezone.now(), plan_id, **typed.cleaned_data)
        return to(request, "show_plan", plan_id=plan_id)

    form = forms.ReopenDraft.of(request)
    return answer(request, "plans/reopen_draft.html", form, act, done="The plan is a draft again.", plan=plan)


@needs(permissions.CHANGE)
def close_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Close a live plan, saying what came of it."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))

    def act(typed: forms.ClosePlan) -> str:
        services.close_plan(actor, timezone.now(), plan_id, **typed.cleaned_data)
        return to(request, "show_plan", plan_id=plan_id)

    form = forms.ClosePlan.of(request)
    return answer(request, "plans/close_plan.html", form, act, done="The plan is closed.", plan=plan)
