"""Say what came of a challenge, open it again, give more time; and note who opened it."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from goldenthread.challenges import rules
from goldenthread.challenges.models import Challenge
from goldenthread.challenges.permissions import JUDGE, SEE, may_judge
from goldenthread.challenges.rules import State, Turn
from goldenthread.challenges.services._writing import KIND, keep, locked, standing, turn_of
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Denied, NotPermitted, Refused, insist
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import queries as told
from goldenthread.trail import services as trail

# Two pages that one person opens at once wait for each other, and for nobody who writes.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def _judged(actor: Actor, today: date, challenge_id: UUID) -> Challenge:
    actor.must(JUDGE)
    challenge = locked(actor, challenge_id)
    verdict = may_judge(actor, challenge, partnerships.led_agencies(actor, today))
    if isinstance(verdict, Denied):
        raise NotPermitted(verdict.reason)
    return challenge


@transaction.atomic
def close_challenge(
    actor: Actor, now: datetime, today: date, challenge_id: UUID, *, outcome: str, what_changed: str
) -> Challenge:
    """Close an answered challenge with what came of it and what changed, and return it.

    Raises `Refused` for one that was not answered, and without an outcome or a sentence; `NotPermitted` for those who
    were challenged and for those who neither raised it nor judge for the partnership.
    """
    challenge = _judged(actor, today, challenge_id)
    insist(rules.may_become(challenge.state, State.CLOSED))
    insist(rules.may_close(outcome, what_changed), "what_changed" if outcome in set(rules.Outcome) else "outcome")
    before = standing(challenge)
    challenge.state, challenge.closed_on = State.CLOSED, today
    challenge.outcome, challenge.what_changed = outcome, what_changed.strip()
    keep(actor, now, challenge, before, turn_of(actor, now, today, challenge, Turn.CLOSED, what_changed,
                                                outcome=outcome))  # fmt: skip
    return challenge


@transaction.atomic
def reopen_challenge(
    actor: Actor, now: datetime, today: date, challenge_id: UUID, *, reason: str, due_on: date | None
) -> Challenge:
    """Ask again: open an answered or closed challenge with a reason and a new date, and return it.

    The answer and the outcome given before stay in its conversation. Raises `Refused` and `NotPermitted`.
    """
    challenge = _judged(actor, today, challenge_id)
    insist(rules.may_become(challenge.state, State.OPEN))
    if not reason.strip():
        raise Refused("Say what is still to be answered.", "reason")
    insist(rules.may_be_due(challenge.kind, due_on, today), "due_on")
    before = standing(challenge)
    challenge.state, challenge.due_on, challenge.answered_on = State.OPEN, due_on, None
    challenge.outcome, challenge.what_changed, challenge.closed_on = "", "", None
    keep(actor, now, challenge, before, turn_of(actor, now, today, challenge, Turn.REOPENED, reason, due_on=due_on))
    return challenge


@transaction.atomic
def extend_challenge(
    actor: Actor, now: datetime, today: date, challenge_id: UUID, *, due_on: date, reason: str
) -> Challenge:
    """Give more time for an answer, with the reason, and return the challenge. Raises `Refused` and `NotPermitted`."""
    challenge = _judged(actor, today, challenge_id)
    given = bool(reason.strip())
    insist(rules.may_extend(challenge.state, challenge.due_on, due_on, today, reason), "due_on" if given else "reason")
    before = standing(challenge)
    challenge.due_on = due_on
    keep(actor, now, challenge, before, turn_of(actor, now, today, challenge, Turn.EXTENDED, reason, due_on=due_on))
    return challenge


@transaction.atomic
def note_reading(actor: Actor, now: datetime, today: date, challenge_id: UUID) -> bool:
    """Record that the actor opened a challenge; True where that was not known of today yet."""
    actor.must(SEE)
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [f"{KIND}.read:{actor.user_id}:{challenge_id}"])
    known = told.told_on(actor, f"{KIND}.read", today).filter(thing_id=OuterRef("pk"))
    challenge = Challenge.objects.visible(actor).filter(pk=challenge_id).exclude(Exists(known)).first()
    if challenge is None:
        return False
    trail.record(actor, f"{KIND}.read", challenge, after={}, now=now)
    return True
