"""The reviews of risks that wait now, as a query not yet asked, so that the header counts them with everything else."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.risks.models import READS_ALL, Risk, by_duty
from goldenthread.risks.permissions import REVIEW
from goldenthread.risks.queries.asking import owning


def reviews_waiting(actors: Sequence[Actor], today: date) -> Any:
    """What `review_asks` asks of these actors, or None where none of them reviews risks."""
    wanted = [_of(one) for one in actors if one.may(REVIEW) and (one.user_id or one.asked_group_ids)]
    if not wanted:
        return None
    asked = wanted[0]
    for more in wanted[1:]:
        asked |= more
    return Risk.objects.watched().filter(asked, next_review_on__lte=today)


def _of(actor: Actor) -> Q:
    mine = Q(group_id__in=actor.asked_group_ids) & ~by_duty()
    if actor.user_id:
        mine |= Q(owner_id__in=owning(actor))
    read = Q()
    if not actor.roles & READS_ALL:
        groups = actor.sitting_group_ids
        read = Q(group_id__in=groups) | Q(raised_in_id__in=groups)
    return Q(partnership_id=actor.partnership_id) & mine & read
