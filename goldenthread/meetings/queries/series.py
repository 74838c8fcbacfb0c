"""Find series of meetings."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import Meeting, MeetingSeries
from goldenthread.meetings.permissions import PLAN, SEE, runs_group
from goldenthread.meetings.queries.meetings import midnight
from goldenthread.meetings.rules import AHEAD
from goldenthread.trail import queries as trail


def list_series(actor: Actor, today: date) -> QuerySet[Any]:
    """The series of the partnership in the order of the structure, each with `coming` (a number) and `next_at`."""
    ahead = Q(meetings__starts_at__gte=midnight(today), meetings__state__in=AHEAD)
    rows = MeetingSeries.objects.within(actor).select_related("group")
    return rows.annotate(coming=Count("meetings", filter=ahead), next_at=Min("meetings__starts_at", filter=ahead))


def find_series(actor: Actor, series_id: UUID) -> MeetingSeries | None:
    """One series of the partnership with its group and minute taker, or None. One query."""
    return MeetingSeries.objects.within(actor).select_related("group", "minute_taker").filter(pk=series_id).first()


def may_see_series(actor: Actor, series_id: UUID) -> bool:
    """True where the actor may know of the series, and read its history. One query."""
    return actor.may(SEE) and MeetingSeries.objects.within(actor).filter(pk=series_id).exists()


@dataclass(frozen=True)
class SeriesShown:
    """A series with the meetings ahead and behind, and whether this actor may change it."""

    series: MeetingSeries
    coming: list[Meeting] = field(default_factory=list)
    past: list[Meeting] = field(default_factory=list)
    history: list[trail.Line] = field(default_factory=list)
    may_change: bool = False


def show_series(actor: Actor, series_id: UUID, today: date) -> SeriesShown | None:
    """One series as its page shows it, with the last six meetings behind, or None. Four queries."""
    series = find_series(actor, series_id)
    if series is None:
        return None
    meetings = Meeting.objects.shown(actor).filter(series=series)
    start = midnight(today)
    return SeriesShown(
        series=series,
        coming=list(meetings.filter(starts_at__gte=start).order_by("starts_at")),
        past=list(meetings.filter(starts_at__lt=start).order_by("-starts_at")[:6]),
        history=trail.history(actor, "meetings.meetingseries", series_id, limit=8),
        may_change=actor.may(PLAN) and runs_group(actor, series.group_id) and series.ended_on is None,
    )
