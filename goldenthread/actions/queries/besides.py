"""What a person is asked for besides the actions they lead and accept: silences, reviews, what apps above ask.

Like `asking` it is made for many actors at once, for the same pages, the header and the digests.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from goldenthread.actions.models import EXECUTIVE, Escalation, Reporting
from goldenthread.actions.permissions import ANSWER_ESCALATION
from goldenthread.actions.queries.asking import ACCEPTED_BY, helper_ids, open_waits, sees, to_accept
from goldenthread.actions.queries.escalations import answers
from goldenthread.actions.queries.names import name_of_seat, title_in_a_line
from goldenthread.actions.queries.shapes import AskedRow
from goldenthread.actions.rules import Soon, Step, said
from goldenthread.kernel.actor import Actor
from goldenthread.notify.queries import count_waiting
from goldenthread.notify.rules import Ask, Source, asked_on_my_work, title_in_message
from goldenthread.partnerships.models import SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.queries import ReviewOwed, access_reviews_owed, called_on
from goldenthread.web.environment import address

ESCALATION, REVIEW = "escalation", "review"


@dataclass(frozen=True)
class Told:
    """A silence that stands and was told to this actor, who does not lead the action."""

    actor: Actor
    escalation: Escalation

    @property
    def why(self) -> str:
        """Since when it is theirs to answer, and for how long nobody spoke, as a clause."""
        row = self.escalation
        return f"escalated to you on {said(row.escalated_on)}: nothing said for {row.missed} cycles"

    @property
    def is_relieved(self) -> bool:
        """True where the actor is away and somebody else is asked for it. No query."""
        there, row = self.actor.presence, self.escalation
        return row.group_id in there.relieved_group_ids or row.agency_id in there.relieved_agency_ids

    @property
    def path(self) -> str:
        """The page on which it is answered."""
        slug = self.actor.partnership_slug
        return address("actions:answer_escalation", slug, action=self.escalation.action_id)


def told_to(actors: Sequence[Actor], today: date) -> list[Told]:
    """The standing escalations that each of these actors is to answer, of actions they may see, oldest first.

    One query; none for those to whom nothing can be told.
    """
    here: dict[UUID, list[Actor]] = defaultdict(list)
    for actor in actors:
        if actor.may(ANSWER_ESCALATION) and (actor.chaired_group_ids or actor.roles & {*EXECUTIVE, Role.AGENCY_LEAD}):
            here[actor.partnership_id].append(actor)
    if not here:
        return []
    every = [actor for some in here.values() for actor in some]
    rows: list[Any] = list(_full(Escalation.objects.standing().filter(_may_concern(every)), today))
    for row in rows:
        row.action.reports_to, row.action.helper_ids = row.reports_to, row.helper_ids
    return [
        Told(actor, row)
        for row in rows
        for actor in here[row.partnership_id]
        if answers(actor, row) and row.group_id not in actor.presence.resting_group_ids and sees(actor, row.action)
    ]


def _may_concern(actors: Sequence[Actor]) -> Q:
    """What narrows the escalations down to those that could be some of these actors' to answer."""
    place = Q(agency_id__in={agency for actor in actors for agency in actor.agencies_as(Role.AGENCY_LEAD)})
    place |= Q(group_id__in={group for actor in actors for group in actor.chaired_group_ids})
    if any(actor.roles & EXECUTIVE for actor in actors):
        place |= Q(step=Step.EXECUTIVE)
    return place & Q(partnership_id__in={actor.partnership_id for actor in actors})


def _full(rows: Any, today: date) -> Any:
    """Escalations with their actions, and what their leads are called today."""
    holders = SeatHolder.objects.in_effect(today).filter(seat_id=OuterRef("action__lead_seat_id"), is_deputy=False)
    return rows.select_related("action__lead_person", "action__lead_seat__group", "action__lead_group").annotate(
        agency_name=called_on("action__lead_agency_id", today),
        holders=ArraySubquery(holders.values("person__name")),
        helper_ids=helper_ids("action_id"),
        reports_to=ArraySubquery(Reporting.objects.filter(action_id=OuterRef("action_id")).values("group_id")),
    )


def asked_besides(actors: Sequence[Actor], today: date) -> list[AskedRow]:
    """What these actors, one person in each of their partnerships, are asked for besides.

    Two queries at most, and what the sources above cost.
    """
    silences = [_silence(told) for told in told_to(actors, today)]
    above = [_asked_above(*asked, today) for asked in asked_on_my_work(actors, today)]
    return silences + above + [_review(owed, today) for owed in _reviews(actors, today)]


def _reviews(actors: Sequence[Actor], today: date) -> list[ReviewOwed]:
    people = {actor.user_id for actor in actors if actor.user_id and Role.AGENCY_LEAD in actor.roles}
    return [owed for every in access_reviews_owed(people, today).values() for owed in every] if people else []


def _silence(told: Told) -> AskedRow:
    row: Any = told.escalation
    action, seat = row.action, row.action.lead_seat
    lead = name_of_seat(seat) if seat else str(action.lead_person or action.lead_group or "")
    return AskedRow(
        kind=ESCALATION,
        id=action.pk,
        partnership_id=row.partnership_id,
        partnership_name=told.actor.partnership_name,
        name=f"{action.reference} {title_in_a_line(action.description)}".strip(),
        why=told.why,
        lead_name=lead or row.agency_name or "",
        held_by=", ".join(row.holders),
        part=Soon.NOW,
        due_on=action.due_on,
        path=told.path,
        button="Answer",
        is_late=True,
    )


def _review(owed: ReviewOwed, today: date) -> AskedRow:
    return AskedRow(
        kind=REVIEW,
        id=owed.review_id,
        partnership_id=owed.partnership_id,
        partnership_name=owed.partnership_name,
        name=owed.title,
        why=owed.why(today),
        lead_name="",
        held_by="",
        part=Soon.NOW if owed.is_due_now(today) else Soon.THIS_MONTH,
        due_on=owed.due_on,
        path=owed.path,
        button="Review",
        is_late=owed.is_due_now(today),
    )


def _asked_above(source: Source, actor: Actor, ask: Ask, today: date) -> AskedRow:
    return AskedRow(
        kind=ask.kind,
        id=ask.thing_id,
        partnership_id=ask.partnership_id,
        partnership_name=actor.partnership_name,
        name=title_in_message(ask),
        why=ask.why,
        lead_name="",
        held_by="",
        part=Soon(ask.urgency),
        due_on=ask.due_on,
        path=ask.path,
        button=source.button,
        is_late=ask.due_on is not None and ask.due_on < today,
    )


def my_work_count(actors: Sequence[Actor], today: date) -> int:
    """How many things wait today for one person in all their partnerships, as My work shows them.

    Word wanted now, acceptances, silences to answer, reviews of access and what apps above ask for; `actors` are the
    person in each partnership. Two queries, two more for those to whom silences or reviews are told, and one for
    all that the sources above ask.
    """
    asked = sum(wait.part == Soon.NOW for wait in open_waits(actors, today)) + len(to_accept(actors, ACCEPTED_BY))
    due = sum(owed.is_due_now(today) for owed in _reviews(actors, today))
    return asked + len(told_to(actors, today)) + due + count_waiting(actors, today)
