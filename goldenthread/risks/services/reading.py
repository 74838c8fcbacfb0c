"""Who opened a risk: kept on the trail, once a day for each person."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from goldenthread.kernel.actor import Actor
from goldenthread.risks.models import Risk
from goldenthread.risks.permissions import SEE
from goldenthread.risks.services.telling import tell
from goldenthread.trail import queries as trail


@transaction.atomic
def note_reading(actor: Actor, now: datetime, today: date, risk_id: UUID) -> bool:
    """Record that the actor opened a risk they may read; True where that was not known of today yet."""
    actor.must(SEE)
    known = trail.told_on(actor, "risks.risk.read", today).filter(thing_id=OuterRef("pk"))
    risk = Risk.objects.readable(actor).filter(pk=risk_id).exclude(Exists(known)).first()
    if risk is None:
        return False
    tell(actor, now, "read", risk)
    return True
