"""The chair's final word on a priority or an objective."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.plans import queries, rules
from goldenthread.plans.models import ChairRating, Objective, Priority
from goldenthread.plans.permissions import RATE
from goldenthread.trail import services as trail

# What the history says of a word taken back.
AS_WORKED_OUT = "as_worked_out"


def _rate(
    actor: Actor, now: datetime, today: date, thing: Any, event: str, side: str, rating: str, reason: str
) -> ChairRating:
    insist(rules.may_edit("closed" if thing.closed_on else thing.plan.state))
    stands = queries.standing_of(actor, thing, today)
    insist(rules.may_rate(rating, stands.computed, reason), "reason")
    row = ChairRating.objects.create(
        partnership_id=actor.partnership_id,
        rating=rating,
        computed=stands.computed,
        reason=reason.strip(),
        person_id=actor.user_id,
        person_name=actor.name,
        rated_at=now,
        **{side: thing},
    )
    before = {"rating": stands.rating}
    after = {"rating": rating or stands.computed, "said": rating or AS_WORKED_OUT}
    trail.record(actor, event, thing, before=before, after=after, reason=reason.strip(), now=now)
    return row


@transaction.atomic
def rate_priority(
    actor: Actor, now: datetime, today: date, priority_id: UUID, *, rating: str, reason: str
) -> ChairRating:
    """Record the chair's rating of a priority; blank takes an earlier word back. Raises `Refused` without a reason."""
    actor.must(RATE)
    priority = Priority.objects.within(actor).select_for_update().filter(pk=priority_id).first()
    if priority is None:
        raise Refused("There is no such priority in this partnership.")
    return _rate(actor, now, today, priority, "plans.priority.rated", "priority", rating, reason)


@transaction.atomic
def rate_objective(
    actor: Actor, now: datetime, today: date, objective_id: UUID, *, rating: str, reason: str
) -> ChairRating:
    """Record the chair's rating of an objective; blank takes an earlier one back. Raises `Refused`."""
    actor.must(RATE)
    objective = Objective.objects.within(actor).select_for_update().filter(pk=objective_id).first()
    if objective is None:
        raise Refused("There is no such objective in this partnership.")
    return _rate(actor, now, today, objective, "plans.objective.rated", "objective", rating, reason)
