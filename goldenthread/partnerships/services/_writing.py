"""What every service here does when it writes: lock, compare versions, save, and say things in words on the trail."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import models
from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, Superseded
from goldenthread.partnerships import queries
from goldenthread.partnerships.models import Group, Membership, Record
from goldenthread.people.models import User
from goldenthread.trail import queries as trail_queries
from goldenthread.trail import services as trail

Row = TypeVar("Row", bound=Record)


# What the database refuses, in words: what to say, and the field it is about.
SENTENCES = {
    "dates_in_order": ("The last day must be on or after the first day.", "ends_on"),
    "one_group_per_name": ("There is already a group of that name.", "name"),
}


def change(
    actor: Actor,
    now: datetime,
    thing: Any,
    version: int | None,
    fields: dict[str, Any],
    name: str,
    extra: tuple[dict[str, Any], dict[str, Any]] | None = None,
    reason: str = "",
) -> bool:
    """Write `fields` on a locked row and record it; False, and no event, where nothing differs.

    `extra` is what changes beside the row itself, as (before, after). Raises `Superseded`, with both texts in words,
    where somebody saved since `version`, and `Refused` where the database objects.
    """
    before = trail.in_names(thing)
    if version is not None and thing.version != version:
        raise _superseded(actor, thing, before, fields)
    for key, value in fields.items():
        setattr(thing, key, value)
    after = trail.in_names(thing)
    if extra:
        before, after = {**before, **extra[0]}, {**after, **extra[1]}
    if before == after:
        return False
    thing.version += 1
    save(thing)
    trail.record(actor, name, thing, before=before, after=after, reason=reason, now=now)
    return True


def _superseded(actor: Actor, thing: Any, theirs: dict[str, Any], fields: dict[str, Any]) -> Superseded:
    stands = thing.version
    for key, value in fields.items():
        setattr(thing, key, value)
    yours = trail.in_names(thing)
    keys = [key.removesuffix("_id") for key in fields]
    return Superseded(
        "What they saved stands for now.",
        {**{key: theirs[key] for key in keys}, "version": stands},
        {key: yours[key] for key in keys},
        by=trail_queries.last_by(actor, trail.kind_of(thing), thing.pk),
    )


def save(thing: models.Model) -> None:
    """Save. Raises `Refused` with a sentence where the database objects."""
    trail.save_or_refuse(thing, SENTENCES)


def add(actor: Actor, now: datetime, row: models.Model, name: str, **extra: Any) -> None:
    """Save something new and record it in words. `extra` is told beside the row's own fields."""
    save(row)
    trail.record(actor, name, row, after={**trail.in_names(row), **extra}, now=now)


def end(actor: Actor, now: datetime, row: Any, ends_on: date, name: str, reason: str = "") -> None:
    """Give a locked row its last day. Raises `Refused` where that comes before its first."""
    if row.starts_on and ends_on < row.starts_on:
        raise Refused(f"The last day must be on or after {said(row.starts_on)}, the first day.", "ends_on")
    change(actor, now, row, None, {"ends_on": ends_on}, name, reason=reason)


def locked(actor: Actor, model: type[Row], row_id: UUID, thing: str) -> Row:
    """One row of the actor's partnership under lock. Raises `Refused` where there is none."""
    row: Any = model.objects.within(actor).select_for_update().filter(pk=row_id).first()
    if row is None:
        raise Refused(f"There is no such {thing} in this partnership.")
    return cast(Row, row)


def said(day: date) -> str:
    """A day in words: "1 April 2026"."""
    return f"{day.day} {day:%B %Y}"


def insist_own_group(actor: Actor, group_id: UUID | None, field: str = "parent") -> None:
    """Raise `Refused` where a group is named that is not the partnership's."""
    if group_id and not Group.objects.within(actor).filter(pk=group_id).exists():
        raise Refused("There is no such group in this partnership.", field)


def insist_own_agency(actor: Actor, agency_id: UUID | None) -> None:
    """Raise `Refused` where an agency is named that takes no part in the partnership, and never did."""
    if agency_id and not queries.is_in_partnership(actor, "agency", agency_id):
        raise Refused("There is no such agency in this partnership.", "agency")


def insist_person(person_id: UUID) -> None:
    """Raise `Refused` where nobody has this id, or their account is closed."""
    if not User.objects.filter(pk=person_id, is_active=True).exists():
        raise Refused("Choose somebody who is known here, or add them first.", "person")


def other_managers(row: Membership, day: date) -> int:
    """How many run the unit besides a business manager from a day on, with accounts that are open. Locks them all."""
    rows = Membership.objects.select_for_update(of=("self",)).filter(partnership_id=row.partnership_id, role=row.role)
    rows = rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day), ends_on__isnull=True, person__is_active=True)
    return len(rows.exclude(pk=row.pk))


def insist_one_of(value: str, choices: Collection[str], field: str) -> None:
    """Raise `Refused` where a value is none of the choices."""
    if value not in choices:
        raise Refused("Choose one of the listed answers.", field)
