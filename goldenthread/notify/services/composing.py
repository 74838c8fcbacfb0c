"""Put a digest together for one person, and apart again into what each partnership has in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldenthread.notify import rules
from goldenthread.notify.models import Message, Part
from goldenthread.notify.queries import DIGEST, links
from goldenthread.partnerships.models import Partnership
from goldenthread.people.models import User

Asked = Sequence[tuple[str, rules.Ask]]


@dataclass(frozen=True)
class Places:
    """The partnerships that digests may be about, by id, fetched once for many digests."""

    by_id: Mapping[UUID, Partnership]

    @classmethod
    def fetch(cls) -> "Places":
        """All of them. One query."""
        return cls(Partnership.objects.in_bulk())


def digest(person: User, asked: Asked, key: str, places: Places, now: datetime) -> tuple[Message, list[Part]]:
    """One digest of everything asked, unsaved, with each partnership's part in it."""
    subject, body = words(person, asked, places, now)
    message = Message(
        kind=DIGEST, key=key, person=person, address=person.email.lower(), subject=subject, body=body,
        next_attempt_at=now, created_at=now,
    )  # fmt: skip
    return message, parts_of(message, asked, places)


def words(person: User, asked: Asked, places: Places, now: datetime, opening: str = "") -> tuple[str, str]:
    """Subject and body of a digest, with the links by which this person may answer. Computed, no query."""
    grouped = _by_partnership(asked, places)
    sections = [rules.Section(place.name, place.marking, asks) for place, asks in grouped]
    where = links.for_the_person(person.pk, grouped[0][0].slug, now)
    return rules.subject_of([ask for _, ask in asked]), rules.whole_text(person.name, sections, where, opening)


def parts_of(message: Message, asked: Asked, places: Places) -> list[Part]:
    """What each partnership has in a digest of these asks, unsaved."""
    return [
        Part(
            message=message,
            partnership=place,
            subject=rules.subject_of([ask for _, ask in asks]),
            asks=[rules.stored(source, ask) for source, ask in asks],
        )
        for place, asks in _by_partnership(asked, places)
    ]


def asked_in(parts: Iterable[Part]) -> list[tuple[str, rules.Ask]]:
    """What was asked in the parts of a digest."""
    return [rules.restored(one) for part in parts for one in part.asks]


def _by_partnership(asked: Asked, places: Places) -> list[tuple[Partnership, list[tuple[str, rules.Ask]]]]:
    found: dict[UUID, list[tuple[str, rules.Ask]]] = {}
    for source, ask in asked:
        found.setdefault(ask.partnership_id, []).append((source, ask))
    pairs = [(places.by_id[key], asks) for key, asks in found.items()]
    return sorted(pairs, key=lambda pair: pair[0].name)
