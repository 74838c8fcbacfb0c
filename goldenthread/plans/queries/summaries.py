"""What the thread says of plans and their parts, and the links their own tables hold."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from goldenthread.kernel.actor import Actor
from goldenthread.plans.models import Measure, Objective, Priority
from goldenthread.plans.queries.lists import visible_plans
from goldenthread.plans.rules import level_word
from goldenthread.threads.rules import LinkKind, Neighbour, Ref, Summary


def _url(actor: Actor, name: str, key: UUID) -> str:
    return reverse(f"plans:{name}", args=[actor.partnership_slug, key])


def plan_summaries(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Summary]:
    """Plans the actor may read, by id."""
    return {
        plan.pk: Summary(plan.title, _url(actor, "show_plan", plan.pk), plan.get_state_display(), plan.ends_on)
        for plan in visible_plans(actor).filter(pk__in=ids)
    }


def priority_summaries(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Summary]:
    """Priorities the actor may read, by id, called what their plan calls them."""
    rows = Priority.objects.within(actor).filter(pk__in=ids, plan__in=visible_plans(actor)).select_related("plan")
    return {
        row.pk: Summary(
            str(row), _url(actor, "show_priority", row.pk), singular=level_word(row.plan.level_words, "priority")
        )
        for row in rows
    }


def objective_summaries(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Summary]:
    """Objectives the actor may read, by id, called what their plan calls them."""
    rows = Objective.objects.within(actor).filter(pk__in=ids, plan__in=visible_plans(actor)).select_related("plan")
    return {
        row.pk: Summary(
            str(row), _url(actor, "show_objective", row.pk), singular=level_word(row.plan.level_words, "objective")
        )
        for row in rows
    }


def measure_summaries(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Summary]:
    """Measures the actor may read, by id."""
    rows = Measure.objects.within(actor).filter(pk__in=ids, plan__in=visible_plans(actor))
    return {
        row.pk: Summary(row.text, _url(actor, "show_measure", row.pk), singular=row.get_kind_display()) for row in rows
    }


def plan_neighbours(actor: Actor, plan_id: UUID) -> list[Neighbour]:
    """A plan is served by its priorities and by objectives under none, and measured by what stands under neither."""
    ids = Priority.objects.within(actor).filter(plan_id=plan_id).values_list("pk", flat=True)
    loose = Objective.objects.within(actor).filter(plan_id=plan_id, priority=None).values_list("pk", flat=True)
    found = [Neighbour(LinkKind.SERVES, Ref("plans.priority", pk), outward=False) for pk in ids]
    found += [Neighbour(LinkKind.SERVES, Ref("plans.objective", pk), outward=False) for pk in loose]
    measures = Measure.objects.within(actor).filter(plan_id=plan_id, priority=None, objective=None)
    measured = [Ref("plans.measure", pk) for pk in measures.values_list("pk", flat=True)]
    return found + [Neighbour(LinkKind.MEASURES, ref, outward=False) for ref in measured]


def priority_neighbours(actor: Actor, priority_id: UUID) -> list[Neighbour]:
    """A priority serves its plan, is served by its objectives and measured by its measures."""
    row = Priority.objects.within(actor).filter(pk=priority_id).first()
    if row is None:
        return []
    found = [Neighbour(LinkKind.SERVES, Ref("plans.plan", row.plan_id), outward=True)]
    for pk in row.objectives.values_list("pk", flat=True):
        found.append(Neighbour(LinkKind.SERVES, Ref("plans.objective", pk), outward=False))
    for pk in row.measures.values_list("pk", flat=True):
        found.append(Neighbour(LinkKind.MEASURES, Ref("plans.measure", pk), outward=False))
    return found


def objective_neighbours(actor: Actor, objective_id: UUID) -> list[Neighbour]:
    """An objective serves its priority (or its plan) and is measured by its measures."""
    row = Objective.objects.within(actor).filter(pk=objective_id).first()
    if row is None:
        return []
    above = Ref("plans.priority", row.priority_id) if row.priority_id else Ref("plans.plan", row.plan_id)
    found = [Neighbour(LinkKind.SERVES, above, outward=True)]
    for pk in row.measures.values_list("pk", flat=True):
        found.append(Neighbour(LinkKind.MEASURES, Ref("plans.measure", pk), outward=False))
    return found


def measure_neighbours(actor: Actor, measure_id: UUID) -> list[Neighbour]:
    """A measure measures its objective, its priority or its plan."""
    row = Measure.objects.within(actor).filter(pk=measure_id).first()
    if row is None:
        return []
    above = Ref("plans.plan", row.plan_id)
    if row.priority_id:
        above = Ref("plans.priority", row.priority_id)
    if row.objective_id:
        above = Ref("plans.objective", row.objective_id)
    return [Neighbour(LinkKind.MEASURES, above, outward=True)]


def search_priorities(actor: Actor, words: str, limit: int) -> dict[UUID, Summary]:
    """Priorities whose title contains what was typed, in the plan's order, as summaries by id. Two queries."""
    rows = Priority.objects.within(actor).filter(plan__in=visible_plans(actor), title__icontains=words)
    return priority_summaries(actor, list(rows.values_list("pk", flat=True)[:limit]))


def search_objectives(actor: Actor, words: str, limit: int) -> dict[UUID, Summary]:
    """Objectives whose title contains what was typed, in the plan's order, as summaries by id. Two queries."""
    rows = Objective.objects.within(actor).filter(plan__in=visible_plans(actor), title__icontains=words)
    return objective_summaries(actor, list(rows.values_list("pk", flat=True)[:limit]))


def search_measures(actor: Actor, words: str, limit: int) -> dict[UUID, Summary]:
    """Measures whose text contains what was typed, as summaries by id. Two queries."""
    rows = Measure.objects.within(actor).filter(plan__in=visible_plans(actor), text__icontains=words)
    return measure_summaries(actor, list(rows.values_list("pk", flat=True)[:limit]))
