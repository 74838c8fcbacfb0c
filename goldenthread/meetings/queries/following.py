"""How meetings are followed along the thread and found by search: the rows an actor may see."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Value, When
from django.db.models.functions import TruncDate

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import AgendaItem, Meeting, Paper
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


def _class_by(part: str) -> Case:
    return Case(When(**{part: "B"}, then=Value("R")), default=Value("G"))


def item_rows(actor: Actor) -> Any:
    """The items the actor may read, each shown on the page of its own."""
    day = TruncDate("meeting__starts_at")
    return columns(
        AgendaItem.objects.readable(actor), title="title", day=day, said_on=day, note="meeting__title",
        info_class=_class_by("part"), body=spaced("text"), words="search",
    )  # fmt: skip


def items_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the items on a group's agendas."""
    return AgendaItem.objects.readable(actor).filter(meeting__group_id=group_id).order_by().values("pk")


def paper_rows(actor: Actor) -> Any:
    """The papers the actor may read."""
    day = TruncDate("added_at")
    return columns(
        Paper.objects.readable(actor).filter(added_at__isnull=False), title="title", day=day, said_on=day,
        note="item__meeting__title", info_class=_class_by("item__part"),
        body=spaced("summary", "decision_sought", "body"), words="search",
    )  # fmt: skip


def papers_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the papers for a group's meetings."""
    return Paper.objects.readable(actor).filter(item__meeting__group_id=group_id).order_by().values("pk")
