"""What happened to a plan and to its parts, as the trail has it."""

from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.plans.queries.lists import PART_KINDS, show_part, show_plan_row
from goldenthread.trail import queries as trail


def plan_history(actor: Actor, plan_id: UUID, limit: int = 200) -> list[trail.Line]:
    """The plan's history with that of all its parts, newest first; empty where the actor may not read the plan.

    Eight queries however many parts and events.
    """
    if show_plan_row(actor, plan_id) is None:
        return []
    things = [("plans.plan", plan_id)]
    for model in PART_KINDS.values():
        ids = model.objects.within(actor).filter(plan_id=plan_id).values_list("pk", flat=True)
        things += [(model._meta.label_lower, pk) for pk in ids]
    return trail.history_of(actor, things, limit)


def may_read_plan(actor: Actor, plan_id: UUID) -> bool:
    """True when the actor may read the history of a plan."""
    return show_plan_row(actor, plan_id) is not None


def may_read_part(actor: Actor, kind: str, part_id: UUID) -> bool:
    """True when the actor may read the history of a part of a plan; `kind` is the thread's ("plans.focusgroup")."""
    names = {model._meta.label_lower: name for name, model in PART_KINDS.items()}
    return show_part(actor, names.get(kind, ""), part_id) is not None
