"""Keep a file about the structure while it is checked, mark what became of it, and take back what it did."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.models import Group, GroupAlias, Seat, SeatHolder, StructureImport
from goldenthread.partnerships.permissions import CHANGE_STRUCTURE
from goldenthread.partnerships.services import _writing
from goldenthread.partnerships.services.groups import change_group
from goldenthread.trail import services as trail

OVER = "This file has been dealt with already; upload it again to start afresh."
KINDS: Mapping[str, type[models.Model]] = {"group": Group, "seat": Seat, "holder": SeatHolder}
# Rows that go with what was added, and hinder nobody from taking it back.
OWN = (GroupAlias,)


@transaction.atomic
def receive_structure(
    actor: Actor, now: datetime, *, file_name: str, content: bytes, lines: list[dict[str, Any]]
) -> StructureImport:
    """Keep what was read in a file, to be checked, and return it. The structure stays as it is."""
    actor.must(CHANGE_STRUCTURE)
    row = StructureImport(
        partnership_id=actor.partnership_id, file_name=file_name[:300], sha256=hashlib.sha256(content).hexdigest(),
        read=lines, lines=lines, uploaded_by_id=actor.user_id,
    )  # fmt: skip
    row.save()
    _tell(actor, now, row, "uploaded", {"file_name": row.file_name})
    return row


def _tell(actor: Actor, now: datetime, row: StructureImport, what: str, after: dict[str, Any]) -> None:
    trail.record(actor, f"partnerships.structureimport.{what}", row, after=after, now=now)


def _locked(actor: Actor, import_id: UUID, state: str = "preview") -> StructureImport:
    row = _writing.locked(actor, StructureImport, import_id, "file")
    if row.state != state:
        raise Refused(OVER)
    return row


@transaction.atomic
def correct_structure(actor: Actor, now: datetime, import_id: UUID, line: dict[str, Any]) -> StructureImport:
    """Keep one line as a person corrected it, and return the import.

    Raises `Refused` for a line the file has not, and once the file is done with.
    """
    actor.must(CHANGE_STRUCTURE)
    row = _locked(actor, import_id)
    if all(one["uid"] != line["uid"] for one in row.lines):
        raise Refused("There is no such line in this file.")
    row.lines = [line if one["uid"] == line["uid"] else one for one in row.lines]
    row.version += 1
    row.save()
    _tell(actor, now, row, "corrected", {"line": line["name"]})
    return row


def _finish(actor: Actor, now: datetime, row: StructureImport, state: str) -> None:
    row.state, row.finished_at, row.finished_by_name = state, now, actor.name
    row.version += 1
    row.save()


@transaction.atomic
def put_structure_aside(actor: Actor, now: datetime, import_id: UUID) -> StructureImport:
    """Put a file aside without applying it, and return it. Raises `Refused` once it is done with."""
    actor.must(CHANGE_STRUCTURE)
    row = _locked(actor, import_id)
    _finish(actor, now, row, StructureImport.State.ABANDONED)
    _tell(actor, now, row, "put_aside", {})
    return row


@transaction.atomic
def mark_structure_applied(
    actor: Actor, now: datetime, import_id: UUID, done: Sequence[dict[str, Any]], summary: str
) -> StructureImport:
    """Mark a file as applied, with what that did in order and in one sentence; return it. Raises `Refused`."""
    actor.must(CHANGE_STRUCTURE)
    row = _locked(actor, import_id)
    row.done = list(done)
    _finish(actor, now, row, StructureImport.State.APPLIED)
    _tell(actor, now, row, "applied", {"summary": summary})
    return row


@transaction.atomic
def undo_structure(actor: Actor, now: datetime, import_id: UUID) -> StructureImport:
    """Take back what an applied file did, last first, and return the import; people it made known stay known.

    Raises `Refused`, and takes nothing back, where something it added is used by now or something it changed was
    changed again.
    """
    actor.must(CHANGE_STRUCTURE)
    row = _locked(actor, import_id, StructureImport.State.APPLIED)
    ours = {one["id"] for one in row.done if one["did"] == "added"}
    for one in reversed(row.done):
        thing = KINDS[one["kind"]].objects.within(actor).select_for_update().filter(pk=one["id"]).first()  # type: ignore[attr-defined]
        if thing is None or thing.version != one["version"]:
            raise Refused(f"“{one['title']}” was changed since, so the file cannot be undone as a whole.")
        if one["did"] == "added":
            _take_back(actor, now, thing, one["title"], ours)
        else:
            _put_back(actor, now, thing, one)
    _finish(actor, now, row, StructureImport.State.UNDONE)
    _tell(actor, now, row, "undone", {})
    return row


def _take_back(actor: Actor, now: datetime, thing: Any, title: str, ours: set[str]) -> None:
    for field in thing._meta.get_fields(include_hidden=True):
        if not (field.auto_created and (field.one_to_many or field.one_to_one)) or field.related_model in OWN:
            continue
        hanging = field.related_model._base_manager.filter(**{field.field.name: thing})
        if any(str(key) not in ours for key in hanging.values_list("pk", flat=True)[:200]):
            raise Refused(f"“{title}” is used by now, so the file cannot be undone. End what you do not want instead.")
    before = trail.in_names(thing)
    trail.record(actor, f"{trail.kind_of(thing)}.taken_back", thing, before=before, after={}, now=now)
    thing.delete()


def _put_back(actor: Actor, now: datetime, thing: Any, one: dict[str, Any]) -> None:
    before: dict[str, Any] = {
        name: date.fromisoformat(value) if value and name.endswith("_on") else value
        for name, value in one["before"].items()
    }
    if before.get("parent_id"):
        before["parent_id"] = UUID(before["parent_id"])
    if one["kind"] == "group":
        change_group(actor, now, thing.pk, **before)
    else:
        # Whoever had to leave the seat for somebody new sits in it again.
        _writing.change(actor, now, thing, None, before, "partnerships.seat.given_back")
