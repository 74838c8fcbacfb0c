"""Give, change and withdraw evidence. What it is evidence for is tied by the caller, through the threads."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from goldenthread.documents import rules
from goldenthread.documents.models import Document, EvidenceItem
from goldenthread.documents.permissions import ADD_EVIDENCE, CHANGE_EVIDENCE, is_own, is_unit
from goldenthread.documents.rules import EvidenceKind
from goldenthread.documents.services.telling import tell
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist, insist_current
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import services as trail

UNKNOWN = "There is no such evidence in this partnership, or it is not yours to see. The business unit can help."
# Beside which answer an objection to what the evidence rests on is shown.
_FIELD_OF = {EvidenceKind.DOCUMENT: "document", EvidenceKind.LINK: "url", EvidenceKind.STATEMENT: "statement"}


@transaction.atomic
def add_evidence(
    actor: Actor,
    now: datetime,
    *,
    claim: str,
    kind: str,
    quadrant: str,
    strength: str,
    dated_on: date | None,
    document_id: UUID | None = None,
    url: str = "",
    statement: str = "",
    information_class: str = "G",
    agency_id: UUID | None = None,
    given_by_id: UUID | None = None,
) -> EvidenceItem:
    """Add a piece of evidence and return it. It is given by the actor unless somebody else is named.

    Raises `Refused` (its field says which answer will not do: a document that is not the actor's to read, an address
    that is none, a date to come) and `NotPermitted`.
    """
    actor.must(ADD_EVIDENCE)
    fields = _fields(
        claim, kind, quadrant, strength, dated_on, document_id, url, statement, information_class, agency_id
    )
    _check(fields, localtime(now).date())
    _insist_ours(actor, document_id, agency_id)
    giver = given_by_id or actor.user_id
    if giver and giver != actor.user_id and not partnerships.is_in_partnership(actor, "person", giver):
        raise Refused("Choose a person who belongs to this partnership.", "given_by")
    item = cast(
        EvidenceItem, EvidenceItem.objects.create(partnership_id=actor.partnership_id, given_by_id=giver, **fields)
    )
    tell(actor, now, "added", item)
    return item


def _fields(
    claim: str,
    kind: str,
    quadrant: str,
    strength: str,
    dated_on: date | None,
    document_id: UUID | None,
    url: str,
    statement: str,
    letter: str,
    agency_id: UUID | None,
) -> dict[str, Any]:
    """What was answered, as it is written, with its edges trimmed."""
    return {
        "claim": claim.strip(),
        "kind": kind,
        "quadrant": quadrant,
        "strength": strength,
        "dated_on": dated_on,
        "document_id": document_id,
        "url": url.strip(),
        "statement": statement.strip(),
        "information_class": letter,
        "agency_id": agency_id,
    }


def _check(fields: dict[str, Any], today: date) -> None:
    """Raise `Refused`, with the answer it is about, for any answer that will not do."""
    if not fields["claim"]:
        raise Refused("Say what the evidence shows.", "claim")
    if fields["quadrant"] not in rules.QUADRANTS:
        raise Refused("Choose what kind of evidence it is.", "quadrant")
    if fields["strength"] not in rules.STRENGTHS:
        raise Refused("Choose how strong the evidence is.", "strength")
    if fields["information_class"] not in rules.DOCUMENT_CLASSES:
        raise Refused("Choose published, governance or restricted governance.", "information_class")
    insist(rules.may_date(fields["dated_on"], today), "dated_on")
    has_document, kind = fields["document_id"] is not None, fields["kind"]
    rests = rules.rests_on(kind, has_document=has_document, url=fields["url"], statement=fields["statement"])
    insist(rests, _FIELD_OF.get(kind, "kind"))


def _insist_ours(actor: Actor, document_id: UUID | None, agency_id: UUID | None) -> None:
    """Raise `Refused` for a document that is not the actor's to read, or an agency that is not this partnership's."""
    if document_id and not Document.objects.readable(actor).standing().filter(pk=document_id).exists():
        raise Refused("Choose a document from the library that has not been withdrawn.", "document_id")
    if agency_id and not partnerships.is_in_partnership(actor, "agency", agency_id):
        raise Refused("There is no such agency in this partnership.", "agency_id")


def _fetch(actor: Actor, evidence_id: UUID) -> EvidenceItem:
    """A piece of evidence the actor may read, locked. Raises `Refused` where there is none."""
    found = EvidenceItem.objects.readable(actor).select_for_update(of=("self",)).filter(pk=evidence_id).first()
    if found is None:
        raise Refused(UNKNOWN)
    return cast(EvidenceItem, found)


@transaction.atomic
def change_evidence(
    actor: Actor,
    now: datetime,
    evidence_id: UUID,
    version: int | None = None,
    *,
    claim: str,
    kind: str,
    quadrant: str,
    strength: str,
    dated_on: date | None,
    document_id: UUID | None = None,
    url: str = "",
    statement: str = "",
    information_class: str = "G",
    agency_id: UUID | None = None,
) -> EvidenceItem:
    """Change a piece of evidence and return it; who gave it stays.

    Raises `Refused` (also for others than giver and business unit), `Superseded` where somebody saved first.
    """
    actor.must(CHANGE_EVIDENCE)
    item = _fetch(actor, evidence_id)
    insist(rules.may_change(is_own(actor, item.given_by_id), is_unit(actor), item.withdrawn_at is not None))
    fields = _fields(
        claim, kind, quadrant, strength, dated_on, document_id, url, statement, information_class, agency_id
    )
    _check(fields, localtime(now).date())
    # A document or agency chosen earlier may stay, though it has since been withdrawn or has left.
    _insist_ours(
        actor,
        None if document_id == item.document_id else document_id,
        None if agency_id == item.agency_id else agency_id,
    )
    insist_current(item, version, fields)
    return _write(actor, now, item, "changed", **fields)


def _write(actor: Actor, now: datetime, item: EvidenceItem, name: str, reason: str = "", **fields: Any) -> EvidenceItem:
    before = trail.snapshot(item)
    for key, value in fields.items():
        setattr(item, key, value)
    item.version += 1
    item.save()
    tell(actor, now, name, item, before, reason)
    return item


@transaction.atomic
def withdraw_evidence(actor: Actor, now: datetime, evidence_id: UUID, reason: str) -> EvidenceItem:
    """Withdraw a piece of evidence, with a reason readers see, and return it; it no longer counts, and stays.

    Raises `Refused` without a reason, a second time, and for others than giver and business unit.
    """
    actor.must(CHANGE_EVIDENCE)
    item = _fetch(actor, evidence_id)
    is_withdrawn = item.withdrawn_at is not None
    allowed = rules.may_withdraw(is_own(actor, item.given_by_id), is_unit(actor), is_withdrawn, False, reason)
    insist(allowed, "reason")
    said = reason.strip()
    return _write(actor, now, item, "withdrawn", said, withdrawn_at=now, withdrawn_reason=said)
