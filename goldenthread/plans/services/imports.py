"""Keep an uploaded plan while it is checked, and mark what became of it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, Superseded
from goldenthread.plans.models import ImportLine, Plan, PlanImport
from goldenthread.plans.permissions import IMPORT
from goldenthread.trail import services as trail

TOLD = ("state", "plan_id", "onto_id", "file_name", "sha256")
DEALT_WITH = (PlanImport.State.APPLIED, PlanImport.State.ABANDONED, PlanImport.State.UNDONE)


@dataclass(frozen=True)
class Done:
    """One thing an import did: `did` is a word of `ImportLine.Did`; before and after are plain JSON."""

    did: str
    kind: str
    thing_id: UUID
    title: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    version_after: int | None = None


def _told(row: PlanImport) -> dict[str, Any]:
    """What the trail keeps of an import: not the whole document, which the import itself keeps."""
    return {name: getattr(row, name) and str(getattr(row, name)) for name in TOLD}


@transaction.atomic
def receive_plan(
    actor: Actor,
    now: datetime,
    *,
    file_name: str,
    content: bytes,
    document: dict[str, Any],
    grids: list[Any],
    onto_id: UUID | None = None,
    dated_on: date | None = None,
) -> PlanImport:
    """Keep a file and what was read in it, and return the import. With `grids`, its columns are to be named first.

    `onto_id` is the plan of which it is a newer file. Raises `Refused` for a plan that is not here or is closed.
    """
    actor.must(IMPORT)
    if onto_id:
        _insist_open(actor, onto_id)
    row = PlanImport(
        partnership_id=actor.partnership_id,
        file_name=file_name[:300],
        sha256=hashlib.sha256(content).hexdigest(),
        state=PlanImport.State.MAPPING if grids else PlanImport.State.PREVIEW,
        read=document,
        document=document,
        grids=grids,
        onto_id=onto_id,
        dated_on=dated_on,
        uploaded_by_id=actor.user_id,
    )
    # Stored under the row's own id: the name a stranger gave it never becomes a path.
    row.file.save(f"{row.pk}.bin", ContentFile(content), save=False)
    row.save()
    trail.record(actor, "plans.planimport.uploaded", row, after=_told(row), now=now)
    return row


def _insist_open(actor: Actor, plan_id: UUID) -> None:
    plan = Plan.objects.within(actor).filter(pk=plan_id).first()
    if plan is None:
        raise Refused("There is no such plan in this partnership.", "onto")
    if plan.state == Plan.State.CLOSED:
        raise Refused(f"“{plan.title}” is closed, so no newer file of it can be brought in.", "onto")


@transaction.atomic
def choose_onto(actor: Actor, now: datetime, import_id: UUID, plan_id: UUID | None) -> PlanImport:
    """Say of which plan a file is the newer one, or with None that it is a new plan. Raises `Refused`."""
    actor.must(IMPORT)
    row = _locked(actor, import_id)
    if plan_id:
        _insist_open(actor, plan_id)
    before = _told(row)
    row.onto_id = plan_id
    row.decisions = {**row.decisions, "asked": True}
    row.version += 1
    row.save()
    trail.record(actor, "plans.planimport.placed", row, before=before, after=_told(row), now=now)
    return row


def _locked(actor: Actor, import_id: UUID) -> PlanImport:
    row = PlanImport.objects.within(actor).select_for_update().filter(pk=import_id).first()
    if row is None:
        raise Refused("There is no such file in this partnership.")
    if row.state in DEALT_WITH:
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
    compared: dict[str, Any] | None = None,
    what: str = "",
) -> PlanImport:
    """Keep a corrected document, a decision about it, or how it differs from the plan of which it is a newer file.

    Raises `Superseded` where somebody corrected it meanwhile.
    """
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
    if compared is not None:
        row.compared = compared
    row.version += 1
    row.save()
    trail.record(
        actor, "plans.planimport.corrected", row, before={"correction": ""}, after={"correction": what}, now=now
    )
    return row


def _finish(actor: Actor, now: datetime, row: PlanImport, state: PlanImport.State) -> None:
    row.state, row.finished_at, row.finished_by_name = state, now, actor.name
    row.version += 1
    row.save()


@transaction.atomic
def finish_import(
    actor: Actor, now: datetime, import_id: UUID, plan_id: UUID | None, lines: Iterable[Done] = ()
) -> PlanImport:
    """Mark an import as applied, to a plan where there was one, and keep what it did.

    Called in the transaction that makes or changes the plan, after everything else, so that whatever is told of the
    plan later was done by somebody since.
    """
    actor.must(IMPORT)
    row = _locked(actor, import_id)
    before = _told(row)
    row.plan_id = plan_id
    _finish(actor, now, row, PlanImport.State.APPLIED)
    rows = [
        ImportLine(
            partnership_id=actor.partnership_id, plan_import=row, position=position, did=one.did, kind=one.kind,
            thing_id=one.thing_id, title=one.title[:500], before=one.before, after=one.after,
            version_after=one.version_after,
        )
        for position, one in enumerate(lines)
    ]  # fmt: skip
    ImportLine.objects.bulk_create(rows, batch_size=500)
    trail.record(actor, "plans.planimport.applied", row, before=before, after=_told(row), now=now)
    return row


@transaction.atomic
def abandon_import(actor: Actor, now: datetime, import_id: UUID) -> PlanImport:
    """Put a file aside without making a plan of it; nothing else changes."""
    actor.must(IMPORT)
    row = _locked(actor, import_id)
    before = _told(row)
    _finish(actor, now, row, PlanImport.State.ABANDONED)
    trail.record(actor, "plans.planimport.abandoned", row, before=before, after=_told(row), now=now)
    return row


@transaction.atomic
def undo_import(actor: Actor, now: datetime, import_id: UUID, *, reason: str) -> PlanImport:
    """Mark an applied import as undone. Called in the transaction that takes back what it did. Raises `Refused`."""
    actor.must(IMPORT)
    row = PlanImport.objects.within(actor).select_for_update().filter(pk=import_id).first()
    if row is None or row.state != PlanImport.State.APPLIED:
        raise Refused("This file is not applied, so there is nothing to undo.")
    before = _told(row)
    _finish(actor, now, row, PlanImport.State.UNDONE)
    trail.record(actor, "plans.planimport.undone", row, before=before, after=_told(row), reason=reason, now=now)
    return row
