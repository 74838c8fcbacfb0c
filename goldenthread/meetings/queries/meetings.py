"""Find meetings: in lists, one by itself, and the dates they put into the forward plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Subquery

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.meetings.models import Meeting
from goldenthread.meetings.permissions import KEEP, PLAN, SEE, keeps, runs_group
from goldenthread.meetings.rules import AHEAD, OFF, STATE_WORDS, TOOK_PLACE, State, may_rearrange, papers_due
from goldenthread.partnerships import queries as partnerships

# What a list shows other than the meetings to come.
WHEN = {"past": "Past", "off": "Cancelled or postponed", "all": "All"}
LONDON = ZoneInfo("Europe/London")


def midnight(day: date) -> datetime:
    """When a day begins in London."""
    return datetime.combine(day, time(), tzinfo=LONDON)


def list_meetings(
    actor: Actor, today: date, *, when: str = "coming", group_id: str = "", states: Sequence[str] = ()
) -> QuerySet[Any]:
    """The meetings of the partnership as a queryset to order and page, with their groups.

    `when` is "coming" or a key of `WHEN`; `states` are values of `State`.
    """
    found = Meeting.objects.shown(actor).select_related("group", "series")
    start = midnight(today)
    if when == "coming":
        found = found.filter(starts_at__gte=start).exclude(state__in=OFF)
    elif when == "past":
        found = found.filter(starts_at__lt=start).exclude(state__in=OFF)
    elif when == "off":
        found = found.filter(state__in=OFF)
    if group_id:
        found = found.filter(group_id=group_id)
    return found.filter(state__in=states) if states else found


def list_groups(actor: Actor) -> list[tuple[UUID, str]]:
    """The groups that meet or met, as (id, name), in the order of the structure. One query."""
    rows = Meeting.objects.shown(actor).order_by("group__position", "group__name")
    return list(rows.values_list("group_id", "group__name").distinct())


def groups_to_plan_for(actor: Actor, today: date) -> list[tuple[UUID, str]]:
    """The groups whose meetings the actor may plan, as (id, name). One query."""
    return [(one.pk, one.name) for one in partnerships.bare_groups(actor, today) if runs_group(actor, one.pk)]


def people_choices(actor: Actor, today: date) -> list[tuple[UUID, str]]:
    """The people of the partnership today, as (id, name). One query."""
    return [(one.pk, one.name) for one in partnerships.list_people(actor, today)]


def find_meeting(actor: Actor, meeting_id: UUID) -> Meeting | None:
    """One meeting of the partnership with its group, series and minute taker, or None. One query."""
    rows = Meeting.objects.within(actor).select_related("group", "series", "minute_taker")
    return rows.filter(pk=meeting_id).first()


def meeting_on(actor: Actor, group_id: UUID, day: date) -> Meeting | None:
    """The first meeting of a group on a day, or None. One query."""
    rows = Meeting.objects.shown(actor).filter(group_id=group_id, starts_at__gte=midnight(day))
    return rows.filter(starts_at__lt=midnight(day + timedelta(days=1))).first()


def may_see_meeting(actor: Actor, meeting_id: UUID) -> bool:
    """True where the actor may know of the meeting, and read its history. One query."""
    return actor.may(SEE) and Meeting.objects.within(actor).filter(pk=meeting_id).exists()


@dataclass(frozen=True)
class Acts:
    """What this actor may do on the page of a meeting."""

    plan: bool = False
    keep: bool = False


def acts_of(actor: Actor, meeting: Meeting) -> Acts:
    """What the actor may do with a meeting they see. No query."""
    return Acts(
        plan=actor.may(PLAN) and runs_group(actor, meeting.group_id) and bool(may_rearrange(meeting.state)),
        keep=actor.may(KEEP) and keeps(actor, meeting.group_id, meeting.minute_taker_id)
        and meeting.state not in (State.CANCELLED, State.WITHDRAWN),
    )  # fmt: skip


@dataclass(frozen=True)
class MeetingShown:
    """A meeting with what its page says, and what this actor may do."""

    meeting: Meeting
    acts: Acts
    last: Meeting | None = None
    next: Meeting | None = None


def show_meeting(actor: Actor, meeting_id: UUID) -> MeetingShown | None:
    """One meeting as its page shows it, or None where it is not here. Two queries."""
    meeting = find_meeting(actor, meeting_id)
    if meeting is None:
        return None
    last, after = _around(actor, meeting)
    return MeetingShown(
        meeting=meeting,
        acts=acts_of(actor, meeting),
        last=last,
        next=after,
    )


def _around(actor: Actor, meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """The group's meetings before and after one, those called off left out. One query."""
    around = Meeting.objects.within(actor).filter(group_id=meeting.group_id).exclude(state__in=OFF)
    before = around.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at")
    after = around.filter(starts_at__gt=meeting.starts_at).order_by("starts_at")
    two = Q(pk=Subquery(before.values("pk")[:1])) | Q(pk=Subquery(after.values("pk")[:1]))
    found = {one.starts_at < meeting.starts_at: one for one in Meeting.objects.filter(two)}
    return found.get(True), found.get(False)


def dates_ahead(actor: Actor, since: date, until: date) -> list[Entry]:
    """The meetings between two days, and the days their papers are owed, for the forward plan. One query."""
    if not actor.may(SEE):
        return []
    # A paper is owed at most some weeks before its meeting.
    rows = Meeting.objects.shown(actor).select_related("group").filter(
        starts_at__gte=midnight(since), starts_at__lt=midnight(until + timedelta(days=61))
    ).only("title", "starts_at", "ends_at", "state", "place", "paper_days", "group__name")  # fmt: skip
    found: list[Entry] = []
    for one in rows:
        # Asked once for each: the day in London takes longer to tell than all the rest.
        on = one.on
        if since <= on <= until:
            found.append(_as_meeting(one, on))
        if one.state in AHEAD and one.paper_days and since <= (owed_on := papers_due(on, one.paper_days)) <= until:
            found.append(_as_papers(one, on, owed_on))
    return found


def _shared(one: Meeting) -> dict[str, Any]:
    return {
        "thing_id": one.pk,
        "page": "meetings:show_meeting",
        "parts": {"meeting": one.pk},
        "who": one.group.name,
        "group_ids": frozenset({one.group_id}),
    }


def _as_meeting(one: Meeting, on: date) -> Entry:
    state = STATE_WORDS[State(one.state)].lower() if one.state in OFF else "held" if one.state in TOOK_PLACE else ""
    return Entry(
        on=on, sort=Sort.MEETING, title=one.title, state=state, starts_at=one.starts_at, ends_at=one.ends_at,
        place=one.place, **_shared(one),
    )  # fmt: skip


def _as_papers(one: Meeting, on: date, owed_on: date) -> Entry:
    day = f"{on.day} {on:%B}"
    return Entry(
        on=owed_on, sort=Sort.PAPERS, title=f"Papers for {one.title} on {day}", to=one.group.name, **_shared(one)
    )
