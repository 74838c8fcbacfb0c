"""The people of one partnership as messages reach them: what they are asked for, how often they hear, and whether."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.notify import rules
from goldenthread.notify.models import Bounce, Hold, Part, Rhythm
from goldenthread.notify.queries import links
from goldenthread.notify.queries.asking import asks_of, within
from goldenthread.notify.queries.log import DIGEST, midnight
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Appointment, Membership, SeatHolder
from goldenthread.people.models import User


@dataclass(frozen=True)
class Standing:
    """Whether messages reach a person.

    `last_sent_on` is the day of the last message in which this partnership had a part, `bounced_on` the day on which
    the address they have now was found dead, `held` whether this partnership holds their digests.
    """

    last_sent_on: date | None = None
    bounced_on: date | None = None
    held: bool = False


def _known(actor: Actor) -> Q:
    """Everybody who has, had or will have a tie to the partnership: of nobody else is anything told."""
    told = Q()
    for model in (Membership, Appointment, SeatHolder):
        told |= Q(pk__in=model.objects.within(actor).values("person_id"))
    return told


def _with_standing(actor: Actor, person_ids: Any) -> QuerySet[User]:
    """People of the partnership among these ids, or those of a query, with what `Standing` needs. One query."""
    sent = Part.objects.within(actor).filter(message__person=OuterRef("pk"), left_out=False)
    last = sent.filter(message__sent_at__isnull=False).order_by("-message__sent_at").values("message__sent_at")
    dead = Bounce.objects.filter(address=Lower(OuterRef("email")), cleared_at__isnull=True).values("bounced_at")
    holds = Hold.objects.within(actor).filter(person=OuterRef("pk"), released_at__isnull=True)
    rhythm = Rhythm.objects.filter(person=OuterRef("pk")).values("every")
    return User.objects.filter(_known(actor), pk__in=person_ids).annotate(
        last_sent_at=Subquery(last[:1]),
        bounced_at=Subquery(dead[:1]),
        is_held=Exists(holds),
        every=Coalesce(Subquery(rhythm[:1]), Value(rules.Every.WEEK.value)),
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _standing(person: User) -> Standing:
    return Standing(_day(person.last_sent_at), _day(person.bounced_at), person.is_held)  # type: ignore[attr-defined]


def delivery_standing(actor: Actor, person_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Whether messages reach these people, by id; ids of strangers to the partnership are left out. One query."""
    return {person.pk: _standing(person) for person in _with_standing(actor, person_ids)}


def bounced_people(actor: Actor, person_ids: Collection[UUID]) -> dict[UUID, date]:
    """Those of these people whose address is dead, with the day on which that was found. One query."""
    found = delivery_standing(actor, person_ids)
    return {person: one.bounced_on for person, one in found.items() if one.bounced_on}


def last_sent(actor: Actor, person_ids: Collection[UUID]) -> dict[UUID, date]:
    """The day on which each of these people was last sent something of this partnership. One query."""
    found = delivery_standing(actor, person_ids)
    return {person: one.last_sent_on for person, one in found.items() if one.last_sent_on}


@dataclass(frozen=True)
class Recipient:
    """One person of the partnership, what it asks of them today, and whether messages reach them."""

    id: UUID
    name: str
    email: str
    job_title: str
    every: str
    standing: Standing
    asked: Sequence[tuple[str, rules.Ask]] = field(default=())

    @property
    def count(self) -> int:
        """How many things this partnership asks of them."""
        return len(self.asked)

    @property
    def count_now(self) -> int:
        """How many of those are wanted now."""
        return sum(ask.urgency == rules.Urgency.NOW for _, ask in self.asked)

    @property
    def will_be_written_to(self) -> bool:
        """True where the next digest has something of this partnership for them and can reach them."""
        return bool(self.asked) and not self.standing.held and self.standing.bounced_on is None


def _recipients(actor: Actor, people: Any, today: date) -> list[Recipient]:
    found = list(_with_standing(actor, people))
    asked = asks_of([person.pk for person in found], today)
    return [
        Recipient(
            id=person.pk,
            name=person.name,
            email=person.email,
            job_title=person.job_title,
            every=person.every,  # type: ignore[attr-defined]
            standing=_standing(person),
            asked=within(asked.get(person.pk, []), {actor.partnership_id}),
        )
        for person in found
    ]


def list_recipients(actor: Actor, today: date) -> list[Recipient]:
    """The people of the partnership today: those asked for most first, then by name.

    One query and what the sources of asks take, however many people.
    """
    found = _recipients(actor, partnerships.people_rows(actor, today).values("pk"), today)
    return sorted(found, key=lambda one: (-one.count_now, -one.count, one.name.lower()))


def show_recipient(actor: Actor, person_id: UUID, today: date) -> Recipient | None:
    """One person of the partnership today, or None."""
    here = partnerships.people_rows(actor, today).filter(pk=person_id).values("pk")
    return next(iter(_recipients(actor, here, today)), None)


@dataclass(frozen=True)
class Turnout:
    """Who would be sent a digest if it were sent now, and how many have had theirs today."""

    recipients: list[Recipient]
    had_today: int


def who_would_get(actor: Actor, today: date) -> Turnout:
    """Who is asked for something here, can be reached, and has had no digest with it today; three queries and sources.

    Only what this partnership sent counts as had: a digest that told of others alone is not this one's to know of.
    """
    parts = Part.objects.within(actor).filter(
        left_out=False,
        message__kind=DIGEST,
        message__created_at__gte=midnight(today),
        message__created_at__lt=midnight(today + timedelta(days=1)),
    )
    had = set(parts.exclude(message__state=rules.State.HELD).values_list("message__person_id", flat=True))
    open_to = [one for one in list_recipients(actor, today) if one.will_be_written_to]
    return Turnout([one for one in open_to if one.id not in had], sum(one.id in had for one in open_to))


def preview(actor: Actor, recipient: Recipient) -> tuple[str, str]:
    """Subject and text of the digest a person would get, as far as this partnership asks; ("", "") for nothing.

    Links by which the person answers are words here. What other partnerships ask is not told, nor that they do.
    """
    if not recipient.asked:
        return "", ""
    section = rules.Section(actor.partnership_name, actor.marking, recipient.asked)
    text = rules.whole_text(recipient.name, [section], links.for_a_reader(actor.partnership_slug))
    return rules.subject_of([ask for _, ask in recipient.asked]), text


def find_hold(actor: Actor, person_id: UUID) -> Hold | None:
    """What holds this person's digests in the partnership, or None."""
    return Hold.objects.within(actor).filter(person_id=person_id, released_at__isnull=True).first()


def my_rhythm(actor: Actor) -> str:
    """How often the actor gets a digest: "week" unless they chose otherwise."""
    found = Rhythm.objects.filter(person_id=actor.user_id).values_list("every", flat=True).first()
    return found or rules.Every.WEEK.value
