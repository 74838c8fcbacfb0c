"""Delivery ratings: six states, three voices, and how they roll up. No update is a state of its own, never red."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.rules import rule


class Delivery(StrEnum):
    """How delivery stands."""

    COMPLETE = "complete"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NOT_STARTED = "not_started"
    NO_UPDATE = "no_update"


@dataclass(frozen=True)
class Word:
    """How a state is said: the tag's word, its shape (never colour alone), the old colour word, and in full."""

    tag: str
    shape: str
    colour: str
    in_full: str


WORDS: dict[Delivery, Word] = {
    Delivery.ON_TRACK: Word("On track", "●", "green", "The lead says it will be done by its date."),
    Delivery.AT_RISK: Word("At risk", "▲", "amber", "Slipping, with a recovery plan."),
    Delivery.OFF_TRACK: Word("Off track", "■", "red", "Overdue, or will not be met."),
    Delivery.COMPLETE: Word("Complete", "✓", "blue", "Evidence accepted by somebody other than the lead."),
    Delivery.NOT_STARTED: Word("Not started", "–", "grey", "Before its first date."),
    Delivery.NO_UPDATE: Word("No update", "○", "white", "Nobody has said anything since the last cycle."),
}

# From the state that most needs attention to the one that least does.
ORDER = (
    Delivery.OFF_TRACK,
    Delivery.AT_RISK,
    Delivery.NO_UPDATE,
    Delivery.ON_TRACK,
    Delivery.NOT_STARTED,
    Delivery.COMPLETE,
)


@dataclass(frozen=True)
class RolledUp:
    """A rating for a whole, with the count of each state beneath it and the sentence that explains it."""

    rating: Delivery
    counts: dict[Delivery, int]
    why: str


@rule("kernel.rag_roll_up", "House rule; domain guide 8.2 (from knowledge, unverified) for the states")
def roll_up(ratings: Iterable[Delivery]) -> RolledUp:
    """The rating of a whole from its parts: red outweighs, silence is never taken for good news.

    Off track when a quarter or more of the open parts are off track; at risk when any part is off track or a quarter
    or more are at risk; no update when half or more of the open parts are silent; complete when every part is
    complete; not started when no open part has started and none is complete; otherwise on track. With no parts at
    all: not started.
    """
    counts = Counter(ratings)
    tally = {state: counts.get(state, 0) for state in Delivery}
    total, open_parts = sum(tally.values()), sum(tally.values()) - tally[Delivery.COMPLETE]
    if not total:
        return RolledUp(Delivery.NOT_STARTED, tally, "There is nothing beneath it to rate yet.")
    rating = _weigh(tally, open_parts)
    said = ", ".join(f"{tally[state]} {WORDS[state].tag.lower()}" for state in ORDER if tally[state])
    return RolledUp(rating, tally, f"Worked out from {total} rated: {said}.")


def _weigh(tally: dict[Delivery, int], open_parts: int) -> Delivery:
    if not open_parts:
        return Delivery.COMPLETE
    if tally[Delivery.OFF_TRACK] * 4 >= open_parts:
        return Delivery.OFF_TRACK
    if tally[Delivery.OFF_TRACK] or tally[Delivery.AT_RISK] * 4 >= open_parts:
        return Delivery.AT_RISK
    if tally[Delivery.NO_UPDATE] * 2 >= open_parts:
        return Delivery.NO_UPDATE
    if tally[Delivery.NOT_STARTED] == open_parts and not tally[Delivery.COMPLETE]:
        return Delivery.NOT_STARTED
    return Delivery.ON_TRACK
