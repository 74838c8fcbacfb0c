"""The life of minutes: taken, put to the chair, agreed, approved, and corrected where they were wrong."""

from collections.abc import Mapping
from enum import StrEnum

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule
from goldenthread.meetings.rules.states import MINUTES_READ, State

SOURCE = "Domain guide 8.5: minutes with decisions, actions and challenges captured as records during the meeting"


class Line(StrEnum):
    """What a line of the minutes is."""

    NOTE = "note"
    DECISION = "decision"
    ACTION = "action"
    DIRECTION = "direction"
    CHALLENGE = "challenge"
    KEY_MESSAGE = "key_message"


LINE_WORDS: Mapping[Line, str] = {
    Line.NOTE: "Note",
    Line.DECISION: "Decision",
    Line.ACTION: "Action",
    Line.DIRECTION: "Direction to a group",
    Line.CHALLENGE: "Challenge",
    Line.KEY_MESSAGE: "Key message",
}
DECISION_WORDS: Mapping[str, str] = {
    "made": "Decided",
    "recommended": "Recommended, to be ratified",
    "ratified": "Ratified",
}


@rule("meetings.may_put_to_chair", SOURCE)
def may_put_to_chair(state: str, lines: int) -> Verdict:
    """Denied for minutes that say nothing, and unless the meeting was held and they are still being written."""
    if state != State.HELD:
        return Denied("Only minutes that are being written are put to the chair.")
    if not lines:
        return Denied("Nothing is minuted yet.")
    return Allowed()


@rule("meetings.may_agree_minutes", SOURCE)
def may_agree(state: str) -> Verdict:
    """Denied unless the minutes are with the chair."""
    return Allowed() if state == State.DRAFTED else Denied("These minutes are not with the chair.")


@rule("meetings.may_approve_minutes", SOURCE)
def may_approve(state: str, later_held: bool) -> Verdict:
    """Denied unless the chair agreed them and the group has met since: a meeting approves the minutes of the last."""
    if state != State.AGREED:
        return Denied("The chair agrees minutes before a meeting approves them.")
    if not later_held:
        return Denied("Minutes are approved at the group’s next meeting, which has not been held yet.")
    return Allowed()


@rule("meetings.may_change_line", SOURCE)
def may_change_line(state: str, reason: str) -> Verdict:
    """Denied for a change to agreed minutes without a reason: it stands as a correction."""
    if state in MINUTES_READ and not reason.strip():
        return Denied("The chair has agreed these minutes. Say what was wrong; the change stands as a correction.")
    return Allowed()


@rule("meetings.may_remove_line", SOURCE)
def may_remove_line(state: str, has_record: bool) -> Verdict:
    """Denied once the minutes are agreed, and for a line whose action is in the tracker."""
    if state in MINUTES_READ:
        return Denied("The chair has agreed these minutes. Correct the line instead.")
    if has_record:
        return Denied("Its action is in the tracker. Close the action there, with a reason, and keep the line.")
    return Allowed()


@rule("meetings.may_ratify", SOURCE)
def may_ratify(needs: bool, done: bool, is_later: bool, is_quorate: bool, is_recorded: bool = True) -> Verdict:
    """Denied unless a later, quorate meeting of the group takes up a decision that waits to be ratified.

    Nobody knows of a meeting whether it was quorate until it is recorded who came.
    """
    if not needs or done:
        return Denied("This decision does not wait to be ratified.")
    if not is_later:
        return Denied("A decision is ratified at a later meeting of the group that was held.")
    if not is_recorded:
        return Denied("Record first who came to that meeting: only a quorate one ratifies.")
    if not is_quorate:
        return Denied("That meeting was not quorate either, so it cannot ratify.")
    return Allowed()
