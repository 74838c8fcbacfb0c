"""Change the structure: groups, the names they go by, seats and who sits in them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.partnerships import rules
from goldenthread.partnerships.models import Group, GroupAlias, Seat, SeatHolder
from goldenthread.partnerships.permissions import CHANGE_STRUCTURE
from goldenthread.partnerships.services import _writing


@transaction.atomic
def add_group(
    actor: Actor, now: datetime, *, name: str, kind: str, aliases: Sequence[str] = (), **fields: Any
) -> Group:
    """Add a group with its other names and return it. Raises `Refused` for a taken name or dates out of order."""
    actor.must(CHANGE_STRUCTURE)
    _insist_name(name)
    _writing.insist_one_of(kind, Group.Kind.values, "kind")
    _writing.insist_own_group(actor, fields.get("parent_id"))
    insist(rules.has_its_last_day(kind, fields.get("ends_on")), "ends_on")
    group = Group(partnership_id=actor.partnership_id, name=name.strip(), kind=kind, **fields)
    others = _distinct(aliases)
    _writing.add(actor, now, group, "partnerships.group.added", other_names=others)
    _set_aliases(actor, group, others)
    return group


def _insist_name(name: str) -> None:
    if not name.strip():
        raise Refused("Enter the group's name.", "name")


def _distinct(aliases: Sequence[str]) -> list[str]:
    """The other names once each, however they are spelt in capitals."""
    return list({alias.strip().casefold(): alias.strip() for alias in aliases if alias.strip()}.values())


def _set_aliases(actor: Actor, group: Group, wanted: Sequence[str]) -> None:
    group.aliases.exclude(name__in=wanted).delete()
    kept = set(group.aliases.values_list("name", flat=True))
    for name in wanted:
        if name not in kept:
            GroupAlias.objects.create(partnership_id=actor.partnership_id, group=group, name=name)


@transaction.atomic
def change_group(
    actor: Actor,
    now: datetime,
    group_id: UUID,
    version: int | None = None,
    aliases: Sequence[str] | None = None,
    **fields: Any,
) -> Group:
    """Change a group and, where given, its other names; return it.

    Raises `Refused` (a circle, a taken name, dates out of order) or, where somebody saved since `version`,
    `Superseded` with both texts.
    """
    actor.must(CHANGE_STRUCTURE)
    group = _writing.locked(actor, Group, group_id, "group")
    if "name" in fields:
        _insist_name(fields["name"])
        fields["name"] = fields["name"].strip()
    if "kind" in fields:
        _writing.insist_one_of(fields["kind"], Group.Kind.values, "kind")
    if "parent_id" in fields:
        _writing.insist_own_group(actor, fields["parent_id"])
        parents = dict(Group.objects.within(actor).values_list("pk", "parent_id"))
        insist(rules.may_report_to(group.pk, fields["parent_id"], parents), "parent")
    insist(rules.has_its_last_day(fields.get("kind", group.kind), fields.get("ends_on", group.ends_on)), "ends_on")
    had = sorted(alias.name for alias in group.aliases.all())
    wanted = had if aliases is None else sorted(_distinct(aliases))
    names = ({"other_names": had}, {"other_names": wanted})
    if _writing.change(actor, now, group, version, fields, "partnerships.group.changed", names):
        _set_aliases(actor, group, wanted)
    return group


@transaction.atomic
def end_group(actor: Actor, now: datetime, group_id: UUID, *, ends_on: date, reason: str = "") -> Group:
    """Give a group its last day and return it. From the day after, its seats give nobody a role.

    Groups beneath it stay and stand at the top until they are moved. Raises `Refused` when there is no such group or
    the day comes before its first.
    """
    actor.must(CHANGE_STRUCTURE)
    group = _writing.locked(actor, Group, group_id, "group")
    _writing.end(actor, now, group, ends_on, "partnerships.group.ended", reason.strip())
    return group


@transaction.atomic
def add_seat(
    actor: Actor,
    now: datetime,
    group_id: UUID,
    *,
    title: str,
    kind: str = "member",
    agency_id: UUID | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Seat:
    """Add a seat to a group and return it. Raises `Refused` for a group or agency that is not this partnership's."""
    actor.must(CHANGE_STRUCTURE)
    if not title.strip():
        raise Refused("Enter what the seat is called.", "title")
    _writing.insist_one_of(kind, Seat.Kind.values, "kind")
    _writing.insist_own_group(actor, group_id, "group")
    _writing.insist_own_agency(actor, agency_id)
    seat = Seat(
        partnership_id=actor.partnership_id, group_id=group_id, title=title.strip(), kind=kind, agency_id=agency_id,
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    _writing.add(actor, now, seat, "partnerships.seat.added")
    return seat


@transaction.atomic
def end_seat(actor: Actor, now: datetime, seat_id: UUID, *, ends_on: date) -> Seat:
    """Take a seat away from a group after a day and return it. Raises `Refused` when there is no such seat."""
    actor.must(CHANGE_STRUCTURE)
    seat = _writing.locked(actor, Seat, seat_id, "seat")
    _writing.end(actor, now, seat, ends_on, "partnerships.seat.ended")
    return seat


@transaction.atomic
def hold_seat(
    actor: Actor, now: datetime, seat_id: UUID, *, person_id: UUID, starts_on: date, is_deputy: bool = False
) -> SeatHolder:
    """Put a person in a seat from a day on and return that; whoever held it (deputies apart) leaves the day before.

    Raises `Refused` when the seat is not this partnership's, the person is nobody's or already there, or somebody is
    due to take the seat on or after that day.
    """
    actor.must(CHANGE_STRUCTURE)
    seat = _writing.locked(actor, Seat, seat_id, "seat")
    _writing.insist_person(person_id)
    there = seat.holders.select_for_update(of=("self",)).select_related("person")
    there = there.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    for holder in there:
        if holder.person_id == person_id and holder.is_deputy == is_deputy:
            raise Refused(f"{holder.person} already holds this seat.", "person")
        if not is_deputy and not holder.is_deputy:
            _make_way(actor, now, holder, starts_on)
    row = SeatHolder(
        partnership_id=actor.partnership_id, seat=seat, person_id=person_id, starts_on=starts_on, is_deputy=is_deputy
    )
    _writing.add(
        actor,
        now,
        row,
        "partnerships.seat.deputised" if is_deputy else "partnerships.seat.taken",
        group=seat.group.name,
    )
    return row


def _make_way(actor: Actor, now: datetime, holder: SeatHolder, starts_on: date) -> None:
    if holder.starts_on and holder.starts_on >= starts_on:
        raise Refused(
            f"{holder.person} takes this seat on {_writing.said(holder.starts_on)}; the date must be after that.",
            "starts_on",
        )
    _writing.end(actor, now, holder, starts_on - timedelta(days=1), "partnerships.seat.left")


@transaction.atomic
def leave_seat(actor: Actor, now: datetime, holder_id: UUID, *, ends_on: date) -> SeatHolder:
    """End one person's time in a seat and return it. Raises `Refused` when there is no such holding."""
    actor.must(CHANGE_STRUCTURE)
    row = _writing.locked(actor, SeatHolder, holder_id, "seat to leave")
    _writing.end(actor, now, row, ends_on, "partnerships.seat.left")
    return row
