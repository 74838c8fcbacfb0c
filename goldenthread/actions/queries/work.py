"""What waits for one person, and the work plan of one group."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.actions.models import Action
from goldenthread.actions.queries.asking import ACCEPTED_BY, Wait, open_waits, to_accept
from goldenthread.actions.queries.listing import Filters, Found, list_actions
from goldenthread.actions.rules import Soon, State
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.queries import find_group


@dataclass(frozen=True)
class MyWork:
    """What waits today for one person in one partnership: word on what they lead, and completions to accept."""

    now: list[Found]
    asked_of_me: list[Found]

    @property
    def is_empty(self) -> bool:
        """True where nothing waits."""
        return not (self.now or self.asked_of_me)


def my_work(actor: Actor, today: date, known: Mapping[UUID, Found]) -> MyWork:
    """What waits today for the actor among the actions `known`, by id, of `list_actions`. Two queries."""

    def among(waits: list[Wait]) -> list[Found]:
        return [known[wait.action.pk] for wait in waits if wait.action.pk in known]

    due = [wait for wait in open_waits([actor], today) if wait.part == Soon.NOW]
    return MyWork(now=among(due), asked_of_me=among(to_accept([actor], ACCEPTED_BY)))


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
