"""Propose an agenda: what always stands on it, what was put off, what the forward plan brings, and what is asked."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from goldenthread.actions.models import Action, Escalation
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import MET, SORTS, Sort
from goldenthread.meetings import rules
from goldenthread.meetings.models import AgendaItem, Meeting
from goldenthread.meetings.rules import PART_A, PART_B, Purpose, State
from goldenthread.meetings.services.agenda import copy_of, kept_meeting, last_place
from goldenthread.meetings.services.telling import told
from goldenthread.notify.queries import ahead as plan_ahead
from goldenthread.notify.queries import reader_of_governance
from goldenthread.notify.rules import Wanted, shown_to_several
from goldenthread.returns.models import Request
from goldenthread.trail import services as trail

ASKED_FOR = {"decision": "a decision is asked for", "direction": "a direction is asked for", "note": "to note"}
REVIEWED = frozenset({Sort.PLAN_REVIEW, Sort.DOCUMENT_REVIEW, Sort.TERMS_REVIEW, Sort.STATUTORY})
EIGHT_WEEKS = timedelta(weeks=8)


@transaction.atomic
def propose_agenda(actor: Actor, now: datetime, meeting_id: UUID) -> list[AgendaItem]:
    """Put on the agenda what belongs there, and return the new items; what stands there already is left.

    These are the standing items of the series, what earlier meetings parked, what the forward plan brings to this
    group, the silences escalated to it, and what reports ask of it.
    """
    meeting = kept_meeting(actor, meeting_id)
    there = set(AgendaItem.objects.filter(meeting=meeting).standing().values_list("title", flat=True))
    lines = meeting.series.standing if meeting.series else list(rules.STANDING.values())
    part = PART_B if meeting.group.information_class == "R" else PART_A
    new = [
        AgendaItem(title=line[:200], purpose=Purpose.DISCUSS, source="standing", part=part)
        for line in lines
        if line[:200] not in there
    ]
    new += [copy_of(one) for one in _parked(actor, meeting)]
    new += [one for one in (*_ahead(actor, meeting), *_escalated(actor, meeting)) if one.title not in there]
    new += _asked_for(actor, meeting)
    place = last_place(meeting)
    for number, item in enumerate(new, place + 1):
        item.partnership_id, item.meeting, item.position = actor.partnership_id, meeting, number
    AgendaItem.objects.bulk_create(new)
    trail.record_many(actor, [trail.Told("meetings.agendaitem.added", one, after=told(one)) for one in new], now=now)
    return new


def _parked(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """Items of the group that were parked, or stood on a meeting called off before this, and went nowhere yet."""
    off = Q(removed_at__isnull=True, meeting__state=State.CANCELLED, meeting__starts_at__lt=meeting.starts_at)
    off &= ~Q(source="standing")
    rows = AgendaItem.objects.within(actor).filter(meeting__group_id=meeting.group_id, carried_to__isnull=True)
    return list(rows.filter(off | Q(parked_at__isnull=False)).order_by("created_at"))


def _escalated(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    silent = Escalation.objects.within(actor).filter(group_id=meeting.group_id, ended_on__isnull=True)
    number = silent.filter(action__in=Action.objects.visible(actor).values("pk")).count()
    if not number:
        return []
    title = f"Actions without an update, escalated to this group ({number})"
    part = PART_B if meeting.group.information_class == "R" else PART_A
    return [AgendaItem(title=title, purpose=Purpose.DECIDE, source="escalated", part=part)]


def _asked_for(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """What reports ask of this group and nobody has answered yet, each under the name of the group that asks.

    The exception itself is for readers of the report, so that an agenda does not say it; the item leads to it.
    """
    standing = AgendaItem.objects.filter(meeting=meeting, request__isnull=False).standing().values("request_id")
    rows = Request.objects.within(actor).filter(to_group_id=meeting.group_id, state=Request.State.OPEN)
    rows = (
        rows.exclude(pk__in=standing).select_related("from_group", "of_return__round").order_by("raised_on", "position")
    )
    own = PART_B if meeting.group.information_class == "R" else PART_A
    return [
        AgendaItem(
            title=f"{one.from_group or one.of_return.round.title}: {ASKED_FOR[one.wanted]}"[:200], request=one,
            purpose=Purpose.NOTE if one.wanted == Request.Wanted.NOTE else Purpose.DECIDE, source="escalated",
            part=PART_B if one.from_group and one.from_group.information_class == "R" else own,
        )
        for one in rows
    ]  # fmt: skip


def _ahead(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """What the forward plan brings to this group: the reports due to it since its last meeting, as one item, and each
    review and statutory date that falls before its next one.

    Found as anybody who reads governance papers would find it, so that an agenda names nothing restricted.
    """
    last, following = _beside(actor, meeting)
    group, part = meeting.group, PART_B if meeting.group.information_class == "R" else PART_A
    found = plan_ahead(reader_of_governance(actor), last + timedelta(days=1), following, Wanted(group_id=group.pk))
    found = shown_to_several(found)
    reports = [one for one in found if one.sort == Sort.REPORT and one.on <= meeting.on and one.who != group.name]
    reviews = [one for one in found if one.sort in REVIEWED and one.state != MET]
    items = [(f"{SORTS[one.sort]}: {one.title}, {one.on.day} {one.on:%B %Y}"[:200], "") for one in reviews]
    if reports:
        items.insert(0, ("Reports due to this meeting", "\n".join(f"{one.who}: {one.title}" for one in reports)))
    return [
        AgendaItem(title=title, text=text, purpose=Purpose.DISCUSS, source="ahead", part=part) for title, text in items
    ]


def _beside(actor: Actor, meeting: Meeting) -> tuple[date, date]:
    """The days of the group's meetings before and after this one; eight weeks away where there is none."""
    rows = Meeting.objects.within(actor).filter(group_id=meeting.group_id).exclude(state__in=rules.OFF)
    before = rows.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at").first()
    after = rows.filter(starts_at__gt=meeting.starts_at).order_by("starts_at").first()
    return before.on if before else meeting.on - EIGHT_WEEKS, after.on if after else meeting.on + EIGHT_WEEKS
