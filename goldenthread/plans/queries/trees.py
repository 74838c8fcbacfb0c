"""A plan as a tree: priorities, objectives, measures and the actions that serve them, each with how it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from goldenthread.actions import queries as actions
from goldenthread.actions.queries import ActionLine, Found
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import Delivery
from goldenthread.plans.models import (
    Approval,
    AssuranceArea,
    FocusGroup,
    Measure,
    Objective,
    Plan,
    PlanSection,
    Priority,
)
from goldenthread.plans.queries.lists import (
    OBJECTIVE,
    PRIORITY,
    show_objective_row,
    show_plan_row,
    show_priority_row,
    weighed,
)
from goldenthread.plans.rules import ChairWord, Standing, standing

Line = TypeVar("Line", ActionLine, Found)


@dataclass(frozen=True)
class ObjectiveNode:
    """An objective with its actions and measures, and how it stands."""

    objective: Objective
    standing: Standing
    actions: list[ActionLine]
    measures: list[Measure]


@dataclass(frozen=True)
class PriorityNode:
    """A priority with what stands under it, and how it stands. `all_actions` counts each action once."""

    priority: Priority
    standing: Standing
    objectives: list[ObjectiveNode]
    actions: list[ActionLine]
    measures: list[Measure]
    all_actions: list[ActionLine]


@dataclass(frozen=True)
class PlanTree:
    """A whole plan. `objectives` stand under no priority; `measures` and `actions` under neither."""

    plan: Plan
    standing: Standing
    priorities: list[PriorityNode]
    objectives: list[ObjectiveNode]
    measures: list[Measure]
    actions: list[ActionLine]
    all_actions: list[ActionLine]
    focus_groups: list[FocusGroup] = field(default_factory=list)
    assurance_areas: list[AssuranceArea] = field(default_factory=list)
    sections: list[PlanSection] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)


def parts_of(actor: Actor, plan_ids: Sequence[UUID]) -> tuple[list[Any], list[Any]]:
    """The priorities and the objectives of some plans, each as it is `weighed`, in their order. Two queries."""
    priorities = Priority.objects.within(actor).filter(plan_id__in=plan_ids)
    objectives = Objective.objects.within(actor).filter(plan_id__in=plan_ids)
    return list(weighed(actor, PRIORITY, priorities)), list(weighed(actor, OBJECTIVE, objectives))


def seen(lines: Mapping[UUID, Line], rows: Iterable[Any]) -> list[Line]:
    """The actions that serve any of the rows, each once, in their order, as far as they are among `lines`."""
    ids = dict.fromkeys(action for row in rows for action in row.served_by)
    return [lines[key] for key in ids if key in lines]


def stands(lines: Iterable[ActionLine | Found], row: Any = None) -> Standing:
    """How the actions stand together, and what chairs said of the priority or objective `row` they serve.

    An action closed without being completed weighs nothing.
    """
    words = [
        ChairWord(one["rating"], one["reason"], one["by"], datetime.fromisoformat(one["at"]))
        for one in (row.chair_words if row else ())
    ]
    return standing([Delivery(line.rating) for line in lines if line.counts], words)


def _lines(actor: Actor, rows: Iterable[Any], today: date) -> dict[UUID, ActionLine]:
    """The actions that serve any of the rows, as far as the actor may see them. Two queries."""
    return actions.actions_by_id(actor, {action for row in rows for action in row.served_by}, today)


@dataclass(frozen=True)
class _Rows:
    """Rows fetched together, of which `grow` makes a tree."""

    priorities: list[Any]
    objectives: list[Any]
    measures: list[Measure]
    lines: dict[UUID, ActionLine]

    def objective(self, row: Any) -> ObjectiveNode:
        """One objective's node."""
        lines = seen(self.lines, [row])
        return ObjectiveNode(row, stands(lines, row), lines, [m for m in self.measures if m.objective_id == row.pk])

    def priority(self, row: Any) -> PriorityNode:
        """One priority's node."""
        under = [one for one in self.objectives if one.priority_id == row.pk]
        everything = seen(self.lines, [*under, row])
        return PriorityNode(
            priority=row,
            standing=stands(everything, row),
            objectives=[self.objective(one) for one in under],
            actions=seen(self.lines, [row]),
            measures=[m for m in self.measures if m.priority_id == row.pk],
            all_actions=everything,
        )


def plan_tree(actor: Actor, plan_id: UUID, today: date) -> PlanTree | None:
    """A whole plan as the actor may read it, or None. The number of queries does not grow with the plan."""
    plan = show_plan_row(actor, plan_id)
    if plan is None:
        return None
    priorities, objectives = parts_of(actor, [plan.pk])
    measures = list(Measure.objects.within(actor).filter(plan=plan))
    lines = _lines(actor, [plan, *priorities, *objectives], today)
    rows = _Rows(priorities, objectives, measures, lines)
    loose = [row for row in objectives if row.priority_id is None]
    everything = seen(lines, [*in_plan_order(priorities, objectives), plan])
    return PlanTree(
        plan=plan,
        standing=stands(everything),
        priorities=[rows.priority(row) for row in priorities],
        objectives=[rows.objective(row) for row in loose],
        measures=[m for m in measures if not m.priority_id and not m.objective_id],
        actions=seen(lines, [plan]),
        all_actions=everything,
        focus_groups=list(plan.focus_groups.all()),
        assurance_areas=list(plan.assurance_areas.all()),
        sections=list(plan.sections.all()),
        approvals=list(plan.approvals.all()),
    )


def in_plan_order(priorities: Iterable[Any], objectives: Sequence[Any]) -> list[Any]:
    """The parts as a plan is read: each priority after its objectives, then the objectives that stand under none."""
    found = []
    for priority in priorities:
        found += [*(row for row in objectives if row.priority_id == priority.pk), priority]
    return found + [row for row in objectives if row.priority_id is None]


def show_priority(actor: Actor, priority_id: UUID, today: date) -> PriorityNode | None:
    """One priority with what stands under it, or None. Five queries."""
    priority = show_priority_row(actor, priority_id)
    if priority is None:
        return None
    objectives = list(weighed(actor, OBJECTIVE, priority.objectives.all()))
    measures = Measure.objects.within(actor).filter(Q(priority=priority) | Q(objective__in=objectives))
    lines = _lines(actor, [priority, *objectives], today)
    return _Rows([priority], objectives, list(measures), lines).priority(priority)


def show_objective(actor: Actor, objective_id: UUID, today: date) -> ObjectiveNode | None:
    """One objective with its actions and measures, or None. Four queries."""
    objective = show_objective_row(actor, objective_id)
    if objective is None:
        return None
    measures, lines = list(objective.measures.all()), _lines(actor, [objective], today)
    return _Rows([], [objective], measures, lines).objective(objective)


def standing_of(actor: Actor, thing: Priority | Objective, today: date) -> Standing:
    """How a priority or objective stands, whoever may read its plan; for rules that weigh a chair's word."""
    kind = PRIORITY if isinstance(thing, Priority) else OBJECTIVE
    row = weighed(actor, kind, type(thing).objects.within(actor)).get(pk=thing.pk)
    under = list(weighed(actor, OBJECTIVE, thing.objectives.all())) if isinstance(thing, Priority) else []
    return stands(seen(_lines(actor, [*under, row], today), [*under, row]), row)
