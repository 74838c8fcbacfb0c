"""Note who opened what is restricted about a meeting: each person once a day for each line, decision and proposal."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import Decision, Direction, Minute, WrittenProcedure
from goldenthread.meetings.permissions import SEE
from goldenthread.trail import services as trail
from goldenthread.trail.queries import told_on


@transaction.atomic
def note_minutes_read(actor: Actor, now: datetime, today: date, meeting_id: UUID) -> int:
    """Record that the actor opened the lines of part B of a meeting's minutes that they may read; how many were new."""
    actor.must(SEE)
    return _note(actor, now, today, Minute.objects.readable(actor).filter(meeting_id=meeting_id))


@transaction.atomic
def note_decisions_read(actor: Actor, now: datetime, today: date, ids: Collection[UUID]) -> int:
    """Record that the actor opened those of these decisions that stand in part B; how many were new."""
    actor.must(SEE)
    return _note(actor, now, today, Decision.objects.readable(actor).filter(pk__in=ids))


@transaction.atomic
def note_direction_read(actor: Actor, now: datetime, today: date, direction_id: UUID) -> int:
    """Record that the actor opened a direction of part B; 1 where that was not known of today."""
    actor.must(SEE)
    return _note(actor, now, today, Direction.objects.readable(actor).filter(pk=direction_id))


@transaction.atomic
def note_procedure_read(actor: Actor, now: datetime, today: date, procedure_id: UUID) -> int:
    """Record that the actor opened a restricted proposal; 1 where that was not known of today."""
    actor.must(SEE)
    return _note(actor, now, today, WrittenProcedure.objects.readable(actor).filter(pk=procedure_id))


def _note(actor: Actor, now: datetime, today: date, rows: Any) -> int:
    """One event for each row of part B that this person has not opened today. Nothing it says goes into the trail."""
    name = f"meetings.{rows.model._meta.model_name}.read"
    known = told_on(actor, name, today).filter(thing_id=OuterRef("pk"))
    opened = list(rows.filter(part="B").exclude(Exists(known)).order_by("pk"))
    if opened:
        trail.record_many(actor, [trail.Told(name, one, after={}) for one in opened], now=now)
    return len(opened)
