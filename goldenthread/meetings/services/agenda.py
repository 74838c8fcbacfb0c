"""Build an agenda: propose it, add, change, move, carry and remove items, and issue it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist, insist_current
from goldenthread.meetings import rules
from goldenthread.meetings.models import AgendaItem, Meeting
from goldenthread.meetings.permissions import KEEP, reads_every_part_b, reads_part_b
from goldenthread.meetings.queries import part_b_groups
from goldenthread.meetings.rules import PART_A, PART_B, Purpose, State
from goldenthread.meetings.services import filing
from goldenthread.meetings.services.telling import (
    insist_keeps,
    insist_person,
    locked,
    tell,
    titled,
    write,
)
from goldenthread.partnerships import queries as partnerships

UNKNOWN_ITEM = "There is no such item on an agenda of this partnership, or it is not yours to see."


def kept_meeting(actor: Actor, meeting_id: UUID) -> Meeting:
    """A meeting whose agenda the actor may still change, locked. Raises `Refused` and `NotPermitted`."""
    actor.must(KEEP)
    meeting = locked(actor, meeting_id)
    insist_keeps(actor, meeting)
    insist(rules.may_change_agenda(meeting.state))
    return meeting


def kept_item(actor: Actor, item_id: UUID) -> AgendaItem:
    """An item the actor reads and whose agenda they may change, locked. Raises `Refused` and `NotPermitted`."""
    rows = AgendaItem.objects.readable(actor).select_for_update(of=("self",)).select_related("meeting__group")
    item: AgendaItem | None = rows.filter(pk=item_id).first()
    if item is None:
        raise Refused(UNKNOWN_ITEM)
    actor.must(KEEP)
    insist_keeps(actor, item.meeting)
    insist(rules.may_change_agenda(item.meeting.state))
    return item


def copy_of(item: AgendaItem) -> AgendaItem:
    """An item as it goes on to another agenda, not saved."""
    return AgendaItem(
        title=item.title, text=item.text, purpose=item.purpose, presenter_id=item.presenter_id,
        presented_by=item.presented_by, minutes=item.minutes, part=item.part,
        source="carried", carried_from=item, request_id=item.request_id,
    )  # fmt: skip


def last_place(meeting: Meeting) -> int:
    """The place of the last item on an agenda; 0 where there is none."""
    return AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0


@transaction.atomic
def add_item(
    actor: Actor, now: datetime, today: date, meeting_id: UUID, *, title: str, purpose: str = Purpose.DISCUSS,
    text: str = "", presenter_id: UUID | None = None, presented_by: str = "", minutes: int | None = None,
    part: str = PART_A,
) -> AgendaItem:  # fmt: skip
    """Put one item at the end of an agenda and return it. Raises `Refused` and `NotPermitted`.

    On a restricted group every item stands in part B.
    """
    meeting = kept_meeting(actor, meeting_id)
    item = AgendaItem(
        partnership_id=actor.partnership_id, meeting=meeting, position=last_place(meeting) + 1,
        **_particulars(actor, today, meeting, title, purpose, text, presenter_id, presented_by, minutes, part),
    )  # fmt: skip
    item.save(force_insert=True)
    tell(actor, now, "added", item)
    return item


def _particulars(
    actor: Actor, today: date, meeting: Meeting, title: str, purpose: str, text: str, presenter_id: UUID | None,
    presented_by: str, minutes: int | None, part: str,
) -> dict[str, Any]:  # fmt: skip
    if purpose not in set(Purpose):
        raise Refused("Choose what is asked of the meeting.", "purpose")
    insist_person(actor, presenter_id, "presenter_id")
    part = PART_B if meeting.group.information_class == "R" or part == PART_B else PART_A
    if part == PART_B:
        _insist_reads(actor, meeting, "Part B is put on the agenda by those who read it. The unit can help.")
        insist_person_reads(actor, today, meeting, presenter_id, "presenter_id")
    return {
        "title": titled(title, words="Enter what the item is called."),
        "purpose": purpose,
        "text": text.strip(),
        "presenter_id": presenter_id,
        "presented_by": "" if presenter_id else presented_by.strip(),
        "minutes": minutes,
        "part": part,
    }


def _insist_reads(actor: Actor, meeting: Meeting, words: str) -> None:
    sits = () if reads_every_part_b(actor) else part_b_groups(actor)
    if not reads_part_b(actor, meeting.group_id, sits):
        raise NotPermitted(words)


def insist_person_reads(actor: Actor, today: date, meeting: Meeting, person_id: UUID | None, field: str) -> None:
    """Raise `Refused` where somebody is named for part B who would not see it; nobody is in order."""
    if person_id is None or person_id == actor.user_id:
        return
    person = partnerships.actor_for(person_id, actor.partnership_slug, today)
    if person is None or not reads_part_b(person, meeting.group_id, part_b_groups(person)):
        raise Refused("This person does not read part B of this group, so they would not see the item.", field)


@transaction.atomic
def change_item(
    actor: Actor, now: datetime, today: date, item_id: UUID, *, version: int | None = None, **fields: Any
) -> AgendaItem:
    """Change an item and return it; takes what `add_item` takes. Raises `Refused` and `NotPermitted`.

    What moves to part B takes its files, actions and minutes along. Raises `Superseded` where somebody saved since
    `version`.
    """
    item = kept_item(actor, item_id)
    given = {"text": "", "presenter_id": None, "presented_by": "", "minutes": None, "part": PART_A, **fields}
    if item.is_restricted and given["part"] == PART_A and item.meeting.group.information_class != "R":
        _insist_reads(actor, item.meeting, "Those who read part B decide what leaves it.")
        if item.papers.filter(withdrawn_at__isnull=True, document__information_class="R").exists():
            raise Refused("A restricted document is attached, so the item stays in part B.", "part")
    fields = _particulars(actor, today, item.meeting, **given)
    insist_current(item, version, fields)
    if fields["part"] != item.part:
        if fields["part"] == PART_B:
            filing.restrict(actor, now, today, item)
        filing.move_minuted(item, fields["part"])
    return write(actor, now, item, "changed", **fields)


@transaction.atomic
def move_item(actor: Actor, now: datetime, item_id: UUID, up: bool) -> AgendaItem:
    """Move an item one place up or down within its part, among those the actor reads, and return it."""
    item = kept_item(actor, item_id)
    beside = AgendaItem.objects.select_for_update(of=("self",)).filter(meeting=item.meeting, part=item.part).standing()
    other = (
        beside.filter(position__lt=item.position).order_by("-position").first()
        if up
        else beside.filter(position__gt=item.position).order_by("position").first()
    )
    if other is None:
        return item
    place = item.position
    AgendaItem.objects.filter(pk=other.pk).update(position=place)
    return write(actor, now, item, "reordered", position=other.position)


@transaction.atomic
def remove_item(actor: Actor, now: datetime, item_id: UUID, reason: str = "") -> AgendaItem:
    """Take an item off the agenda and return it; nothing is deleted. After the agenda was issued it takes a reason.

    The files added with its papers are restricted, as those of a paper taken back are.
    """
    item = kept_item(actor, item_id)
    if item.meeting.issued_at and not reason.strip():
        raise Refused("The agenda has been issued. Say why the item is taken off it.", "reason")
    filing.close_files(actor, now, item)
    return write(actor, now, item, "removed", reason.strip(), removed_at=now)


@transaction.atomic
def carry_item(actor: Actor, now: datetime, item_id: UUID) -> AgendaItem:
    """Carry an item to the group's next meeting and return the item there, or itself where none is planned yet.

    Without a next meeting the item is parked: the next agenda proposed for the group takes it up.
    """
    item = kept_item(actor, item_id)
    ahead = Meeting.objects.within(actor).filter(group_id=item.meeting.group_id, state__in=rules.AHEAD)
    later = ahead.filter(starts_at__gt=item.meeting.starts_at).order_by("starts_at").first()
    goes = item.meeting.state in rules.AHEAD
    if goes:
        filing.close_files(actor, now, item)
    write(actor, now, item, "carried", parked_at=now, removed_at=now if goes else None)
    if later is None:
        return item
    copy = copy_of(item)
    copy.partnership_id, copy.meeting, copy.position = actor.partnership_id, later, last_place(later) + 1
    copy.save(force_insert=True)
    tell(actor, now, "added", copy)
    return copy


@transaction.atomic
def issue_agenda(actor: Actor, now: datetime, meeting_id: UUID) -> Meeting:
    """Issue the agenda, so that everybody who reads governance papers reads part A, and return the meeting."""
    meeting = kept_meeting(actor, meeting_id)
    insist(rules.may_issue(meeting.state, AgendaItem.objects.filter(meeting=meeting).standing().count()))
    filing.open_papers(actor, now, meeting)
    return write(actor, now, meeting, "issued", state=State.ISSUED, issued_at=meeting.issued_at or now)
