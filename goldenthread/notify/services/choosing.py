"""How often a person gets their digest: their own choice."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.notify import rules
from goldenthread.notify.models import Rhythm
from goldenthread.notify.permissions import CHOOSE_RHYTHM
from goldenthread.people.models import User
from goldenthread.trail import services as trail


@transaction.atomic
def choose_rhythm(actor: Actor, now: datetime, *, every: str) -> Rhythm:
    """Keep how often the actor wants their digest, whichever partnership it tells of, and return that.

    Raises `Refused` for an answer that is not offered (never is not) and for an actor who is nobody.
    """
    actor.must(CHOOSE_RHYTHM)
    if every not in set(rules.Every):
        raise Refused("Choose one of the answers on the page.", "every")
    person = User.objects.select_for_update().filter(Q(pk=actor.user_id)).first()
    if person is None:
        raise Refused("Only a person who is signed in gets a digest.")
    rhythm = Rhythm.objects.filter(person=person).first()
    before = rhythm.every if rhythm else rules.Every.WEEK.value
    rhythm = rhythm or Rhythm(person=person)
    rhythm.every = every
    rhythm.save()
    if before != every:
        trail.record(actor, "notify.rhythm.changed", rhythm, before={"every": before}, after={"every": every}, now=now)
    return rhythm
