"""Find the files about the structure that were brought in, and what stands beside them."""

from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Seat, SeatHolder, StructureImport
from goldenthread.partnerships.queries.groups import not_ended
from goldenthread.partnerships.queries.leads import Known, known_leads
from goldenthread.people.models import User


def list_structure_imports(actor: Actor) -> list[StructureImport]:
    """The files of the partnership, newest first, without what was read in them. One query."""
    rows = StructureImport.objects.within(actor).select_related("uploaded_by")
    return list(rows.defer("read", "lines", "done")[:20])


def show_structure_import(actor: Actor, import_id: UUID) -> StructureImport | None:
    """One file of the partnership with everything read in it, or None. One query."""
    return StructureImport.objects.within(actor).filter(pk=import_id).first()


def standing_structure(actor: Actor, today: date) -> tuple[list, list[Known], list[User]]:
    """What stands: groups, everything that may be named, and the people here. Six queries.

    The groups have `seats_now`, and each seat `holders_now` and `holders_ever`, who held it or will.
    """
    known = known_leads(actor, today)
    holders = SeatHolder.objects.select_related("person")
    seats = Seat.objects.in_effect(today).prefetch_related(Prefetch("holders", holders, to_attr="holders_ever"))
    groups = list(not_ended(actor, today).prefetch_related(Prefetch("seats", seats, to_attr="seats_now"), "aliases"))
    every = [seat for group in groups for seat in group.seats_now]
    for seat in every:
        seat.holders_now = [one for one in seat.holders_ever if _holds(one, today)]
    people = {one.id for one in known if one.kind == "person"}
    people |= {one.person_id for seat in every for one in seat.holders_ever}
    return groups, known, list(User.objects.filter(pk__in=people))


def _holds(one: SeatHolder, today: date) -> bool:
    return (one.starts_on is None or one.starts_on <= today) and (one.ends_on is None or one.ends_on >= today)
