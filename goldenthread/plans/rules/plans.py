"""Decide how a plan moves, what its levels are called, and whose rating of a priority stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.kernel.moves import Moves, move
from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rag import WORDS, Delivery, RolledUp, roll_up
from goldenthread.kernel.rules import rule

STATES: Moves = {"draft": ("approved",), "approved": ("live", "draft"), "live": ("closed",), "closed": ()}

LEVELS: dict[str, tuple[str, str]] = {
    "priority": ("Priority", "Priorities"),
    "objective": ("Objective", "Objectives"),
    "action": ("Action", "Actions"),
    "measure": ("Measure", "Measures"),
    "outcome": ("Outcome", "Outcomes"),
}


@rule("plans.moves", "Issue rule: draft, approved, live, closed; a plan is approved by somebody named")
def may_become(state: str, to: str, priorities: int, approvals: int, closing_words: str = "") -> Verdict:
    """Whether a plan may move to another state, and what is still missing when it may not."""
    verdict = move(STATES, state, to, "plan")
    if isinstance(verdict, Denied):
        return verdict
    if to == "approved" and not priorities:
        return Denied("A plan needs at least one priority before it can be approved.")
    if to == "live" and not approvals:
        return Denied("Record who approved the plan before it goes live.")
    if to == "closed" and not closing_words.strip():
        return Denied("Say in a sentence what came of the plan before closing it.")
    return Allowed()


@rule("plans.may_edit", "House rule: a closed plan is the record of what was done")
def may_edit(state: str) -> Verdict:
    """Denied for a closed plan."""
    if state == "closed":
        return Denied("This plan is closed, so it can be read but no longer changed.")
    return Allowed()


def level_word(words: Mapping[str, list[str]], level: str, count: int = 1) -> str:
    """What this plan calls a level, singular for one and plural otherwise; plain words where it does not say."""
    plain = LEVELS[level]
    own = words.get(level) or []
    singular = (own[0] if own else "") or plain[0]
    plural = (own[1] if len(own) > 1 else "") or (f"{singular}s" if own else plain[1])
    return singular if count == 1 else plural


@dataclass(frozen=True)
class ChairWord:
    """A chair's word on one thing: the rating (blank: taken back), the reason, who and when."""

    rating: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """How a priority or objective stands: the rating shown, whose it is, why, and the counts beneath.

    `spoken` are all the ratings chairs gave it, earliest first.
    """

    rating: Delivery
    computed: Delivery
    voice: str
    why: str
    counts: Mapping[Delivery, int]
    said_by: str = ""
    said_at: datetime | None = None
    spoken: Sequence[ChairWord] = ()

    @property
    def total(self) -> int:
        """How many actions are rated beneath."""
        return sum(self.counts.values())


@rule("plans.standing", "Domain guide 8.2 [D]: three voices; the chair's final beats the computed one and says why")
def standing(actions: Iterable[Delivery], words: Sequence[ChairWord] = ()) -> Standing:
    """How a whole stands: the last of the chairs' words unless it was taken back, else what the actions add up to.

    `words` are given earliest first.
    """
    rolled: RolledUp = roll_up(actions)
    spoken = tuple(word for word in words if word.rating)
    if not words or not words[-1].rating:
        return Standing(rolled.rating, rolled.rating, "computed", rolled.why, rolled.counts, spoken=spoken)
    last = words[-1]
    said = Delivery(last.rating)
    return Standing(said, rolled.rating, "chair", last.reason, rolled.counts, last.by, last.at, spoken)


@rule("plans.chair_rating", "Domain guide 8.2 [D]: a reason when the chair's final differs")
def may_rate(rating: str, computed: Delivery, reason: str) -> Verdict:
    """Denied for an unknown rating or for silence, and without a reason where it differs from what was worked out.

    A blank rating takes an earlier word back, which needs a reason too.
    """
    if rating and rating not in set(Delivery):
        return Denied("Choose one of the ratings.")
    if rating == Delivery.NO_UPDATE:
        return Denied("No update is what silence is called; nobody says it. Choose one of the other ratings.")
    if not rating and not reason.strip():
        return Denied("Say in a sentence why the earlier word is taken back.")
    if rating != computed and not reason.strip():
        word = WORDS[computed].tag.lower()
        return Denied(f"The actions beneath add up to {word}; say in a sentence why you rate it differently.")
    return Allowed()


@rule("plans.period", "House rule: a plan of more than ten years is a slip of the pen")
def sensible_period(starts_on: date | None, ends_on: date | None) -> Verdict:
    """Denied when a plan ends before it starts or lasts more than ten years."""
    if starts_on and ends_on and ends_on < starts_on:
        return Denied("The plan must end on or after the day it starts.")
    if starts_on and ends_on and (ends_on - starts_on).days > 3660:
        return Denied("A plan lasts ten years at most; check the years.")
    return Allowed()
