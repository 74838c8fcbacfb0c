"""Plans and their parts as rows and as choices."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Strand
from goldenthread.plans.models import (
    AssuranceArea,
    ChairRating,
    FocusGroup,
    Measure,
    Objective,
    Plan,
    PlanSection,
    Priority,
)
from goldenthread.plans.permissions import sees_drafts
from goldenthread.threads.queries import linked_sources
from goldenthread.threads.rules import LinkKind

DRAFTS = (Plan.State.DRAFT,)
PlanPart = Priority | Objective | Measure | FocusGroup | AssuranceArea | PlanSection
PART_KINDS: dict[str, Any] = {
    "priority": Priority,
    "objective": Objective,
    "measure": Measure,
    "focus_group": FocusGroup,
    "assurance_area": AssuranceArea,
    "section": PlanSection,
}
PLAN, PRIORITY, OBJECTIVE = "plans.plan", "plans.priority", "plans.objective"
SIDES = {PRIORITY: "priority_id", OBJECTIVE: "objective_id"}
SERVED: tuple[tuple[str, Any], ...] = ((PRIORITY, Priority), (OBJECTIVE, Objective))
# What forms offer, as (value, words).
PLAN_KINDS = list(Plan.Kind.choices)
MEASURE_KINDS = list(Measure.Kind.choices)
STRANDS = list(Strand.choices)


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    """The plans the actor may read: all for those who make or scrutinise them, approved ones for everybody else."""
    plans: QuerySet[Plan] = Plan.objects.within(actor)
    return plans if sees_drafts(actor) else plans.exclude(state__in=DRAFTS)


@dataclass(frozen=True)
class PlanLine:
    """A plan with how many priorities and objectives it has."""

    plan: Plan
    priorities: int
    objectives: int


def list_plans(actor: Actor) -> list[PlanLine]:
    """The plans the actor may read: live, approved, drafts, closed; newest first within each. One query."""
    rows = visible_plans(actor).select_related("group")
    standing = {of: Q(**{f"{of}__closed_on__isnull": True}) for of in ("priorities", "objectives")}
    rows = rows.annotate(
        n_p=Count("priorities", filter=standing["priorities"], distinct=True),
        n_o=Count("objectives", filter=standing["objectives"], distinct=True),
    )
    order: list[str] = [Plan.State.LIVE, Plan.State.APPROVED, Plan.State.DRAFT, Plan.State.CLOSED]
    return sorted((PlanLine(row, row.n_p, row.n_o) for row in rows), key=lambda line: order.index(line.plan.state))


def weighed(actor: Actor, kind: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Plans, priorities or objectives with what their standing rests on.

    Each has `served_by`, the ids of the actions that serve it in the plan's order, whoever may see them; a priority or
    objective has `chair_words`, what chairs said of it as JSON, earliest first.
    """
    rows = rows.annotate(served_by=linked_sources(actor, LinkKind.SERVES, kind, "actions.action"))
    if kind == PLAN:
        return rows
    words = ChairRating.objects.filter(**{SIDES[kind]: OuterRef("pk")}).order_by("rated_at")
    said = JSONObject(rating="rating", reason="reason", by="person_name", at="rated_at")
    return rows.annotate(chair_words=ArraySubquery(words.values(json=said)))


def show_plan_row(actor: Actor, plan_id: UUID, *small: Any) -> Plan | None:
    """One plan with its group and what it is `weighed` by, or None where the actor may not read it.

    `small` are models of parts of which a plan has few: the same query brings theirs, for `rows_beside`.
    """
    rows = visible_plans(actor).filter(pk=plan_id).select_related("group")
    rows = rows.annotate(**{_beside(model): ArraySubquery(_as_json(model)) for model in small})
    return weighed(actor, PLAN, rows).first()


def rows_beside(plan: Plan, model: Any) -> list[Any]:
    """The rows of a small part that `show_plan_row` brought with a plan, in their order. No query."""
    columns = {field.attname: field for field in _kept(model)}
    found = getattr(plan, _beside(model))
    return [model(**{name: columns[name].to_python(value) for name, value in one.items()}) for one in found]


def _beside(model: Any) -> str:
    return f"{model._meta.model_name}_rows"


def _kept(model: Any) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _as_json(model: Any) -> QuerySet[Any]:
    rows = model.objects.filter(plan_id=OuterRef("pk")).order_by("position", "created_at")
    return rows.values(json=JSONObject(**{field.attname: field.attname for field in _kept(model)}))


def show_priority_row(actor: Actor, priority_id: UUID) -> Priority | None:
    """One priority with its plan and what it is `weighed` by, or None."""
    rows = Priority.objects.within(actor).filter(pk=priority_id, plan__in=visible_plans(actor))
    return weighed(actor, PRIORITY, rows.select_related("plan")).first()


def show_objective_row(actor: Actor, objective_id: UUID) -> Objective | None:
    """One objective with its plan, its priority and what it is `weighed` by, or None."""
    rows = Objective.objects.within(actor).filter(pk=objective_id, plan__in=visible_plans(actor))
    return weighed(actor, OBJECTIVE, rows.select_related("plan", "priority")).first()


def show_measure(actor: Actor, measure_id: UUID) -> Measure | None:
    """One measure with its plan, priority and objective, or None."""
    rows = Measure.objects.within(actor).filter(pk=measure_id, plan__in=visible_plans(actor))
    return rows.select_related("plan", "priority", "objective").first()


def show_section(actor: Actor, section_id: UUID) -> PlanSection | None:
    """One section of a plan's prose, or None."""
    rows = PlanSection.objects.within(actor).filter(pk=section_id, plan__in=visible_plans(actor))
    return rows.select_related("plan").first()


def plan_choices(actor: Actor) -> list[tuple[str, str]]:
    """The plans that may still be changed, as (id, title)."""
    rows = visible_plans(actor).exclude(state=Plan.State.CLOSED).order_by("title")
    return [(str(pk), title) for pk, title in rows.values_list("pk", "title")]


def serving_choices(actor: Actor) -> list[tuple[str, str]]:
    """The objectives and priorities an action may serve, as (kind:id, words with the plan's title). Two queries."""
    plans = visible_plans(actor).exclude(state=Plan.State.CLOSED)
    standing = {"plan__in": plans, "closed_on__isnull": True}
    objectives = Objective.objects.within(actor).filter(**standing).select_related("plan")
    priorities = Priority.objects.within(actor).filter(**standing).select_related("plan")
    found = [(f"plans.objective:{row.pk}", f"{row.plan.title}: {row}") for row in objectives]
    return found + [(f"plans.priority:{row.pk}", f"{row.plan.title}: {row}") for row in priorities]


def places_by_plan(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same under the title of each plan, objectives in the plan's order after its priorities. Two queries."""
    plans = visible_plans(actor).exclude(state=Plan.State.CLOSED)
    grouped: dict[tuple[str, UUID], list[tuple[str, str]]] = {}
    for kind, model in SERVED:
        rows = model.objects.within(actor).filter(plan__in=plans, closed_on__isnull=True)
        for row in rows.select_related("plan"):
            grouped.setdefault((row.plan.title, row.plan_id), []).append((f"{kind}:{row.pk}", str(row)))
    return [(title, choices) for (title, _), choices in sorted(grouped.items(), key=lambda pair: pair[0][0])]


def priority_choices(actor: Actor, plan_id: UUID) -> list[tuple[str, str]]:
    """The priorities of one plan in its order, as (id, words)."""
    rows = Priority.objects.within(actor).filter(plan__in=visible_plans(actor), plan_id=plan_id, closed_on=None)
    return [(str(row.pk), str(row)) for row in rows]


def show_part(actor: Actor, kind: str, part_id: UUID) -> PlanPart | None:
    """One part of any kind of a plan the actor may read, with its plan, or None; also for an unknown kind."""
    model = PART_KINDS.get(kind)
    if model is None:
        return None
    rows = model.objects.within(actor).filter(pk=part_id, plan__in=visible_plans(actor))
    return rows.select_related("plan").first()


def measure_choices(actor: Actor, plan_id: UUID) -> list[tuple[str, str]]:
    """The measures of one plan, as (id, text)."""
    rows = Measure.objects.within(actor).filter(plan_id=plan_id, plan__in=visible_plans(actor))
    return [(str(row.pk), row.text) for row in rows]
