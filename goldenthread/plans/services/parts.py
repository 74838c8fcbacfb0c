"""Add and change what a plan is made of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.plans.models import AssuranceArea, FocusGroup, Measure, Objective, Plan, PlanSection, Priority
from goldenthread.plans.permissions import CHANGE
from goldenthread.plans.rules import LEVELS, level_word
from goldenthread.plans.services.plans import locked_plan, write
from goldenthread.threads import queries as links
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.trail import services as trail

Part = Priority | Objective | Measure | FocusGroup | AssuranceArea | PlanSection
ACTION = "actions.action"
KINDS: dict[str, type[models.Model]] = {
    "priority": Priority,
    "objective": Objective,
    "measure": Measure,
    "focus_group": FocusGroup,
    "assurance_area": AssuranceArea,
    "section": PlanSection,
}


def _next(rows: models.QuerySet[Any]) -> int:
    highest = rows.aggregate(Max("position"))["position__max"]
    return 0 if highest is None else highest + 1


def _add(actor: Actor, now: datetime, plan: Plan, model: Any, event: str, fields: dict[str, Any]) -> Any:
    if "position" not in fields:
        fields["position"] = _next(model.objects.filter(plan=plan))
    part = model.objects.create(partnership_id=actor.partnership_id, plan=plan, **fields)
    trail.record(actor, event, part, now=now)
    return part


def _insist_text(text: str, field: str, thing: str) -> str:
    if not text.strip():
        raise Refused(f"Write the {thing} before saving it.", field)
    return text.strip()


@transaction.atomic
def add_priority(actor: Actor, now: datetime, plan_id: UUID, *, title: str, **fields: Any) -> Priority:
    """Add a priority at the end of the plan (or at `position`) and return it."""
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    fields["title"] = _insist_text(title, "title", "priority")
    return _add(actor, now, plan, Priority, "plans.priority.added", fields)


@transaction.atomic
def add_objective(
    actor: Actor, now: datetime, plan_id: UUID, *, title: str, priority_id: UUID | None = None, **fields: Any
) -> Objective:
    """Add an objective under a priority of the same plan, or under the plan itself, and return it."""
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    if priority_id and not plan.priorities.filter(pk=priority_id, closed_on=None).exists():
        raise Refused("There is no such priority in this plan.", "priority")
    fields |= {"title": _insist_text(title, "title", "objective"), "priority_id": priority_id}
    return _add(actor, now, plan, Objective, "plans.objective.added", fields)


@transaction.atomic
def add_measure(
    actor: Actor,
    now: datetime,
    plan_id: UUID,
    *,
    kind: str,
    text: str,
    priority_id: UUID | None = None,
    objective_id: UUID | None = None,
    **fields: Any,
) -> Measure:
    """Add a quality or success measure to the plan, one of its priorities or one of its objectives, and return it."""
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    if priority_id and objective_id:
        raise Refused("A measure belongs to a priority or to an objective, not to both.", "priority")
    if priority_id and not plan.priorities.filter(pk=priority_id, closed_on=None).exists():
        raise Refused("There is no such priority in this plan.", "priority")
    if objective_id and not plan.objectives.filter(pk=objective_id, closed_on=None).exists():
        raise Refused("There is no such objective in this plan.", "objective")
    fields |= {
        "text": _insist_text(text, "text", "measure"), "kind": kind, "priority_id": priority_id,
        "objective_id": objective_id,
    }  # fmt: skip
    return _add(actor, now, plan, Measure, "plans.measure.added", fields)


@transaction.atomic
def add_focus_group(actor: Actor, now: datetime, plan_id: UUID, *, name: str) -> FocusGroup:
    """Add a group of children or adults that the plan gives particular attention to, and return it."""
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    return _add(
        actor, now, plan, FocusGroup, "plans.focus_group.added", {"name": _insist_text(name, "name", "group's name")}
    )


@transaction.atomic
def add_assurance_area(
    actor: Actor, now: datetime, plan_id: UUID, *, title: str, expectations: list[str]
) -> AssuranceArea:
    """Add an area the partnership wants assurance about, with its expectations, and return it."""
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    fields = {"title": _insist_text(title, "title", "area"), "expectations": expectations}
    return _add(actor, now, plan, AssuranceArea, "plans.assurance_area.added", fields)


@transaction.atomic
def add_section(
    actor: Actor, now: datetime, plan_id: UUID, *, kind: str, body: dict[str, Any], heading: str = ""
) -> PlanSection:
    """Add a piece of the plan's prose or one of its lists, and return it."""
    actor.must(CHANGE)
    plan = locked_plan(actor, plan_id)
    return _add(actor, now, plan, PlanSection, "plans.section.added", {"kind": kind, "heading": heading, "body": body})


def _locked_part(actor: Actor, model: Any, part_id: UUID, thing: str) -> Any:
    part = model.objects.within(actor).filter(pk=part_id).first()
    if part is None:
        raise Refused(f"There is no such {thing} in this partnership.")
    locked_plan(actor, part.plan_id)
    if getattr(part, "closed_on", None):
        raise Refused(f"This {thing} was closed when the plan was refreshed, so it can be read but no longer changed.")
    return model.objects.select_for_update().get(pk=part_id)


@transaction.atomic
def change_priority(
    actor: Actor, now: datetime, priority_id: UUID, version: int | None = None, **fields: Any
) -> Priority:
    """Change a priority. Raises `Refused`, or `Superseded` where somebody saved first."""
    actor.must(CHANGE)
    priority = _locked_part(actor, Priority, priority_id, "priority")
    if "title" in fields:
        fields["title"] = _insist_text(fields["title"], "title", "priority")
    return write(actor, now, priority, version, fields, "plans.priority.changed")


@transaction.atomic
def change_objective(
    actor: Actor, now: datetime, objective_id: UUID, version: int | None = None, **fields: Any
) -> Objective:
    """Change an objective, its priority included. Raises `Refused`, or `Superseded` where somebody saved first."""
    actor.must(CHANGE)
    objective = _locked_part(actor, Objective, objective_id, "objective")
    if "title" in fields:
        fields["title"] = _insist_text(fields["title"], "title", "objective")
    priority_id = fields.get("priority_id")
    if priority_id and not Priority.objects.filter(plan_id=objective.plan_id, pk=priority_id, closed_on=None).exists():
        raise Refused("There is no such priority in this plan.", "priority")
    return write(actor, now, objective, version, fields, "plans.objective.changed")


@transaction.atomic
def change_measure(actor: Actor, now: datetime, measure_id: UUID, version: int | None = None, **fields: Any) -> Measure:
    """Change a measure. Raises `Refused`, or `Superseded` where somebody saved first."""
    actor.must(CHANGE)
    measure = _locked_part(actor, Measure, measure_id, "measure")
    if "text" in fields:
        fields["text"] = _insist_text(fields["text"], "text", "measure")
    return write(actor, now, measure, version, fields, "plans.measure.changed")


@transaction.atomic
def change_section(
    actor: Actor, now: datetime, section_id: UUID, version: int | None = None, **fields: Any
) -> PlanSection:
    """Change a section of prose. Raises `Refused`, or `Superseded` where somebody saved first."""
    actor.must(CHANGE)
    section = _locked_part(actor, PlanSection, section_id, "section")
    return write(actor, now, section, version, fields, "plans.section.changed")


@transaction.atomic
def change_focus_group(
    actor: Actor, now: datetime, group_id: UUID, version: int | None = None, **fields: Any
) -> FocusGroup:
    """Change the name of a group the plan attends to. Raises `Refused`, or `Superseded` where somebody saved first."""
    actor.must(CHANGE)
    group = _locked_part(actor, FocusGroup, group_id, "group")
    return write(actor, now, group, version, fields, "plans.focus_group.changed")


@transaction.atomic
def change_assurance_area(
    actor: Actor, now: datetime, area_id: UUID, version: int | None = None, **fields: Any
) -> AssuranceArea:
    """Change an area of assurance. Raises `Refused`, or `Superseded` where somebody saved first."""
    actor.must(CHANGE)
    area = _locked_part(actor, AssuranceArea, area_id, "area of assurance")
    return write(actor, now, area, version, fields, "plans.assurance_area.changed")


@transaction.atomic
def remove_part(actor: Actor, now: datetime, kind: str, part_id: UUID, *, reason: str = "") -> None:
    """Take a part out of a plan; its text stays on the trail. Raises `Refused` where anything stands beneath it."""
    actor.must(CHANGE)
    model = KINDS[kind]
    part = _locked_part(actor, model, part_id, kind.replace("_", " "))
    if _stands_beneath(actor, part):
        raise Refused("Move, close or take out what stands beneath it first; then it can be taken out.")
    trail.record(actor, f"plans.{kind}.removed", part, before=trail.snapshot(part), after={}, reason=reason, now=now)
    word = level_word(part.plan.level_words, kind) if kind in LEVELS else kind.replace("_", " ")
    told = {"what": f"the {word.lower()} “{part}”"}
    trail.record(actor, "plans.plan.part_removed", part.plan, after=told, reason=reason, now=now)
    part.delete()


def _stands_beneath(actor: Actor, part: Part) -> bool:
    """True where objectives, measures or actions hang on a priority or objective, as the unit sees them."""
    if not isinstance(part, Priority | Objective):
        return False
    if part.measures.exists() or (isinstance(part, Priority) and part.objectives.exists()):
        return True
    ref = Ref(trail.kind_of(part), part.pk)
    return bool(links.count_sources(actor, LinkKind.SERVES, ref.kind, [ref.id], ACTION))


@transaction.atomic
def place_action(actor: Actor, now: datetime, action_id: UUID, target: Ref, position: int | None = None) -> None:
    """Let an action serve an objective or priority, at its end unless `position` says; one action may serve several.

    Raises `Refused` where either is not of the actor's partnership.
    """
    actor.must(CHANGE)
    model: Any = Objective if target.kind == "plans.objective" else Priority
    _locked_part(actor, model, target.id, target.kind.rpartition(".")[2])
    if position is None:
        position = len(links.sources(actor, LinkKind.SERVES, target.kind, [target.id], ACTION).get(target.id, []))
    threads.tie(actor, now, LinkKind.SERVES, Ref(ACTION, action_id), target, position=position)


@transaction.atomic
def move_action(
    actor: Actor, now: datetime, action_id: UUID, from_: Ref, to: Ref, *, position: int, reason: str
) -> None:
    """Let an action serve another part of the plan, or the plan itself, instead of one it serves now.

    Raises `Refused` where a part is not of the actor's partnership, and without a reason.
    """
    actor.must(CHANGE)
    for one in (from_, to):
        if one.kind == "plans.plan":
            locked_plan(actor, one.id)
        else:
            _locked_part(actor, KINDS[one.kind.rpartition(".")[2]], one.id, one.kind.rpartition(".")[2])
    source = Ref(ACTION, action_id)
    threads.untie_pairs(actor, now, LinkKind.SERVES, [(source, from_)], reason=reason)
    threads.tie_many(actor, now, [threads.Tie(LinkKind.SERVES, source, to, position)])
