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
    PlanVersion,
    Priority,
)
from goldenthread.plans.queries.lists import show_objective_row, show_plan_row, show_priority_row
from goldenthread.plans.queries.versions import visible_versions
from goldenthread.plans.rules import ChairWord, Standing, is_of_earlier_years, standing
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind

ACTION, OBJECTIVE, PRIORITY, PLAN = "actions.action", "plans.objective", "plans.priority", "plans.plan"


@dataclass(frozen=True)
class ObjectiveNode:
    """An objective with its actions and measures, and how it stands. `past` are its actions of earlier years."""

    objective: Objective
    standing: Standing
    actions: list[ActionLine]
    measures: list[Measure]
    past: list[ActionLine] = field(default_factory=list)


@dataclass(frozen=True)
class PriorityNode:
    """A priority with what stands under it, and how it stands. `all_actions` counts each action once."""

    priority: Priority
    standing: Standing
    objectives: list[ObjectiveNode]
    actions: list[ActionLine]
    measures: list[Measure]
    all_actions: list[ActionLine]
    past: list[ActionLine] = field(default_factory=list)


@dataclass(frozen=True)
class PlanTree:
    """A whole plan as of this year, without what a refresh closed.

    `objectives` stand under no priority; `measures` and `actions` under neither.
    """

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
    versions: list[PlanVersion] = field(default_factory=list)


@dataclass(frozen=True)
class Gathered:
    """The rows beneath some plans, fetched together: what `grow` makes trees of.

    `serving` are the actions of this year by what they serve, `before` those of earlier years.
    """

    priorities: list[Priority]
    objectives: list[Objective]
    measures: list[Measure]
    words: dict[UUID, list[ChairWord]]
    serving: dict[UUID, list[UUID]]
    lines: dict[UUID, ActionLine]
    before: dict[UUID, list[UUID]] = field(default_factory=dict)


def gather(actor: Actor, plans: Sequence[Plan], today: date, also: Iterable[UUID] = ()) -> Gathered:
    """Everything beneath some plans, in a fixed number of queries however many plans and actions there are.

    `lines` holds the actions of `also` too, whatever they serve. What a refresh closed is left out.
    """
    ids = [plan.pk for plan in plans]
    priorities = list(Priority.objects.within(actor).filter(plan_id__in=ids, closed_on__isnull=True))
    objectives = list(Objective.objects.within(actor).filter(plan_id__in=ids, closed_on__isnull=True))
    measures = list(Measure.objects.within(actor).filter(plan_id__in=ids))
    return _with_actions(actor, priorities, objectives, measures, today, plans, True, also)


def _with_actions(
    actor: Actor,
    priorities: list[Priority],
    objectives: list[Objective],
    measures: list[Measure],
    today: date,
    plans: Sequence[Plan],
    is_whole: bool = False,
    also: Iterable[UUID] = (),
) -> Gathered:
    serving = threads.sources(actor, LinkKind.SERVES, OBJECTIVE, [row.pk for row in objectives], ACTION)
    serving |= threads.sources(actor, LinkKind.SERVES, PRIORITY, [row.pk for row in priorities], ACTION)
    if is_whole:
        serving |= threads.sources(actor, LinkKind.SERVES, PLAN, [plan.pk for plan in plans], ACTION)
    ids = {action for served in serving.values() for action in served} | set(also)
    lines = actions.actions_by_id(actor, ids, today)
    by_id = {plan.pk: plan for plan in plans}
    parts: list[Priority | Objective] = [*priorities, *objectives]
    plan_of = {row.pk: by_id[row.plan_id] for row in parts} | by_id
    now, before = _by_year(serving, plan_of, lines)
    return Gathered(priorities, objectives, measures, _chair_words(actor, priorities, objectives), now, lines, before)


Served = dict[UUID, list[UUID]]


def _by_year(serving: Served, plan_of: dict[UUID, Plan], lines: dict[UUID, ActionLine]) -> tuple[Served, Served]:
    """What serves each thing this year, and what served it in earlier ones."""
    now: Served = {}
    before: Served = {}
    for thing, ids in serving.items():
        plan = plan_of[thing]
        past = set(plan.past_actions)
        for pk in ids:
            line = lines.get(pk)
            is_past = line is not None and is_of_earlier_years(
                pk in past, line.is_worked_on, line.closed_on, plan.refreshed_on
            )
            (before if is_past else now).setdefault(thing, []).append(pk)
    return now, before


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
    """The actions that serve one thing, in the plan's order, as far as the actor may see them."""
    return [found.lines[pk] for pk in found.serving.get(thing_id, []) if pk in found.lines]


def lines_before(found: Gathered, thing_id: UUID) -> list[ActionLine]:
    """The actions that served one thing in earlier years and are finished, as far as the actor may see them."""
    return [found.lines[pk] for pk in found.before.get(thing_id, []) if pk in found.lines]


def once(lines: Iterable[ActionLine]) -> list[ActionLine]:
    """The actions, each once however many things it serves."""
    return list({line.id: line for line in lines}.values())


def _ratings(lines: Iterable[ActionLine]) -> list[Delivery]:
    """The delivery ratings that count: an action closed without being completed weighs nothing."""
    return [Delivery(line.rating) for line in lines if line.counts]


def grow_objective(found: Gathered, objective: Objective, measures: list[Measure]) -> ObjectiveNode:
    """One objective's node."""
    lines = lines_serving(found, objective.pk)
    stands = standing(_ratings(lines), found.words.get(objective.pk, ()))
    return ObjectiveNode(objective, stands, lines, measures, lines_before(found, objective.pk))


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
        past = once([line for node in under[priority.pk] for line in node.past] + lines_before(found, priority.pk))
        nodes.append(
            PriorityNode(priority, stands, under[priority.pk], own, by_priority[priority.pk], everything, past)
        )
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
    found = gather(actor, [plan], today)
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
        versions=list(visible_versions(actor).filter(plan=plan)),
    )


def show_priority(actor: Actor, priority_id: UUID, today: date) -> PriorityNode | None:
    """One priority with what stands under it, or None."""
    priority = show_priority_row(actor, priority_id)
    if priority is None:
        return None
    # Of a priority that was closed, the objectives that were closed with it are still shown.
    objectives = list(priority.objectives.filter(closed_on=priority.closed_on))
    measures = list(Measure.objects.within(actor).filter(priority=priority))
    measures += list(Measure.objects.within(actor).filter(objective__in=objectives))
    nodes, _ = grow(_with_actions(actor, [priority], objectives, measures, today, [priority.plan]))
    return nodes[0]


def show_objective(actor: Actor, objective_id: UUID, today: date) -> ObjectiveNode | None:
    """One objective with its actions and measures, or None."""
    objective = show_objective_row(actor, objective_id)
    if objective is None:
        return None
    measures = list(objective.measures.all())
    return grow_objective(_with_actions(actor, [], [objective], measures, today, [objective.plan]), objective, measures)


def standing_of(actor: Actor, thing: Priority | Objective, today: date) -> Standing:
    """How a priority or objective stands, whoever may read its plan; for rules that weigh a chair's word."""
    if isinstance(thing, Priority):
        objectives = list(thing.objectives.filter(closed_on=thing.closed_on))
        return grow(_with_actions(actor, [thing], objectives, [], today, [thing.plan]))[0][0].standing
    return grow_objective(_with_actions(actor, [], [thing], [], today, [thing.plan]), thing, []).standing
