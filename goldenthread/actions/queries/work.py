"""What waits for one person, and the work plan of one group."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from goldenthread.actions.models import Action, Actions, Reporting
from goldenthread.actions.permissions import ACCEPT, HAS_THE_LAST_WORD, UPDATE, leads, may_accept
from goldenthread.actions.queries.lines import actions_by_id
from goldenthread.actions.queries.listing import Filters, Found, list_actions
from goldenthread.actions.queries.shapes import ActionLine
from goldenthread.actions.queries.standing import standing_of
from goldenthread.actions.rules import State, is_overdue, needs_update, next_due
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.queries import find_group

FINISHED_FOR = timedelta(days=31)
COUNTED_BY = (
    "state", "raised_on", "due_on", "due_days", "first_date_on", "last_update_on", "delivery_owner",
    "delivery_owner_on", "delivery_chair", "asked_on", "closed_on", "partnership__update_cycle_days",
)  # fmt: skip
ACCEPTED_BY = ("lead_person", "lead_seat", "lead_group", "lead_agency", "acceptance__by")


@dataclass(frozen=True)
class MyWork:
    """What waits for one person in one partnership, and what they finished in the last month."""

    now: list[ActionLine]
    this_month: list[ActionLine]
    later: list[ActionLine]
    asked_of_me: list[ActionLine]
    waiting: list[ActionLine]
    finished: list[ActionLine]

    @property
    def is_empty(self) -> bool:
        """True where nothing waits and nothing was finished."""
        every = (self.now, self.this_month, self.later, self.asked_of_me, self.waiting, self.finished)
        return not any(every)


def my_work(actor: Actor, today: date) -> MyWork:
    """The actions the actor leads, by how soon something is asked for, and those that wait for their acceptance.

    Now: overdue, silent for a cycle, or due today. This month: due or asked for within 31 days. Twelve queries at
    most, however many actions.
    """
    mine = list(_mine(actor))
    asked = _asked_of(actor)
    lines = actions_by_id(actor, [action.pk for action in (*mine, *asked)], today)
    sorted_in: dict[str, list[ActionLine]] = {key: [] for key in ("now", "this_month", "later", "waiting", "finished")}
    for action in mine:
        part = _part(action, today)
        if part and action.pk in lines:
            sorted_in[part].append(lines[action.pk])
    asked_of_me = [lines[action.pk] for action in asked if action.pk in lines]
    return MyWork(asked_of_me=asked_of_me, **sorted_in)


def _mine(actor: Actor) -> list[Action]:
    if not actor.may(UPDATE):
        return []
    rows = Action.objects.visible(actor).filter(Actions.led_by(actor)).exclude(state=State.WITHDRAWN)
    # The header counts these on every page, so no more is read than the count needs.
    return list(rows.select_related("partnership").only(*COUNTED_BY).order_by("due_on", "created_at"))


def _part(action: Action, today: date) -> str:
    if action.state == State.AWAITING_ACCEPTANCE:
        return "waiting"
    if action.state != State.OPEN:
        return "finished" if action.closed_on and today - action.closed_on <= FINISHED_FOR else ""
    if _is_asked_for(action, today):
        return "now"
    coming = next_due(action.due_days, today)
    in_a_month = today + timedelta(days=31)
    standing = standing_of(action, action.partnership.update_cycle_days)
    is_soon = (coming is not None and coming <= in_a_month) or needs_update(standing, in_a_month)
    return "this_month" if is_soon else "later"


def _is_asked_for(action: Action, today: date) -> bool:
    """True where something is wanted today: overdue and nothing said since, silent for a cycle, or due today."""
    standing = standing_of(action, action.partnership.update_cycle_days)
    return is_overdue(action.due_on, today) or today in action.due_days or needs_update(standing, today)


def _asked_of(actor: Actor) -> list[Action]:
    """The actions whose completion this actor may accept. One query at most."""
    if not actor.may(ACCEPT):
        return []
    waiting = Action.objects.visible(actor).filter(state=State.AWAITING_ACCEPTANCE)
    groups = Reporting.objects.filter(action_id=OuterRef("pk")).values("group_id")
    rows = waiting.select_related("acceptance").only(*ACCEPTED_BY).annotate(reports_to=ArraySubquery(groups))
    return [
        action
        for action in rows.order_by("asked_on")
        if may_accept(actor, action, action.reports_to)  # type: ignore[attr-defined]
        and not leads(actor, action)
        and not (action.lead_agency_id and action.lead_agency_id in actor.agency_ids)
        and (action.acceptance is None or action.acceptance.by_id != actor.user_id)
    ]


def my_work_count(actor: Actor, today: date) -> int:
    """How many things wait for the actor today: actions asked about now, and acceptances. Two queries at most."""
    if not actor.roles & (UPDATE.roles | HAS_THE_LAST_WORD):
        return 0
    return sum(_part(action, today) == "now" for action in _mine(actor)) + len(_asked_of(actor))


@dataclass(frozen=True)
class WorkPlan:
    """A group and every action it leads or receives reports on, wherever the action came from."""

    group: Group
    found: list[Found]


def group_work_plan(
    actor: Actor, group_id: UUID, today: date, filters: Filters = Filters(), with_evidence: bool = False
) -> WorkPlan | None:
    """The work plan of one group of the actor's partnership, or None where there is no such group.

    Two queries; fill a page of it with `actions_by_id`.
    """
    group = find_group(actor, group_id)
    if group is None:
        return None
    return WorkPlan(group, list_actions(actor, today, _of(filters, group_id), with_evidence))


def _of(filters: Filters, group_id: UUID) -> Filters:
    return Filters(**{**vars(filters), "group": group_id})


def overdue_by_group(actor: Actor, today: date) -> dict[UUID, int]:
    """How many overdue actions each group leads, as a body or by one of its seats. One query."""
    late = Action.objects.visible(actor).filter(state__in=(State.OPEN, State.AWAITING_ACCEPTANCE), due_on__lt=today)
    counts: dict[UUID, int] = {}
    for lead, seat in late.filter(Q(lead_group__isnull=False) | Q(lead_seat__isnull=False)).values_list(
        "lead_group_id", "lead_seat__group_id"
    ):
        counts[lead or seat] = counts.get(lead or seat, 0) + 1
    return counts
