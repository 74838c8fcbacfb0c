"""How meetings are followed along the thread and found by search: the rows an actor may see."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Q, Value, When
from django.db.models.functions import TruncDate

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import AgendaItem, Decision, Direction, Meeting, Paper
from goldenthread.threads.queries import columns, spaced
from goldenthread.threads.rules import Kept, LinkKind


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


def decision_rows(actor: Actor) -> Any:
    """The decisions the actor may read, each with how it stands."""
    state = Case(
        When(needs_ratification=False, then=Value("made")),
        When(ratified_on__isnull=False, then=Value("ratified")),
        default=Value("recommended"),
    )
    return columns(
        Decision.objects.readable(actor), title="text", state=state, day="decided_on", said_on="decided_on",
        note="meeting__title", info_class=_class_by("part"), body=spaced("reason", "options"), words="search",
    )  # fmt: skip


def decision_edges(actor: Actor) -> list[Kept]:
    """A decision was raised by the meeting that made it, and answers what a report asked under that item."""
    rows = Decision.objects.within(actor).filter(removed_at__isnull=True).order_by()
    rows = rows.annotate(place=Value(0))
    asked = rows.filter(part="A", item__request__isnull=False).values_list("pk", "item__request_id", "place")
    return [
        Kept(
            LinkKind.RAISED_BY, "meetings.decision", "meetings.meeting", rows.values_list("pk", "meeting_id", "place")
        ),
        Kept(LinkKind.ANSWERS, "meetings.decision", "returns.request", asked),
    ]


def decisions_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the decisions of a group."""
    return Decision.objects.readable(actor).filter(meeting__group_id=group_id).order_by().values("pk")


def direction_rows(actor: Actor) -> Any:
    """The directions the actor may read, each with the group directed."""
    return columns(
        Direction.objects.readable(actor), title="text", day="due_on", said_on=TruncDate("created_at"),
        note="to_group__name", info_class=_class_by("part"), body="text", words="search",
    )  # fmt: skip


def direction_edges(actor: Actor) -> list[Kept]:
    """A direction was raised by the decision it follows from, or else by the meeting."""
    rows = Direction.objects.within(actor).filter(removed_at__isnull=True).order_by().annotate(place=Value(0))
    by_decision = rows.filter(decision__isnull=False).values_list("pk", "decision_id", "place")
    by_meeting = rows.filter(decision__isnull=True).values_list("pk", "meeting_id", "place")
    return [
        Kept(LinkKind.RAISED_BY, "meetings.direction", "meetings.decision", by_decision),
        Kept(LinkKind.RAISED_BY, "meetings.direction", "meetings.meeting", by_meeting),
    ]


def directions_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the directions a group gave or was given."""
    rows = Direction.objects.readable(actor).filter(Q(meeting__group_id=group_id) | Q(to_group_id=group_id))
    return rows.order_by().values("pk")
