"""Papers, minutes, proposals and invitations that wait now, as queries not yet asked: the header counts them too."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import Meeting, MeetingInvitation, Paper, WrittenAnswer, WrittenProcedure
from goldenthread.meetings.models.readers import part_a_or
from goldenthread.meetings.permissions import (
    ANSWER_INVITATIONS,
    asked_to_chair,
    may_add_papers,
    may_vote_in_writing,
)
from goldenthread.meetings.queries.meetings import midnight
from goldenthread.meetings.rules import AHEAD, PART_A, Invited, Outcome, Reply, State, papers_due

# Papers are owed at most so many working days before a meeting.
MOST_DAYS = 60


def minutes_waiting(actors: Sequence[Actor], today: date) -> Any:
    """What `minute_asks` asks of these actors, or None where none of them chairs a group."""
    asked = Q(pk__in=[])
    for actor in actors:
        asked |= Q(partnership_id=actor.partnership_id, group_id__in=asked_to_chair(actor))
    anybody = any(asked_to_chair(actor) for actor in actors)
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
        asked |= Q(partnership_id=actor.partnership_id, owner_id__in=actor.presence.covers, item__part=PART_A)
    owed = Q(pk__in=[])
    for days, last in _last_meetings(today):
        owed |= Q(item__meeting__paper_days=days, item__meeting__starts_at__date__lte=last)
    return Paper.objects.standing().filter(asked, owed, added_at__isnull=True, item__meeting__state__in=AHEAD)


def written_waiting(actors: Sequence[Actor], today: date) -> Any:
    """What `written_asks` asks of these actors, or None where none of them answers for a seat."""
    able = [one for one in actors if one.asked_seat_ids and may_vote_in_writing(one)]
    asked = Q(pk__in=[])
    for actor in able:
        still = WrittenAnswer.objects.filter(
            procedure_id=OuterRef("pk"), answer=Reply.ASKED, seat_id__in=actor.asked_seat_ids
        ).order_by()  # fmt: skip
        asked |= Q(Exists(still), partnership_id=actor.partnership_id) & part_a_or(actor, "part", "group")
    rows = WrittenProcedure.objects.filter(asked, outcome=Outcome.OPEN, answer_by__gte=today)
    return rows if able else None


@lru_cache(maxsize=8)
def _last_meetings(today: date) -> tuple[tuple[int, date], ...]:
    """For each number of days: the last day of a meeting whose papers are owed by today."""
    found, day = [], today
    for days in range(MOST_DAYS + 1):
        while papers_due(day + timedelta(days=1), days) <= today:
            day += timedelta(days=1)
        found.append((days, day))
    return tuple(found)
