"""How a risk lives: watched, become an issue, closed; and how it goes up and down between registers."""

from collections.abc import Mapping
from enum import StrEnum

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

SOURCE = "Domain guide 8.7: status history, escalation, a realised risk becomes an issue, closure reason"


class State(StrEnum):
    """Where a risk is in its life."""

    OPEN = "open"
    ISSUE = "issue"
    CLOSED = "closed"


STATE_WORDS: Mapping[State, str] = {
    State.OPEN: "Open",
    State.ISSUE: "Has become an issue",
    State.CLOSED: "Closed",
}
WATCHED = (State.OPEN, State.ISSUE)


class Move(StrEnum):
    """What was decided about a risk as a whole."""

    REVIEWED = "reviewed"
    ESCALATED = "escalated"
    BROUGHT_DOWN = "brought_down"
    ACCEPTED = "accepted"
    REALISED = "realised"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"


MOVE_WORDS: Mapping[Move, str] = {
    Move.REVIEWED: "Reviewed",
    Move.ESCALATED: "Escalated",
    Move.BROUGHT_DOWN: "Brought down",
    Move.ACCEPTED: "Accepted as it stands",
    Move.REALISED: "Became an issue",
    Move.RESOLVED: "Issue resolved",
    Move.CLOSED: "Closed",
    Move.REOPENED: "Reopened",
}


class Line(StrEnum):
    """The three lines of assurance: who says that a control works."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


LINE_WORDS: Mapping[Line, tuple[str, str]] = {
    Line.FIRST: ("First line", "Those who do the work say that it works."),
    Line.SECOND: ("Second line", "The partnership looks itself: a group, an audit, the data."),
    Line.THIRD: ("Third line", "Somebody independent says so: scrutineer, inspectorate, peer review."),
}


class Effect(StrEnum):
    """How well a control holds."""

    STRONG = "strong"
    PARTLY = "partly"
    WEAK = "weak"
    UNTESTED = "untested"


EFFECT_WORDS: Mapping[Effect, tuple[str, str]] = {
    Effect.STRONG: ("Works", "Tested, and it holds."),
    Effect.PARTLY: ("Works in part", "It holds in some places or most of the time."),
    Effect.WEAK: ("Does not work well", "It fails often, or few keep to it."),
    Effect.UNTESTED: ("Not tested", "Nobody has looked yet."),
}


def _said(why: str, sentence: str) -> Verdict:
    return Allowed() if why.strip() else Denied(sentence)


@rule("risks.may_work_on", SOURCE)
def may_work_on(state: str) -> Verdict:
    """Denied for a closed risk."""
    return Denied("This risk is closed. Reopen it first.") if state == State.CLOSED else Allowed()


@rule("risks.may_review", SOURCE)
def may_review(state: str, sentence: str) -> Verdict:
    """Denied for a closed risk, and without a sentence that says what was seen."""
    return may_work_on(state) and _said(sentence, "Say in a sentence what was looked at.")


@rule("risks.may_escalate", SOURCE)
def may_escalate(state: str, is_in_group: bool, why: str) -> Verdict:
    """Denied for a closed risk, for one that stands in the partnership's own register already, without a reason."""
    if not (open_ := may_work_on(state)):
        return open_
    if not is_in_group:
        return Denied("This risk stands in the partnership’s own register already, so it cannot go higher.")
    return _said(why, "Say why it goes up, and what is asked of those above.")


@rule("risks.may_bring_down", SOURCE)
def may_bring_down(state: str, is_beneath: bool, why: str) -> Verdict:
    """Denied for a closed risk, to a register that is not beneath the one it stands in, without a reason."""
    if not (open_ := may_work_on(state)):
        return open_
    if not is_beneath:
        return Denied("Choose a group beneath the one in whose register the risk stands now.")
    return _said(why, "Say why it goes down, and what is expected of the group.")


@rule("risks.may_become_issue", SOURCE)
def may_become_issue(state: str, what: str) -> Verdict:
    """Denied unless the risk is open and somebody says what happened."""
    if state != State.OPEN:
        return Denied("Only an open risk becomes an issue.")
    return _said(what, "Say what has happened.")


@rule("risks.may_resolve_issue", SOURCE)
def may_resolve_issue(state: str, how: str) -> Verdict:
    """Denied unless the risk is an issue and somebody says how it was resolved."""
    if state != State.ISSUE:
        return Denied("This risk has not become an issue.")
    return _said(how, "Say how it was resolved.")


@rule("risks.may_close", SOURCE)
def may_close(state: str, why: str) -> Verdict:
    """Denied for what is closed already, while an issue stands, and without a reason."""
    if state == State.CLOSED:
        return Denied("This risk is closed already.")
    if state == State.ISSUE:
        return Denied("This risk has become an issue. Resolve the issue first.")
    return _said(why, "Say why it is closed; the register keeps it.")


@rule("risks.may_reopen", SOURCE)
def may_reopen(state: str, why: str) -> Verdict:
    """Denied for what is not closed, and without a reason."""
    if state != State.CLOSED:
        return Denied("This risk is not closed.")
    return _said(why, "Say why it is opened again.")
