"""What becomes of a message that was refused, that vanished in mid-send, or that is to be sent again."""

from datetime import datetime, timedelta
from enum import StrEnum

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

SOURCE = "Decision of this house: nothing is lost and nothing is sent twice"
# How long a process may hold a message before another takes it for dead.
LEASE = timedelta(minutes=10)
LAST_ATTEMPT = 8
_LONGEST = timedelta(hours=8)


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    BOUNCED = "bounced"
    HELD = "held"


# What a person may have sent again.
AGAIN = frozenset({State.SENT, State.IN_DOUBT, State.FAILED, State.BOUNCED, State.HELD})


@rule("notify.retry", SOURCE)
def after_refusal(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many attempts, or None when that was the last.

    One minute, then four times as long each time, up to eight hours; the eighth attempt, about 22 hours after the
    first, is the last.
    """
    if attempts >= LAST_ATTEMPT:
        return None
    return now + min(timedelta(minutes=4 ** (max(1, attempts) - 1)), _LONGEST)


@rule("notify.vanished", SOURCE)
def after_vanishing(was_handed_over: bool, can_tell: bool) -> State:
    """What a message becomes whose process died while it was sending.

    Not yet handed over, or handed to a service that can be asked: it is queued again, and the service is asked first.
    Handed to one that cannot tell: in doubt, for a person to judge, because sending it again might send it twice.
    """
    return State.IN_DOUBT if was_handed_over and not can_tell else State.QUEUED


@rule("notify.send_again", SOURCE)
def may_send_again(state: str, address_bounced: bool, again_today: bool, lets_in: bool = False) -> Verdict:
    """Whether a person may have a message sent again: not while it waits, to a dead address, or twice in a day.

    Nor one by whose link its reader comes in: a new invitation, or a new password, makes a new link.
    """
    if lets_in:
        return Denied("Its link was for one time. Send a new invitation, or let them ask for a new password.")
    if state not in AGAIN:
        return Denied("This message is still waiting to go out, so there is nothing to send again.")
    if address_bounced:
        return Denied("Messages to this address come back. Correct the address, or say that it works again, first.")
    if again_today:
        return Denied("This message was sent again today already. Wait until tomorrow.")
    return Allowed()


STATE_WORDS = {
    State.QUEUED.value: "Waiting",
    State.SENDING.value: "Being sent",
    State.SENT.value: "Sent",
    State.IN_DOUBT.value: "In doubt",
    State.FAILED.value: "Not sent",
    State.BOUNCED.value: "Came back",
    State.HELD.value: "Held",
}
