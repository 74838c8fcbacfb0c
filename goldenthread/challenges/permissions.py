"""Who sees the challenge log, who may put something on it, answer, and say what came of it."""

from collections.abc import Collection
from uuid import UUID

from goldenthread.challenges import rules
from goldenthread.challenges.models import READS_ALL, Challenge
from goldenthread.kernel.actor import SEEN, Actor, declare
from goldenthread.kernel.outcomes import Verdict
from goldenthread.partnerships.permissions import DECIDES, UNIT, Role

# D.2, class R: which rows of the log somebody reads is `Challenges.visible`.
READERS = READS_ALL | {Role.GROUP_CHAIR, Role.GROUP_MEMBER, Role.AGENCY_LEAD}
ANSWERS = UNIT | {Role.AGENCY_LEAD, Role.GROUP_CHAIR}
# Those who say what came of any challenge; whoever raised one says it of theirs.
JUDGES = UNIT | DECIDES | {Role.INDEPENDENT_SCRUTINEER}

SEE = declare("challenges.see", "see the challenge log", READERS, SEEN)
RAISE = declare("challenges.raise", "raise a challenge or note good practice", READERS)
ANSWER = declare("challenges.answer", "answer a challenge", ANSWERS)
JUDGE = declare("challenges.judge", "close a challenge, reopen it or give more time", READERS)


def may_raise(actor: Actor) -> bool:
    """True for whoever puts a challenge on the log themselves; a lay member asks the chair or the unit to."""
    return actor.may(RAISE) and Role.LAY_MEMBER not in actor.roles


def is_unit(actor: Actor) -> bool:
    """True for the business unit, which records on behalf of others."""
    return bool(actor.roles & UNIT)


def is_asked(actor: Actor, challenge: Challenge, led: Collection[UUID]) -> bool:
    """True where the actor speaks for those challenged: leads the agency (one of `led`), or chairs the group."""
    return challenge.to_agency_id in led or (
        challenge.to_group_id is not None and challenge.to_group_id in actor.chaired_group_ids
    )


def may_answer(actor: Actor, challenge: Challenge, led: Collection[UUID]) -> bool:
    """True for whoever speaks for those challenged, and for the business unit on their behalf."""
    return actor.may(ANSWER) and (is_unit(actor) or is_asked(actor, challenge, led))


def belongs_to_challenged(actor: Actor, challenge: Challenge) -> bool:
    """True where the actor acts for the agency challenged, or sits on the group challenged: it is their own."""
    return challenge.to_agency_id in actor.agency_ids or challenge.to_group_id in actor.sitting_group_ids


def may_judge(actor: Actor, challenge: Challenge, led: Collection[UUID]) -> Verdict:
    """Whether the actor may close, reopen or extend this challenge, with the reason where not.

    Nobody may who speaks for those challenged or belongs to them, whatever their role.
    """
    own = actor.user_id is not None and challenge.raised_by_id == actor.user_id
    theirs = is_asked(actor, challenge, led) or belongs_to_challenged(actor, challenge)
    return rules.may_judge(own or bool(actor.roles & JUDGES), theirs)
