"""Files on their way to becoming plans."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from goldenthread.actions import queries as actions
from goldenthread.kernel.actor import Actor
from goldenthread.plans.models import (
    AssuranceArea,
    FocusGroup,
    ImportLine,
    Measure,
    Objective,
    Plan,
    PlanImport,
    PlanSection,
    Priority,
)
from goldenthread.plans.permissions import IMPORT
from goldenthread.plans.queries.lists import visible_plans
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind


def list_imports(actor: Actor) -> list[PlanImport]:
    """The partnership's imports, newest first, without what was read in them; empty for those who may not import."""
    if not actor.may(IMPORT):
        return []
    rows = PlanImport.objects.within(actor).select_related("plan", "onto", "uploaded_by")
    return list(rows.defer("read", "document", "grids", "decisions", "compared"))


def show_import(actor: Actor, import_id: UUID) -> PlanImport | None:
    """One import with everything that was read, or None."""
    if not actor.may(IMPORT):
        return None
    return PlanImport.objects.within(actor).filter(pk=import_id).select_related("plan", "onto", "uploaded_by").first()


def lines_of_import(actor: Actor, import_id: UUID) -> list[ImportLine]:
    """What an applied import did, in order; empty for those who may not import. One query."""
    if not actor.may(IMPORT):
        return []
    return list(ImportLine.objects.within(actor).filter(plan_import_id=import_id))


def applied_after(actor: Actor, plan_id: UUID, moment: datetime) -> list[PlanImport]:
    """The files applied to a plan after a moment that stand, newest first. One query."""
    rows = PlanImport.objects.within(actor).filter(
        plan_id=plan_id, state=PlanImport.State.APPLIED, finished_at__gt=moment
    )
    return list(rows.defer("read", "document", "grids", "decisions", "compared").order_by("-finished_at"))


def stamps_of_plan(actor: Actor, plan_id: UUID, action_ids: Collection[UUID]) -> dict[str, str]:
    """The versions of a plan, its parts and some actions by id, in the form in which a comparison keeps them.

    Two queries, however much they are.
    """
    parts: Any = None
    for model, where in ((Plan, "pk"), (Priority, "plan_id"), (Objective, "plan_id"), (Measure, "plan_id")):
        rows = model.objects.within(actor).filter(**{where: plan_id}).order_by().values_list("pk", "version")
        parts = rows if parts is None else parts.union(rows, all=True)
    return {str(pk): str(version) for pk, version in parts} | actions.stamps(actor, action_ids)


def parts_beneath(actor: Actor, plan_id: UUID) -> dict[UUID, UUID]:
    """Every part of a plan, by id, with the id of what it directly stands under: a part, or the plan. One query."""
    above: dict[Any, Any] = {
        Objective: Coalesce("priority_id", "plan_id"),
        Measure: Coalesce("objective_id", "priority_id", "plan_id"),
    }
    found: Any = None
    for model in (Priority, Objective, Measure, FocusGroup, AssuranceArea, PlanSection):
        rows = model.objects.within(actor).filter(plan_id=plan_id).order_by()
        pairs = rows.values_list("pk", above.get(model, F("plan_id")))
        found = pairs if found is None else found.union(pairs, all=True)
    return dict(found)


def holds_hidden_actions(actor: Actor, plan_id: UUID) -> bool:
    """True where an action that serves a plan or any of its parts is not the actor's to see. Three queries."""
    places = [plan_id, *parts_beneath(actor, plan_id)]
    serving = threads.served_by(actor, LinkKind.SERVES, actions.KIND, places)
    return len(actions.states(actor, serving)) < len(serving)


def part_titles(actor: Actor) -> dict[UUID, list[str]]:
    """The titles of the priorities and objectives of each plan that may still be changed. Two queries."""
    found: dict[UUID, list[str]] = {}
    for model in (Priority, Objective):
        rows = model.objects.within(actor).filter(plan__in=visible_plans(actor)).exclude(plan__state=Plan.State.CLOSED)
        for plan_id, title in rows.values_list("plan_id", "title"):
            found.setdefault(plan_id, []).append(title)
    return found
