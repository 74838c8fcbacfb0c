"""What every change to a challenge shares: fetched under lock, said in order, told on the trail without its words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from goldenthread.challenges.models import Challenge, ChallengeTurn
from goldenthread.challenges.rules import Turn
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.trail import services as trail

KIND = "challenges.challenge"
EVIDENCE = "documents.evidenceitem"
UNKNOWN = "There is no such challenge in this partnership, or it is not yours to see. The business unit can help."
# More people read the partnership's trail than read a challenge: of its words the trail holds none.
_OPEN_TO_ALL = ("kind", "state", "outcome")


def locked(actor: Actor, challenge_id: UUID) -> Challenge:
    """One challenge the actor may read, under lock. Raises `Refused` where there is none."""
    found = Challenge.objects.visible(actor).select_for_update(of=("self",)).filter(pk=challenge_id).first()
    if found is None:
        raise Refused(UNKNOWN)
    return cast(Challenge, found)


def standing(challenge: Challenge) -> dict[str, Any]:
    """What the trail may hold of a challenge."""
    due = challenge.due_on.isoformat() if challenge.due_on else None
    return {"due_on": due, **{name: str(getattr(challenge, name)) for name in _OPEN_TO_ALL}}


def keep(
    actor: Actor, now: datetime, challenge: Challenge, before: Mapping[str, Any] | None, turn: ChallengeTurn
) -> None:
    """Save a challenge with one more turn and record it."""
    if before is not None:
        challenge.version += 1
    challenge.save()
    turn.challenge = challenge
    turn.save()
    told = f"{KIND}.{'noted' if challenge.state == 'noted' else turn.what}"
    trail.record(actor, told, challenge, before=before, after=standing(challenge), now=now)


def turn_of(
    actor: Actor, now: datetime, today: date, challenge: Challenge, what: Turn, text: str, **more: Any
) -> ChallengeTurn:
    """Something said now, not yet saved."""
    return ChallengeTurn(
        partnership_id=actor.partnership_id, challenge=challenge, what=what, text=text.strip(), by_id=actor.user_id,
        by_name=actor.name, at=now, said_on=today, **more,
    )  # fmt: skip
