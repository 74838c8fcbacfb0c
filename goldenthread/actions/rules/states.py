"""From raised to complete: which states follow which, what completion still needs, and who may accept it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from goldenthread.kernel.moves import Moves, move
from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule


class State(StrEnum):
    """Where an action is between being raised and being done with."""

    OPEN = "open"
    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    COMPLETE = "complete"
    CLOSED_WITHOUT_COMPLETION = "closed_without_completion"
    WITHDRAWN = "withdrawn"


STATE_WORDS: dict[State, str] = {
    State.OPEN: "Open",
    State.AWAITING_ACCEPTANCE: "Waiting for acceptance",
    State.COMPLETE: "Complete",
    State.CLOSED_WITHOUT_COMPLETION: "Closed without completion",
    State.WITHDRAWN: "Withdrawn",
}
# Somebody still has to do something.
WORKED_ON = frozenset({State.OPEN, State.AWAITING_ACCEPTANCE})
# Those that count when a whole is rated from its parts.
COUNTED = WORKED_ON | {State.COMPLETE}

MOVES: Moves = {
    State.OPEN: (State.AWAITING_ACCEPTANCE, State.CLOSED_WITHOUT_COMPLETION, State.WITHDRAWN),
    State.AWAITING_ACCEPTANCE: (State.COMPLETE, State.OPEN, State.CLOSED_WITHOUT_COMPLETION, State.WITHDRAWN),
    State.COMPLETE: (State.OPEN, State.WITHDRAWN),
    State.CLOSED_WITHOUT_COMPLETION: (State.OPEN, State.WITHDRAWN),
    State.WITHDRAWN: (State.OPEN,),
}


class Provenance(StrEnum):
    """Where an action came from (Annex E, origin)."""

    PLAN = "plan"
    MEETING_DECISION = "meeting_decision"
    INSPECTION = "inspection"
    SELF_ASSESSMENT = "self_assessment"
    CASE_AUDIT = "case_audit"
    PRACTICE_REVIEW = "practice_review"
    RISK = "risk"
    CHALLENGE = "challenge"
    DIAGNOSTIC = "diagnostic"
    OTHER = "other"


PROVENANCE_WORDS: dict[str, str] = {one.value: one.value.replace("_", " ").capitalize() for one in Provenance}
CLASS_WORDS: dict[str, str] = {
    "G": "Governance: members of the partnership",
    "P": "Published: anybody",
    "R": "Restricted: chairs, safeguarding partners, the scrutineer and those who work on it",
}
# Domain guide D.2: whoever opens what is restricted is kept on the trail.
READING_IS_KEPT = frozenset({"R"})


@rule("actions.state_moves", "House rule; domain guide 8.2: completion is asked for, then accepted or returned")
def move_state(state: str, to: str) -> Verdict:
    """Denied where an action in one state cannot become the other, naming what it can become."""
    return move(MOVES, state, to, "action")


@rule("actions.provenance", "Peers guide 2.2 and issue of the tracker: every action says where it came from")
def origin_is_told(kind: str, text: str, page: str) -> Verdict:
    """Denied without words for where the action came from; an inspection's recommendation needs its page too."""
    if kind not in set(Provenance):
        return Denied("Choose where the action came from.")
    if not text.strip():
        return Denied("Say where the action came from, such as the plan, the meeting and its date, or the report.")
    if kind == Provenance.INSPECTION and not page.strip():
        return Denied("Give the page or paragraph of the inspection report where the recommendation stands.")
    return Allowed()


@dataclass(frozen=True)
class Progress:
    """What completion is judged by; days are whole days, milestones are the words of those not yet met."""

    is_open: bool
    evidence_count: int
    done_on: date | None
    raised_on: date
    unmet_milestones: Sequence[str] = ()


def still_missing(progress: Progress, today: date) -> list[str]:
    """Everything that stands between an action and completion, one clause each; empty when nothing does."""
    missing = []
    if not progress.is_open:
        missing.append("it must be open")
    if not progress.evidence_count:
        missing.append("at least one piece of evidence")
    if progress.unmet_milestones:
        words = "; ".join(f"“{text}”" for text in progress.unmet_milestones)
        missing.append(f"{len(progress.unmet_milestones)} of its milestones to be met: {words}")
    if progress.done_on is None:
        missing.append("the day on which it was done")
    elif progress.done_on > today:
        missing.append("a day on which it was done that is not in the future")
    elif progress.done_on < progress.raised_on:
        missing.append("a day on which it was done that is not before the day it was raised")
    return missing


@rule("actions.completion", "Domain guide 8.2: completion needs evidence and a named acceptor who is not the owner")
def completion(progress: Progress, today: date) -> Verdict:
    """Denied while anything is missing, and the reason names each thing."""
    missing = still_missing(progress, today)
    if not missing:
        return Allowed()
    return Denied(f"Before completion can be asked for, this is still missing: {', and '.join(missing)}.")


@dataclass(frozen=True)
class Acceptor:
    """Who would accept: the person, their agencies, and whether they count as the lead of this action."""

    person: UUID | None
    agencies: Collection[UUID]
    is_lead: bool


@rule("actions.acceptance", "Domain guide D.3(4): nobody accepts what they own, or for their own organisation")
def acceptance(acceptor: Acceptor, lead_agencies: Collection[UUID], asked_by: UUID | None) -> Verdict:
    """Denied for the lead, for somebody of the lead's agency, and for whoever asked."""
    if acceptor.is_lead:
        return Denied("You lead this action, so somebody else must accept its completion.")
    if set(acceptor.agencies) & set(lead_agencies):
        return Denied("You belong to the agency that leads this action, so somebody from another must accept it.")
    if acceptor.person == asked_by:
        return Denied("You asked for completion yourself, so somebody else must accept it.")
    return Allowed()
