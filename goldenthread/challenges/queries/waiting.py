"""The answers to challenges that wait now, as a query not yet asked, so that the header counts them with the rest."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from goldenthread.challenges.models import Challenge
from goldenthread.challenges.rules import SOON, State
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Membership
from goldenthread.partnerships.permissions import Role


def answers_waiting(actors: Sequence[Actor], today: date) -> Any:
    """What `answer_asks` wants now of these actors, or None where none of them answers for anybody."""
    wanted = [one for one in actors if one.asked_group_ids or (Role.AGENCY_LEAD in one.roles and one.user_id)]
    if not wanted:
        return None
    asked = Q(pk__in=[])
    for actor in wanted:
        leads = Membership.objects.in_effect(today).filter(
            role=Role.AGENCY_LEAD, person_id=actor.user_id, agency_id=OuterRef("to_agency_id"),
            partnership_id=OuterRef("partnership_id"),
        )  # fmt: skip
        theirs = Q(to_group_id__in=actor.asked_group_ids) | Q(Exists(leads))
        asked |= Q(partnership_id=actor.partnership_id) & theirs
    return Challenge.objects.filter(asked, state=State.OPEN, due_on__lte=today + timedelta(days=SOON))
