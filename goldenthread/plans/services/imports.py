"""Keep an uploaded plan while it is checked, and mark what became of it."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, Superseded
from goldenthread.plans.models import PlanImport
from goldenthread.plans.permissions import IMPORT
from goldenthread.trail import services as trail

TOLD = ("state", "plan_id", "file_name", "sha256")


def _told(row: PlanImport) -> dict[str, Any]:
    """What the trail keeps of an import: not the whole document, which the import itself keeps."""
    return {name: getattr(row, name) and str(getattr(row, name)) for name in TOLD}


@transaction.atomic
def receive_plan(
    actor: Actor, now: datetime, *, file_name: str, content: bytes, document: dict[str, Any], grids: list[Any]
) -> PlanImport:
    """Keep a file and what was read in it, and return the import. With `grids`, its columns are to be named first."""
    actor.must(IMPORT)
    row = PlanImport(
        partnership_id=actor.partnership_id,
        file_name=file_name[:300],
        sha256=hashlib.sha256(content).hexdigest(),
        state=PlanImport.State.MAPPING if grids else PlanImport.State.PREVIEW,
        read=document,
        document=document,
        grids=grids,
        uploaded_by_id=actor.user_id,
    )
    # Stored under the row's own id: the name a stranger gave it never becomes a path.
    row.file.save(f"{row.pk}.bin", ContentFile(content), save=False)
    row.save()
    trail.record(actor, "plans.planimport.uploaded", row, after=_told(row), now=now)
    return row


def _locked(actor: Actor, import_id: UUID) -> PlanImport:
    row = PlanImport.objects.within(actor).select_for_update().filter(pk=import_id).first()
    if row is None:
        raise Refused("There is no such file in this partnership.")
    if row.state in (PlanImport.State.APPLIED, PlanImport.State.ABANDONED):
        raise Refused("This file has been dealt with already; upload it again to start afresh.")
    return row


@transaction.atomic
def read_again(actor: Actor, now: datetime, import_id: UUID, *, document: dict[str, Any]) -> PlanImport:
    """Keep what was read after a person named the columns. Raises `Refused` once the import is done with."""
    actor.must(IMPORT)
    row = _locked(actor, import_id)
    before = _told(row)
    row.read = row.document = document
    row.state, row.grids = PlanImport.State.PREVIEW, []
    row.version += 1
    row.save()
    trail.record(actor, "plans.planimport.mapped", row, before=before, after=_told(row), now=now)
    return row


@transaction.atomic
def correct_plan(
    actor: Actor,
    now: datetime,
    import_id: UUID,
    version: int,
    *,
    document: dict[str, Any] | None = None,
    decisions: dict[str, Any] | None = None,
    what: str = "",
) -> PlanImport:
    """Keep a corrected document or a decision about it. Raises `Superseded` where somebody corrected it meanwhile."""
    actor.must(IMPORT)
    row = _locked(actor, import_id)
    if row.version != version:
        raise Superseded(
            "Somebody else corrected this plan while you were looking at it. Look at the line again.", {}, {}
        )
    if document is not None:
        row.document = document
    if decisions is not None:
        row.decisions = {**row.decisions, **decisions}
    row.version += 1
    row.save()
    trail.record(
        actor, "plans.planimport.corrected", row, before={"correction": ""}, after={"correction": what}, now=now
    )
    return row


@transaction.atomic
def finish_import(actor: Actor, now: datetime, import_id: UUID, plan_id: UUID | None) -> PlanImport:
    """Mark an import as applied, to a plan where there was one. Called in the transaction that makes the plan."""
    actor.must(IMPORT)
    row = _locked(actor, import_id)
    before = _told(row)
    row.state, row.plan_id = PlanImport.State.APPLIED, plan_id
    row.version += 1
    row.save()
    trail.record(actor, "plans.planimport.applied", row, before=before, after=_told(row), now=now)
    return row


@transaction.atomic
def abandon_import(actor: Actor, now: datetime, import_id: UUID) -> PlanImport:
    """Put a file aside without making a plan of it; nothing else changes."""
    actor.must(IMPORT)
    row = _locked(actor, import_id)
    before = _told(row)
    row.state = PlanImport.State.ABANDONED
    row.version += 1
    row.save()
    trail.record(actor, "plans.planimport.abandoned", row, before=before, after=_told(row), now=now)
    return row
