"""Where a meeting stands, and what may be done with it from there."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

SOURCE = "Domain guide 8.5: agenda, meeting, draft minutes, the chair's agreement, approval at the next meeting"


class State(StrEnum):
    """The life of a meeting."""

    PLANNED = "planned"
    ISSUED = "issued"
    HELD = "held"
    DRAFTED = "drafted"
    AGREED = "agreed"
    APPROVED = "approved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


STATE_WORDS: Mapping[State, str] = {
    State.PLANNED: "Planned",
    State.ISSUED: "Agenda issued",
    State.HELD: "Held, minutes being written",
    State.DRAFTED: "Minutes with the chair",
    State.AGREED: "Minutes agreed by the chair",
    State.APPROVED: "Minutes approved",
    State.POSTPONED: "Postponed",
    State.CANCELLED: "Cancelled",
    State.WITHDRAWN: "No longer planned",
}
AHEAD = frozenset({State.PLANNED, State.ISSUED})
OFF = frozenset({State.POSTPONED, State.CANCELLED, State.WITHDRAWN})
# The meeting took place; cancelled ones count in no trend.
TOOK_PLACE = frozenset({State.HELD, State.DRAFTED, State.AGREED, State.APPROVED})
# Everybody who reads governance papers reads the minutes from then on.
MINUTES_READ = frozenset({State.AGREED, State.APPROVED})


@rule("meetings.may_change_date", SOURCE)
def may_rearrange(state: str) -> Verdict:
    """Denied once a meeting took place or its series dropped it; one called off is planned again by its date."""
    if state in TOOK_PLACE:
        return Denied("This meeting has taken place, so its date and place stay as they were.")
    if state == State.WITHDRAWN:
        return Denied("Its series no longer meets on this day. Plan another meeting instead.")
    return Allowed()


@rule("meetings.may_call_off", SOURCE)
def may_call_off(state: str, reason: str) -> Verdict:
    """Denied without a reason, and for a meeting that took place or is off already."""
    if state in TOOK_PLACE:
        return Denied("This meeting has taken place and cannot be called off.")
    if state in (State.CANCELLED, State.WITHDRAWN):
        return Denied("This meeting is cancelled already.")
    if not reason.strip():
        return Denied("Say why, in a sentence that members will read.")
    return Allowed()


@rule("meetings.times_in_order", "House rule: nothing ends before it starts")
def times_in_order(starts_at: datetime, ends_at: datetime) -> Verdict:
    """Denied where a meeting would end before it starts, or last longer than a day."""
    if ends_at <= starts_at:
        return Denied("The meeting must end after it starts.")
    if (ends_at - starts_at).total_seconds() > 24 * 3600:
        return Denied("A meeting lasts a day at most.")
    return Allowed()
