"""Who came: the words for it, and when an absence is worth a conversation."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from goldenthread.kernel.rules import rule

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
