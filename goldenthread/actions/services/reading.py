"""Who opened a restricted action: kept on the trail, once a day for each person."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from goldenthread.actions.models import Action
from goldenthread.actions.permissions import SEE
from goldenthread.actions.rules import READING_IS_KEPT
from goldenthread.actions.services.locking import tell
from goldenthread.kernel.actor import Actor
from goldenthread.trail import queries as trail

# Two pages that one person opens at once wait for each other, and for nobody who writes.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@transaction.atomic
def note_reading(actor: Actor, now: datetime, today: date, action_id: UUID) -> bool:
    """Record that the actor opened an action whose reading is kept; True where that was not known of today yet.

    Nothing is recorded of an action of another class, nor of one that the actor may not see.
    """
    actor.must(SEE)
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [f"actions.action.read:{actor.user_id}:{action_id}"])
    known = trail.told_on(actor, "actions.action.read", today).filter(thing_id=OuterRef("pk"))
    kept = Action.objects.visible(actor).filter(pk=action_id, information_class__in=READING_IS_KEPT)
    action = kept.exclude(Exists(known)).first()
    if action is None:
        return False
    tell(actor, now, "read", action)
    return True
