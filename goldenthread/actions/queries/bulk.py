"""Bulk changes as they are looked back at: what, by whom, and each action that the reader may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from goldenthread.actions.models import Action, BulkChange, BulkChangeLine
from goldenthread.actions.permissions import CHANGE_MANY, is_of_the_unit
from goldenthread.actions.queries.names import Party, name_of_seat
from goldenthread.actions.rules import What
from goldenthread.kernel.actor import Actor


@dataclass(frozen=True)
class BulkLine:
    """One action of a bulk change: its title, and why it was left alone, then or when the change was undone."""

    action_id: UUID
    title: str
    lead: str
    left_alone: str
    not_undone: str
    information_class: str = "G"


@dataclass(frozen=True)
class Made:
    """One bulk change: what in words, to what, why, by whom, how many changed and were left, whether it was undone.

    The reason is empty for somebody who may not see every action in it.
    """

    id: UUID
    what: What
    words: str
    to_words: str
    reason: str
    by: str
    at: datetime
    changed: int
    left: int
    undone_at: datetime | None
    undone_by: str
    may_undo: bool
    lines: tuple[BulkLine, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """One action chosen for a bulk change: its title and lead, and the version in which it was looked at."""

    id: UUID
    version: int
    title: str
    lead: Party
    lead_name: str


def chosen(actor: Actor, ids: Collection[UUID]) -> list[Chosen]:
    """Those of some actions that the actor may see, by date. Two queries however many."""
    rows = Action.objects.visible(actor).filter(pk__in=list(ids))
    rows = rows.select_related("lead_person", "lead_seat__group", "lead_group").prefetch_related("lead_agency__names")
    return [
        Chosen(one.pk, one.version, _title(one), Party(one.lead_kind, one.lead_id), _lead_name(one)) for one in rows
    ]


def _title(action: Action) -> str:
    return f"{action.reference} {' '.join(action.description.split())}".strip()


def _lead_name(action: Action) -> str:
    if action.lead_seat:
        return name_of_seat(action.lead_seat)
    return str(action.lead_person or action.lead_group or action.lead_agency)


def list_bulk_changes(actor: Actor) -> Any:
    """Bulk changes, newest first: every one for the business unit, else one's own. A queryset for pages of `made`."""
    rows = BulkChange.objects.within(actor)
    if not is_of_the_unit(actor):
        rows = rows.filter(by_id=actor.user_id)
    hidden = BulkChangeLine.objects.filter(change_id=OuterRef("pk"))
    hidden = hidden.exclude(action__in=Action.objects.visible(actor))
    return rows.annotate(
        changed=Count("lines", filter=Q(lines__left_alone="")),
        left=Count("lines", filter=~Q(lines__left_alone="")),
        holds_hidden=Exists(hidden),
    ).order_by("-at", "-created_at")


def made(actor: Actor, row: Any, lines: tuple[BulkLine, ...] = ()) -> Made:
    """One row of `list_bulk_changes` as it is read. No query."""
    return Made(
        id=row.pk,
        what=What(row.what),
        words=row.what_words,
        to_words=row.to_words,
        reason="" if row.holds_hidden else row.reason,
        by=row.by_name,
        at=row.at,
        changed=row.changed,
        left=row.left,
        undone_at=row.undone_at,
        undone_by=row.undone_by_name,
        may_undo=row.undone_at is None and bool(row.changed) and actor.may(CHANGE_MANY),
        lines=lines,
    )


def show_bulk_change(actor: Actor, change_id: UUID) -> Made | None:
    """One bulk change with the actions in it that the reader may see, or None. Two queries."""
    row = list_bulk_changes(actor).filter(pk=change_id).first()
    if row is None:
        return None
    rows = BulkChangeLine.objects.filter(change=row, action__in=Action.objects.visible(actor))
    rows = rows.select_related("action__lead_person", "action__lead_seat__group", "action__lead_group")
    found = rows.prefetch_related("action__lead_agency__names")
    return made(actor, row, tuple(_line(line) for line in found))


def _line(line: BulkChangeLine) -> BulkLine:
    action = line.action
    return BulkLine(
        action.pk, _title(action), _lead_name(action), line.left_alone, line.not_undone, action.information_class
    )
