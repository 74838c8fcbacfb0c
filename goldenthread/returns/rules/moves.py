"""How a return moves from not started to closed, who is late, and what lateness leads to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import UUID

from goldenthread.kernel.outcomes import Allowed, Denied, Refused, Verdict
from goldenthread.kernel.rules import rule
from goldenthread.kernel.working_days import working_days_between

SOURCE = "Domain guide 1(4) and 4.3: issued, drafted, signed off inside, submitted, chased, checked, closed"


class State(StrEnum):
    """How far a return is."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SIGNED_OFF = "signed_off"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXCUSED = "excused"
    CLOSED = "closed"


STATES: Mapping[State, str] = {
    State.NOT_STARTED: "Not started",
    State.DRAFT: "Being answered",
    State.SIGNED_OFF: "Signed off, not yet sent",
    State.SUBMITTED: "Sent",
    State.RETURNED: "Sent back for more",
    State.ACCEPTED: "Accepted",
    State.EXCUSED: "Excused",
    State.CLOSED: "Closed unanswered",
}
# Those who are asked still owe it; those who have sent it have answered.
OWED = (State.NOT_STARTED, State.DRAFT, State.SIGNED_OFF, State.RETURNED)
SENT = (State.SUBMITTED, State.ACCEPTED)
WRITABLE = (State.NOT_STARTED, State.DRAFT, State.RETURNED)


class Move(StrEnum):
    """What can be done with a return."""

    SAVE = "save"
    SIGN_OFF = "sign_off"
    TAKE_BACK = "take_back"
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"
    EXCUSE = "excuse"
    REOPEN = "reopen"
    CLOSE = "close"


_MOVES: Mapping[Move, tuple[tuple[State, ...], State, str]] = {
    Move.SAVE: (WRITABLE, State.DRAFT, "It can no longer be changed: it has been signed off or sent."),
    Move.SIGN_OFF: ((State.DRAFT, State.RETURNED), State.SIGNED_OFF, "Only what has been answered is signed off."),
    Move.TAKE_BACK: ((State.SIGNED_OFF,), State.DRAFT, "Only what is signed off and not yet sent is taken back."),
    Move.SUBMIT: ((State.DRAFT, State.RETURNED, State.SIGNED_OFF), State.SUBMITTED, "It has been sent already."),
    Move.RETURN: ((State.SUBMITTED, State.ACCEPTED), State.RETURNED, "Only what has been sent can be sent back."),
    Move.ACCEPT: ((State.SUBMITTED,), State.ACCEPTED, "Only what has been sent can be accepted."),
    Move.EXCUSE: (OWED, State.EXCUSED, "Only what is still owed can be excused."),
    Move.REOPEN: ((State.EXCUSED, State.CLOSED), State.DRAFT, "Only what was excused or closed can be opened again."),
    Move.CLOSE: (OWED, State.CLOSED, "Only what is still owed is closed unanswered."),
}


# What is said of answering where the state says more than the move.
_OVER = {
    State.EXCUSED: "This is asked for no longer: it was excused. The business unit can open it again.",
    State.CLOSED: "This is asked for no longer: its round is closed. The business unit can open it again.",
}
_ANSWERING = (Move.SAVE, Move.SIGN_OFF, Move.SUBMIT)


@rule("returns.move", SOURCE)
def after(move: Move, state: str) -> State:
    """The state after a move. Raises `Refused` where the move is not possible, with the reason."""
    froms, to, reason = _MOVES[move]
    if state in froms:
        return to
    if move in _ANSWERING and state in _OVER:
        raise Refused(_OVER[State(state)])
    if move == Move.SUBMIT and state == State.NOT_STARTED:
        raise Refused("Nothing has been answered yet, so there is nothing to send.")
    raise Refused(reason)


def may_move(move: Move, state: str) -> bool:
    """True where the move is possible from this state."""
    return state in _MOVES[move][0]


@rule("returns.sign_off_first", "Domain guide 4.3(3): internal sign-off by a named senior officer")
def may_submit(needs_sign_off: bool, state: str, missing: Sequence[str]) -> Verdict:
    """Denied while a required answer is missing (the first is named), or before the sign-off that is asked for."""
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        return Denied(f"Before it is sent, answer “{missing[0]}”{more}.")
    if needs_sign_off and state != State.SIGNED_OFF:
        return Denied("Somebody senior must sign it off before it is sent.")
    return Allowed()


@rule("returns.not_own", "Domain guide D.3(4): nobody moderates or accepts for their own organisation")
def may_check(respondent_agency: UUID | None, checker_agencies: Iterable[UUID], is_own: bool = False) -> Verdict:
    """Denied where the checker acts for the agency whose return it is, or it is their own: sent, chaired, theirs."""
    if respondent_agency and respondent_agency in set(checker_agencies):
        return Denied("Nobody checks the return of their own agency; ask somebody of another.")
    if is_own:
        return Denied("Nobody checks what they sent themselves or the group they chair sent; ask somebody else.")
    return Allowed()


@rule("returns.lateness", "Domain guide 2.6, 8.6; late, extended and excused are recorded with reasons")
def days_late(state: str, due_on: date, sent_on: date | None, today: date) -> int:
    """How many working days after its due date it was sent, or has been owed until today; nought where in time.

    Raises `Refused` beyond the years whose bank holidays are known.
    """
    if state in (State.EXCUSED, State.CLOSED):
        return 0
    until = sent_on if state in SENT and sent_on else today
    return working_days_between(due_on, until) if until > due_on else 0


class Rung(StrEnum):
    """What happens next where nothing comes (domain guide 8.6, consequence ladder)."""

    REMINDER = "reminder"
    CHAIRS_LETTER = "chairs_letter"
    CHALLENGE = "challenge"
    EXECUTIVE = "executive"


RUNGS: Mapping[Rung, str] = {
    Rung.REMINDER: "A reminder of its own",
    Rung.CHAIRS_LETTER: "A letter from the chair",
    Rung.CHALLENGE: "An entry in the challenge log",
    Rung.EXECUTIVE: "Taken to the executive",
}


@dataclass(frozen=True)
class Step:
    """One rung of a ladder, and how many working days after the due date it is reached."""

    rung: Rung
    after: int


LADDER = (Step(Rung.REMINDER, 1), Step(Rung.CHAIRS_LETTER, 5), Step(Rung.CHALLENGE, 10), Step(Rung.EXECUTIVE, 20))


@rule("returns.ladder", "Domain guide 8.6: reminder, chair's letter, challenge log, executive")
def next_rung(ladder: Sequence[Step], late: int, taken: Sequence[str], since_last: int | None) -> Rung | None:
    """The rung that is taken next of a return so many working days late, or None where none is reached.

    `taken` are those taken already, `since_last` the working days since the last of them. Each rung leaves the one
    before it its time, even where lateness is found late: nobody climbs two in a day.
    """
    steps = sorted((one for one in ladder if one.after > 0), key=lambda one: one.after)
    left = [one for one in steps if one.rung not in taken]
    if not left or late < left[0].after:
        return None
    before = [one.after for one in steps if one.after < left[0].after]
    gap = left[0].after - (before[-1] if before else 0)
    return left[0].rung if since_last is None or since_last >= gap else None


@rule("returns.ladder_is_whole", "House rule: a ladder is climbed one rung at a time")
def ladder_in_order(ladder: Sequence[Step]) -> Verdict:
    """Denied where a later rung would be reached before or with an earlier one."""
    order = list(Rung)
    days = [one.after for one in sorted(ladder, key=lambda one: order.index(one.rung))]
    if any(day < 1 for day in days) or any(late <= soon for soon, late in pairwise(days)):
        return Denied("Each step must come later than the one before it, and the first at least one working day after.")
    return Allowed()


def stored_ladder(ladder: Sequence[Step]) -> list[dict[str, Any]]:
    """A ladder as JSON holds it."""
    return [{"rung": one.rung.value, "after": one.after} for one in ladder]


def restored_ladder(stored: Sequence[dict[str, Any]]) -> list[Step]:
    """A ladder from what `stored_ladder` gave."""
    return [Step(Rung(one["rung"]), one["after"]) for one in stored]
