"""The days on which plans are to be reviewed, as the forward plan shows them."""

from collections.abc import Sequence
from datetime import date

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.plans.models import Plan
from goldenthread.plans.permissions import SEE
from goldenthread.plans.queries.lists import visible_plans


def ahead(actor: Actor, since: date, until: date) -> Sequence[Entry]:
    """The reviews of plans between two days, of those the actor may see and that are not closed. One query."""
    if not actor.may(SEE):
        return []
    rows = visible_plans(actor).filter(review_on__range=(since, until)).exclude(state=Plan.State.CLOSED)
    return [
        Entry(
            on=plan.review_on, sort=Sort.PLAN_REVIEW, thing_id=plan.pk, title=plan.title, page="plans:show_plan",
            parts={"plan_id": plan.pk}, who=plan.group.name if plan.group else actor.partnership_name,
            group_ids=frozenset(filter(None, (plan.group_id,))),
        )
        for plan in rows.select_related("group")
        if plan.review_on
    ]  # fmt: skip
