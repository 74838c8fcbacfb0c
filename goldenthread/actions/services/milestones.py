"""Bring the milestones of an action into line with a document, and take back what a document said."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.actions.models import Action, DueDate, Milestone, ProgressUpdate
from goldenthread.actions.permissions import CHANGE, UPDATE, may_change, may_update
from goldenthread.actions.rules import WORKED_ON
from goldenthread.actions.services import dates
from goldenthread.actions.services.changing import NOT_OPEN
from goldenthread.actions.services.locking import groups_reported_to, locked, permit, tell, year_starts_in
from goldenthread.actions.services.raising import NewMilestone
from goldenthread.actions.services.saying import said_on, words_that_stand
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused


@transaction.atomic
def set_milestones(
    actor: Actor, now: datetime, today: date, action_id: UUID, *, wanted: Sequence[NewMilestone], reason: str
) -> list[Milestone]:
    """Let an action have the milestones `wanted`, in that order, and return those that stand.

    One known by its words keeps its history and takes the new dates; a dropped one is taken up again; one not wanted
    is dropped with the reason, unless it was met. One event. Raises `NotPermitted` and `Refused`.
    """
    action = locked(actor, action_id)
    permit(actor, UPDATE, may_update(actor, action) or may_change(actor, action, groups_reported_to(action)))
    if action.state not in WORKED_ON:
        raise Refused(NOT_OPEN)
    if not reason.strip():
        raise Refused("Say why the milestones change; the history keeps it.", "reason")
    rows = list(Milestone.objects.select_for_update().filter(action=action))
    before = [row.text for row in rows if not row.dropped_on]
    kept = _take_up(actor, action, rows, wanted)
    for row in rows:
        if row.pk not in kept and not row.met_on and not row.dropped_on:
            row.dropped_on, row.dropped_reason = today, reason.strip()
            row.version += 1
            row.save()
    standing = list(Milestone.objects.filter(action=action, dropped_on__isnull=True))
    after = [row.text for row in standing]
    tell(actor, now, "milestones_set", action, {"milestones": before}, {"milestones": after}, reason.strip())
    return standing


def _take_up(actor: Actor, action: Action, rows: list[Milestone], wanted: Sequence[NewMilestone]) -> set[UUID]:
    """Find or make each milestone wanted, in its place and with its dates; returns their ids."""
    starts_in, kept = year_starts_in(actor), set[UUID]()
    for position, one in enumerate(wanted):
        row = next((each for each in rows if each.text == one.text.strip() and each.pk not in kept), None)
        if row is None:
            row = Milestone(partnership_id=actor.partnership_id, action=action, text=one.text.strip())
        else:
            row.version += 1
        row.position, row.dropped_on, row.dropped_reason = position, None, ""
        row.save()
        kept.add(row.pk)
        DueDate.objects.filter(milestone=row).delete()
        DueDate.objects.bulk_create(dates.rows(action, dates.read(one.due, starts_in), row))
    return kept


@transaction.atomic
def take_back_update(
    actor: Actor, now: datetime, action_id: UUID, update_id: UUID, *, text: str, reason: str
) -> ProgressUpdate:
    """Replace on the page an update that should not have been given by `text`, and return that one.

    Both are kept. What the action held as its latest word goes back to what was said before, unless something was
    said since. Raises `NotPermitted`, and `Refused` where the update is not here or was replaced already.
    """
    action = locked(actor, action_id)
    permit(actor, CHANGE, may_change(actor, action, groups_reported_to(action)))
    row = ProgressUpdate.objects.filter(action=action, pk=update_id).first()
    if row is None or ProgressUpdate.objects.filter(supersedes=row).exists():
        raise Refused("That update is not there any more, or was replaced already.")
    told = ProgressUpdate.objects.create(
        partnership_id=actor.partnership_id, action=action, text=text, supersedes=row, is_taken_back=True,
        by_id=actor.user_id, by_name=actor.name, at=row.at, channel=actor.channel,
    )  # fmt: skip
    if action.last_update_id == row.pk:
        _go_back(action)
    before, after = {"update": row.text, "delivery_owner": row.delivery}, {"update": text, "delivery_owner": ""}
    tell(actor, now, "update_taken_back", action, before, after, reason)
    return told


def _go_back(action: Action) -> None:
    """Let the action hold the last thing said before as its latest word, with the rating given then, if any."""
    earlier = words_that_stand(action)
    said, rated = next(iter(earlier), None), next((word for word in earlier if word.delivery), None)
    action.last_update, action.last_update_on = said, said_on(said) if said else None
    action.delivery_owner = rated.delivery if rated else ""
    action.delivery_owner_on = said_on(rated) if rated else None
    action.delivery_owner_by = (rated.on_behalf_of or rated.by_name) if rated else ""
    # Nothing that somebody else may be editing changes, so the version stays.
    action.save()
