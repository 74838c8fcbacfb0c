"""Where a thread is broken: what should hang on a plan and does not, and owners nobody can reach."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.rules import rule


class Break(StrEnum):
    """One way in which a thread can be broken."""

    NO_MEASURE = "no_measure"
    NO_EVIDENCE = "no_evidence"
    NO_IMPACT = "no_impact"
    NO_PROOF = "no_proof"
    EMPTY_SIDE = "empty_side"
    NO_ACCOUNT = "no_account"
    LEFT = "left"
    NO_HOLDER = "no_holder"
    NO_CHAIR = "no_chair"
    NO_LEAD = "no_lead"


# What each is called where they are counted, from the claim down to the evidence, owners last.
BREAKS: Mapping[Break, str] = {
    Break.EMPTY_SIDE: "Priority not shown from every side",
    Break.NO_MEASURE: "Objective without a measure",
    Break.NO_EVIDENCE: "Measure without evidence",
    Break.NO_IMPACT: "Complete without its impact rated",
    Break.NO_PROOF: "Complete without evidence",
    Break.NO_ACCOUNT: "Lead who cannot sign in",
    Break.LEFT: "Lead who has left",
    Break.NO_HOLDER: "Seat without a holder",
    Break.NO_CHAIR: "Group without a chair",
    Break.NO_LEAD: "Agency without a lead",
}
OF_OWNERS = frozenset({Break.NO_ACCOUNT, Break.LEFT, Break.NO_HOLDER, Break.NO_CHAIR, Break.NO_LEAD})


@rule("plans.unmeasured", "Domain guide 8.3: how will we know; issue rule: objectives with no measure")
def unmeasured(measures: int) -> bool:
    """True for an objective that nothing measures."""
    return measures == 0


@rule("plans.unevidenced", "Domain guide 8.3: every claim cites evidence; issue rule: measures with no evidence")
def unevidenced(pieces: int) -> bool:
    """True for a measure to which no piece of evidence speaks."""
    return pieces == 0


@rule("plans.closed_without_impact", "Domain guide 8.2 and 10(5): activity without impact; completion needs evidence")
def closed_without(state: str, impact_is_rated: bool, pieces: int) -> list[Break]:
    """What a complete action lacks: a rating of its impact, evidence, or both. Nothing for any other action."""
    if state != "complete":
        return []
    lacking = [] if impact_is_rated else [Break.NO_IMPACT]
    return lacking if pieces else [*lacking, Break.NO_PROOF]


@rule("plans.empty_sides", "Domain guide 8.3: show evidence in each quadrant, and empty quadrants")
def empty_sides(quadrants: Collection[str], present: Collection[str]) -> list[str]:
    """The sides of quality assurance from which nothing is shown for a priority, in their usual order."""
    return [one for one in quadrants if one not in present]


@dataclass(frozen=True)
class Owner:
    """Who leads, and whether anybody answers: what counts depends on the kind (person, seat, group, agency).

    `can_sign_in` and `is_tied` are of a person; `answers` is that a seat is held, a group chaired, an agency led.
    """

    kind: str
    can_sign_in: bool = True
    is_tied: bool = True
    answers: bool = True


@rule("plans.owner_without_account", "Issue rule: owners without accounts; domain guide 10(14): seats not persons")
def owner_break(owner: Owner) -> Break | None:
    """Why nobody answers for what this owner leads, or None where somebody does."""
    if owner.kind == "person":
        if not owner.is_tied:
            return Break.LEFT
        return None if owner.can_sign_in else Break.NO_ACCOUNT
    unanswered = {"seat": Break.NO_HOLDER, "group": Break.NO_CHAIR, "agency": Break.NO_LEAD}
    return None if owner.answers else unanswered[owner.kind]
