"""The first screen of a partnership: what it needs of a person, how its plans stand, what is late, what comes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from goldenthread.actions import queries as actions
from goldenthread.actions.queries import ActionLine, Found, MyWork, Tally
from goldenthread.actions.rules import WORKED_ON
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import Delivery
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Partnership
from goldenthread.partnerships.permissions import UNIT
from goldenthread.plans.models import Plan
from goldenthread.plans.permissions import APPROVE, CHANGE
from goldenthread.plans.queries.lists import visible_plans
from goldenthread.plans.queries.trees import ObjectiveNode, PriorityNode, beneath, gather, grow
from goldenthread.plans.queries.versions import Asked, approvals_asked
from goldenthread.plans.rules import review_overdue_by
from goldenthread.trail import queries as trail

# What is worth telling on a first screen; everything else stands in the histories.
ABOUT_PLANS = (
    "drafted", "imported", "approved", "started", "reopened", "closed", "part_removed", "version_issued", "refreshed",
)  # fmt: skip
ABOUT_ACTIONS = (
    "raised",
    "updated",
    "date_moved",
    "reassigned",
    "delivery_rated",
    "impact_rated",
    "evidence_added",
    "completion_asked",
    "completion_accepted",
    "completion_returned",
    "closed",
    "reopened",
)
TOLD = (
    *(f"plans.plan.{what}" for what in ABOUT_PLANS),
    "plans.priority.rated",
    "plans.objective.rated",
    *(f"actions.action.{what}" for what in ABOUT_ACTIONS),
)
# Read so many events to find a screenful that are this person's to see.
READ = 80
# How many of the late, the silent and the coming are shown; the rest is a click away.
SHOWN = 5


@dataclass(frozen=True)
class PlanState:
    """A live plan in numbers, with its priorities and the objectives that stand under none."""

    plan: Plan
    total: int
    on_track: int
    complete: int
    overdue: int
    no_update: int
    priorities: list[PriorityNode]
    objectives: list[ObjectiveNode]


@dataclass(frozen=True)
class Home:
    """Everything the first screen says.

    `tally` counts every action of the partnership, in a plan or not; `overdue`, `silent` and `next_due` are the first
    few. `asked` are versions that wait for this person's seats; `reviews_late` are plans with how many days their
    review is late, for those who make and decide plans. `silent_leads` are (name, how many of theirs are silent), the
    most silent first, for the business unit only. `silent_since` is the day before which an update is too old.
    `changed` is what happened lately to what they may see.
    """

    partnership: Partnership
    plans: list[PlanState]
    drafts: list[Plan]
    closed: int
    tally: Tally
    mine: MyWork
    overdue: list[ActionLine]
    silent: list[ActionLine]
    next_due: list[ActionLine]
    silent_leads: list[tuple[str, int]]
    silent_since: date
    changed: list[trail.Line]
    asked: list[Asked] = field(default_factory=list)
    reviews_late: list[tuple[Plan, int]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """True for a partnership without any plan this person may read."""
        return not (self.plans or self.drafts or self.closed)


def home(actor: Actor, today: date, since: datetime) -> Home:
    """The first screen. The number of queries does not grow with plans, priorities or actions."""
    visible = list(visible_plans(actor).select_related("group"))
    # The partnership's own plans before those of its groups.
    live = sorted((plan for plan in visible if plan.state == Plan.State.LIVE), key=lambda plan: bool(plan.group_id))
    partnership = partnerships.show_partnership(actor)
    found = actions.list_actions(actor, today)
    overdue = [one for one in found if one.is_overdue]
    silent = sorted((one for one in found if one.is_silent), key=lambda one: one.last_update_on or date.min)
    coming = _coming(found, today)
    shown = [one.id for part in (overdue, silent, coming) for one in part[:SHOWN]]
    gathered = gather(actor, live, today, also=shown)
    priorities, objectives = grow(gathered)

    seen = {("actions.action", one.id) for one in found} | {("plans.plan", plan.pk) for plan in visible}
    seen |= {("plans.priority", row.pk) for row in gathered.priorities}
    seen |= {("plans.objective", row.pk) for row in gathered.objectives}

    def first(part: list[Found]) -> list[ActionLine]:
        return [gathered.lines[one.id] for one in part[:SHOWN] if one.id in gathered.lines]

    return Home(
        partnership=partnership,
        plans=[
            _state(
                plan,
                beneath(gathered, plan.pk, priorities, objectives),
                [node for node in priorities if node.priority.plan_id == plan.pk],
                [node for node in objectives if node.objective.plan_id == plan.pk],
            )
            for plan in live
        ],
        drafts=[plan for plan in visible if plan.state in (Plan.State.DRAFT, Plan.State.APPROVED)],
        closed=sum(plan.state == Plan.State.CLOSED for plan in visible),
        tally=actions.tally(found, today),
        mine=actions.my_work(actor, today),
        overdue=first(overdue),
        silent=first(silent),
        next_due=first(coming),
        silent_leads=_silent_leads(silent) if actor.roles & UNIT else [],
        silent_since=today - timedelta(days=partnership.update_cycle_days),
        changed=[line for line in trail.changed_lately(actor, since, READ, TOLD) if (line.kind, line.thing_id) in seen],
        asked=approvals_asked(actor),
        reviews_late=_reviews_late(live, today) if actor.may(CHANGE) or actor.may(APPROVE) else [],
    )


def _reviews_late(plans: list[Plan], today: date) -> list[tuple[Plan, int]]:
    late = [(plan, review_overdue_by(plan.state, plan.review_on, today)) for plan in plans]
    return [(plan, by) for plan, by in late if by]


def _coming(found: list[Found], today: date) -> list[Found]:
    """What falls due within 30 days, soonest first; what is closed does not."""
    until = today + timedelta(days=30)
    coming = [one for one in found if one.next_due_on and one.next_due_on <= until and one.state in WORKED_ON]
    return sorted(coming, key=lambda one: one.next_due_on or until)


def _silent_leads(silent: list[Found]) -> list[tuple[str, int]]:
    return Counter(one.lead_name for one in silent).most_common(SHOWN)


def _state(
    plan: Plan, lines: list[ActionLine], priorities: list[PriorityNode], objectives: list[ObjectiveNode]
) -> PlanState:
    counted = [line for line in lines if line.counts]

    def rated(state: Delivery) -> int:
        return sum(line.rating == state for line in counted)

    return PlanState(
        plan=plan,
        total=len(counted),
        on_track=rated(Delivery.ON_TRACK),
        complete=rated(Delivery.COMPLETE),
        overdue=sum(line.is_overdue for line in counted),
        no_update=sum(line.is_silent for line in counted),
        priorities=priorities,
        objectives=objectives,
    )
