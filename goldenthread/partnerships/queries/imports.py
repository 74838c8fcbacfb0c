"""Find the files about the structure that were brought in, and what stands beside them."""

from datetime import date
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import StructureImport
from goldenthread.partnerships.queries.groups import list_groups
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
    """What stands: groups with seats and holders, everything that may be named, and the people here. Six queries."""
    known = known_leads(actor, today)
    people = [one.id for one in known if one.kind == "person"]
    return list_groups(actor, today), known, list(User.objects.filter(pk__in=people))
