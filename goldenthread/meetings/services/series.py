"""Set up series of meetings, and keep their meetings in the calendar for as far ahead as people plan."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.kernel.rhythm import Rhythm, days, is_whole
from goldenthread.meetings.models import AgendaItem, Meeting, MeetingInvitation, MeetingSeries
from goldenthread.meetings.permissions import PLAN
from goldenthread.meetings.rules import HORIZON, PAPER_DAYS, STANDS, Laid, Quorum, State, lay_out
from goldenthread.meetings.services.telling import insist_group, insist_person, insist_runs, span, titled, write
from goldenthread.partnerships.queries import all_partnerships, system_actor
from goldenthread.trail import services as trail

GONE = "The series no longer meets on this day."


@transaction.atomic
def add_series(
    actor: Actor, now: datetime, today: date, *, group_id: UUID, title: str, rhythm: Rhythm, first_on: date,
    starts_time: time, minutes_long: int = 120, place: str = "", online: str = "", paper_days: int = PAPER_DAYS,
    quorum: Quorum | None = None, standing: Sequence[str] = (), minute_taker_id: UUID | None = None,
) -> MeetingSeries:  # fmt: skip
    """Set up a series and plan its meetings for eighteen months; return it.

    Raises `NotPermitted` for others than the unit and the group's chair or vice chair, and `Refused`.
    """
    actor.must(PLAN)
    insist_group(actor, group_id)
    insist_runs(actor, group_id)
    series = MeetingSeries(
        partnership_id=actor.partnership_id, group_id=group_id,
        **_particulars(
            actor, title, rhythm, first_on, starts_time, minutes_long, place, online, paper_days, quorum, standing,
            minute_taker_id,
        ),
    )  # fmt: skip
    series.save(force_insert=True)
    trail.record(actor, "meetings.meetingseries.added", series, now=now)
    _lay(actor, now, today, series)
    return series


def _particulars(
    actor: Actor, title: str, rhythm: Rhythm, first_on: date, starts_time: time, minutes_long: int, place: str,
    online: str, paper_days: int, quorum: Quorum | None, standing: Sequence[str], minute_taker_id: UUID | None,
) -> dict[str, Any]:  # fmt: skip
    insist(is_whole(rhythm), "beat")
    insist_person(actor, minute_taker_id, "minute_taker_id")
    if not 15 <= minutes_long <= 24 * 60:
        raise Refused("A meeting lasts from 15 minutes to a day.", "minutes_long")
    return {
        "title": titled(title),
        "rhythm": rhythm.stored(),
        "first_on": first_on,
        "starts_time": starts_time,
        "minutes_long": minutes_long,
        "place": place.strip(),
        "online": online.strip(),
        "paper_days": paper_days,
        "quorum": (quorum or Quorum()).stored(),
        "standing": [line for one in standing if (line := " ".join(one.split()))],
        "minute_taker_id": minute_taker_id,
    }


@transaction.atomic
def change_series(actor: Actor, now: datetime, today: date, series_id: UUID, **fields: Any) -> MeetingSeries:
    """Change a series, its group apart, and bring the meetings nobody has touched into line; return it.

    Takes what `add_series` takes. A meeting moved by hand, with an agenda, or past, stays as it is.
    """
    actor.must(PLAN)
    series = _locked(actor, series_id)
    given = {
        "quorum": None, "standing": (), "minute_taker_id": None, "place": "", "online": "",
        "minutes_long": 120, "paper_days": PAPER_DAYS, **fields,
    }  # fmt: skip
    write(actor, now, series, "changed", **_particulars(actor, **given))
    _lay(actor, now, today, series)
    return series


@transaction.atomic
def end_series(
    actor: Actor, now: datetime, today: date, series_id: UUID, *, last_on: date, reason: str
) -> MeetingSeries:
    """Let a series end after a day, with a reason, and return it; untouched meetings after that day are withdrawn."""
    actor.must(PLAN)
    series = _locked(actor, series_id)
    if not reason.strip():
        raise Refused("Say why the series ends; its history keeps it.", "reason")
    write(actor, now, series, "ended", reason.strip(), ended_on=last_on)
    _lay(actor, now, today, series)
    return series


def _locked(actor: Actor, series_id: UUID) -> MeetingSeries:
    rows = MeetingSeries.objects.within(actor).select_for_update(of=("self",)).select_related("group")
    series: MeetingSeries | None = rows.filter(pk=series_id).first()
    if series is None:
        raise Refused("There is no such series of meetings in this partnership.")
    insist_runs(actor, series.group_id)
    return series


@transaction.atomic
def plan_ahead(actor: Actor, now: datetime, today: date) -> int:
    """Bring the meetings of every series of a partnership up to eighteen months ahead; return how many were added."""
    actor.must(PLAN)
    rows = MeetingSeries.objects.within(actor).select_for_update(of=("self",)).select_related("group")
    return sum(_lay(actor, now, today, series) for series in rows.order_by("pk"))


def plan_ahead_everywhere(now: datetime, today: date) -> str:
    """Plan ahead in every partnership, each in a transaction of its own; return a sentence where any was added."""
    added = sum(plan_ahead(system_actor(one, "timer"), now, today) for one in all_partnerships())
    return f"Planned {added} {'meeting' if added == 1 else 'meetings'} ahead." if added else ""


def _lay(actor: Actor, now: datetime, today: date, series: MeetingSeries) -> int:
    """Lay the rhythm over what stands from today on, and return how many meetings were added."""
    until = min(filter(None, (today + HORIZON, series.ended_on, series.group.ends_on)))
    wanted = [day for day in days(series.beat, series.first_on, until) if day >= today] if until >= today else []
    standing = {one.pk: one for one in _standing(series, today)}
    laid = [Laid(key, one.series_on, _is_free(one, today)) for key, one in standing.items() if one.series_on]
    layout = lay_out(wanted, laid)
    told: list[trail.Told] = []
    # Dropped first and moved in order, so that no two stand for one day on the way.
    for key in layout.dropped:
        told += _changed(standing[key], "withdrawn", state=State.WITHDRAWN, reason=GONE)
    new_days = dict(layout.moved)
    for key, one in standing.items():
        if key not in layout.dropped and _is_free(one, today):
            told += _changed(one, "laid_out", **_as_series(series, new_days.get(key, one.series_on or one.on)))
    new = [Meeting(partnership_id=actor.partnership_id, series=series, group_id=series.group_id,
                   **_as_series(series, day)) for day in layout.added]  # fmt: skip
    Meeting.objects.bulk_create(new, batch_size=500)
    told += [trail.Told("meetings.meeting.planned", one) for one in new]
    if told:
        trail.record_many(actor, told, now=now)
    return len(new)


def _standing(series: MeetingSeries, today: date) -> Any:
    rows = Meeting.objects.filter(series=series, series_on__gte=today)
    has_agenda = Exists(AgendaItem.objects.filter(meeting_id=OuterRef("pk")))
    # Its day is agreed with other partnerships, which a series does not know of.
    is_joint = Exists(MeetingInvitation.objects.filter(hosted_id=OuterRef("pk"), state__in=STANDS))
    rows = rows.exclude(state=State.WITHDRAWN).annotate(has_agenda=has_agenda, is_joint=is_joint)
    return rows.order_by("series_on")


def _is_free(meeting: Any, today: date) -> bool:
    kept = meeting.is_moved or meeting.has_agenda or meeting.is_joint
    return meeting.state == State.PLANNED and meeting.on >= today and not kept


def _as_series(series: MeetingSeries, day: date) -> dict[str, Any]:
    starts_at, ends_at = span(day, series.starts_time, series.minutes_long)
    return {
        "series_on": day,
        "title": series.title,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place": series.place,
        "online": series.online,
        "paper_days": series.paper_days,
        "quorum": series.quorum,
        "minute_taker_id": series.minute_taker_id,
    }


def _changed(meeting: Meeting, name: str, **fields: Any) -> list[trail.Told]:
    """Write fields on a meeting, and what is to be told of it; nothing where nothing differs."""
    before = trail.snapshot(meeting)
    for key, value in fields.items():
        setattr(meeting, key, value)
    if trail.snapshot(meeting) == before:
        return []
    meeting.version += 1
    meeting.save()
    return [trail.Told(f"meetings.meeting.{name}", meeting, before, trail.snapshot(meeting))]
