"""The first screen of a partnership: how its live plans stand, what is late, who is silent, what comes next."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from goldenthread.actions.queries import ActionLine
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import Delivery
from goldenthread.plans.models import Plan
from goldenthread.plans.queries.lists import visible_plans
from goldenthread.plans.queries.trees import ObjectiveNode, PriorityNode, gather, grow, lines_serving
from goldenthread.trail import queries as trail

WINDOWS = (30, 60, 90)


@dataclass(frozen=True)
class PriorityLine:
    """A priority of a live plan as one row of the first screen."""

    plan: Plan
    node: PriorityNode


@dataclass(frozen=True)
class PlanState:
    """A live plan in numbers: open and rated actions by rating, overdue, silent."""

    plan: Plan
    total: int
    on_track: int
    complete: int
    overdue: int
    no_update: int


@dataclass(frozen=True)
class Home:
    """Everything the first screen says.

    `due_within` counts open actions due in the next 30, 60 and 90 days, each window holding the ones before it.
    """

    plans: list[PlanState]
    priorities: list[PriorityLine]
    loose: list[tuple[Plan, list[ObjectiveNode]]]
    overdue: list[ActionLine]
    no_update: list[ActionLine]
    next_due: list[ActionLine]
    due_within: dict[int, int]
    changed: list[trail.Line] = field(default_factory=list)
    drafts: list[Plan] = field(default_factory=list)


def home(actor: Actor, today: date, since: datetime) -> Home:
    """The first screen. The number of queries does not grow with plans, priorities or actions."""
    visible = list(visible_plans(actor).select_related("group"))
    live = [plan for plan in visible if plan.state == Plan.State.LIVE]
    found = gather(actor, [plan.pk for plan in live], today)
    nodes, loose = grow(found)
    plans = {plan.pk: plan for plan in live}
    lines = sorted(
        (line for line in found.lines.values() if line.counts),
        key=lambda line: (line.due_on or date.max, line.description),
    )
    states = []
    for plan in live:
        own: dict[object, ActionLine] = {}
        for node in nodes:
            if node.priority.plan_id == plan.pk:
                own |= {line.id: line for line in node.all_actions if line.counts}
        for objective in loose:
            if objective.objective.plan_id == plan.pk:
                own |= {line.id: line for line in objective.actions if line.counts}
        own |= {line.id: line for line in lines_serving(found, plan.pk) if line.counts}
        states.append(_state(plan, list(own.values())))
    ahead = [line for line in lines if line.is_open and line.next_due_on and line.next_due_on >= today]
    return Home(
        plans=states,
        priorities=[PriorityLine(plans[node.priority.plan_id], node) for node in nodes],
        loose=[(plan, [o for o in loose if o.objective.plan_id == plan.pk]) for plan in live],
        overdue=[line for line in lines if line.is_overdue],
        no_update=[line for line in lines if line.is_open and line.delivery == Delivery.NO_UPDATE],
        next_due=sorted(
            (line for line in ahead if line.next_due_on <= today + timedelta(days=30)),
            key=lambda line: line.next_due_on,
        ),
        due_within={
            days: sum(1 for line in ahead if line.next_due_on <= today + timedelta(days=days)) for days in WINDOWS
        },
        changed=trail.changed_lately(actor, since, limit=12),
        drafts=[plan for plan in visible if plan.state in (Plan.State.DRAFT, Plan.State.APPROVED)],
    )


def _state(plan: Plan, lines: list[ActionLine]) -> PlanState:
    def rated(state: Delivery) -> int:
        return sum(1 for line in lines if line.delivery == state)

    return PlanState(
        plan=plan,
        total=len(lines),
        on_track=rated(Delivery.ON_TRACK),
        complete=rated(Delivery.COMPLETE),
        overdue=sum(1 for line in lines if line.is_overdue),
        no_update=rated(Delivery.NO_UPDATE),
    )
