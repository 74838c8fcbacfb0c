"""The dates on which actions report to a group: the assurance route of each action as the forward plan shows it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, Q
from django.db.models.functions import Coalesce

from goldenthread.actions.models import Action, Reporting
from goldenthread.actions.permissions import SEE
from goldenthread.actions.queries.names import title_in_a_line
from goldenthread.actions.rules import WORKED_ON
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.partnerships.queries import called_on


def ahead(actor: Actor, since: date, until: date) -> Sequence[Entry]:
    """The days between two on which open actions that the actor may see report to their groups. One query."""
    if not actor.may(SEE):
        return []
    rows = Reporting.objects.within(actor).filter(
        Q(action__in=Action.objects.visible(actor).filter(state__in=WORKED_ON).order_by().values("pk")), days__len__gt=0
    )
    lead = Coalesce(
        "action__lead_person__name", "action__lead_group__name", "action__lead_seat__title",
        called_on("action__lead_agency_id", until), output_field=CharField(),
    )  # fmt: skip
    rows = rows.select_related("action", "group", "action__lead_seat").annotate(lead_name=lead)
    return [_entry(row, day) for row in rows for day in row.days if since <= day <= until]


def _entry(row: Any, day: date) -> Entry:
    action = row.action
    seat = action.lead_seat
    groups = (row.group_id, action.lead_group_id, seat and seat.group_id)
    return Entry(
        on=day, sort=Sort.ACTION, thing_id=action.pk, page="actions:show_action", parts={"action": action.pk},
        title=f"{action.reference} {title_in_a_line(action.description)}".strip(), who=row.lead_name or "",
        to=row.group.name, group_ids=frozenset(filter(None, groups)),
        agency_ids=frozenset(filter(None, (action.lead_agency_id, seat and seat.agency_id))),
        person_ids=frozenset(filter(None, (action.lead_person_id,))), is_restricted=action.information_class == "R",
    )  # fmt: skip
