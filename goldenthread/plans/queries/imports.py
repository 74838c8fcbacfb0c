"""Files on their way to becoming plans."""

from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.plans.models import PlanImport
from goldenthread.plans.permissions import IMPORT


def list_imports(actor: Actor) -> list[PlanImport]:
    """The partnership's imports, newest first, without what was read in them; empty for those who may not import."""
    if not actor.may(IMPORT):
        return []
    rows = PlanImport.objects.within(actor).select_related("plan", "uploaded_by")
    return list(rows.defer("read", "document", "grids", "decisions"))


def show_import(actor: Actor, import_id: UUID) -> PlanImport | None:
    """One import with everything that was read, or None."""
    if not actor.may(IMPORT):
        return None
    return PlanImport.objects.within(actor).filter(pk=import_id).select_related("plan", "uploaded_by").first()
