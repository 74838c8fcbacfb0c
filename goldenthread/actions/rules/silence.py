"""Who has gone quiet, why an owner cannot be reached, and whom a silence is told to, step by step."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from goldenthread.actions.rules.due import said
from goldenthread.actions.rules.ratings import Standing, heard_or_begun
from goldenthread.actions.rules.states import State
from goldenthread.kernel.rules import rule


class Why(StrEnum):
    """Why an owner is on the list of those who have gone quiet, from what most needs somebody to what least does."""

    LEFT = "left"
    NOBODY = "nobody"
    BOUNCED = "bounced"
    NEVER_SIGNED_IN = "never_signed_in"
    MISSED_CYCLES = "missed_cycles"
    QUIET = "quiet"


WHY_WORDS: dict[Why, str] = {
    Why.LEFT: "Left",
    Why.NOBODY: "Empty place",
    Why.BOUNCED: "Messages come back",
    Why.NEVER_SIGNED_IN: "Never signed in",
    Why.MISSED_CYCLES: "Missed two cycles",
    Why.QUIET: "Quiet",
}


@rule("actions.cycles_missed", "Peers guide 2.2: escalation when an owner is silent; Partnership.update_cycle_days")
def cycles_missed(standing: Standing, today: date, led_since: date | None = None) -> int:
    """How many whole cycles an open action has been silent for; 0 for one that is not open.

    Counted as `actions.needs_update` counts, from the latest word or the start: one from the first day on which an
    update is missing. A new lead starts afresh on the day they were given the action.
    """
    if standing.state != State.OPEN:
        return 0
    since = heard_or_begun(standing)
    since = max(since, led_since) if led_since else since
    return max(0, (today - since).days - 1) // max(1, standing.cycle_days)


@dataclass(frozen=True)
class Reach:
    """What is known of one person behind a lead: account, ties here today, and whether anything ever came back."""

    account_is_open: bool = True
    has_a_tie: bool = True
    has_signed_in: bool = True
    has_answered: bool = False
    bounced_on: date | None = None


@rule("actions.owner_left", "Peers guide 2.2, phantom owners; house rule: no seat, role or appointment, no rights")
def has_left(person: Reach) -> bool:
    """True for somebody whose account is closed, or who holds no role, seat or appointment here today."""
    return not person.account_is_open or not person.has_a_tie


@rule("actions.owner_unreachable", "Peers guide 2.2: never signed in, bounced, left; house rule for several people")
def why_unreachable(lead_has_ended: bool, people: Collection[Reach]) -> tuple[Why, ...]:
    """Every reason why nobody behind a lead can be reached; none while at least one of them can.

    Left: the seat, group or agency has ended, or everybody behind it has left. Nobody: no one holds the seat, chairs
    the group or leads for the agency. Bounced: messages to each of those still here came back. Never signed in: none
    of those still here has, and none has answered any other way.
    """
    if lead_has_ended:
        return (Why.LEFT,)
    if not people:
        return (Why.NOBODY,)
    here = [one for one in people if not has_left(one)]
    if not here:
        return (Why.LEFT,)
    reasons = []
    if all(one.bounced_on for one in here):
        reasons.append(Why.BOUNCED)
    if not any(one.has_signed_in or one.has_answered for one in here):
        reasons.append(Why.NEVER_SIGNED_IN)
    return tuple(reasons)


@rule("actions.owner_silent", "Peers guide 2.2: no update for more than a cycle; two missed cycles escalate")
def why_silent(missed: Iterable[int]) -> tuple[Why, ...]:
    """The reason that lies in the silence itself, from the cycles missed on each action; none where none is missed."""
    worst = max(missed, default=0)
    if worst >= ESCALATES_FROM:
        return (Why.MISSED_CYCLES,)
    return (Why.QUIET,) if worst else ()


def silence_in_words(reasons: Sequence[str], actions: int, quiet: int, heard_on: date | None) -> str:
    """One sentence about an owner: "Never signed in; leads 4 actions; nothing said since 2 May 2026".

    `heard_on` is the latest word on those that are quiet, or on any where none is.
    """
    parts = [*reasons, f"leads {actions} {'action' if actions == 1 else 'actions'}"]
    since = f"nothing said since {said(heard_on)}" if heard_on else "nothing said yet"
    if 0 < quiet < actions:
        since = f"on {quiet} of them {since}"
    elif not quiet and heard_on:
        since = f"last heard on {said(heard_on)}"
    words = "; ".join([*parts, since])
    return words[:1].upper() + words[1:]


ESCALATES_FROM = 2


class Step(IntEnum):
    """To whom a silence is told, in this order."""

    AGENCY = 1
    CHAIR = 2
    EXECUTIVE = 3


STEP_WORDS: dict[Step, str] = {
    Step.AGENCY: "the safeguarding lead of the owner’s agency",
    Step.CHAIR: "the chair of the group that leads it or that it reports to",
    Step.EXECUTIVE: "the executive",
}
# Said on the page as it is decided here.
ESCALATION_IN_WORDS = (
    "After two missed cycles: the safeguarding lead of the owner’s agency, where the agency is known and the silent "
    "owner is somebody else.",
    "After three: the chair of the group that leads the action or that it reports to.",
    "After four: the executive, that is the delegated safeguarding partners and the partnership’s chair.",
    "Where nobody stands at a step, or only the silent owner, or somebody who may not read the action, the next step "
    "is taken at once.",
    "An update, another lead or closing it ends the escalation. Another lead has two whole cycles before it begins "
    "again.",
)


@rule("actions.escalation_step", "Peers guide 2.2: after 2 missed cycles, lead, then chair, then executive")
def step_due(missed: int) -> int:
    """The step that a number of missed cycles calls for: 1 after two, 2 after three, 3 after four or more, else 0."""
    return min(max(missed - ESCALATES_FROM + 1, 0), int(Step.EXECUTIVE))


@rule("actions.escalation_route", "House rule: a step at which nobody stands is passed over, never waited at")
def route(due: int, manned: Collection[int]) -> int | None:
    """The first step, at or after the one due, at which somebody stands; None where nobody does, or none is due."""
    if not due:
        return None
    return min((step for step in manned if step >= due), default=None)


@rule("actions.escalation_moves", "House rule: told once at each step, and never back down while the silence lasts")
def goes_further(standing: int | None, reached: int | None) -> bool:
    """True where a silence is to be told to somebody new: nobody was told yet, or only at an earlier step."""
    return reached is not None and (standing is None or reached > standing)
