"""What waits for one person, and the work plan of one group."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.actions.models import Action
from goldenthread.actions.queries.asking import COUNTED_BY, FINISHED, WAITING, held_by, led, to_accept, waits_of
from goldenthread.actions.queries.lines import actions_by_id
from goldenthread.actions.queries.listing import Filters, Found, list_actions
from goldenthread.actions.queries.shapes import ActionLine
from goldenthread.actions.rules import State
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.queries import find_group


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
    holders = held_by([actor])
    mine = waits_of(holders, led(holders).only(*COUNTED_BY), today) if holders else []
    asked = to_accept([actor])
    lines = actions_by_id(actor, [wait.action.pk for wait in (*mine, *asked)], today)
    sorted_in: dict[str, list[ActionLine]] = {key: [] for key in ("now", "this_month", "later", WAITING, FINISHED)}
    for wait in mine:
        if wait.action.pk in lines:
            sorted_in[wait.part].append(lines[wait.action.pk])
    return MyWork(asked_of_me=[lines[wait.action.pk] for wait in asked if wait.action.pk in lines], **sorted_in)


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
