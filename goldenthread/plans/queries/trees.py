"""A plan as a tree: priorities, objectives, measures and the actions that serve them, each with how it stands."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q

from goldenthread.actions import queries as actions
from goldenthread.actions.queries import ActionLine, ActionRow, Found
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
    PlanVersion,
    Priority,
)
from goldenthread.plans.queries.lists import (
    OBJECTIVE,
    PRIORITY,
    rows_beside,
    show_objective_row,
    show_plan_row,
    show_priority_row,
    weighed,
)
from goldenthread.plans.queries.versions import visible_versions
from goldenthread.plans.rules import ChairWord, Standing, is_of_earlier_years, standing

# An action as a tree holds it: in full for what is written out, as a row for what is looked at, as found for sums.
Line = TypeVar("Line", ActionLine, ActionRow, Found)
Read = Callable[[Actor, Collection[UUID], date], dict[UUID, Line]]


@dataclass(frozen=True)
class ObjectiveNode(Generic[Line]):
    """An objective with its actions and measures, and how it stands. `past` are its actions of earlier years."""

    objective: Objective
    standing: Standing
    actions: list[Line]
    measures: list[Measure]
    past: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class PriorityNode(Generic[Line]):
    """A priority with what stands under it, and how it stands. `all_actions` counts each action once."""

    priority: Priority
    standing: Standing
    objectives: list[ObjectiveNode[Line]]
    actions: list[Line]
    measures: list[Measure]
    all_actions: list[Line]
    past: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class PlanTree(Generic[Line]):
    """A whole plan as of this year, without what a refresh closed.

    `objectives` stand under no priority; `measures` and `actions` under neither.
    """

    plan: Plan
    standing: Standing
    priorities: list[PriorityNode[Line]]
    objectives: list[ObjectiveNode[Line]]
    measures: list[Measure]
    actions: list[Line]
    all_actions: list[Line]
    focus_groups: list[FocusGroup] = field(default_factory=list)
    assurance_areas: list[AssuranceArea] = field(default_factory=list)
    sections: list[PlanSection] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    versions: list[PlanVersion] = field(default_factory=list)


def parts_of(actor: Actor, plan_ids: Sequence[UUID]) -> tuple[list[Any], list[Any]]:
    """The priorities and the objectives of some plans, each as it is `weighed`, in their order. Two queries.

    What a refresh closed is left out.
    """
    priorities = Priority.objects.within(actor).filter(plan_id__in=plan_ids, closed_on=None)
    objectives = Objective.objects.within(actor).filter(plan_id__in=plan_ids, closed_on=None)
    return list(weighed(actor, PRIORITY, priorities)), list(weighed(actor, OBJECTIVE, objectives))


def seen(lines: Mapping[UUID, Line], rows: Iterable[Any]) -> list[Line]:
    """The actions that serve any of the rows, each once, in their order, as far as they are among `lines`.

    None that was withdrawn.
    """
    ids = dict.fromkeys(action for row in rows for action in row.served_by)
    return [lines[key] for key in ids if key in lines and lines[key].state != "withdrawn"]


def keep_this_year(plans: Iterable[Any], rows: Iterable[Any], lines: Mapping[UUID, Line]) -> None:
    """Leave in each row's `served_by` the actions of this year, and put those of earlier years into `served_before`.

    `rows` are `weighed` plans, priorities and objectives of `plans`; `lines` are the actions that may be seen.
    """
    by_id = {plan.pk: plan for plan in plans}
    for row in rows:
        plan = by_id.get(row.pk) or by_id[row.plan_id]
        past = {key for key in plan.past_actions if (line := lines.get(key)) and _is_over(line, plan)}
        row.served_before = [key for key in row.served_by if key in past]
        row.served_by = [key for key in row.served_by if key not in past]


def _is_over(line: Line, plan: Plan) -> bool:
    return is_of_earlier_years(True, line.is_worked_on, line.closed_on, plan.refreshed_on)


def stands(lines: Iterable[Line], row: Any = None) -> Standing:
    """How the actions stand together, and what chairs said of the priority or objective `row` they serve.

    An action closed without being completed weighs nothing.
    """
    words = [
        ChairWord(one["rating"], one["reason"], one["by"], datetime.fromisoformat(one["at"]))
        for one in (row.chair_words if row else ())
    ]
    return standing([Delivery(line.rating) for line in lines if line.counts], words)


def _lines(actor: Actor, plan: Plan, rows: Sequence[Any], today: date, read: Read[Line]) -> dict[UUID, Line]:
    """The actions that serve any of one plan's rows, as far as the actor may see them. As many queries as `read`.

    Of the rows, those of this year are parted from those of earlier ones.
    """
    lines = read(actor, {action for row in rows for action in row.served_by}, today)
    keep_this_year([plan], rows, lines)
    return lines


def _before(lines: Mapping[UUID, Line], rows: Iterable[Any]) -> list[Line]:
    """The actions of earlier years that served any of the rows, each once."""
    ids = dict.fromkeys(action for row in rows for action in row.served_before)
    return [lines[key] for key in ids if key in lines]


@dataclass(frozen=True)
class _Rows(Generic[Line]):
    """Rows fetched together, and the nodes made of them."""

    priorities: list[Any]
    objectives: list[Any]
    measures: list[Measure]
    lines: dict[UUID, Line]

    def objective(self, row: Any) -> ObjectiveNode[Line]:
        """One objective's node."""
        lines = seen(self.lines, [row])
        measures = [m for m in self.measures if m.objective_id == row.pk]
        return ObjectiveNode(row, stands(lines, row), lines, measures, _before(self.lines, [row]))

    def priority(self, row: Any) -> PriorityNode[Line]:
        """One priority's node."""
        under: list[Any] = [one for one in self.objectives if one.priority_id == row.pk]
        everything = seen(self.lines, [*under, row])
        return PriorityNode(
            priority=row,
            standing=stands(everything, row),
            objectives=[self.objective(one) for one in under],
            actions=seen(self.lines, [row]),
            measures=[m for m in self.measures if m.priority_id == row.pk],
            all_actions=everything,
            past=_before(self.lines, [*under, row]),
        )


def plan_tree(actor: Actor, plan_id: UUID, today: date) -> PlanTree[ActionRow] | None:
    """A whole plan as the actor may look at it, or None. The number of queries does not grow with the plan."""
    return _tree(actor, plan_id, today, actions.action_rows)


def plan_in_full(actor: Actor, plan_id: UUID, today: date, *, restricted: bool = True) -> PlanTree[ActionLine] | None:
    """The same with all that is known of each action, to be written out or compared. As many queries.

    Without `restricted`, the actions of that class are left out.
    """
    return _tree(actor, plan_id, today, actions.actions_by_id if restricted else _for_everybody)


def _for_everybody(actor: Actor, ids: Collection[UUID], today: date) -> dict[UUID, ActionLine]:
    lines = actions.actions_by_id(actor, ids, today)
    return {key: line for key, line in lines.items() if line.information_class != "R"}


def _tree(actor: Actor, plan_id: UUID, today: date, read: Read[Line]) -> PlanTree[Line] | None:
    plan = show_plan_row(actor, plan_id, FocusGroup, AssuranceArea)
    if plan is None:
        return None
    priorities: list[Any]
    objectives: list[Any]
    priorities, objectives = parts_of(actor, [plan.pk])
    measures = list(Measure.objects.within(actor).filter(plan=plan))
    lines = _lines(actor, plan, [plan, *priorities, *objectives], today, read)
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
        focus_groups=rows_beside(plan, FocusGroup),
        assurance_areas=rows_beside(plan, AssuranceArea),
        sections=list(plan.sections.all()),
        approvals=list(plan.approvals.all()),
        versions=list(visible_versions(actor).filter(plan=plan)),
    )


def in_plan_order(priorities: Iterable[Any], objectives: Sequence[Any]) -> list[Any]:
    """The parts as a plan is read: each priority after its objectives, then the objectives that stand under none."""
    found = []
    for priority in priorities:
        found += [*(row for row in objectives if row.priority_id == priority.pk), priority]
    return found + [row for row in objectives if row.priority_id is None]


def show_priority(actor: Actor, priority_id: UUID, today: date) -> PriorityNode[ActionLine] | None:
    """One priority with what stands under it, or None. Five queries."""
    priority = show_priority_row(actor, priority_id)
    if priority is None:
        return None
    # Of a priority that was closed, the objectives that were closed with it are still shown.
    objectives = list(weighed(actor, OBJECTIVE, priority.objectives.filter(closed_on=priority.closed_on)))
    measures = Measure.objects.within(actor).filter(Q(priority=priority) | Q(objective__in=objectives))
    lines = _lines(actor, priority.plan, [priority, *objectives], today, actions.actions_by_id)
    return _Rows([priority], objectives, list(measures), lines).priority(priority)


def show_objective(actor: Actor, objective_id: UUID, today: date) -> ObjectiveNode[ActionLine] | None:
    """One objective with its actions and measures, or None. Four queries."""
    objective = show_objective_row(actor, objective_id)
    if objective is None:
        return None
    measures, lines = (
        list(objective.measures.all()),
        _lines(actor, objective.plan, [objective], today, actions.actions_by_id),
    )
    return _Rows([], [objective], measures, lines).objective(objective)


def standing_of(actor: Actor, thing: Priority | Objective, today: date) -> Standing:
    """How a priority or objective stands, whoever may read its plan; for rules that weigh a chair's word."""
    kind = PRIORITY if isinstance(thing, Priority) else OBJECTIVE
    row = weighed(actor, kind, type(thing).objects.within(actor)).get(pk=thing.pk)
    rows = [row]
    if isinstance(thing, Priority):
        rows = [*weighed(actor, OBJECTIVE, thing.objectives.filter(closed_on=thing.closed_on)), row]
    return stands(seen(_lines(actor, thing.plan, rows, today, actions.action_rows), rows), row)
