"""A link by which somebody without an account sends a paper: how long it lives, and what ends it."""

from datetime import datetime, timedelta
from typing import Literal

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

CONTRIBUTION_DAYS, LONGEST_DAYS = 14, 60
State = Literal["open", "sent", "accepted", "withdrawn", "ended"]
ENDED: dict[State, str] = {
    "accepted": "The paper was accepted, so this link no longer works. The business unit can send it back to you.",
    "withdrawn": "This link was withdrawn. Ask the business unit for another.",
    "ended": "This link is too old. Ask the business unit for another.",
}


@rule("documents.may_send_link", "House rule: a link for a paper ends, and shows nothing that is restricted")
def may_send_link(days: int, closes_at: datetime, now: datetime, *, is_restricted: bool) -> Verdict:
    """Allowed for 1 to 60 days, until what the paper is for is over (`closes_at`), and never for restricted business.

    Somebody who follows a link has shown only that they have it; what is in part B is sent after signing in.
    """
    if is_restricted:
        return Denied("This is restricted, so a paper for it is sent only after signing in.")
    if not 1 <= days <= LONGEST_DAYS:
        return Denied(f"A link can work for 1 to {LONGEST_DAYS} days.")
    if now >= closes_at:
        return Denied("The meeting has begun, so no paper can be sent for it.")
    return Allowed()


@rule("documents.link_ends_at", "House rule: a link for a paper ends with its days or with what the paper is for")
def link_ends_at(sent_at: datetime, days: int, closes_at: datetime) -> datetime:
    """When a link stops working by itself: so many days after it was sent, and at `closes_at` at the latest."""
    return min(sent_at + timedelta(days=days), closes_at)


@rule("documents.link_state", "House rule: a link for a paper works until the paper is accepted; it can be withdrawn")
def link_state(
    ends_at: datetime,
    now: datetime,
    *,
    sent_at: datetime | None,
    accepted_at: datetime | None,
    withdrawn_at: datetime | None,
) -> State:
    """How a link stands: "open" or, once a paper came by it, "sent"; "accepted", "withdrawn" or "ended" once over.

    Unlike a link that answers a question it is not used up: a paper may be sent again until it is accepted. What was
    withdrawn stays so, whatever else happened.
    """
    if withdrawn_at is not None:
        return "withdrawn"
    if accepted_at is not None:
        return "accepted"
    if now >= ends_at:
        return "ended"
    return "sent" if sent_at is not None else "open"


@rule("documents.may_contribute", "House rule: a link for a paper works until the paper is accepted")
def may_contribute(state: State) -> Verdict:
    """Allowed while the link is open or a paper came by it; otherwise denied with what can be done instead."""
    return Denied(ENDED[state]) if state in ENDED else Allowed()
