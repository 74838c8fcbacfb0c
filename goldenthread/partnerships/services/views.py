"""Keep a list as somebody filtered it, rename it, share it, and let it go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries, rules
from goldenthread.partnerships.models import Partnership, SavedView
from goldenthread.partnerships.permissions import SAVE_VIEWS, TIDY_VIEWS
from goldenthread.partnerships.services import _writing
from goldenthread.trail import services as trail

NO_SUCH = "There is no such view. It may have been deleted meanwhile."
# More than this and nobody finds any of them again.
MOST_OF_ONE_LIST = 20
# As much as the column holds.
LONGEST = 2000


@transaction.atomic
def save_view(actor: Actor, now: datetime, *, name: str, path: str, query: str, is_shared: bool = False) -> SavedView:
    """Keep a list under a name and return the view.

    `path` is that of a list within the partnership, `query` its filters and order. Raises `Refused` where that is no
    list the actor may open, nothing is filtered or ordered, or they use the name for this list already.
    """
    actor.must(SAVE_VIEWS)
    kept, name = rules.kept_of(query), " ".join(name.split())
    if actor.user_id is None or not queries.list_at(actor, path):
        raise Refused("Only a list that you may open can be kept as a view.")
    if not kept:
        raise Refused("Filter the list or put it in another order first; as it is, it needs no name.")
    if len(kept) > LONGEST:
        raise Refused("This list is filtered by more than a view can keep. Take a filter away.")
    # Somebody who sends twice at once would otherwise keep two of one name.
    Partnership.objects.select_for_update().get(pk=actor.partnership_id)
    own = SavedView.objects.within(actor).filter(owner_id=actor.user_id, path=path)
    _insist_free(own, name)
    if own.count() >= MOST_OF_ONE_LIST:
        raise Refused(f"You keep {MOST_OF_ONE_LIST} views of this list already. Delete one you no longer use first.")
    view = SavedView(
        partnership_id=actor.partnership_id, owner_id=actor.user_id, name=name, path=path, query=kept,
        is_shared=is_shared,
    )  # fmt: skip
    _writing.save(view)
    trail.record(actor, "partnerships.savedview.saved", view, after=_told(view), now=now)
    return view


@transaction.atomic
def change_view(actor: Actor, now: datetime, view_id: UUID, *, name: str, is_shared: bool) -> SavedView:
    """Rename one's own view, share it or share it no longer, and return it.

    Raises `Refused` where it is not the actor's, or they use the name for this list already.
    """
    actor.must(SAVE_VIEWS)
    view, name = _own(actor, view_id), " ".join(name.split())
    _insist_free(
        SavedView.objects.within(actor).filter(owner_id=view.owner_id, path=view.path).exclude(pk=view.pk), name
    )
    before = _told(view)
    event = "renamed" if view.is_shared == is_shared else "shared" if is_shared else "unshared"
    view.name, view.is_shared = name, is_shared
    if _told(view) == before:
        return view
    view.version += 1
    _writing.save(view)
    trail.record(actor, f"partnerships.savedview.{event}", view, before=before, after=_told(view), now=now)
    return view


@transaction.atomic
def delete_view(actor: Actor, now: datetime, view_id: UUID) -> None:
    """Delete one's own view, or, for the business unit, anybody's that is shared. Raises `Refused` for any other."""
    actor.must(SAVE_VIEWS)
    view = _locked(actor, view_id)
    if view.owner_id != actor.user_id and not (view.is_shared and actor.may(TIDY_VIEWS)):
        raise Refused(NO_SUCH)
    trail.record(actor, "partnerships.savedview.deleted", view, before=_told(view), now=now)
    view.delete()


def _locked(actor: Actor, view_id: UUID) -> SavedView:
    rows = SavedView.objects.within(actor).select_for_update(of=("self",)).select_related("owner")
    view = rows.filter(pk=view_id).first()
    if view is None:
        raise Refused(NO_SUCH)
    return view


def _own(actor: Actor, view_id: UUID) -> SavedView:
    view = _locked(actor, view_id)
    if view.owner_id != actor.user_id:
        raise Refused(NO_SUCH)
    return view


def _insist_free(own: Any, name: str) -> None:
    if not name:
        raise Refused("Enter a name for the view", "name")
    if own.filter(name__iexact=name).exists():
        raise Refused(f"You have a view called “{name}” of this list already. Choose another name.", "name")


def _told(view: SavedView) -> dict[str, Any]:
    """What the history says of a view. Its address may name people, so only its own owner keeps that."""
    return {"name": view.name, "owner": view.owner.name, "is_shared": view.is_shared}
