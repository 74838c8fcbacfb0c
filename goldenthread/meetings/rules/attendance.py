"""Who came: the words for it, and when an absence is worth a conversation."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule
from goldenthread.meetings.rules.states import MINUTES_READ, OFF

SOURCE = "Domain guide 8.5; Annex A, row 49: attendance by seat and organisation over time is a success measure"
FLAG_AFTER = 2


class Came(StrEnum):
    """What became of a seat at one meeting."""

    PRESENT = "present"
    DEPUTY = "deputy"
    APOLOGIES = "apologies"
    ABSENT = "absent"


CAME_WORDS: Mapping[Came, str] = {
    Came.PRESENT: "Present",
    Came.DEPUTY: "Deputy came",
    Came.APOLOGIES: "Apologies",
    Came.ABSENT: "Absent without apologies",
}
# The same where there is little room.
MARKS: Mapping[Came, str] = {
    Came.PRESENT: "Present", Came.DEPUTY: "Deputy", Came.APOLOGIES: "Apologies", Came.ABSENT: "Absent",
}  # fmt: skip
HERE = frozenset({Came.PRESENT, Came.DEPUTY})


@rule("meetings.attendance_flag", SOURCE)
def missed_in_a_row(came: Sequence[str | None]) -> int:
    """How many of the latest meetings in a row were missed. `came` runs from the oldest to the latest meeting.

    A deputy counts as there. Meetings of which nothing is known (None: the seat did not exist yet) are passed over.
    """
    missed = 0
    for one in reversed([one for one in came if one is not None]):
        if one in HERE:
            break
        missed += 1
    return missed


@rule("meetings.attendance_share", SOURCE)
def share(came: Sequence[str | None]) -> int | None:
    """The percentage of meetings attended by holder or deputy, a half rounded up; None where nothing is known."""
    known = [one for one in came if one is not None]
    if not known:
        return None
    return (200 * sum(one in HERE for one in known) + len(known)) // (2 * len(known))


@rule("meetings.may_record_attendance", SOURCE)
def may_record(state: str, meets_on: date, today: date) -> Verdict:
    """Denied before the day of the meeting, for one that is off, and once the chair agreed the minutes."""
    if state in OFF:
        return Denied("This meeting was called off, so nobody’s attendance counts.")
    if state in MINUTES_READ:
        return Denied("The chair has agreed the minutes. Record a correction in them instead.")
    if today < meets_on:
        return Denied("Attendance and minutes are recorded from the day of the meeting.")
    return Allowed()
