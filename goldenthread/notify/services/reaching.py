"""Whether messages are to reach a person, and whether they can: holding digests, and addresses that are dead."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.notify.models import Bounce, Hold, Message, Part
from goldenthread.notify.permissions import SEND
from goldenthread.notify.queries import DIGEST
from goldenthread.notify.rules import State
from goldenthread.notify.services import composing
from goldenthread.partnerships import queries as partnerships
from goldenthread.people.models import User
from goldenthread.trail import services as trail


def locked_person(actor: Actor, person_id: UUID) -> User:
    """Somebody of the partnership, under lock. Raises `Refused` for a stranger to it."""
    person = User.objects.select_for_update().filter(pk=person_id).first()
    if person is None or not partnerships.is_in_partnership(actor, "person", person_id):
        raise Refused("There is no such person in this partnership.")
    return person


@transaction.atomic
def hold_digests(actor: Actor, now: datetime, person_id: UUID, *, reason: str) -> Hold:
    """Write this person no digests from this partnership until released; one that waits goes without its part.

    Raises `Refused` without a reason, where they are held already, and for a stranger to the partnership.
    """
    actor.must(SEND)
    if not reason.strip():
        raise Refused("Say why this person is written no digests for now.", "reason")
    person = locked_person(actor, person_id)
    if Hold.objects.within(actor).filter(person=person, released_at__isnull=True).exists():
        raise Refused(f"The digests to {person} are held already.")
    hold = Hold.objects.create(partnership_id=actor.partnership_id, person=person, reason=reason.strip(), held_at=now)
    _take_out_of_waiting(actor, person, now)
    trail.record(actor, "notify.hold.placed", hold, after={"person": person.name}, reason=hold.reason, now=now)
    return hold


def _take_out_of_waiting(actor: Actor, person: User, now: datetime) -> None:
    """Leave this partnership's part out of digests that wait; a digest with nothing else in it is held whole."""
    mine = Part.objects.within(actor).filter(left_out=False).values("message_id")
    waiting = Message.objects.select_for_update().filter(
        pk__in=mine, kind=DIGEST, person=person, state=State.QUEUED, handed_at__isnull=True
    )
    places = None
    for message in waiting:
        Part.objects.within(actor).filter(message=message).update(left_out=True)
        rest = composing.asked_in(Part.objects.filter(message=message, left_out=False))
        if rest:
            places = places or composing.Places.fetch()
            message.subject, message.body = composing.words(person, rest, places, now)
        else:
            message.state, message.body = State.HELD, ""
        message.save(update_fields=["subject", "body", "state"])


@transaction.atomic
def release_digests(actor: Actor, now: datetime, person_id: UUID) -> Hold:
    """Write this person digests again from the next one on, and return what held them.

    What was held stays unsent. Raises `Refused` where nothing is held.
    """
    actor.must(SEND)
    person = locked_person(actor, person_id)
    hold = Hold.objects.within(actor).filter(person=person, released_at__isnull=True).first()
    if hold is None:
        raise Refused(f"The digests to {person} are not held.")
    hold.released_at = now
    hold.save(update_fields=["released_at"])
    trail.record(actor, "notify.hold.released", hold, after={"person": person.name}, now=now)
    return hold


@transaction.atomic
def record_bounce(actor: Actor, now: datetime, person_id: UUID, *, words: str) -> Bounce:
    """Note that messages to a person's present address come back, so that it gets no more, and return that.

    The last message this partnership had sent there counts as come back. Raises `Refused` where it is noted already,
    without a word of how it is known, and for a stranger to the partnership.
    """
    actor.must(SEND)
    if not words.strip():
        raise Refused("Say how you know that messages do not arrive.", "words")
    person = locked_person(actor, person_id)
    address = person.email.lower()
    if Bounce.objects.filter(address=address, cleared_at__isnull=True).exists():
        raise Refused(f"It is noted already that messages to {person} come back.")
    bounce = Bounce.objects.create(address=address, words="A business unit said so.", bounced_at=now)
    sent = Part.objects.within(actor).filter(message__address=address, message__state=State.SENT)
    last = sent.order_by("-message__sent_at").values_list("message_id", flat=True).first()
    Message.objects.filter(Q(pk=last), state=State.SENT).update(state=State.BOUNCED, error=bounce.words)
    after = {"person": person.name, "address": address}
    trail.record(actor, "notify.bounce.recorded", bounce, after=after, reason=words.strip(), now=now)
    return bounce


@transaction.atomic
def clear_bounce(actor: Actor, now: datetime, person_id: UUID) -> Bounce:
    """Note that a person's present address takes messages again, and return what was noted before.

    Raises `Refused` where nothing was, and for a stranger to the partnership.
    """
    actor.must(SEND)
    person = locked_person(actor, person_id)
    bounce = Bounce.objects.filter(address=person.email.lower(), cleared_at__isnull=True).first()
    if bounce is None:
        raise Refused(f"Messages to {person} are not known to come back.")
    bounce.cleared_at = now
    bounce.save(update_fields=["cleared_at"])
    after = {"person": person.name, "address": bounce.address}
    trail.record(actor, "notify.bounce.cleared", bounce, after=after, now=now)
    return bounce
