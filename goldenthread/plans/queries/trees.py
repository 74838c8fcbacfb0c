"""A plan as a tree: priorities, objectives, measures and the actions that serve them, each with how it stands."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from goldenthread.actions import queries as actions
from goldenthread.actions.queries import ActionLine
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import Delivery
from goldenthread.plans.models import (
    Approval,
    AssuranceArea,
    ChairRating,
    FocusGroup,
    Measure,
    Objective,
    Plan,
    PlanSection,
    Priority,
)
from goldenthread.plans.queries.lists import show_objective_row, show_plan_row, show_priority_row
from goldenthread.plans.rules import ChairWord, Standing, standing
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind

ACTION, OBJECTIVE, PRIORITY, PLAN = "actions.action", "plans.objective", "plans.priority", "plans.plan"


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


@dataclass(frozen=True)
class Gathered:
    """The rows beneath some plans, fetched together: what `grow` makes trees of."""

    priorities: list[Priority]
    objectives: list[Objective]
    measures: list[Measure]
    words: dict[UUID, list[ChairWord]]
    serving: dict[UUID, list[UUID]]
    lines: dict[UUID, ActionLine]


def gather(actor: Actor, plan_ids: Sequence[UUID], today: date, also: Iterable[UUID] = ()) -> Gathered:
    """Everything beneath some plans, in a fixed number of queries however many plans and actions there are.

    `lines` holds the actions of `also` too, whatever they serve.
    """
    priorities = list(Priority.objects.within(actor).filter(plan_id__in=plan_ids))
    objectives = list(Objective.objects.within(actor).filter(plan_id__in=plan_ids))
    measures = list(Measure.objects.within(actor).filter(plan_id__in=plan_ids))
    return _with_actions(actor, priorities, objectives, measures, today, plan_ids, also)


def _with_actions(
    actor: Actor,
    priorities: list[Priority],
    objectives: list[Objective],
    measures: list[Measure],
    today: date,
    plan_ids: Sequence[UUID] = (),
    also: Iterable[UUID] = (),
) -> Gathered:
    serving = threads.sources(actor, LinkKind.SERVES, OBJECTIVE, [row.pk for row in objectives], ACTION)
    serving |= threads.sources(actor, LinkKind.SERVES, PRIORITY, [row.pk for row in priorities], ACTION)
    if plan_ids:
        serving |= threads.sources(actor, LinkKind.SERVES, PLAN, plan_ids, ACTION)
    ids = {action for served in serving.values() for action in served} | set(also)
    return Gathered(
        priorities, objectives, measures, _chair_words(actor, priorities, objectives), serving,
        actions.actions_by_id(actor, ids, today),
    )  # fmt: skip


def _chair_words(actor: Actor, priorities: list[Priority], objectives: list[Objective]) -> dict[UUID, list[ChairWord]]:
    """Every word of a chair on each priority and objective that has any, earliest first. One query."""
    rows = ChairRating.objects.within(actor).order_by("rated_at")
    ids = [row.pk for row in priorities], [row.pk for row in objectives]
    rows = rows.filter(priority_id__in=ids[0]) | rows.filter(objective_id__in=ids[1])
    words: dict[UUID, list[ChairWord]] = defaultdict(list)
    for row in rows:
        thing_id = row.priority_id or row.objective_id
        if thing_id:
            words[thing_id].append(ChairWord(row.rating, row.reason, row.person_name, row.rated_at))
    return dict(words)


def lines_serving(found: Gathered, thing_id: UUID) -> list[ActionLine]:
    """The actions that serve one thing, in the plan's order, as far as the actor may see them; none withdrawn."""
    lines = (found.lines.get(pk) for pk in found.serving.get(thing_id, []))
    return [line for line in lines if line and line.state != "withdrawn"]


def once(lines: Iterable[ActionLine]) -> list[ActionLine]:
    """The actions, each once however many things it serves."""
    return list({line.id: line for line in lines}.values())


def _ratings(lines: Iterable[ActionLine]) -> list[Delivery]:
    """The delivery ratings that count: an action closed without being completed weighs nothing."""
    return [Delivery(line.rating) for line in lines if line.counts]


def grow_objective(found: Gathered, objective: Objective, measures: list[Measure]) -> ObjectiveNode:
    """One objective's node."""
    lines = lines_serving(found, objective.pk)
    return ObjectiveNode(objective, standing(_ratings(lines), found.words.get(objective.pk, ())), lines, measures)


def grow(found: Gathered) -> tuple[list[PriorityNode], list[ObjectiveNode]]:
    """The priorities with what stands under them, and the objectives that stand under none, in the plan's order."""
    by_objective: dict[UUID, list[Measure]] = defaultdict(list)
    by_priority: dict[UUID, list[Measure]] = defaultdict(list)
    for measure in found.measures:
        if measure.objective_id:
            by_objective[measure.objective_id].append(measure)
        elif measure.priority_id:
            by_priority[measure.priority_id].append(measure)
    under: dict[UUID | None, list[ObjectiveNode]] = defaultdict(list)
    for objective in found.objectives:
        under[objective.priority_id].append(grow_objective(found, objective, by_objective[objective.pk]))
    nodes = []
    for priority in found.priorities:
        own = lines_serving(found, priority.pk)
        everything = once([*(line for node in under[priority.pk] for line in node.actions), *own])
        stands = standing(_ratings(everything), found.words.get(priority.pk, ()))
        nodes.append(PriorityNode(priority, stands, under[priority.pk], own, by_priority[priority.pk], everything))
    return nodes, under[None]


def beneath(
    found: Gathered, plan_id: UUID, priorities: Iterable[PriorityNode], objectives: Iterable[ObjectiveNode]
) -> list[ActionLine]:
    """Every action of one plan once, in its order, those that serve no priority or objective last."""
    ours = [node for node in priorities if node.priority.plan_id == plan_id]
    loose = [node for node in objectives if node.objective.plan_id == plan_id]
    every = [line for node in ours for line in node.all_actions] + [line for node in loose for line in node.actions]
    return once([*every, *lines_serving(found, plan_id)])


def plan_tree(actor: Actor, plan_id: UUID, today: date) -> PlanTree | None:
    """A whole plan as the actor may read it, or None. The number of queries does not grow with the plan."""
    plan = show_plan_row(actor, plan_id)
    if plan is None:
        return None
    found = gather(actor, [plan.pk], today)
    priorities, objectives = grow(found)
    everything = beneath(found, plan.pk, priorities, objectives)
    return PlanTree(
        plan=plan,
        standing=standing(_ratings(everything)),
        priorities=priorities,
        objectives=objectives,
        measures=[m for m in found.measures if not m.priority_id and not m.objective_id],
        actions=lines_serving(found, plan.pk),
        all_actions=everything,
        focus_groups=list(plan.focus_groups.all()),
        assurance_areas=list(plan.assurance_areas.all()),
        sections=list(plan.sections.all()),
        approvals=list(plan.approvals.all()),
    )


def show_priority(actor: Actor, priority_id: UUID, today: date) -> PriorityNode | None:
    """One priority with what stands under it, or None."""
    priority = show_priority_row(actor, priority_id)
    if priority is None:
        return None
    objectives = list(priority.objectives.all())
    measures = list(Measure.objects.within(actor).filter(priority=priority))
    measures += list(Measure.objects.within(actor).filter(objective__in=objectives))
    nodes, _ = grow(_with_actions(actor, [priority], objectives, measures, today))
    return nodes[0]


def show_objective(actor: Actor, objective_id: UUID, today: date) -> ObjectiveNode | None:
    """One objective with its actions and measures, or None."""
    objective = show_objective_row(actor, objective_id)
    if objective is None:
        return None
    measures = list(objective.measures.all())
    return grow_objective(_with_actions(actor, [], [objective], measures, today), objective, measures)


def standing_of(actor: Actor, thing: Priority | Objective, today: date) -> Standing:
    """How a priority or objective stands, whoever may read its plan; for rules that weigh a chair's word."""
    if isinstance(thing, Priority):
        objectives = list(thing.objectives.all())
        return grow(_with_actions(actor, [thing], objectives, [], today))[0][0].standing
    return grow_objective(_with_actions(actor, [], [thing], [], today), thing, []).standing
