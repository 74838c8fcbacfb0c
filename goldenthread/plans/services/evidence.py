"""Add evidence to a priority, an objective or a measure."""

from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from goldenthread.documents import services as documents
from goldenthread.documents.models import EvidenceItem
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.plans.models import Measure, Objective, Priority
from goldenthread.plans.permissions import ADD_EVIDENCE
from goldenthread.plans.queries import show_part
from goldenthread.plans.services.plans import locked_plan
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.trail import services as trail


@transaction.atomic
def add_evidence(
    actor: Actor,
    now: datetime,
    part_kind: str,
    part_id: UUID,
    *,
    claim: str,
    kind: str,
    quadrant: str,
    strength: str,
    dated_on: date,
    upload: UploadedFile | None = None,
    url: str = "",
    statement: str = "",
    information_class: str = "G",
) -> EvidenceItem:
    """Add a piece of evidence (a file, an address or a statement), tie it to a part of a plan and return it.

    Raises `NotPermitted`, and `Refused` for a part the actor may not read, a closed plan, and what `documents` refuses.
    """
    actor.must(ADD_EVIDENCE)
    part = show_part(actor, part_kind, part_id)
    if not isinstance(part, Priority | Objective | Measure):
        raise Refused("There is no such part of a plan here.")
    locked_plan(actor, part.plan_id)
    document_id = None
    if kind == "document":
        if upload is None:
            raise Refused("Choose the file that shows it.", "upload")
        title = claim.strip()[:200]
        document_id = documents.store_document(
            actor, now, upload=upload, title=title, information_class=information_class
        ).pk
    piece = documents.add_evidence(
        actor, now, claim=claim, kind=kind, quadrant=quadrant, strength=strength, dated_on=dated_on,
        document_id=document_id, url=url, statement=statement, information_class=information_class,
    )  # fmt: skip
    source = Ref(trail.kind_of(piece), piece.pk)
    threads.tie(actor, now, LinkKind.EVIDENCES, source, Ref(trail.kind_of(part), part.pk))
    trail.record(actor, f"{trail.kind_of(part)}.evidence_added", part, now=now, after={"evidence": claim.strip()})
    return piece
