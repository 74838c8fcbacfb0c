"""What is heard afterwards of messages and addresses: from GOV.UK Notify, and from mail servers by what comes back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from goldenthread.kernel.outcomes import Denied, Refused
from goldenthread.notify import rules
from goldenthread.notify.models import Bounce, Message, Round
from goldenthread.notify.queries.links import text_afterwards
from goldenthread.notify.rules import AGAIN, State
from goldenthread.notify.services.carriers import MailServer
from goldenthread.notify.services.govuk_notify import BROKEN, DELIVERED, RETURNED, GovukNotify

DEAD = "permanent-failure"
# Notify tries for three days before it gives a message up.
ASKED_FOR = timedelta(days=4)
ASKED_EVERY = timedelta(minutes=10)
ASKED_AT_ONCE = 100
# What a report may be about: it may overtake our own note that the server took the message.
OUT = (State.SENT, State.SENDING, State.IN_DOUBT, State.BOUNCED)


def address_is_dead(address: str, words: str, now: datetime) -> None:
    """Note that messages to an address come back; an address already known to be dead stays as it was noted."""
    Bounce.objects.bulk_create(
        [Bounce(address=address.strip().lower(), words=words, bounced_at=now)], ignore_conflicts=True
    )


@transaction.atomic
def hear(message_id: UUID, carrier_id: str, status: str, now: datetime) -> bool:
    """Keep what GOV.UK Notify says of a message; False where it is none of ours. Hearing it twice changes nothing."""
    message = Message.objects.select_for_update().filter(pk=message_id, carrier=GovukNotify.name).first()
    if message is None or (message.carrier_id and message.carrier_id != carrier_id):
        return False
    if message.state == State.BOUNCED and status in RETURNED:
        # Somebody may have mended the address since; what was heard once is no news.
        return True
    if status == DELIVERED:
        message.arrived_at = message.arrived_at or now
        if message.state in (State.SENDING, State.IN_DOUBT, State.QUEUED):
            message.state, message.sent_at, message.error = State.SENT, now, ""
    elif status in RETURNED:
        message.state, message.error = State.BOUNCED, RETURNED[status]
        if status == DEAD:
            address_is_dead(message.address, message.error, now)
    elif status in BROKEN:
        message.state, message.error = State.FAILED, BROKEN[status]
    if message.state in AGAIN:
        message.body = text_afterwards(message)
    message.carrier_id = carrier_id
    message.asked_at = now
    message.save(update_fields=["state", "sent_at", "arrived_at", "asked_at", "error", "carrier_id", "body"])
    return True


def ask_about_sent(now: datetime) -> int:
    """Ask GOV.UK Notify what became of the messages it took in the last days, and return how many it was asked about.

    At most every ten minutes and a hundred at a time; nothing where Notify is not the carrier.
    """
    if not settings.NOTIFY_KEY:
        return 0
    asked, _ = Round.objects.get_or_create(key="asked")
    lately = Q(finished_at__isnull=True) | Q(finished_at__lte=now - ASKED_EVERY)
    if not Round.objects.filter(lately, pk=asked.pk).update(finished_at=now):
        return 0
    open_ones = Message.objects.filter(
        state=State.SENT, carrier=GovukNotify.name, arrived_at__isnull=True, sent_at__gte=now - ASKED_FOR
    ).exclude(carrier_id="")
    wanted = list(open_ones.order_by(F("asked_at").asc(nulls_first=True))[:ASKED_AT_ONCE])
    if not wanted:
        return 0
    carrier = GovukNotify()
    try:
        for message in wanted:
            hear(message.pk, message.carrier_id, carrier.status(message.carrier_id), now)
    finally:
        carrier.close()
    return len(wanted)


@transaction.atomic
def hear_return(raw: bytes, now: datetime) -> str:
    """Keep what a mail server reports of a message that came back, and return in a sentence what was kept.

    A report that was read before, and one that only tells of a delay or a delivery, changes nothing. Raises `Refused`
    for a mail that is no such report, and for one about a message that did not go to that address from here.
    """
    told = rules.read_return(raw)
    if isinstance(told, Denied):
        raise Refused(told.reason)
    message = Message.objects.select_for_update().filter(pk=told.message_id, carrier=MailServer.name).first()
    if message is None or message.state not in OUT or message.address.lower() not in told.addresses:
        raise Refused("This report is about a message that did not go to that address from here.")
    if told.action != rules.FAILED:
        return f"The mail server says of the message to {message.address} “{told.action}”, so nothing was changed."
    if message.state == State.BOUNCED:
        return f"It is known already that the message to {message.address} came back."
    message.state, message.error = State.BOUNCED, f"It came back: {told.words or 'no reason was given'}."
    message.save(update_fields=["state", "error"])
    if not rules.address_is_at_fault(told.status):
        return f"The message to {message.address} came back; the address is written to as before."
    address_is_dead(message.address, message.error, now)
    return f"The message to {message.address} came back; nothing more is sent there."
