"""What the business unit sends by a click: the digests now, and one message again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.notify import rules
from goldenthread.notify.models import Bounce, Hold, Message, Part, Round
from goldenthread.notify.permissions import SEND
from goldenthread.notify.queries import DIGEST, asking, who_would_get
from goldenthread.notify.services import composing, digests, freshening, posting
from goldenthread.people.models import User
from goldenthread.trail import services as trail


@transaction.atomic
def send_digests(actor: Actor, now: datetime, today: date) -> int:
    """Make the digest of everybody whom this partnership asks for something, and return how many.

    Each is whole: it also says what other partnerships ask of that person. Left out is who had this partnership's part
    today already, whose digests it holds, and whose address is dead. They go out when the hour is not quiet. Raises
    `Refused` where nobody is left.
    """
    actor.must(SEND)
    people = [one.id for one in who_would_get(actor, today).recipients]
    key = f"now:{actor.partnership_id}:{today.isoformat()}"
    ties = asking.ties(today, people)
    made = 0
    for batch in digests.batches(people):
        made += digests.make_for(now, today, batch, key, ties, composing.Places.fetch(), regardless=True)
    if not made:
        raise Refused("Everybody who is asked for something and can be reached has had their digest today.")
    sent = Round.objects.create(
        partnership_id=actor.partnership_id, key=f"{key}:{now.isoformat()}", finished_at=now, count=made
    )
    people_in_words = f"{made} {'person' if made == 1 else 'people'}"
    trail.record(actor, "notify.round.sent", sent, after={"people": people_in_words}, now=now)
    return made


@transaction.atomic
def send_again(actor: Actor, now: datetime, today: date, part_id: UUID) -> Part:
    """Write a message once more, to the address the person has now, and return this partnership's part in it.

    A digest says again what it said, with the day of the first and fresh links, and without what has been held or
    answered since, or the title of what has been restricted. Raises `Refused` as `rules.may_send_again` does, where
    this partnership holds the person's digests, where nothing of it is asked any more, and where there is no such
    message here.
    """
    actor.must(SEND)
    part = Part.objects.within(actor).filter(pk=part_id).first()
    if part is None:
        raise Refused("There is no such message in this partnership.")
    first = Message.objects.select_for_update(of=("self",)).select_related("person").get(pk=part.message_id)
    person = first.person
    if person is not None and not person.is_active:
        raise Refused(f"The account of {person} is closed, so nothing is sent to it.")
    address = person.email.lower() if person else first.address
    key = f"again:{first.pk}:{today.isoformat()}"
    dead = Bounce.objects.filter(address=address, cleared_at__isnull=True).exists()
    stands = rules.State.HELD if part.left_out else first.state
    again_today = Message.objects.filter(key=key).exists()
    insist(rules.may_send_again(stands, dead, again_today, first.lets_in))
    again = Message(
        kind=first.kind, key=key, person=person, address=address, subject=first.subject, body=first.body,
        urgent=first.urgent, resend_of=first, next_attempt_at=now, created_at=now,
    )  # fmt: skip
    if first.kind == DIGEST and person is not None:
        parts = _digest_again(actor, person, first, again, now)
    else:
        parts = [Part(message=again, partnership_id=one.partnership_id, subject=one.subject) for one in _parts(first)]
    posting.write([again], parts)
    trail.record(
        actor, "notify.message.sent_again", again, after={"person": str(person or address), "subject": part.subject},
        now=now,
    )  # fmt: skip
    return next(one for one in parts if one.partnership_id == actor.partnership_id)


def _parts(message: Message) -> list[Part]:
    return list(Part.objects.filter(message=message))


def _digest_again(actor: Actor, person: User, first: Message, again: Message, now: datetime) -> list[Part]:
    """Word a digest again and return its parts: those of partnerships that the person has a tie to and that send."""
    if Hold.objects.within(actor).filter(person=person, released_at__isnull=True).exists():
        raise Refused(f"The digests to {person} are held. Release them first.")
    if actor.partnership_id not in asking.ties(timezone.localdate(now), [person.pk]).get(person.pk, set()):
        raise Refused(f"{person} has no part in this partnership any more, so this is not sent again.")
    asked = freshening.still_asked(person, _parts(first), now)
    if actor.partnership_id not in {ask.partnership_id for _, ask in asked}:
        raise Refused(f"{freshening.OVER} Send the digests instead.")
    places = composing.Places.fetch()
    day = timezone.localdate(first.created_at)
    opening = f"We wrote this to you on {day.day} {day:%B %Y} and send it again, as it stood then. "
    again.subject, again.body = composing.words(person, asked, places, now, opening)
    return composing.parts_of(again, asked, places)
