"""Take over the figures of a return that is being accepted: by whoever may accept it, in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.measures.results.figures import Shown
from goldenthread.returns import rules as returns
from goldenthread.returns.models import Return
from goldenthread.returns.permissions import CHECK
from goldenthread.scorecards.models import Observation
from goldenthread.scorecards.services.observing import Brought, keep_figures

# What stands as the reason where whoever answered gave none.
SENT_ANEW = "Sent anew in “{title}”, without a word of why."


@transaction.atomic
def accept_figures(
    actor: Actor, now: datetime, today: date, return_id: UUID, figures: Sequence[Shown], *, rule_set: str, reason: str
) -> Brought:
    """Keep the figures of a return as validated, and say how many were new, revised and unchanged.

    Those that take the place of earlier ones keep the return's own words as their reason. Not everybody who accepts a
    return brings figures in from files; so what `returns` asks of whoever accepts is asked here again. Raises `Refused`
    for a return that this actor has not just accepted, and for one of their own agency; `NotPermitted` otherwise.
    """
    actor.must(CHECK)
    rows = Return.objects.within(actor).select_for_update(of=("self",)).select_related("round")
    owed = rows.filter(pk=return_id).first()
    if owed is None:
        raise Refused("There is no such return in this partnership.")
    insist(returns.may_check(owed.agency_id, actor.agency_ids))
    accepted = (owed.state, owed.accepted_on, owed.accepted_by)
    if accepted != (returns.State.ACCEPTED, today, actor.name):
        raise Refused("Its figures are kept when it is accepted, by whoever accepts it.")
    return keep_figures(
        actor, now, today, figures, rule_set=rule_set, status=Observation.Status.VALIDATED, agency_id=owed.agency_id,
        return_id=owed.pk, reason=reason.strip() or SENT_ANEW.format(title=owed.round.title),
    )  # fmt: skip
