"""Find proposals put to groups in writing, and who answered what."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import WrittenAnswer, WrittenProcedure
from goldenthread.meetings.permissions import PLAN, SEE, may_vote_in_writing, runs_group
from goldenthread.meetings.rules import Outcome, Reply
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


def show_procedure(actor: Actor, procedure_id: UUID, today: date) -> ProcedureShown | None:
    """One proposal as its page shows it, or None where it is not the actor's to read. Three queries."""
    row = find_procedure(actor, procedure_id)
    if row is None:
        return None
    answers = list(WrittenAnswer.objects.filter(procedure=row).select_related("seat", "person"))
    mine = [one for one in answers if one.seat_id in actor.seat_ids]
    still_open = row.outcome == Outcome.OPEN
    may_answer = bool(mine) and still_open and today <= row.answer_by and may_vote_in_writing(actor)
    return ProcedureShown(
        procedure=row,
        answers=answers,
        mine=mine,
        history=trail.history(actor, "meetings.writtenprocedure", procedure_id, limit=8),
        may_answer=may_answer,
        may_close=still_open and actor.may(PLAN) and runs_group(actor, row.group_id),
    )
