"""Word a digest that waited anew, so that it says nothing that holds no longer by the time it goes."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goldenthread.notify import rules
from goldenthread.notify.models import Hold, Message, Part
from goldenthread.notify.queries import DIGEST, asking
from goldenthread.notify.rules import State
from goldenthread.notify.services import composing
from goldenthread.people.models import User

# One made just now need not be made again.
FRESH_FOR = timedelta(hours=1)
OVER = "Nothing in it is asked any more."


def still_asked(person: User, parts: Collection[Part], now: datetime) -> list[tuple[str, rules.Ask]]:
    """What was asked in the parts of a digest and is asked of the person today, where they have a tie and no hold."""
    today = timezone.localdate(now)
    holds = Hold.objects.filter(person=person, released_at__isnull=True)
    open_to = asking.ties(today, [person.pk]).get(person.pk, set()) - set(
        holds.values_list("partnership_id", flat=True)
    )
    asked = asking.within(composing.asked_in(parts), open_to)
    return asking.as_asked_now(asked, asking.asks_of([person.pk], today).get(person.pk, []))


@transaction.atomic
def freshened(message: Message, now: datetime) -> bool:
    """Word a claimed digest anew where it has waited; False where nothing in it is asked any more, so that it is held.

    What was restricted meanwhile has lost its title, and what was answered, or belongs to a partnership that the person
    has left, is left out. Any other message, and one that may have gone already, stays as it is.
    """
    person = message.person
    if (
        message.kind != DIGEST
        or message.handed_at is not None
        or person is None
        or now - message.created_at < FRESH_FOR
    ):
        return True
    parts = list(Part.objects.filter(message=message, left_out=False))
    asked = still_asked(person, parts, now)
    if asked == composing.asked_in(parts):
        return True
    mine = Message.objects.filter(pk=message.pk, claim=message.claim, state=State.SENDING)
    if not asked:
        Part.objects.filter(pk__in=[part.pk for part in parts]).update(left_out=True)
        mine.update(state=State.HELD, error=OVER, body="", claimed_until=None)
        return False
    _take_over(parts, asked)
    message.subject, message.body = composing.words(person, asked, composing.Places.fetch(), now)
    mine.update(subject=message.subject, body=message.body)
    return True


def _take_over(parts: Collection[Part], asked: Collection[tuple[str, rules.Ask]]) -> None:
    """Let each part hold what is still asked, and leave out one of which nothing is."""
    by_place: dict[UUID, list[tuple[str, rules.Ask]]] = {}
    for source, ask in asked:
        by_place.setdefault(ask.partnership_id, []).append((source, ask))
    for part in parts:
        still = by_place.get(part.partnership_id, [])
        part.left_out = not still
        if still:
            part.subject = rules.subject_of([ask for _, ask in still])
            part.asks = [rules.stored(source, ask) for source, ask in still]
    Part.objects.bulk_update(parts, ["left_out", "subject", "asks"])
