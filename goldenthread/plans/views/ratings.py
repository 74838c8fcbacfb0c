"""The chair's word on a priority or an objective, beside what was worked out and why."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.plans import forms, permissions, queries, services
from goldenthread.plans.presenters import Words, in_order
from goldenthread.plans.views.answering import answer, found, to
from goldenthread.web.access import needs


@needs(permissions.RATE)
def rate_priority(request: HttpRequest, priority_id: UUID) -> HttpResponse:
    """Rate a priority, or take an earlier word back."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    node = found(queries.show_priority(actor, priority_id, today))
    form = forms.Rate.of(request, spoken=node.standing.voice == "chair")

    def act(typed: forms.Rate) -> str:
        said = {"rating": typed.rated, "reason": typed.cleaned_data["reason"]}
        services.rate_priority(actor, timezone.now(), today, priority_id, **said)
        return to(request, "show_priority", priority_id=priority_id)

    context = {
        "node": node,
        "thing": node.priority,
        "plan": node.priority.plan,
        "words": Words(node.priority.plan.level_words),
        "in_order": in_order,
    }
    return answer(request, "plans/rate_priority.html", form, act, done="Your rating is kept.", **context)


@needs(permissions.RATE)
def rate_objective(request: HttpRequest, objective_id: UUID) -> HttpResponse:
    """Rate an objective, or take an earlier word back."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    node = found(queries.show_objective(actor, objective_id, today))
    form = forms.Rate.of(request, spoken=node.standing.voice == "chair")

    def act(typed: forms.Rate) -> str:
        said = {"rating": typed.rated, "reason": typed.cleaned_data["reason"]}
        services.rate_objective(actor, timezone.now(), today, objective_id, **said)
        return to(request, "show_objective", objective_id=objective_id)

    context = {
        "node": node,
        "thing": node.objective,
        "plan": node.objective.plan,
        "words": Words(node.objective.plan.level_words),
        "in_order": in_order,
    }
    return answer(request, "plans/rate_objective.html", form, act, done="Your rating is kept.", **context)
