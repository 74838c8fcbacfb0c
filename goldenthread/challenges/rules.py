"""Decide what may become of a challenge, when its answer is late, and what a log of challenges adds up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.kernel import moves
from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule


class Kind(StrEnum):
    """What is put on the log: a challenge, or good practice that somebody saw (domain guide 5.4)."""

    CHALLENGE = "challenge"
    GOOD_PRACTICE = "good_practice"


class State(StrEnum):
    """How far it is. Good practice is noted and asks nothing of anybody."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    NOTED = "noted"


class Outcome(StrEnum):
    """What came of a challenge."""

    ACCEPTED = "accepted"
    PARTLY = "partly_accepted"
    NOT_ACCEPTED = "not_accepted"


class RaisedAs(StrEnum):
    """In which part somebody raised it."""

    CHAIR = "chair"
    SCRUTINEER = "scrutineer"
    PARTNER = "partner"
    UNIT = "unit"


class Turn(StrEnum):
    """One thing said or done about a challenge."""

    RAISED = "raised"
    ANSWERED = "answered"
    EVIDENCED = "evidenced"
    EXTENDED = "extended"
    CLOSED = "closed"
    REOPENED = "reopened"


KIND_WORDS = {Kind.CHALLENGE: "Challenge", Kind.GOOD_PRACTICE: "Good practice"}
STATE_WORDS = {
    State.OPEN: "Waits for an answer",
    State.ANSWERED: "Answered",
    State.CLOSED: "Closed",
    State.NOTED: "Noted",
}
OUTCOME_WORDS = {
    Outcome.ACCEPTED: "Accepted",
    Outcome.PARTLY: "Partly accepted",
    Outcome.NOT_ACCEPTED: "Not accepted",
}
RAISED_AS_WORDS = {
    RaisedAs.CHAIR: "The chair",
    RaisedAs.SCRUTINEER: "The independent scrutineer",
    RaisedAs.PARTNER: "A partner",
    RaisedAs.UNIT: "The business unit",
}
MOVES: moves.Moves = {
    State.OPEN: (State.ANSWERED,),
    State.ANSWERED: (State.CLOSED, State.OPEN),
    State.CLOSED: (State.OPEN,),
}
SOON = 7


@rule("challenges.moves", "Domain guide 5.4: response, evidence, outcome, date closed")
def may_become(state: str, to: str) -> Verdict:
    """Denied where a challenge cannot go from one state to another; the reason says what comes first."""
    if state == State.NOTED:
        return Denied("Good practice is noted; nobody is asked to answer it.")
    if state == State.OPEN and to == State.CLOSED:
        return Denied("Record the answer first; then the challenge can be closed with what came of it.")
    if state == State.OPEN and to == State.OPEN:
        return Denied("This challenge is open already.")
    return moves.move(MOVES, state, to, "challenge")


@rule("challenges.addressee", "Domain guide 5.4: challenges are put to an agency; a group can be asked as one body")
def addressed(agency: bool, group: bool) -> Verdict:
    """Denied unless it is put to exactly one agency or one group."""
    if agency and group:
        return Denied("Choose either an agency or a group, not both.")
    if not agency and not group:
        return Denied("Choose the agency or the group it is put to.")
    return Allowed()


@rule("challenges.due_date", "Domain guide B.5, BP14: a challenge is answered by an agreed date")
def may_be_due(kind: str, due_on: date | None, raised_on: date) -> Verdict:
    """Denied for a challenge without a day for its answer, and for a day before it was raised."""
    if kind == Kind.GOOD_PRACTICE:
        return Allowed() if due_on is None else Denied("Good practice asks for no answer, so it has no date.")
    if due_on is None:
        return Denied("Enter the day by which the answer is due.")
    if due_on < raised_on:
        return Denied("The answer must be due on or after the day the challenge was raised.")
    return Allowed()


@rule("challenges.extension", "Domain guide B.5, BP14: the date is agreed, so moving it needs a reason")
def may_extend(state: str, due_on: date | None, to: date, today: date, reason: str) -> Verdict:
    """Denied for a challenge that waits for nothing, for a day that is not later, and without a reason."""
    if state != State.OPEN or due_on is None:
        return Denied("Only a challenge that waits for its answer can be given more time.")
    if to <= due_on:
        return Denied("The new date must be later than the one agreed before.")
    if to < today:
        return Denied("The new date must be today or later.")
    if not reason.strip():
        return Denied("Say why more time is given.")
    return Allowed()


@rule("challenges.outcome", "Domain guide 5.4: outcome and date closed")
def may_close(outcome: str, changed: str) -> Verdict:
    """Denied without an outcome, or without a sentence on what changed or why nothing did."""
    if outcome not in set(Outcome):
        return Denied("Choose what came of the challenge.")
    if not changed.strip():
        return Denied("Say what changed, or why nothing did.")
    return Allowed()


@rule("challenges.not_ones_own", "Domain guide D.3(4): nobody accepts for their own organisation")
def may_judge(may: bool, is_asked: bool) -> Verdict:
    """Denied to whoever speaks for those that were challenged, and to everybody who may not judge anyway."""
    if is_asked:
        return Denied("Whoever was challenged cannot say what came of it. The chair or the business unit can.")
    if not may:
        return Denied("Whoever raised the challenge, the chair or the business unit can do this.")
    return Allowed()


@rule("challenges.late", "Domain guide B.5, BP14: answered in time")
def days_late(state: str, due_on: date | None, today: date) -> int:
    """How many days the answer is late: nought where none is waited for, or its day has not passed."""
    if state != State.OPEN or due_on is None:
        return 0
    return max(0, (today - due_on).days)


@rule("challenges.stage", "Experience guide 2.3: say it in their words")
def stage(state: str, outcome: str, due_on: date | None, today: date) -> str:
    """Where a challenge stands, in a few words: "Answer 3 days late", "Closed, partly accepted"."""
    late = days_late(state, due_on, today)
    if late:
        return f"Answer {late} day{'s' if late > 1 else ''} late"
    if state == State.CLOSED and outcome:
        return f"Closed, {OUTCOME_WORDS[Outcome(outcome)].lower()}"
    return STATE_WORDS[State(state)]


@dataclass(frozen=True)
class Counted:
    """What is counted of one challenge."""

    state: str
    due_on: date | None
    answered_on: date | None
    has_evidence: bool


@dataclass(frozen=True)
class Figures:
    """What a log adds up to. `came_due` are those answered, or whose agreed day has passed without an answer."""

    raised: int
    came_due: int
    in_time: int
    closed: int
    with_evidence: int

    @property
    def sentence(self) -> str:
        """The figures as one sentence; nothing where nothing was raised."""
        if not self.raised:
            return ""
        said = []
        if self.came_due:
            said.append(f"{self.in_time} of {self.came_due} answered in time")
        if self.closed:
            said.append(f"{self.with_evidence} of {self.closed} closed with evidence")
        whole = f"{self.raised} challenge{'s' if self.raised != 1 else ''} raised"
        return f"{whole}: {', '.join(said)}." if said else f"{whole}; no answer has come due yet."


@rule("challenges.figures", "Domain guide B.5, BP14: answered in time, closed with evidence, of those raised")
def figures(challenges: Iterable[Counted], today: date) -> Figures:
    """Count challenges. An answer is in time on the agreed day itself; closed with evidence needs a piece of it."""
    every = list(challenges)
    answered = [one for one in every if one.answered_on is not None]
    silent = [one for one in every if one.answered_on is None and days_late(one.state, one.due_on, today)]
    closed = [one for one in every if one.state == State.CLOSED]
    return Figures(
        raised=len(every),
        came_due=len(answered) + len(silent),
        in_time=sum(1 for one in answered if one.due_on and one.answered_on and one.answered_on <= one.due_on),
        closed=len(closed),
        with_evidence=sum(1 for one in closed if one.has_evidence),
    )
