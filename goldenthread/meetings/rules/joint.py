"""A meeting of several partnerships: who may be asked, who may answer, and how a guest's meeting follows its host's."""

from collections.abc import Mapping
from enum import StrEnum

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule
from goldenthread.meetings.rules.states import AHEAD, OFF, TOOK_PLACE, State

SOURCE = "Decision 18: a meeting of several partnerships belongs to its host; each other one takes part by its own word"


class Invited(StrEnum):
    """How an invitation to another partnership's meeting stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


INVITED_WORDS: Mapping[Invited, str] = {
    Invited.ASKED: "Not answered yet",
    Invited.ACCEPTED: "Takes part",
    Invited.DECLINED: "Declined",
    Invited.WITHDRAWN: "Withdrawn",
    Invited.LEFT: "Left",
}
# The host may still take these back, and does not ask the same partnership twice.
STANDS = frozenset({Invited.ASKED, Invited.ACCEPTED})
# What a guest's meeting takes from its host's.
FOLLOWED = ("title", "starts_at", "ends_at", "place", "online")


@rule("meetings.may_ask_partnership", SOURCE)
def may_ask_partnership(state: str, is_guest: bool) -> Verdict:
    """Denied for a meeting that is off or took place, and for one that another partnership hosts."""
    if is_guest:
        return Denied("Another partnership hosts this meeting, and it alone asks others to take part.")
    if state not in AHEAD:
        return Denied("Only to a meeting that is to come are other partnerships asked.")
    return Allowed()


@rule("meetings.may_answer_invitation", SOURCE)
def may_answer(state: str, hosted: str, *, accepts: bool) -> Verdict:
    """Denied where it was answered or taken back, and where it is accepted once the meeting took place or is off."""
    if state != Invited.ASKED:
        return Denied("This invitation was answered or taken back already.")
    if accepts and hosted not in AHEAD:
        return Denied("The meeting has taken place or was called off, so nobody can be added to it.")
    return Allowed()


@rule("meetings.may_leave", SOURCE)
def may_leave(state: str, reason: str) -> Verdict:
    """Denied without a reason, and for a meeting that took place or was called off."""
    if state in TOOK_PLACE:
        return Denied("This meeting has taken place. What was recorded of it stays as it is.")
    if state in (State.CANCELLED, State.WITHDRAWN):
        return Denied("This meeting is off already.")
    if not reason.strip():
        return Denied("Say why, in a sentence that your members and the host will read.")
    return Allowed()


@rule("meetings.guest_follows", SOURCE)
def follows(state: str) -> bool:
    """True while a guest's meeting still follows its host's, which may plan again what it called off: until the guest
    records it.
    """
    return state in AHEAD or state in (State.POSTPONED, State.CANCELLED)


@rule("meetings.guest_state", SOURCE)
def guest_state(hosted: str, is_issued: bool) -> State:
    """The state of a guest's meeting that follows: off where the host's is, and else as far as its own agenda is."""
    if hosted in OFF:
        return State.POSTPONED if hosted == State.POSTPONED else State.CANCELLED
    return State.ISSUED if is_issued else State.PLANNED
