"""What a group's report says by itself of its meetings: who came and whether it could decide; and when it meets."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import Meeting
from goldenthread.meetings.queries.attendance import Trend, TrendShown, attendance_trend
from goldenthread.meetings.queries.meetings import midnight
from goldenthread.meetings.rules import HERE, OFF
from goldenthread.returns.rules import Line, Read
from goldenthread.web.environment import address
from goldenthread.web.filters import listed


def attendance(actor: Actor, group_id: UUID, since: date, until: date, read: Read) -> Sequence[Line]:
    """The meetings of the group in the period, who came and whether it could decide, and the agencies that missed two.

    Four queries.
    """
    trend = attendance_trend(actor, group_id, until)
    if trend is None:
        return []
    held = [
        Line(
            str(meeting), _came(trend, place), "meetings.meeting", str(meeting.pk),
            address("meetings:show_meeting", actor.partnership_slug, meeting=meeting.pk),
        )
        for place, meeting in enumerate(trend.meetings)
        if since <= meeting.on <= until
    ]  # fmt: skip
    return held + [_absent(one) for one in trend.flagged] if held else []


def _came(trend: TrendShown, place: int) -> str:
    came, of = trend.filled(place)
    lacked = listed(trend.missing[place])
    return f"{came} of {of} seats filled. {f'Not quorate: {lacked}.' if lacked else 'Quorate.'}"


def _absent(one: Trend) -> Line:
    known = [came for came in one.came if came is not None]
    came = sum(each in HERE for each in known)
    return Line(one.name, f"Missed the last {one.missed} meetings; came to {came} of the last {len(known)}.")


def meeting_days(actor: Actor, group_id: UUID, since: date, until: date) -> Sequence[date]:
    """The days on which a group meets between two days, meetings called off apart. One query."""
    rows = Meeting.objects.within(actor).filter(group_id=group_id, starts_at__gte=midnight(since))
    return [one.on for one in rows.exclude(state__in=OFF).order_by("starts_at") if one.on <= until]
