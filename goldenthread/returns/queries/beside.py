"""The reports a group owes now, and those it will be asked for, for the group's page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import JSONObject

from goldenthread.kernel.actor import Actor
from goldenthread.returns import rules
from goldenthread.returns.models import ObligationDate, Return
from goldenthread.web.beside import Line, Panel
from goldenthread.web.environment import address
from goldenthread.web.filters import short_date

SHOWN, TO_COME = 5, 3


def reports_owed(actor: Actor, kind: str, group_id: UUID, today: date) -> Any:
    """The returns a group owes, as a query not yet asked, soonest due first. What they say is not in it."""
    rows = Return.objects.within(actor).filter(group_id=group_id, state__in=rules.OWED)
    late = ExpressionWrapper(Q(due_on__lt=today), output_field=BooleanField())
    told = JSONObject(id="pk", title="round__title", due_on="due_on", is_late=late)
    return rows.annotate(told=told).order_by("due_on", "pk")[:SHOWN]


def draw_owed(actor: Actor, kind: str, group_id: UUID, told: Sequence[Mapping[str, Any]]) -> Panel:
    """Those returns, and the way to all of the group's."""
    more = address("returns:list_returns", actor.partnership_slug, query={"group_id": group_id})
    lines = tuple(
        Line(
            one["title"],
            address("returns:show_return", actor.partnership_slug, return_id=UUID(one["id"])),
            "Late" if one["is_late"] else "",
            f"Due {short_date(date.fromisoformat(one['due_on']))}",
        )
        for one in sorted(told, key=lambda one: (one["due_on"], one["id"]))
    )
    return Panel("Reports owed", lines, ("All its returns", more))


def reports_to_come(actor: Actor, kind: str, group_id: UUID, today: date) -> Any:
    """The next dates on which a group will be asked for a report, as a query not yet asked."""
    days = ObligationDate.objects.within(actor).filter(
        obligation__by_group_id=group_id, round__isnull=True, is_left_out=False, due_on__gte=today
    )
    told = JSONObject(duty="obligation_id", title="obligation__title", due_on="due_on")
    return days.annotate(told=told).order_by("due_on", "pk")[:TO_COME]


def draw_to_come(actor: Actor, kind: str, group_id: UUID, told: Sequence[Mapping[str, Any]]) -> Panel:
    """Those dates, each with the duty it comes from."""
    lines = tuple(
        Line(
            one["title"],
            address("returns:show_obligation", actor.partnership_slug, obligation_id=UUID(one["duty"])),
            note=f"Due {short_date(date.fromisoformat(one['due_on']))}",
        )
        for one in sorted(told, key=lambda one: (one["due_on"], one["title"]))
    )
    return Panel("Reports to come", lines)
