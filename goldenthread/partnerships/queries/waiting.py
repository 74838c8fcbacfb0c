"""The closing reports that wait now, as a query not yet asked, so that the header counts them with the rest."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.permissions import UNIT, Role
from goldenthread.partnerships.queries.away import heads_covered


def closing_reports_waiting(actors: Sequence[Actor], today: date) -> Any:
    """The groups that ended without a closing report, for whoever heads their business unit, or None for others.

    While a head is away, for somebody of the unit whom they named.
    """
    of_unit = [one for one in actors if one.roles & UNIT]
    if not of_unit:
        return None
    theirs = Q(partnership_id__in={one.partnership_id for one in of_unit if Role.BUSINESS_MANAGER in one.roles})
    for one in of_unit:
        if one.presence.covers:
            away = heads_covered(today, OuterRef("partnership_id")).filter(person_id__in=one.presence.covers)
            theirs |= Q(Exists(away), partnership_id=one.partnership_id)
    over = Group.objects.filter(kind=Group.Kind.TASK_AND_FINISH, ends_on__lt=today, closing_report__isnull=True)
    return over.filter(theirs)
