"""The first screen of a partnership: what it needs of a person, how its plans stand, what is late, what comes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from goldenthread.actions import queries as actions
from goldenthread.actions.models import Escalation
from goldenthread.actions.queries import Found, MyWork, Tally
from goldenthread.actions.rules import WORKED_ON
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import Delivery
from goldenthread.partnerships.permissions import UNIT
from goldenthread.plans.models import Objective, Plan, Priority
from goldenthread.plans.permissions import APPROVE, CHANGE
from goldenthread.plans.queries.lists import OBJECTIVE, PLAN, PRIORITY, visible_plans, weighed
from goldenthread.plans.queries.trees import keep_this_year, parts_of, seen, stands
from goldenthread.plans.queries.versions import Asked, approvals_asked
from goldenthread.plans.rules import Standing, review_overdue_by
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
class PartState:
    """A priority or an objective, and how it stands."""

    thing: Priority | Objective
    standing: Standing


@dataclass(frozen=True)
class PlanState:
    """A live plan in numbers, with its priorities and the objectives that stand under none."""

    plan: Plan
    total: int
    on_track: int
    complete: int
    overdue: int
    no_update: int
    priorities: list[PartState]
    objectives: list[PartState]


@dataclass(frozen=True)
class Home:
    """Everything the first screen says.

    `tally` counts every action of the partnership, in a plan or not; `overdue`, `silent` and `next_due` are the first
    few. `asked` are versions that wait for this person's seats; `reviews_late` are plans with how many days their
    review is late, for those who make and decide plans. `silent_leads` are (name, how many of theirs are silent), the
    most silent first, for the business unit only. `silent_since` is the day before which an update is too old.
    `escalated` are the silences told to this person, the oldest first, each with its action. `changed` is what
    happened lately to what they may see.
    """

    plans: list[PlanState]
    drafts: list[Plan]
    closed: int
    tally: Tally
    mine: MyWork
    overdue: list[Found]
    silent: list[Found]
    next_due: list[Found]
    silent_leads: list[tuple[str, int]]
    silent_since: date | None
    changed: list[trail.Line]
    escalated: list[Escalation]
    asked: list[Asked] = field(default_factory=list)
    reviews_late: list[tuple[Plan, int]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """True for a partnership without any plan this person may read."""
        return not (self.plans or self.drafts or self.closed)


def home(actor: Actor, today: date, since: datetime) -> Home:
    """The first screen. The number of queries does not grow with plans, priorities or actions."""
    visible = list(weighed(actor, PLAN, visible_plans(actor).select_related("group", "partnership")))
    # The partnership's own plans before those of its groups.
    live = sorted((plan for plan in visible if plan.state == Plan.State.LIVE), key=lambda plan: bool(plan.group_id))
    priorities, objectives = parts_of(actor, [plan.pk for plan in live])
    found = actions.list_actions(actor, today)
    overdue = [one for one in found if one.is_overdue]
    silent = sorted((one for one in found if one.is_silent), key=lambda one: one.last_update_on or date.min)
    coming = _coming(found, today)
    by_id = {one.id: one for one in found}
    keep_this_year(live, [*live, *priorities, *objectives], by_id)

    known = {("actions.action", key) for key in by_id} | {("plans.plan", plan.pk) for plan in visible}
    known |= {(PRIORITY, row.pk) for row in priorities} | {(OBJECTIVE, row.pk) for row in objectives}

    return Home(
        plans=[
            _state(
                plan,
                [row for row in priorities if row.plan_id == plan.pk],
                [row for row in objectives if row.plan_id == plan.pk],
                by_id,
            )
            for plan in live
        ],
        drafts=[plan for plan in visible if plan.state in (Plan.State.DRAFT, Plan.State.APPROVED)],
        closed=sum(plan.state == Plan.State.CLOSED for plan in visible),
        tally=actions.tally(found, today),
        mine=actions.my_work(actor, today, by_id),
        overdue=overdue[:SHOWN],
        silent=silent[:SHOWN],
        next_due=coming[:SHOWN],
        silent_leads=_silent_leads(silent) if actor.roles & UNIT else [],
        silent_since=today - timedelta(days=live[0].partnership.update_cycle_days) if live else None,
        escalated=actions.escalated_to(actor),
        changed=[
            line for line in trail.changed_lately(actor, since, READ, TOLD) if (line.kind, line.thing_id) in known
        ],
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


def _state(plan: Any, priorities: list[Any], objectives: list[Any], found: dict[UUID, Found]) -> PlanState:
    counted = [one for one in seen(found, [plan, *priorities, *objectives]) if one.counts]

    def rated(state: Delivery) -> int:
        return sum(one.rating == state for one in counted)

    def part(row: Any, under: list[Any]) -> PartState:
        return PartState(row, stands(seen(found, [row, *under]), row))

    return PlanState(
        plan=plan,
        total=len(counted),
        on_track=rated(Delivery.ON_TRACK),
        complete=rated(Delivery.COMPLETE),
        overdue=sum(one.is_overdue for one in counted),
        no_update=sum(one.is_silent for one in counted),
        priorities=[part(row, [one for one in objectives if one.priority_id == row.pk]) for row in priorities],
        objectives=[part(row, []) for row in objectives if row.priority_id is None],
    )
