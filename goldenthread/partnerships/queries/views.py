"""Find saved views, and the list that the address of a view leads to."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import Resolver404, resolve

from goldenthread.kernel.actor import Actor, Permission
from goldenthread.partnerships.models import SavedView
from goldenthread.partnerships.permissions import TIDY_VIEWS


@dataclass(frozen=True)
class SavedLine:
    """One view: its name, which list it is of, the address it leads to, whose it is, and what the reader may do."""

    id: UUID
    name: str
    words: str
    path: str
    query: str
    href: str
    owner: str
    is_own: bool
    is_shared: bool
    may_delete: bool


def list_at(actor: Actor, path: str) -> str:
    """What the list at a path of the partnership is called; empty where there is none that the actor may open."""
    try:
        match = resolve(f"/{actor.partnership_slug}/{path}")
    except Resolver404:
        return ""
    words, needed = getattr(match.func, "lists", ""), getattr(match.func, "needs", None)
    here = match.kwargs.get("partnership") == actor.partnership_slug
    return words if here and isinstance(needed, Permission) and actor.may(needed) else ""


def address_of(actor: Actor, path: str, query: str) -> str:
    """The address of a list of the actor's partnership."""
    return f"/{actor.partnership_slug}/{path}{'?' if query else ''}{query}"


def list_views(actor: Actor, path: str = "") -> list[SavedLine]:
    """The actor's own views and those shared with them, own ones first, of every list they may open. One query.

    `path` gives those of one list, which the caller knows the actor may open.
    """
    rows = SavedView.objects.within(actor).filter(Q(owner_id=actor.user_id) | Q(is_shared=True))
    rows = (rows.filter(path=path) if path else rows).select_related("owner").order_by("name", "id")
    lists = {row.path: list_at(actor, row.path) for row in rows}
    found = [_line(actor, row, lists[row.path]) for row in rows if lists[row.path]]
    return sorted(found, key=lambda one: not one.is_own)


def show_view(actor: Actor, view_id: UUID) -> SavedLine | None:
    """One view that the actor owns or that is shared with them, or None. One query."""
    rows = SavedView.objects.within(actor).filter(Q(owner_id=actor.user_id) | Q(is_shared=True), pk=view_id)
    row = rows.select_related("owner").first()
    # One's own stays one's own to delete, even after its list is no longer open to one.
    words = list_at(actor, row.path) if row else ""
    return _line(actor, row, words) if row and (words or row.owner_id == actor.user_id) else None


def _line(actor: Actor, row: SavedView, words: str) -> SavedLine:
    is_own = row.owner_id == actor.user_id
    return SavedLine(
        row.pk, row.name, words, row.path, row.query, address_of(actor, row.path, row.query), row.owner.name, is_own,
        row.is_shared, is_own or (row.is_shared and actor.may(TIDY_VIEWS)),
    )  # fmt: skip
