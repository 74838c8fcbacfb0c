"""When answers to challenges are due: for the forward plan, for My work and for the digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from goldenthread.challenges.models import Challenge
from goldenthread.challenges.queries.names import addressee, line_of
from goldenthread.challenges.rules import SOON, Kind, State, days_late
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships.models import Membership
from goldenthread.partnerships.permissions import Role
from goldenthread.web.environment import address

THIS_MONTH = 31


def answers_due(actor: Actor, since: date, until: date) -> list[Entry]:
    """The days on which answers are or were due, as the actor may see them. One query.

    A challenge that was answered stays with the word "answered"; one whose day has passed is late.
    """
    rows = Challenge.objects.visible(actor).filter(kind=Kind.CHALLENGE, due_on__range=(since, until))
    return [_entry(row) for row in rows.annotate(to_name=addressee(until))]


def _entry(row: Any) -> Entry:
    return Entry(
        on=row.due_on, sort=Sort.CHALLENGE, thing_id=row.pk, title=f"{row}: {line_of(row.text)}",
        page="challenges:show_challenge", parts={"challenge": row.pk}, who=row.to_name or "",
        group_ids=frozenset(filter(None, (row.to_group_id, row.group_id))),
        agency_ids=frozenset(filter(None, (row.to_agency_id,))),
        state="" if row.state == State.OPEN else "answered", is_restricted=True,
    )  # fmt: skip


@dataclass(frozen=True)
class _Open:
    """What is asked for of one challenge."""

    id: UUID
    partnership_id: UUID
    group_id: UUID | None
    agency_id: UUID | None
    led_by: list[UUID]
    due_on: date


def answer_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """The answers that each of these actors owes for an agency they lead or a group they chair. One query.

    Without a title: what is restricted is named by its link alone.
    """
    leading = [one.user_id for one in actors if Role.AGENCY_LEAD in one.roles and one.agency_ids and one.user_id]
    chaired = frozenset[UUID]().union(*(one.asked_group_ids for one in actors))
    if not (chaired or leading):
        return []
    leads = Membership.objects.in_effect(today).filter(
        role=Role.AGENCY_LEAD, person_id__in=leading, agency_id=OuterRef("to_agency_id"),
        partnership_id=OuterRef("partnership_id"),
    )  # fmt: skip
    waiting = Challenge.objects.filter(state=State.OPEN, partnership_id__in={one.partnership_id for one in actors})
    waiting = waiting.annotate(led_by=ArraySubquery(leads.order_by().values("person_id")))
    waiting = waiting.filter(Q(to_group_id__in=chaired) | Q(led_by__len__gt=0)).order_by("due_on")
    rows = waiting.values_list("pk", "partnership_id", "to_group_id", "to_agency_id", "led_by", "due_on")
    every = [_Open(*row) for row in rows]
    return [
        (actor, _ask(actor, one, today))
        for actor in actors
        for one in every
        if one.partnership_id == actor.partnership_id
        and (one.group_id in actor.asked_group_ids or actor.user_id in one.led_by)
    ]


def _ask(actor: Actor, one: _Open, today: date) -> Ask:
    late, left = days_late(State.OPEN, one.due_on, today), (one.due_on - today).days
    said = f"{one.due_on.day} {one.due_on:%B %Y}"
    if late:
        why = f"an answer to a challenge was due on {said}, {late} day{'s' if late > 1 else ''} ago"
    else:
        why = f"an answer to a challenge is due {'today' if not left else f'on {said}'}"
    urgency = Urgency.NOW if left <= SOON else Urgency.THIS_MONTH if left <= THIS_MONTH else Urgency.LATER
    return Ask(
        kind="challenges.challenge", thing_id=one.id, partnership_id=one.partnership_id,
        partnership_name=actor.partnership_name, title="", why=why, urgency=urgency,
        path=address("challenges:answer_challenge", actor.partnership_slug, challenge=one.id), due_on=one.due_on,
        relieved=one.group_id in actor.presence.relieved_group_ids or _others_lead(actor, one),
    )  # fmt: skip


def _others_lead(actor: Actor, one: _Open) -> bool:
    """True where the agency's lead is away and another lead of it is there."""
    return actor.user_id in (one.led_by or ()) and one.agency_id in actor.presence.relieved_agency_ids
