"""How meetings are followed along the thread and found by search: the rows an actor may see."""

from typing import Any
from uuid import UUID

from django.db.models.functions import TruncDate

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import Meeting
from goldenthread.threads.queries import columns, spaced


def meeting_rows(actor: Actor) -> Any:
    """The meetings of the partnership, each with its group and day."""
    day = TruncDate("starts_at")
    return columns(
        Meeting.objects.shown(actor), title="title", state="state", day=day, said_on=day,
        body=spaced("title", "place"), words="search",
    )  # fmt: skip


def meetings_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the meetings of a group."""
    return Meeting.objects.shown(actor).filter(group_id=group_id).order_by().values("pk")
