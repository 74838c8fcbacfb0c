"""Find proposals put to groups in writing, and who answered what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet
from django.urls import reverse

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import WrittenAnswer, WrittenProcedure
from goldenthread.meetings.permissions import PLAN, SEE, may_vote_in_writing, reads_part_b, runs_group
from goldenthread.meetings.rules import Outcome, Reply
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import queries as trail


def list_procedures(actor: Actor) -> QuerySet[Any]:
    """The proposals the actor may read, latest first, each with `asked` and `answered` (numbers)."""
    rows = WrittenProcedure.objects.readable(actor).select_related("group")
    return rows.annotate(asked=Count("answers"), answered=Count("answers", filter=~Q(answers__answer=Reply.ASKED)))


def find_procedure(actor: Actor, procedure_id: UUID) -> WrittenProcedure | None:
    """One proposal the actor may read, or None. One query."""
    rows = WrittenProcedure.objects.readable(actor).select_related("group", "decision", "item")
    return rows.filter(pk=procedure_id).first()


def may_see_procedure(actor: Actor, procedure_id: UUID) -> bool:
    """True where the actor may read the proposal, and so its history."""
    return actor.may(SEE) and find_procedure(actor, procedure_id) is not None


@dataclass(frozen=True)
class ProcedureShown:
    """A proposal with every answer, and what this actor may do."""

    procedure: WrittenProcedure
    answers: list[WrittenAnswer]
    mine: list[WrittenAnswer]
    history: list[trail.Line]
    may_answer: bool
    may_close: bool
    # Until when those who have not answered are away, by their id: for whoever waits for the answers.
    away_until: Mapping[UUID, date] = field(default_factory=dict)


def show_procedure(actor: Actor, procedure_id: UUID, today: date) -> ProcedureShown | None:
    """One proposal as its page shows it, or None where it is not the actor's to read. Four queries."""
    row = find_procedure(actor, procedure_id)
    if row is None:
        return None
    answers = list(WrittenAnswer.objects.filter(procedure=row).select_related("seat", "person"))
    mine = [one for one in answers if one.seat_id in actor.seat_ids]
    still_open = row.outcome == Outcome.OPEN
    may_answer = bool(mine) and still_open and today <= row.answer_by and may_vote_in_writing(actor)
    waits = still_open and runs_group(actor, row.group_id)
    still_asked = {one.person_id for one in answers if one.person_id and one.answer == Reply.ASKED and waits}
    away = partnerships.who_is_away(actor, still_asked, today)
    return ProcedureShown(
        procedure=row,
        answers=answers,
        mine=mine,
        history=trail.history(actor, "meetings.writtenprocedure", procedure_id, limit=8),
        may_answer=may_answer,
        may_close=still_open and actor.may(PLAN) and runs_group(actor, row.group_id),
        away_until={person: one.ends_on for person, one in away.items()},
    )


def written_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """The proposals each of these actors has still to answer for a seat, with its last day. One query, or none.

    A deputy is asked while the holder is away; lay members and the scrutineer never are.
    """
    able = [one for one in actors if one.asked_seat_ids and may_vote_in_writing(one)]
    if not able:
        return []
    still = WrittenAnswer.objects.filter(procedure_id=OuterRef("pk"), answer=Reply.ASKED).order_by()
    rows = WrittenProcedure.objects.filter(
        partnership_id__in={one.partnership_id for one in able}, outcome=Outcome.OPEN, answer_by__gte=today
    ).annotate(still=ArraySubquery(still.values("seat_id")))  # fmt: skip
    return [
        (actor, _ask(actor, row))
        for row in rows.select_related("group").order_by("answer_by", "title", "pk")
        for actor in able
        if _is_asked(actor, row)
    ]


def _is_asked(actor: Actor, row: Any) -> bool:
    if row.partnership_id != actor.partnership_id or not actor.asked_seat_ids & set(row.still):
        return False
    return not row.is_restricted or reads_part_b(actor, row.group_id, {row.group_id})


def _ask(actor: Actor, row: Any) -> Ask:
    day = f"{row.answer_by.day} {row.answer_by:%B %Y}"
    return Ask(
        kind="meetings.writtenprocedure",
        thing_id=row.pk,
        partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name,
        title="" if row.is_restricted else f"Answer “{row.title}”",
        why=f"put to {row.group.name} in writing, your answer is asked by {day}",
        urgency=Urgency.NOW,
        path=reverse("meetings:answer_procedure", args=[actor.partnership_slug, row.pk]),
        due_on=row.answer_by,
        relieved=actor.asked_seat_ids & set(row.still) <= actor.presence.relieved_seat_ids,
    )
