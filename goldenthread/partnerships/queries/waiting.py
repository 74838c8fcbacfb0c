"""The closing reports that wait now, as a query not yet asked, so that the header counts them with the rest."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.permissions import Role


def closing_reports_waiting(actors: Sequence[Actor], today: date) -> Any:
    """The groups that ended without a closing report, for whoever heads their business unit, or None for others."""
    heads = {one.partnership_id for one in actors if Role.BUSINESS_MANAGER in one.roles}
    over = Group.objects.filter(
        partnership_id__in=heads, kind=Group.Kind.TASK_AND_FINISH, ends_on__lt=today, closing_report__isnull=True
    )
    return over if heads else None
