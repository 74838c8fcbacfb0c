"""The meetings on whose agendas the actor may put something."""

from datetime import date
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.meetings import rules
from goldenthread.meetings.permissions import KEEP, keeps, may_add_papers
from goldenthread.meetings.queries.meetings import list_meetings

MOST = 40


def meetings_to_add_to(actor: Actor, today: date, group_id: UUID | None = None) -> list[tuple[UUID, str]]:
    """The meetings to come whose agendas the actor keeps, as (id, "Executive, 12 December 2026").

    Those of the group come first, where one is named; the next comes before the others.
    """
    if not actor.may(KEEP) or not may_add_papers(actor):
        return []
    rows = sorted(list_meetings(actor, today).order_by("starts_at")[:MOST], key=lambda one: one.group_id != group_id)
    return [
        (one.pk, str(one))
        for one in rows
        if rules.may_change_agenda(one.state) and keeps(actor, one.group_id, one.minute_taker_id)
    ]
