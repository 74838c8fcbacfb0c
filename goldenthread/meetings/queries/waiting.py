"""The papers, minutes and invitations that wait now, as queries not yet asked: the header counts them with the rest."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import Meeting, MeetingInvitation, Paper
from goldenthread.meetings.models.readers import part_a_or
from goldenthread.meetings.permissions import ANSWER_INVITATIONS, chairs, may_add_papers
from goldenthread.meetings.queries.meetings import midnight
from goldenthread.meetings.rules import AHEAD, Invited, State, papers_due

# Papers are owed at most so many working days before a meeting.
MOST_DAYS = 60


def minutes_waiting(actors: Sequence[Actor], today: date) -> Any:
    """What `minute_asks` asks of these actors, or None where none of them chairs a group."""
    asked = Q(pk__in=[])
    for actor in actors:
        asked |= Q(partnership_id=actor.partnership_id, group_id__in=chairs(actor))
    anybody = any(chairs(actor) for actor in actors)
    return Meeting.objects.filter(asked, state=State.DRAFTED) if anybody else None


def invitations_waiting(actors: Sequence[Actor], today: date) -> Any:
    """What `invitation_asks` asks of these actors, or None where none of them answers for a partnership."""
    asked = {one.partnership_id for one in actors if one.may(ANSWER_INVITATIONS)}
    if not asked:
        return None
    rows = MeetingInvitation.objects.filter(partnership_id__in=asked, state=Invited.ASKED)
    return rows.filter(hosted__state__in=AHEAD, hosted__starts_at__gte=midnight(today))


def papers_waiting(actors: Sequence[Actor], today: date) -> Any:
    """What `paper_asks` wants now of these actors, or None where none of them brings papers."""
    able = [one for one in actors if one.user_id and may_add_papers(one)]
    if not able:
        return None
    asked = Q(pk__in=[])
    for actor in able:
        reads = part_a_or(actor, "item__part", "item__meeting__group")
        asked |= Q(partnership_id=actor.partnership_id, owner_id=actor.user_id) & reads
    owed = Q(pk__in=[])
    for days, last in _last_meetings(today):
        owed |= Q(item__meeting__paper_days=days, item__meeting__starts_at__date__lte=last)
    return Paper.objects.standing().filter(asked, owed, added_at__isnull=True, item__meeting__state__in=AHEAD)


@lru_cache(maxsize=8)
def _last_meetings(today: date) -> tuple[tuple[int, date], ...]:
    """For each number of days: the last day of a meeting whose papers are owed by today."""
    found, day = [], today
    for days in range(MOST_DAYS + 1):
        while papers_due(day + timedelta(days=1), days) <= today:
            day += timedelta(days=1)
        found.append((days, day))
    return tuple(found)
