"""Deliver what waits in the outbox: each message once, by however many processes, whichever of them dies.

A message is claimed under a row lock that other processes skip, for as long as `rules.LEASE`. Just before it leaves our
hands that is noted and committed, and only the process that still holds the claim gets that far. So a process that dies
before then loses nothing, and one that dies after it leaves a message that is known to be in doubt.
"""

import time
import uuid
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from goldenthread.notify import rules
from goldenthread.notify.models import Message
from goldenthread.notify.queries.links import text_afterwards
from goldenthread.notify.rules import State
from goldenthread.notify.services import freshening, hearing
from goldenthread.notify.services.carriers import Carrier, LetGo, NotTaken, Outcome, Taken, Unknown, chosen

BATCH = 20
VANISHED = "The program stopped while it was sending this message."
WAITED = "It waited to go out when the backup was made, and may have gone since."


class Watch:
    """The time as it passes while messages are sent, counted from the moment the work began."""

    def __init__(self, now: datetime) -> None:
        self._now, self._began = now, time.monotonic()

    def __call__(self) -> datetime:
        """The moment it is."""
        return self._now + timedelta(seconds=time.monotonic() - self._began)


def deliver(now: datetime, carrier: Carrier | None = None, limit: int = 1000) -> Counter[str]:
    """Send what is due and may go out at this hour, at most `limit` messages; returns how many came to each state.

    A message that was put off counts as "queued". Never raises for one message's sake.
    """
    watch, told = Watch(now), Counter[str]()
    if not Message.objects.filter(_due(now) | Q(state=State.SENDING, claimed_until__lt=now)).exists():
        return told
    carrier = carrier or chosen()
    try:
        _hold_back_from_closed_accounts()
        _take_up_the_vanished(watch(), carrier)
        while told.total() < limit and (claimed := _claim(watch(), min(BATCH, limit - told.total()))):
            for message in claimed:
                told[_send(message, carrier, watch)] += 1
    finally:
        carrier.close()
    return told


def in_words(told: Counter[str]) -> str:
    """What was delivered as one sentence: "12 sent, 1 put off."; empty where nothing was due."""
    words = {
        State.SENT: "sent", State.QUEUED: "put off", State.IN_DOUBT: "in doubt", State.FAILED: "not sent",
        State.BOUNCED: "came back", State.SENDING: "left to another process", State.HELD: "held",
    }  # fmt: skip
    return ", ".join(f"{told[state]} {said}" for state, said in words.items() if told[state]) + "." if told else ""


def _due(now: datetime) -> Q:
    """What waits and may go out at this hour."""
    due = Q(state=State.QUEUED, next_attempt_at__lte=now)
    return due & Q(urgent=True) if rules.is_quiet(now) else due


def _hold_back_from_closed_accounts() -> None:
    for message in Message.objects.filter(state=State.QUEUED, person__is_active=False):
        Message.objects.filter(pk=message.pk, state=State.QUEUED).update(
            state=State.HELD, error="The account of this person is closed.", body=text_afterwards(message)
        )


@transaction.atomic
def _claim(now: datetime, limit: int) -> list[Message]:
    """Take up to `limit` due messages that no other process is taking."""
    due = Message.objects.select_for_update(skip_locked=True).filter(_due(now)).order_by("-urgent", "next_attempt_at")
    claimed = list(due[:limit])
    claim = uuid.uuid4()
    Message.objects.filter(pk__in=[one.pk for one in claimed]).update(
        state=State.SENDING, claim=claim, claimed_until=now + rules.LEASE, attempts=F("attempts") + 1
    )
    for one in claimed:
        one.state, one.claim, one.attempts = State.SENDING, claim, one.attempts + 1
    return claimed


@transaction.atomic
def _take_up_the_vanished(now: datetime, carrier: Carrier) -> None:
    """Settle what processes left that died: to be sent again, or in doubt."""
    left = Message.objects.select_for_update(skip_locked=True).filter(state=State.SENDING, claimed_until__lt=now)
    for message in left:
        handed = message.handed_at is not None
        state = rules.after_vanishing(handed, carrier.can_tell and message.carrier == carrier.name)
        changed: dict[str, Any] = {"state": state, "error": VANISHED, "claimed_until": None}
        if state == State.QUEUED:
            # The claim goes too, so that a process that was only slow finds that the message is no longer its own.
            changed |= {"claim": None, "next_attempt_at": now}
            if rules.after_refusal(message.attempts, now) is None:
                changed["state"] = State.IN_DOUBT if handed else State.FAILED
        if changed["state"] != State.QUEUED:
            changed["body"] = text_afterwards(message)
        Message.objects.filter(pk=message.pk).update(**changed)


@transaction.atomic
def doubt_what_waited() -> int:
    """After a backup was brought back: nothing that waited in it goes by itself, and it is said why. How many waited.

    The mail may have gone after the backup was made. Who still needs it is sent it again from the log of messages.
    """
    waited = list(Message.objects.select_for_update().filter(state__in=[State.QUEUED, State.SENDING]))
    for message in waited:
        message.state, message.error, message.body = State.IN_DOUBT, WAITED, text_afterwards(message)
        message.claim = message.claimed_until = None
    Message.objects.bulk_update(waited, ["state", "error", "body", "claim", "claimed_until"], batch_size=500)
    return len(waited)


def _send(message: Message, carrier: Carrier, watch: Watch) -> str:
    """Send one claimed message and keep what became of it; returns the state it came to."""

    def before() -> bool:
        mine = Message.objects.filter(pk=message.pk, claim=message.claim, state=State.SENDING)
        now = watch()
        message.carrier = carrier.name
        return bool(mine.update(handed_at=now, claimed_until=now + rules.LEASE, carrier=carrier.name))

    if not freshening.freshened(message, watch()):
        return State.HELD
    outcome: Outcome | None = None
    if message.handed_at is not None:
        outcome = _find(message, carrier)
    if outcome is None:
        outcome = carrier.carry(message, before)
    return _settle(message, outcome, carrier, watch())


def _find(message: Message, carrier: Carrier) -> Outcome | None:
    """What became of a message that may have gone already; None where it surely has not."""
    if carrier.can_tell and message.carrier == carrier.name:
        return carrier.find(message)
    return Unknown("It may have gone by another way, which can no longer be asked.")


def _settle(message: Message, outcome: Outcome, carrier: Carrier, now: datetime) -> str:
    """Write down what became of a message, unless another process holds it by now."""
    if isinstance(outcome, LetGo):
        return State.SENDING
    changed = _after(message, outcome, carrier, now)
    if changed["state"] != State.QUEUED:
        changed["body"] = text_afterwards(message)
    with transaction.atomic():
        mine = Message.objects.filter(pk=message.pk, claim=message.claim, state__in=[State.SENDING, State.IN_DOUBT])
        kept = mine.update(claimed_until=None, **changed)
        if kept and isinstance(outcome, NotTaken) and outcome.is_dead:
            hearing.address_is_dead(message.address, outcome.words, now)
    return changed["state"]


def _after(message: Message, outcome: Taken | NotTaken | Unknown, carrier: Carrier, now: datetime) -> dict[str, Any]:
    """The fields of a message after an attempt."""
    if isinstance(outcome, Taken):
        return {"state": State.SENT, "sent_at": now, "carrier_id": outcome.carrier_id, "error": ""}
    again = rules.after_refusal(message.attempts, now)
    if isinstance(outcome, Unknown):
        # Where the carrier can be asked it will be, before anything is sent: `handed_at` stays.
        if carrier.can_tell and message.carrier == carrier.name and again:
            return {"state": State.QUEUED, "next_attempt_at": again, "error": outcome.words}
        return {"state": State.IN_DOUBT, "error": outcome.words}
    changed: dict[str, Any] = {"handed_at": None, "error": outcome.words}
    if outcome.for_good:
        return {**changed, "state": State.BOUNCED if outcome.is_dead else State.FAILED}
    if again is None:
        return {**changed, "state": State.FAILED}
    return {**changed, "state": State.QUEUED, "next_attempt_at": again}
