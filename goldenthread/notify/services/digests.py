"""Make the digests of a day: those of the week, fortnight and month, and the extra ones. The timer asks for this."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Lower
from django.utils import timezone

from goldenthread.notify import rules
from goldenthread.notify.models import Bounce, Hold, Message, Part, Rhythm, Round
from goldenthread.notify.queries import DIGEST, asking
from goldenthread.notify.services import composing, posting
from goldenthread.people.models import User

BATCH = 500


def make_digests(now: datetime, today: date) -> int:
    """Make every digest whose turn it is, once, and return how many. Outside quiet hours only.

    Each rhythm of each period, and the extra digests of each day, is a round. A round that was cut off is taken up
    again by the next call and makes nobody a second digest: the key of a digest is the person and the period.
    """
    if rules.is_quiet(now):
        return 0
    made = 0
    for every in rules.Every:
        if rules.is_digest_day(every, today):
            made += _go_round(now, today, f"{every}:{rules.period_start(every, today).isoformat()}", every)
    return made + _go_round(now, today, f"extra:{today.isoformat()}", None)


def _go_round(now: datetime, today: date, key: str, every: rules.Every | None) -> int:
    """Make the digests of one round. `every` is whose turn it is; None for the extra digests of a day."""
    if Round.objects.filter(key=key, finished_at__isnull=False).exists():
        return 0
    everybody = asking.ties(today)
    places, made = composing.Places.fetch(), 0
    for people in batches(sorted(everybody)):
        made += make_for(now, today, people, key, {one: everybody[one] for one in people}, places, every)
    round_, _ = Round.objects.get_or_create(key=key)
    Round.objects.filter(pk=round_.pk, finished_at__isnull=True).update(finished_at=now, count=made)
    return made


def batches(people: list[UUID]) -> Iterator[list[UUID]]:
    """People in lots small enough for one transaction."""
    for start in range(0, len(people), BATCH):
        yield people[start : start + BATCH]


@transaction.atomic
def make_for(
    now: datetime,
    today: date,
    people: Collection[UUID],
    key: str,
    ties: dict[UUID, set[UUID]],
    places: composing.Places,
    every: rules.Every | None = None,
    *,
    regardless: bool = False,
) -> int:
    """Make one digest for each of these people who is asked for anything, and return how many were made.

    Left out are partnerships to which a person has no tie today and those that hold their digests; people whose
    address is dead; people whose rhythm is another than `every`; and, for the extra digests (`every` is None), whoever
    has nothing newly overdue or heard too lately. `regardless` sends whatever the rhythm. A dozen queries.
    """
    users = _reachable(people)
    if not regardless:
        users = _whose_turn(users, every, today)
    if not users:
        return 0
    held = _holds(users)
    asked = asking.asks_of(list(users), today)
    messages: list[Message] = []
    parts: list[Part] = []
    for person_id, user in users.items():
        open_to = ties.get(person_id, set()) - held.get(person_id, set())
        mine = asking.within(asked.get(person_id, []), open_to & places.by_id.keys())
        wanted = regardless or every is not None or rules.newly_overdue([ask for _, ask in mine], today)
        if mine and wanted:
            message, its = composing.digest(user, mine, f"digest:{person_id}:{key}", places, now)
            messages.append(message)
            parts += its
    return len(posting.write(messages, parts)) if messages else 0


def _whose_turn(users: dict[UUID, User], every: rules.Every | None, today: date) -> dict[UUID, User]:
    """Those whose rhythm this is and who had none today; for extra digests, those who have not heard too lately."""
    last = _last_digest_on(users)
    if every is None:
        return {key: user for key, user in users.items() if rules.may_have_extra(last.get(key), today)}
    theirs = dict(Rhythm.objects.filter(person__in=users).values_list("person_id", "every"))
    return {
        key: user
        for key, user in users.items()
        if theirs.get(key, rules.Every.WEEK) == every and last.get(key) != today
    }


def _reachable(people: Collection[UUID]) -> dict[UUID, User]:
    """Those of these people whose account is open and whose address takes messages."""
    users = User.objects.filter(pk__in=people, is_active=True).annotate(lowered=Lower("email"))
    dead = Bounce.objects.filter(cleared_at__isnull=True).values("address")
    return {user.pk: user for user in users.exclude(lowered__in=dead).order_by("name")}


def _last_digest_on(people: Collection[UUID]) -> dict[UUID, date]:
    """The day for which each person was last made a digest that was not held back."""
    lately = Message.objects.filter(kind=DIGEST, person_id__in=people).exclude(state=rules.State.HELD)
    rows = lately.values("person_id").order_by().annotate(last=Max("created_at")).values_list("person_id", "last")
    return {person: timezone.localdate(last) for person, last in rows}


def _holds(people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    holds = Hold.objects.filter(person_id__in=people, released_at__isnull=True)
    for person, partnership in holds.values_list("person_id", "partnership_id"):
        found.setdefault(person, set()).add(partnership)
    return found
