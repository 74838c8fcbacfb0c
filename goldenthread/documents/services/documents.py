"""Store documents and see them through their lives."""

import hashlib
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.timezone import localtime

from goldenthread.documents import rules
from goldenthread.documents.models import Document, random_place
from goldenthread.documents.permissions import CHANGE, HOLD, SEE, STORE, is_own, is_unit
from goldenthread.documents.services.keeping import inspect_file, keep_file
from goldenthread.documents.services.telling import tell, tell_read
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Denied, NotPermitted, Refused, insist, insist_current
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import services as trail

UNKNOWN = "There is no such document in this partnership, or it is not yours to see. The business unit can help."


@transaction.atomic
def store_document(
    actor: Actor,
    now: datetime,
    *,
    upload: File,
    title: str,
    information_class: str = "G",
    marking: str = "",
    description: str = "",
    group_id: UUID | None = None,
    owner_id: UUID | None = None,
) -> Document:
    """Keep a file in the library and return its document. The owner is the actor unless somebody else is named.

    `upload` is any Django file with a name; it is read a piece at a time. Without a `marking` it takes its class's own.
    Raises `Refused` (field `upload`, `title`, `marking`, `group` or `owner`), keeping no file, and `NotPermitted`.
    """
    actor.must(STORE)
    document = Document(
        partnership_id=actor.partnership_id,
        **_particulars(actor, title, description, information_class, marking, group_id, owner_id or actor.user_id),
    )
    document.series = document.pk
    return _keep(actor, now, document, upload, "stored")


def _particulars(
    actor: Actor, title: str, description: str, letter: str, marking: str, group_id: UUID | None, owner_id: UUID | None
) -> dict[str, Any]:
    """The particulars as they will be written. Raises `Refused` for any that will not do."""
    named = " ".join(title.split())
    if not named:
        raise Refused("Enter a title that readers will recognise.", "title")
    if len(named) > 200:
        raise Refused("The title must be 200 characters or fewer.", "title")
    chosen = marking or rules.default_marking(letter)
    insist(rules.may_mark(letter, chosen), "marking")
    if group_id and not partnerships.is_in_partnership(actor, "group", group_id):
        raise Refused("There is no such group in this partnership.", "group_id")
    if owner_id and owner_id != actor.user_id and not partnerships.is_in_partnership(actor, "person", owner_id):
        raise Refused("Choose an owner who belongs to this partnership.", "owner_id")
    return {
        "title": named,
        "description": description.strip(),
        "information_class": letter,
        "marking": chosen,
        "group_id": group_id,
        "owner_id": owner_id,
    }


def _keep(actor: Actor, now: datetime, document: Document, upload: File, name: str) -> Document:
    """Inspect the file, then write it, its row and its event: all of them or none."""
    document.original_name, document.content_type = inspect_file(upload)
    document.size, document.sha256 = upload.size or 0, _sha256(upload)
    document.added_at = now
    storage, place = document.file.storage, random_place(document, document.original_name)
    document.file.name = keep_file(storage, place, upload)
    document.save(force_insert=True)
    tell(actor, now, name, document)
    return document


def _sha256(upload: File) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    return digest.hexdigest()


def fetch(actor: Actor, document_id: UUID) -> Document:
    """A document the actor may read, locked. Raises `Refused` where there is none."""
    found = Document.objects.readable(actor).select_for_update(of=("self",)).filter(pk=document_id).first()
    if found is None:
        raise Refused(UNKNOWN)
    return cast(Document, found)


def standing(actor: Actor, document: Document) -> dict[str, bool]:
    """How the actor stands to a document, and whether it still counts, as the rules ask it."""
    return {
        "is_owner": is_own(actor, document.owner_id),
        "is_unit": is_unit(actor),
        "is_withdrawn": document.withdrawn_at is not None,
    }


@transaction.atomic
def change_document(
    actor: Actor,
    now: datetime,
    document_id: UUID,
    version: int | None = None,
    *,
    title: str,
    information_class: str,
    marking: str = "",
    description: str = "",
    group_id: UUID | None = None,
    owner_id: UUID | None = None,
) -> Document:
    """Change a document's particulars, never its file, and return it. Without an owner it keeps the one it has.

    Raises `Refused` (also for others than owner and business unit), `Superseded` where somebody saved first.
    """
    actor.must(CHANGE)
    document = fetch(actor, document_id)
    insist(rules.may_change(**standing(actor, document)))
    fields = _particulars(
        actor, title, description, information_class, marking, group_id, owner_id or document.owner_id
    )
    insist_current(document, version, fields)
    return write(actor, now, document, "changed", **fields)


def write(actor: Actor, now: datetime, document: Document, name: str, reason: str = "", **fields: Any) -> Document:
    """Write fields of a locked document, record the event of this name, and return the document."""
    before = trail.snapshot(document)
    for key, value in fields.items():
        setattr(document, key, value)
    document.version += 1
    document.save()
    tell(actor, now, name, document, before, reason)
    return document


@transaction.atomic
def replace_document(
    actor: Actor, now: datetime, document_id: UUID, *, upload: File, title: str = "", description: str | None = None,
    next_review_on: date | None = None,
) -> Document:  # fmt: skip
    """Keep a newer version of a document and return it; the old one stays as it was, and says what replaced it.

    Class, marking, group, owner and review are carried over, and so are title and description unless given anew. With
    `next_review_on` the newer version is what came of the review that was due. Raises `Refused` and `NotPermitted`.
    """
    actor.must(CHANGE)
    old = fetch(actor, document_id)
    is_replaced = Document.objects.filter(replaces=old).exists()
    insist(rules.may_replace(**standing(actor, old), is_replaced=is_replaced))
    insist(rules.may_be_next(next_review_on, localtime(now).date()), "next_review_on")
    reviewed = old.review_on is not None and next_review_on is not None
    new = Document(
        partnership_id=actor.partnership_id,
        replaces=old,
        series=old.series,
        edition=old.edition + 1,
        reviewer_id=old.reviewer_id,
        review_on=next_review_on if reviewed else old.review_on,
        reviewed_on=localtime(now).date() if reviewed else old.reviewed_on,
        **_particulars(
            actor,
            title.strip() or old.title,
            old.description if description is None else description,
            old.information_class,
            old.marking,
            old.group_id,
            old.owner_id,
        ),
    )
    return _keep(actor, now, new, upload, "replaced")


@transaction.atomic
def withdraw_document(actor: Actor, now: datetime, document_id: UUID, reason: str) -> Document:
    """Withdraw a document, with a reason readers see, and return it; nothing is deleted.

    From then on only the business unit opens its file. Raises `Refused` while a legal hold stands.
    """
    actor.must(CHANGE)
    document = fetch(actor, document_id)
    insist(rules.may_withdraw(**standing(actor, document), is_held=document.is_held, reason=reason), "reason")
    said = reason.strip()
    return write(actor, now, document, "withdrawn", said, withdrawn_at=now, withdrawn_reason=said)


@transaction.atomic
def hold_document(actor: Actor, now: datetime, document_id: UUID, reason: str) -> Document:
    """Put a legal hold on a document, so that it cannot be withdrawn, and return it. Raises `Refused`."""
    actor.must(HOLD)
    document = fetch(actor, document_id)
    insist(rules.may_hold(document.withdrawn_at is not None, document.is_held, reason), "reason")
    return write(actor, now, document, "held", reason.strip(), is_held=True)


@transaction.atomic
def release_document(actor: Actor, now: datetime, document_id: UUID, reason: str) -> Document:
    """Lift the legal hold and return the document. Raises `Refused` where none stands or without a reason."""
    actor.must(HOLD)
    document = fetch(actor, document_id)
    insist(rules.may_release(document.is_held, reason), "reason")
    return write(actor, now, document, "released", reason.strip(), is_held=False)


@transaction.atomic
def open_document(actor: Actor, now: datetime, document_id: UUID) -> Document | None:
    """A document whose file is about to be handed to the actor, or None where it is not theirs to read.

    Opening one that is restricted (class R and above) is recorded. Raises `NotPermitted` for a withdrawn one.
    """
    actor.must(SEE)
    document = cast(Document | None, Document.objects.readable(actor).filter(pk=document_id).first())
    if document is None:
        return None
    verdict = rules.may_open(document.withdrawn_at is not None, is_unit(actor))
    if isinstance(verdict, Denied):
        raise NotPermitted(verdict.reason)
    if document.information_class in rules.LOGGED_CLASSES:
        tell_read(actor, now, document)
    return document
