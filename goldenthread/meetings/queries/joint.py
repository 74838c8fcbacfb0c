"""Find who takes part in a meeting, and for those who do, part A of what their host issued and agreed: nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from goldenthread.documents.models import Document
from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import AgendaItem, Meeting, MeetingInvitation, Minute, Paper, shared_with
from goldenthread.meetings.permissions import ANSWER_INVITATIONS
from goldenthread.meetings.queries.agenda import Line
from goldenthread.meetings.queries.waiting import invitations_waiting
from goldenthread.meetings.rules import HERE, MINUTES_READ, PART_A, STANDS, TOOK_PLACE, Invited, numbered
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships import queries as partnerships


@dataclass(frozen=True)
class Joint:
    """What a meeting is to other partnerships: those asked to it, or the invitation by which it joins another's."""

    asked: list[MeetingInvitation] = field(default_factory=list)
    held: MeetingInvitation | None = None

    @property
    def taking_part(self) -> list[MeetingInvitation]:
        """The invitations that were accepted and stand."""
        return [one for one in self.asked if one.state == Invited.ACCEPTED]


def joint_of(actor: Actor, meeting_id: UUID) -> Joint:
    """Who was asked to a meeting of here, each with `came`, and whose meeting it joins where it does. One query.

    `came` is how many of that partnership's seats were filled, once it recorded that: nothing else of theirs is told.
    """
    mine = Q(meeting_id=meeting_id, partnership_id=actor.partnership_id, state=Invited.ACCEPTED)
    theirs = Q(hosted_id=meeting_id, hosted__partnership_id=actor.partnership_id)
    came = Count(
        "meeting__attendance",
        Q(
            meeting__state__in=TOOK_PLACE, meeting__attendance__came__in=HERE, meeting__attendance__seat__isnull=False,
            state=Invited.ACCEPTED,
        ),
    )  # fmt: skip
    rows = MeetingInvitation.objects.filter(mine | theirs).select_related(
        "partnership", "hosted__partnership", "hosted__group"
    )
    found = list(rows.annotate(came=came).order_by("asked_at", "created_at"))
    return Joint(
        [one for one in found if one.hosted_id == meeting_id],
        next((one for one in found if one.meeting_id == meeting_id), None),
    )


def find_joined(actor: Actor, meeting_id: UUID) -> MeetingInvitation | None:
    """The invitation by which a meeting of here joins another partnership's, while it stands, or None. One query."""
    return joint_of(actor, meeting_id).held


def partnerships_to_ask(actor: Actor, meeting_id: UUID) -> list[tuple[UUID, str]]:
    """The other partnerships of this installation that were not asked to a meeting yet, as (id, name). Two queries.

    That a partnership exists, and its name, is no secret (decision 10).
    """
    rows = MeetingInvitation.objects.filter(hosted_id=meeting_id, hosted__partnership_id=actor.partnership_id)
    asked = set(rows.filter(state__in=STANDS).values_list("partnership_id", flat=True)) | {actor.partnership_id}
    others = [one for one in partnerships.all_partnerships() if one.pk not in asked]
    return [(one.pk, one.name) for one in sorted(others, key=lambda one: one.name)]


def find_sent_invitation(actor: Actor, invitation_id: UUID) -> MeetingInvitation | None:
    """One invitation to a meeting of the actor's partnership, or None. One query."""
    rows = MeetingInvitation.objects.filter(hosted__partnership_id=actor.partnership_id)
    return rows.select_related("hosted__group", "partnership").filter(pk=invitation_id).first()


def find_invitation(actor: Actor, invitation_id: UUID) -> MeetingInvitation | None:
    """One invitation of the actor's partnership for those who answer for it, or None. One query."""
    if not actor.may(ANSWER_INVITATIONS):
        return None
    rows = MeetingInvitation.objects.within(actor).select_related("hosted__partnership", "hosted__group", "meeting")
    found: MeetingInvitation | None = rows.filter(pk=invitation_id).first()
    return found


def may_see_invitation(actor: Actor, invitation_id: UUID) -> bool:
    """True where the actor answers for the partnership that was asked, and so reads the history of that."""
    return find_invitation(actor, invitation_id) is not None


def _host_papers(actor: Actor, meeting_id: UUID) -> Any:
    """The host's papers of part A that were issued and stand, for the partnership whose meeting joins it."""
    rows = Paper.objects.standing().filter(shared_with(actor, meeting_id, "item__meeting__"))
    rows = rows.filter(item__part=PART_A, item__meeting__issued_at__isnull=False, added_at__isnull=False)
    return rows.select_related("document").order_by("created_at", "pk")


def host_agenda(actor: Actor, meeting_id: UUID) -> list[Line]:
    """Part A of the host's agenda once issued, with its papers, for a meeting that joins it. Two queries."""
    rows = AgendaItem.objects.standing().filter(shared_with(actor, meeting_id))
    rows = rows.filter(part=PART_A, meeting__issued_at__isnull=False).select_related("presenter")
    papers = Prefetch("papers", _host_papers(actor, meeting_id), to_attr="papers_seen")
    found = rows.prefetch_related(papers).order_by("position", "pk")
    return [Line(number, item, item.papers_seen) for number, item in numbered(found)]


def find_host_paper(actor: Actor, meeting_id: UUID, paper_id: UUID) -> Paper | None:
    """One paper of part A of the host's agenda, for a meeting that joins it, or None. One query."""
    rows = _host_papers(actor, meeting_id).select_related("item", "document")
    found: Paper | None = rows.filter(pk=paper_id).first()
    return found


def file_for_guests(actor: Actor, paper: Paper) -> Document | None:
    """The file of a paper that guests may be handed: none that was withdrawn or restricted since. No query."""
    document = paper.document
    return None if document is None or document.withdrawn_at or document.information_class == "R" else document


@dataclass(frozen=True)
class HostHeading:
    """One item of the host's agenda with what was minuted about it; `item` is None for what belongs to none."""

    number: str
    item: Any
    lines: list[Minute] = field(default_factory=list)


def host_minutes(actor: Actor, meeting_id: UUID) -> list[HostHeading] | None:
    """Part A of the host's minutes once its chair agreed them, in the order of its agenda; else None. Two queries."""
    seen = shared_with(actor, meeting_id)
    items = AgendaItem.objects.standing().filter(seen).filter(part=PART_A, meeting__state__in=MINUTES_READ)
    rows = Minute.objects.filter(seen).filter(part=PART_A, removed_at__isnull=True, meeting__state__in=MINUTES_READ)
    rows = rows.filter(Q(item__isnull=True) | Q(item__part=PART_A))
    by_item: dict[UUID | None, list[Minute]] = {}
    for line in rows.order_by("created_at"):
        by_item.setdefault(line.item_id, []).append(line)
    found = [
        HostHeading(number, item, by_item.pop(item.pk, []))
        for number, item in numbered(items.order_by("position", "pk"))
    ]
    rest = [line for left in by_item.values() for line in left]
    found += [HostHeading("", None, rest)] if rest else []
    return found or None


def invitation_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """The invitations that wait for each of these actors to answer for their partnership. One query, or none."""
    rows = invitations_waiting(actors, today)
    if rows is None:
        return []
    waiting = list(rows.select_related("hosted__partnership").order_by("asked_at", "pk"))
    return [
        (actor, _ask(actor, row))
        for actor in actors
        for row in waiting
        if row.partnership_id == actor.partnership_id and actor.may(ANSWER_INVITATIONS)
    ]


def _ask(actor: Actor, row: Any) -> Ask:
    hosted: Meeting = row.hosted
    return Ask(
        kind="meetings.invitation",
        thing_id=row.pk,
        partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name,
        # What the meeting is about is for the page: this goes into messages.
        title=f"Invitation from {hosted.partnership.name}",
        why=f"to take part in a meeting on {hosted.on.day} {hosted.on:%B}, not answered yet",
        urgency=Urgency.NOW,
        path=reverse("meetings:answer_invitation", args=[actor.partnership_slug, row.pk]),
        due_on=hosted.on,
    )
