"""Find the files about the structure that were brought in, and what stands beside them."""

from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group, Seat, SeatHolder, StructureImport
from goldenthread.partnerships.queries.leads import Known, known_leads
from goldenthread.people.models import User


def list_structure_imports(actor: Actor) -> list[StructureImport]:
    """The files of the partnership, newest first, without what was read in them. One query."""
    rows = StructureImport.objects.within(actor).select_related("uploaded_by")
    return list(rows.defer("read", "lines", "done")[:20])


def show_structure_import(actor: Actor, import_id: UUID) -> StructureImport | None:
    """One file of the partnership with everything read in it, or None. One query."""
    return StructureImport.objects.within(actor).filter(pk=import_id).first()


def standing_structure(actor: Actor, today: date) -> tuple[list, list[Known], list[User], list[Known]]:
    """What stands: groups, everything that may be named, the people here, and the groups that have ended. Six queries.

    The groups, those that have ended first, have `seats_now`, and each seat `holders_now` and `holders_ever`, who held
    it or will. For a group that has ended its last day counts as well.
    """
    known = known_leads(actor, today)
    holders = SeatHolder.objects.select_related("person")
    seats = Seat.objects.prefetch_related(Prefetch("holders", holders, to_attr="holders_ever"))
    rows = Group.objects.within(actor).prefetch_related(Prefetch("seats", seats, to_attr="seats_ever"), "aliases")
    groups: list = sorted(rows, key=lambda one: not _has_ended(one, today))
    for group in groups:
        # Who was put in a seat of an ended group by a file holds it from the day of that file.
        days = {today, group.ends_on} if _has_ended(group, today) else {today}
        group.seats_now = [seat for seat in group.seats_ever if any(_holds(seat, day) for day in days)]
        for seat in group.seats_now:
            seat.holders_now = [one for one in seat.holders_ever if any(_holds(one, day) for day in days)]
    every = [seat for group in groups for seat in group.seats_now]
    people = {one.id for one in known if one.kind == "person"}
    people |= {one.person_id for seat in every for one in seat.holders_ever}
    ended = [_known(one) for one in groups if _has_ended(one, today)]
    return groups, known, list(User.objects.filter(pk__in=people)), ended


def _has_ended(group: Group, today: date) -> bool:
    return group.ends_on is not None and group.ends_on < today


def _known(group: Group) -> Known:
    others = [group.abbreviation, *(alias.name for alias in group.aliases.all())]
    return Known("group", group.pk, group.name, tuple(filter(None, others)))


def _holds(one: Seat | SeatHolder, today: date) -> bool:
    return (one.starts_on is None or one.starts_on <= today) and (one.ends_on is None or one.ends_on >= today)
