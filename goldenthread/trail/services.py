"""Add to the trail. Called by every other app's services, inside their transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models, transaction

from goldenthread.kernel.actor import Actor
from goldenthread.trail.models import Event
from goldenthread.trail.rules import changes


def kind_of(thing: models.Model) -> str:
    """The name by which the trail and the thread know a kind of thing: `actions.action`."""
    return thing._meta.label_lower


def snapshot(thing: models.Model) -> dict[str, Any]:
    """Every stored field of a thing by name, as JSON can hold it."""
    return {field.attname: _plain(getattr(thing, field.attname)) for field in thing._meta.concrete_fields}


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
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The trail is written in the same transaction as the change it tells of.")
    then, stands = dict(before or {}), _plain(after) if after is not None else snapshot(thing)
    differing = {field for field, _, _ in changes(then, stands)}
    return Event.objects.create(
        partnership_id=actor.partnership_id,
        name=name,
        kind=kind_of(thing),
        thing_id=thing.pk,
        title=str(thing)[:500],
        before={key: value for key, value in then.items() if key in differing},
        after={key: value for key, value in stands.items() if key in differing},
        reason=reason,
        actor_id=actor.user_id,
        actor_name=actor.name,
        channel=actor.channel,
        at=now,
    )
