"""Do one thing to many actions, in one transaction and with one way back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.actions.models import Action, BulkChange, BulkChangeLine
from goldenthread.actions.permissions import CHANGE_MANY
from goldenthread.actions.queries.names import Party, names_of
from goldenthread.actions.rules import CLASS_WORDS, NEEDS_A_REASON, What
from goldenthread.actions.services import dates
from goldenthread.actions.services.bulk_batch import BATCH, Batch, Change, stands
from goldenthread.actions.services.bulk_kinds import do
from goldenthread.actions.services.locking import insist_known
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.trail import services as trail

CHANGED_MEANWHILE = "Somebody changed it after you looked at it."
REASONS = {
    What.REASSIGN: "Say why somebody else leads from now on; the history keeps it.",
    What.CLOSE: "Say why they will not be completed; their pages and the yearly report keep it.",
    What.WITHDRAW: "Say why they are withdrawn.",
}


@dataclass
class One:
    """One action of a bulk change, in hand: what it held before and after, or why it is left alone."""

    action: Action
    before: dict[str, Any]
    after: dict[str, Any]
    told: trail.Told | None = None
    left_alone: str = ""


@transaction.atomic
def change_many(
    actor: Actor,
    now: datetime,
    today: date,
    ids: Collection[UUID],
    change: Change,
    *,
    versions: Mapping[UUID, int] | None = None,
) -> BulkChange:
    """Do one thing to many actions and return the bulk change, whose lines name those left alone and why.

    Each action is judged by the rules that hold for it alone; one event is left for each, and one for the whole.
    `versions` are those that were looked at: an action that moved on is left alone. Raises `NotPermitted`, and
    `Refused` where what the change needs is missing or no action can be changed.
    """
    batch, each = prepare(actor, now, today, ids, change, versions, lock=True)
    done = [one for one in each if not one.left_alone]
    if not done:
        raise Refused(nothing_done(each))
    batch.write([one.action for one in done], change.what)
    made = BulkChange.objects.create(
        partnership_id=actor.partnership_id, what=change.what, to_words=in_words(actor, change, today)[:400],
        reason=change.reason.strip(), by_id=actor.user_id, by_name=actor.name, at=now,
    )  # fmt: skip
    BulkChangeLine.objects.bulk_create(
        [
            BulkChangeLine(
                partnership_id=actor.partnership_id, change=made, action=one.action, position=position,
                before=one.before, after=one.after, version_after=one.action.version, left_alone=one.left_alone,
            )
            for position, one in enumerate(each)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    # The reason stands in each action's own event, where a restricted one keeps it off the trail.
    after = {"what": str(change.what), "to_words": made.to_words, "changed": len(done), "left": len(each) - len(done)}
    trail.record(actor, "actions.bulkchange.made", made, now=now, after=after)
    return made


def nothing_done(each: Sequence[One]) -> str:
    """Why a bulk change would do nothing at all, in one sentence."""
    reasons = list(dict.fromkeys(one.left_alone for one in each))
    if not each:
        return "Tick the actions first: none was chosen, or they are not yours to see."
    if len(reasons) == 1:
        return f"None of them can be changed. {reasons[0]}"
    return "None of them can be changed; the list says why for each."


def prepare(
    actor: Actor,
    now: datetime,
    today: date,
    ids: Collection[UUID],
    change: Change,
    versions: Mapping[UUID, int] | None = None,
    *,
    lock: bool,
) -> tuple[Batch, list[One]]:
    """Do the change to every action in hand, and save nothing: what would be written, and each action's outcome.

    The order is that of the dates. Raises as `change_many`.
    """
    actor.must(CHANGE_MANY)
    _insist_whole(change)
    rows = Action.objects.visible(actor).filter(pk__in=list(ids)).select_related("lead_seat")
    actions = list(rows.select_for_update(of=("self",)) if lock else rows)
    batch = Batch(actor, now, today, change, actions)
    if change.lead:
        insist_known(actor, [change.lead], today)
    if change.group_id:
        batch.names |= insist_known(actor, [Party("group", change.group_id)], today)
    each = [_one(batch, action, (versions or {}).get(action.pk)) for action in actions]
    return batch, each


def _insist_whole(change: Change) -> None:
    if change.what in NEEDS_A_REASON and not change.reason.strip():
        raise Refused(REASONS[change.what], "reason")
    wanting = {
        What.REASSIGN: ("lead", change.lead, "Choose who leads them from now on."),
        What.MOVE_DATE: ("due_on", change.due, "Enter the new date, or say it in words."),
        What.ADD_GROUP: ("group", change.group_id, "Choose the group."),
        What.REMOVE_GROUP: ("group", change.group_id, "Choose the group."),
        What.ADD_COHORT: ("cohort", change.cohort.strip(), "Say whom they are for."),
        What.CHANGE_CLASS: ("information_class", change.information_class, "Choose who may read them."),
    }.get(change.what)
    if wanting and not wanting[1]:
        raise Refused(wanting[2], wanting[0])


def _one(batch: Batch, action: Action, version: int | None) -> One:
    what = batch.change.what
    if version is not None and version != action.version:
        return One(action, {}, {}, left_alone=CHANGED_MEANWHILE)
    before = stands(action, what)
    try:
        extra_before, extra_after = do(batch, action)
    except Refused as refused:
        return One(action, {}, {}, left_alone=refused.reason)
    return One(action, before | extra_before, stands(action, what) | extra_after, batch.rows.told[-1])


def in_words(actor: Actor, change: Change, today: date) -> str:
    """What a change sets, in words: the new lead, the date, the group, the class. Empty where it sets nothing."""
    if change.lead:
        return names_of(actor, [change.lead], today).get(change.lead, "")
    if change.group_id:
        party = Party("group", change.group_id)
        return names_of(actor, [party], today).get(party, "")
    if change.due:
        return dates.in_words(dates.read(change.due))
    if change.information_class:
        return CLASS_WORDS[change.information_class].partition(":")[0].lower()
    return change.cohort.strip()
