"""The meetings of a group and the directions it has still to carry out, for the group's page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import JSONObject

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import Direction, Meeting
from goldenthread.meetings.queries.meetings import midnight
from goldenthread.meetings.rules import OFF, STATE_WORDS, State
from goldenthread.web.beside import Line, Panel
from goldenthread.web.environment import address
from goldenthread.web.filters import date as in_words
from goldenthread.web.filters import short_date

SHOWN = 5
LONGEST = 120


def meetings_beside(actor: Actor, kind: str, group_id: UUID, today: date) -> Any:
    """The next meeting of a group and its last, as a query not yet asked. Meetings called off do not count."""
    start = midnight(today)
    every = Meeting.objects.shown(actor).filter(group_id=group_id).exclude(state__in=OFF)
    coming = every.filter(starts_at__gte=start).order_by("starts_at").values("pk")[:1]
    past = every.filter(starts_at__lt=start).order_by("-starts_at").values("pk")[:1]
    is_next = ExpressionWrapper(Q(starts_at__gte=start), output_field=BooleanField())
    told = JSONObject(id="pk", title="title", starts_at="starts_at", state="state", is_next=is_next)
    return Meeting.objects.within(actor).filter(Q(pk__in=coming) | Q(pk__in=past)).order_by().annotate(told=told)


def draw_meetings(actor: Actor, kind: str, group_id: UUID, told: Sequence[Mapping[str, Any]]) -> Panel:
    """The next meeting first, then the last, and the way to all of them."""
    ordered = sorted(told, key=lambda one: not one["is_next"])
    more = address("meetings:list_meetings", actor.partnership_slug, query={"group_id": group_id, "when": "all"})
    return Panel("Meetings", tuple(_meeting(actor, one) for one in ordered), ("All its meetings", more))


def _meeting(actor: Actor, told: Mapping[str, Any]) -> Line:
    href = address("meetings:show_meeting", actor.partnership_slug, meeting=UUID(told["id"]))
    when = in_words(datetime.fromisoformat(told["starts_at"]))
    return Line(
        f"{'Next' if told['is_next'] else 'Last'}: {when}", href, STATE_WORDS[State(told["state"])], told["title"]
    )


def directions_beside(actor: Actor, kind: str, group_id: UUID, today: date) -> Any:
    """The directions given to a group that the actor may read and whose action is not closed, as a query not yet
    asked, soonest due first.
    """
    rows = Direction.objects.readable(actor).filter(to_group_id=group_id, action__closed_on__isnull=True)
    told = JSONObject(id="pk", text="text", due_on="due_on", part="part", by="meeting__group__name")
    return rows.annotate(told=told).order_by("due_on", "created_at")[:SHOWN]


def draw_directions(actor: Actor, kind: str, group_id: UUID, told: Sequence[Mapping[str, Any]]) -> Panel:
    """Those directions, each with who gave it and when it is due."""
    ordered = sorted(told, key=lambda one: (one["due_on"] or "9", one["id"]))
    lines = tuple(_direction(actor, one) for one in ordered)
    return Panel("Open directions", lines, is_restricted=any(one["part"] == "B" for one in told))


def _direction(actor: Actor, told: Mapping[str, Any]) -> Line:
    text = told["text"] if len(told["text"]) <= LONGEST else f"{told['text'][:LONGEST].rstrip()}…"
    due = f", due {short_date(date.fromisoformat(told['due_on']))}" if told["due_on"] else ""
    href = address("meetings:show_direction", actor.partnership_slug, direction=UUID(told["id"]))
    return Line(text, href, note=f"From {told['by']}{due}")
