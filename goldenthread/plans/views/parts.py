"""A priority, an objective and a measure, each with where it stands and what hangs on it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.actions.queries import ActionLine
from goldenthread.kernel.actor import Actor
from goldenthread.plans import permissions, queries
from goldenthread.plans.presenters import May, in_order, named, strength_level, words_of
from goldenthread.plans.queries import ObjectiveNode, PriorityNode
from goldenthread.plans.views.answering import found
from goldenthread.threads.rules import Ref
from goldenthread.trail import queries as trail
from goldenthread.web.access import needs
from goldenthread.web.beside import beside

LATEST = 6


@needs(permissions.SEE)
def show_priority(request: HttpRequest, priority_id: UUID) -> HttpResponse:
    """A priority: how its delivery adds up, the chair's word, its measures and evidence, and its actions."""
    actor = request.actor  # type: ignore[attr-defined]
    node = found(queries.show_priority(actor, priority_id, timezone.localdate()))
    measures = [*node.measures, *(measure for under in node.objectives for measure in under.measures)]
    context = {"thing": node.priority, "measures": measures}
    return TemplateResponse(
        request, "plans/show_priority.html", context | _around(actor, "priority", node.priority, node, node.all_actions)
    )


@needs(permissions.SEE)
def show_objective(request: HttpRequest, objective_id: UUID) -> HttpResponse:
    """An objective: how its delivery adds up, the chair's word, its measures and evidence, and its actions."""
    actor = request.actor  # type: ignore[attr-defined]
    node = found(queries.show_objective(actor, objective_id, timezone.localdate()))
    context = {"thing": node.objective, "measures": node.measures}
    return TemplateResponse(
        request, "plans/show_objective.html", context | _around(actor, "objective", node.objective, node, node.actions)
    )


@needs(permissions.SEE)
def show_measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """A measure: what it measures and the evidence that speaks to it."""
    actor = request.actor  # type: ignore[attr-defined]
    measure = found(queries.show_measure(actor, measure_id))
    ref, words = Ref("plans.measure", measure_id), words_of(measure.plan)
    return TemplateResponse(
        request,
        "plans/show_measure.html",
        {
            "measure": measure,
            "held": queries.evidence_for(actor, [ref]),
            "ref": ref,
            "beside": beside(actor, ref.kind, measure_id, timezone.localdate()),
            "events": named(trail.history(actor, ref.kind, measure_id, LATEST), words),
            "may": May.of(actor, measure.plan.state),
            "may_add_evidence": measure.plan.state != "closed" and actor.may(permissions.ADD_EVIDENCE),
            "words": words,
        },
    )


def _around(
    actor: Actor, level: str, thing: Any, node: PriorityNode[ActionLine] | ObjectiveNode[ActionLine], lines: list[Any]
) -> dict[str, Any]:
    """What the pages of a priority and of an objective have in common."""
    ref = Ref(f"plans.{level}", thing.pk)
    under = [Ref("plans.objective", one.objective.pk) for one in getattr(node, "objectives", [])]
    measures = [*node.measures, *(m for one in getattr(node, "objectives", []) for m in one.measures)]
    shown = (piece.id for line in lines for piece in line.evidence)
    return {
        "node": node,
        "plan": thing.plan,
        "lines": lines,
        "held": queries.evidence_for(actor, [ref, *under], measures, shown),
        "ref": ref,
        "events": named(trail.history(actor, ref.kind, thing.pk, LATEST), words_of(thing.plan)),
        "lineage": queries.lineage(actor, thing.pk),
        "may": May.of(actor, "closed" if thing.closed_on else thing.plan.state),
        "may_add_evidence": not thing.closed_on
        and thing.plan.state != "closed"
        and actor.may(permissions.ADD_EVIDENCE),
        "words": words_of(thing.plan),
        "in_order": in_order,
        "strength_level": strength_level,
        "serves": f"{ref.kind}:{ref.id}",
        "beside": beside(actor, ref.kind, thing.pk, timezone.localdate()),
    }
