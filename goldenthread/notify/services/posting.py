"""Take letters from any app into the outbox, in the transaction of the change they tell of."""

from datetime import datetime

from django.db import transaction

from goldenthread.kernel.letters import Letter
from goldenthread.notify.models import Message, Part


def post(letter: Letter, now: datetime) -> None:
    """Write a letter into the outbox. A second letter of the same key is not written, whoever wrote the first.

    Within the caller's transaction: if that is undone, so is the letter.
    """
    message = Message(
        kind=letter.kind,
        key=letter.key,
        person_id=letter.person_id,
        address=letter.address.strip().lower(),
        subject=" ".join(letter.subject.split()),
        body=letter.body,
        urgent=letter.urgent,
        lets_in=letter.lets_in,
        next_attempt_at=now,
        created_at=now,
    )
    parts = []
    if letter.partnership_id:
        parts.append(Part(message=message, partnership_id=letter.partnership_id, subject=message.subject))
    write([message], parts)


def write(messages: list[Message], parts: list[Part]) -> set[Message]:
    """Write messages whose keys are new, with their parts, and return those. Three queries for every 500."""
    with transaction.atomic():
        Message.objects.bulk_create(messages, batch_size=500, ignore_conflicts=True)
        # A message whose key was taken was not written, and neither are its parts.
        new = set(Message.objects.filter(pk__in=[one.pk for one in messages]).values_list("pk", flat=True))
        Part.objects.bulk_create([part for part in parts if part.message_id in new], batch_size=500)
    return {one for one in messages if one.pk in new}
