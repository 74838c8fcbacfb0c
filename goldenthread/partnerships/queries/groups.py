"""Find the groups of one partnership, their seats and who sits in them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, Value

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group, Participation, Records, Seat, SeatHolder


def bare_groups(actor: Actor, today: date) -> list[Group]:
    """The groups of the partnership that have not ended, to choose among: without who sits in them. One query."""
    return list(not_ended(actor, today))


def find_group(actor: Actor, group_id: UUID) -> Group | None:
    """One group of the partnership, without who sits in it, or None. One query."""
    return Group.objects.within(actor).filter(pk=group_id).first()


def not_ended(actor: Actor, today: date) -> Records:
    """The groups of the partnership that have not ended, future ones included."""
    return Group.objects.within(actor).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def list_groups(actor: Actor, today: date, ended: bool = False) -> list[Group]:
    """The groups of the partnership that have not ended (future ones included), with seats, holders and aliases.

    Four queries however many groups.
    """
    groups = Group.objects.within(actor) if ended else not_ended(actor, today)
    holders = SeatHolder.objects.in_effect(today).select_related("person")
    seats = Seat.objects.in_effect(today).prefetch_related(Prefetch("holders", holders, to_attr="holders_now"))
    return list(groups.prefetch_related(Prefetch("seats", seats, to_attr="seats_now"), "aliases"))


def show_group(actor: Actor, group_id: UUID, today: date) -> Group | None:
    """One group with what it has today and will have (`seats_now`, `seats_to_come`, on each seat `holders_now`,
    `holders_to_come`), its other names, its parent, the groups beneath it and its closing report, or None.

    Six queries however many seats.
    """
    group: Any = (
        Group.objects.within(actor)
        .filter(pk=group_id)
        .select_related("parent", "closing_report")
        .prefetch_related(
            Prefetch("seats", _seats(_still(Seat, today), today), to_attr="seats_due"), "aliases", "children"
        )
        .first()
    )
    if group is not None:
        for seat in group.seats_due:
            _settle(seat, today)
        group.seats_now = [seat for seat in group.seats_due if _has_begun(seat, today)]
        group.seats_to_come = [seat for seat in group.seats_due if not _has_begun(seat, today)]
    return group  # type: ignore[no-any-return]


def _still(model: type[Seat | SeatHolder], today: date) -> Records:
    """What has not ended, whenever it begins."""
    return model.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def _has_begun(thing: Any, today: date) -> bool:
    return thing.starts_on is None or bool(thing.starts_on <= today)


def _seats(seats: Records, today: date) -> Records:
    """Seats with their agencies and, as `holders_due`, everybody who holds them or will."""
    holders = _still(SeatHolder, today).select_related("person")
    return seats.select_related("agency").prefetch_related(
        Prefetch("holders", holders, to_attr="holders_due"), "agency__names"
    )


def _settle(seat: Any, today: date) -> None:
    seat.holders_now = [holder for holder in seat.holders_due if _has_begun(holder, today)]
    seat.holders_to_come = [holder for holder in seat.holders_due if not _has_begun(holder, today)]


def show_seat(actor: Actor, seat_id: UUID, today: date) -> Seat | None:
    """One seat with its group, its agency and who holds it or will (as `show_group` has them), or None."""
    seat = _seats(Seat.objects.within(actor), today).select_related("group").filter(pk=seat_id).first()
    if seat is not None:
        _settle(seat, today)
    return seat


def show_holder(actor: Actor, holder_id: UUID) -> SeatHolder | None:
    """One person's time in one seat, with person, seat and group, or None."""
    holders = SeatHolder.objects.within(actor).select_related("person", "seat__group")
    return holders.filter(pk=holder_id).first()


def things_around(actor: Actor, kind: str, thing_id: UUID) -> list[tuple[str, UUID]]:
    """A thing with what belongs to it alone: a group's seats and their holders, an agency's participations here."""
    if kind == "partnerships.group":
        return things_of_group(actor, thing_id)
    if kind == "partnerships.agency":
        rows = Participation.objects.within(actor).filter(agency_id=thing_id).values_list("pk", flat=True)
        return [(kind, thing_id), *(("partnerships.participation", row) for row in rows)]
    return [(kind, thing_id)]


def things_of_group(actor: Actor, group_id: UUID) -> list[tuple[str, UUID]]:
    """The group, every seat it ever had and everybody's time in them, as the trail names them. One query."""
    seats = Seat.objects.within(actor).filter(group_id=group_id).order_by()
    holders = SeatHolder.objects.within(actor).filter(seat__group_id=group_id).order_by()
    rows = seats.values_list(Value("partnerships.seat"), "pk").union(
        holders.values_list(Value("partnerships.seatholder"), "pk"), all=True
    )
    return [("partnerships.group", group_id), *rows]
