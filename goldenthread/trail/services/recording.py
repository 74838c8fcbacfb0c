"""Add to the trail. Called by every other app's services, inside their transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.trail.models import Event
from goldenthread.trail.rules import changes


def kind_of(thing: models.Model) -> str:
    """The name by which the trail and the thread know a kind of thing: `actions.action`."""
    return thing._meta.label_lower


def snapshot(thing: models.Model) -> dict[str, Any]:
    """Every stored field of a thing by name, as JSON can hold it; what the database works out itself is left out."""
    stored = (field.attname for field in thing._meta.concrete_fields if not field.generated)
    return {name: _plain(getattr(thing, name)) for name in stored}


def in_names(thing: models.Model) -> dict[str, Any]:
    """A snapshot that also holds the names of what the thing points at, since the trail outlives both."""
    words = snapshot(thing)
    for field in thing._meta.concrete_fields:
        if field.is_relation and field.name != "partnership":
            related = getattr(thing, field.name)
            words[field.name] = None if related is None else str(related)
    return words


NOT_AS_IT_STANDS = "That cannot be saved as it stands; check the dates and names."


def save_or_refuse(thing: models.Model, sentences: Mapping[str, tuple[str, str]]) -> None:
    """Save, turning the database's own refusal into a sentence.

    `sentences` gives, for the name of a constraint, what to say and the field it is about. Raises `Refused`.
    """
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError as error:
        said = str(error)
        sentence, field = next((one for name, one in sentences.items() if name in said), (NOT_AS_IT_STANDS, ""))
        raise Refused(sentence, field) from error


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


@dataclass(frozen=True)
class Told:
    """One event to be written; without `after`, what stands is taken from the thing."""

    name: str
    thing: models.Model
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""


def record(
    actor: Actor,
    name: str,
    thing: models.Model,
    *,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Write one event in the caller's transaction and return it. Only fields that changed are kept.

    `before` is a `snapshot` taken earlier (none for something new); `after` is taken from the thing unless given.
    Raises `RuntimeError` outside a transaction, because a write and its trace stand or fall together.
    """
    return record_many(actor, [Told(name, thing, before, after, reason)], now=now)[0]


def record_many(actor: Actor, told: Iterable[Told], *, now: datetime) -> list[Event]:
    """Write one event for each thing told, in one insert for every 500, and return them. Raises as `record`."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The trail is written in the same transaction as the change it tells of.")
    return Event.objects.bulk_create([_event(actor, one, now) for one in told], batch_size=500)


def _event(actor: Actor, told: Told, now: datetime) -> Event:
    then = dict(told.before or {})
    stands = _plain(told.after) if told.after is not None else snapshot(told.thing)
    differing = {field for field, _, _ in changes(then, stands)}
    return Event(
        partnership_id=actor.partnership_id,
        name=told.name,
        kind=kind_of(told.thing),
        thing_id=told.thing.pk,
        title=str(told.thing)[:500],
        before={key: value for key, value in then.items() if key in differing},
        after={key: value for key, value in stands.items() if key in differing},
        reason=told.reason,
        actor_id=actor.user_id,
        actor_name=actor.name,
        channel=actor.channel,
        at=now,
    )
