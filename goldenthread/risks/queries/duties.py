"""Which duty to report makes a register be reviewed, on which dates, and what that means for the risks in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Min, OuterRef, Q

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rhythm import restored
from goldenthread.partnerships.models import Group
from goldenthread.returns import rules as returns
from goldenthread.returns.models import Obligation, ObligationDate
from goldenthread.risks.models import READS_ALL, RegisterReview, Risk
from goldenthread.risks.rules import RegisterDate


def register_dates(actor: Actor, group_id: UUID | None) -> list[RegisterDate]:
    """The dates on which the review of a register (None is the partnership's own) is due, oldest first. One query.

    Those left out do not count, and a review that was asked for before its day opened on the day it was asked for.
    """
    duties = RegisterReview.objects.within(actor).of_register(group_id).values("obligation_id")
    days = ObligationDate.objects.within(actor).filter(obligation_id__in=duties, is_left_out=False).order_by("due_on")
    rows = days.values_list("due_on", "obligation__opens_before", "round__issued_on")
    return [
        RegisterDate(min(filter(None, (returns.opens_on(due_on, before), issued_on))), due_on)
        for due_on, before, issued_on in rows
    ]


@dataclass(frozen=True)
class Duty:
    """A standing duty to review a register: what it is called, who reviews it, to whom, how often, and when next."""

    id: UUID
    title: str
    by: str
    to: tuple[str, ...]
    rhythm: str
    next_on: date | None


@dataclass(frozen=True)
class Register:
    """A register: its group (None is the partnership's own), how many risks stand open in it, and its duty."""

    group: Group | None
    count: int
    duty: Duty | None = None

    @property
    def key(self) -> str:
        """As the filter of the register and addresses know it."""
        return str(self.group.pk) if self.group else "partnership"


def duties_of(actor: Actor, today: date) -> dict[UUID | None, Duty]:
    """The standing duty of each register that has one, by its group (None is the partnership's own). One query."""
    ties = RegisterReview.objects.within(actor).in_force(today)
    coming = Q(obligation__dates__due_on__gte=today, obligation__dates__is_left_out=False)
    named = Obligation.to_groups.through.objects.filter(obligation_id=OuterRef("obligation_id"))
    rows = ties.select_related("obligation__by_group").annotate(
        next_on=Min("obligation__dates__due_on", filter=coming),
        to=ArraySubquery(named.order_by("group__position", "group__name").values("group__name")),
    )
    return {one.group_id: _duty(one) for one in rows}


def _duty(tie: Any) -> Duty:
    owed = tie.obligation
    by = owed.by_group.name if owed.by_group else ""
    return Duty(owed.pk, owed.title, by, tuple(tie.to), restored(owed.rhythm).words, tie.next_on)


def find_duty(actor: Actor, group_id: UUID | None, today: date) -> Duty | None:
    """The standing duty under which one register is reviewed, or None. One query."""
    return duties_of(actor, today).get(group_id)


def registers(actor: Actor, today: date) -> list[Register]:
    """Every register the actor may read, the partnership's own first, with its duty. Three queries."""
    reads_all = bool(actor.roles & READS_ALL)
    groups = Group.objects.within(actor).exclude(ends_on__lt=today)
    if not reads_all:
        groups = groups.filter(pk__in=actor.sitting_group_ids)
    open_ = Risk.objects.readable(actor).watched().order_by().values("group_id").annotate(number=Count("pk"))
    counts = dict(open_.values_list("group_id", "number"))
    duties = duties_of(actor, today)
    every: Sequence[Group | None] = [*([None] if reads_all else []), *groups]
    return [_register(one, counts, duties) for one in every]


def _register(group: Group | None, counts: dict[Any, int], duties: dict[UUID | None, Duty]) -> Register:
    key = group.pk if group else None
    return Register(group, counts.get(key, 0), duties.get(key))


def to_redate(actor: Actor, group_id: UUID | None) -> Any:
    """The risks of one register that are watched, with the score that counts, for whoever redates them."""
    rows = Risk.objects.within(actor).watched().select_related("current").order_by("number")
    return rows.filter(group__isnull=True) if group_id is None else rows.filter(group_id=group_id)


def register_of_duty(actor: Actor, duty: UUID) -> tuple[UUID | None] | None:
    """The register a duty reviews, as (its group or None,); None where the duty reviews no register. One query."""
    found = RegisterReview.objects.within(actor).filter(obligation_id=duty).values_list("group_id").first()
    return tuple(found) if found is not None else None


def may_read_tie(actor: Actor, tie_id: UUID) -> bool:
    """True where the actor reads the register that is reviewed, and so what was decided about it. One query."""
    mine = RegisterReview.objects.within(actor).filter(pk=tie_id)
    if not actor.roles & READS_ALL:
        mine = mine.filter(group_id__in=actor.sitting_group_ids)
    return mine.exists()
