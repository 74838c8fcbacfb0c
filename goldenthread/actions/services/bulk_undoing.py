"""Undo a bulk change: put back each action that nobody has changed since, and say which are left and why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.actions.models import (
    LEAD_COLUMNS,
    Acceptance,
    Action,
    BulkChange,
    BulkChangeLine,
    Contributor,
    DueDate,
    ProgressUpdate,
    Reporting,
    Slip,
)
from goldenthread.actions.permissions import CHANGE_MANY, is_of_the_unit, may_change, may_update
from goldenthread.actions.queries.names import Party, names_of
from goldenthread.actions.rules import WHAT_WORDS, What, amount_of_slip, may_undo
from goldenthread.actions.services.bulk_batch import BATCH, Batch, Change, put_back, stands
from goldenthread.actions.services.bulk_kinds import NOT_YOURS
from goldenthread.actions.services.locking import said_by, told_of
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.trail import services as trail
from goldenthread.trail.models import Event

GONE = "It is not yours to see any more."


@dataclass
class Undone:
    """One line of a bulk change to be undone: its action in hand, or why it is left as it is."""

    line: BulkChangeLine
    action: Action | None
    left_alone: str = ""


@transaction.atomic
def undo_many(actor: Actor, now: datetime, today: date, change_id: UUID) -> BulkChange:
    """Undo a bulk change and return it. An action that somebody changed since is left, and its line says why.

    For whoever made the change, and the business unit. One event for each action and one for the whole. Raises
    `NotPermitted`, and `Refused` where it was undone already or nothing is left to put back.
    """
    made, each = judge(actor, now, today, change_id, lock=True)
    going = [one for one in each if one.action is not None and not one.left_alone]
    if not going:
        raise Refused("Nothing is left to undo: every one of these actions has been changed since.")
    batch = Batch(actor, now, today, Change(What(made.what)), [one.action for one in going if one.action])
    if made.what == What.REASSIGN:
        batch.names |= names_of(actor, {_party_in(one.line.before) for one in going}, today)
    for one in going:
        if one.action:
            _restore(batch, made, one.line, one.action)
    batch.write([one.action for one in going if one.action], made.what)
    _let_the_one_before_follow(going)
    lines = [one.line for one in each]
    for one in each:
        one.line.not_undone = one.left_alone
    BulkChangeLine.objects.bulk_update(lines, ["not_undone"], batch_size=BATCH)
    made.undone_at, made.undone_by_id, made.undone_by_name = now, actor.user_id, actor.name
    made.version += 1
    made.save()
    after = {"what": str(made.what), "to_words": made.to_words, "put_back": len(going), "left": len(each) - len(going)}
    trail.record(actor, "actions.bulkchange.undone", made, now=now, after=after)
    return made


def judge(actor: Actor, now: datetime, today: date, change_id: UUID, *, lock: bool) -> tuple[BulkChange, list[Undone]]:
    """A bulk change with what undoing would do to each of its actions; nothing is saved. Raises as `undo_many`."""
    actor.must(CHANGE_MANY)
    rows = BulkChange.objects.within(actor).filter(pk=change_id)
    made = (rows.select_for_update() if lock else rows).first()
    if made is None:
        raise Refused("There is no such change in this partnership.")
    if made.by_id != actor.user_id and not is_of_the_unit(actor):
        raise NotPermitted("Whoever made this change can undo it, and so can the business unit.")
    if made.undone_at:
        raise Refused(f"{made.undone_by_name} has undone this already.")
    lines = list(made.lines.filter(left_alone=""))
    found = Action.objects.visible(actor).filter(pk__in=[line.action_id for line in lines])
    actions = {one.pk: one for one in (found.select_for_update(of=("self",)) if lock else found)}
    groups: dict[UUID, list[UUID]] = {}
    for action_id, group in Reporting.objects.filter(action_id__in=actions).values_list("action_id", "group_id"):
        groups.setdefault(action_id, []).append(group)
    each = [_judge(actor, made, line, actions.get(line.action_id), groups) for line in lines]
    _name_who([one for one in each if one.left_alone.startswith("Somebody ")])
    return made, each


def _judge(
    actor: Actor, made: BulkChange, line: BulkChangeLine, action: Action | None, groups: dict[UUID, list[UUID]]
) -> Undone:
    if action is None:
        return Undone(line, None, GONE)
    own = made.what in (What.NO_CHANGE, What.MOVE_DATE) and may_update(actor, action)
    # A group that was taken away may have been what let its chair see to the action.
    taken = [UUID(line.before["_reporting"]["group"])] if "_reporting" in line.before else []
    if not own and not may_change(actor, action, [*groups.get(action.pk, ()), *taken]):
        return Undone(line, action, NOT_YOURS)
    left = {key: value for key, value in line.after.items() if not key.startswith("_")}
    verdict = may_undo(left, stands(action, made.what), line.version_after, action.version)
    return Undone(line, action, "" if verdict else verdict.reason)  # type: ignore[union-attr]


# What leaves an action's words, lead and dates as they were, and so undoes nothing.
_BESIDE_THE_POINT = (
    "escalated", "update_asked", "evidence_added", "milestone_added", "milestone_met", "milestone_dropped",
    "delivery_rated", "impact_rated", "evidence_rated",
)  # fmt: skip


def _name_who(each: list[Undone]) -> None:
    """Put the name of whoever did the latest thing to each action in the place of "somebody". One query."""
    ids = [one.line.action_id for one in each]
    latest: dict[UUID, str] = {}
    events = Event.objects.of_changes().filter(kind="actions.action", thing_id__in=ids).order_by("number")
    events = events.exclude(name__in=[f"actions.action.{verb}" for verb in _BESIDE_THE_POINT])
    for thing, name in events.values_list("thing_id", "actor_name"):
        latest[thing] = name
    for one in each:
        who = latest.get(one.line.action_id, "Somebody")
        one.left_alone = one.left_alone.replace("Somebody", who, 1)


def _restore(batch: Batch, made: BulkChange, line: BulkChangeLine, action: Action) -> None:
    """Put one action back as it stood, and tell its history so."""
    what = What(made.what)
    due_on = action.due_on
    put_back(action, {key: value for key, value in line.before.items() if not key.startswith("_")})
    if what != What.NO_CHANGE:
        action.version += 1
    told: tuple[dict[str, Any], dict[str, Any]] | None = RESTORERS.get(what, _nothing)(batch, made, line, action)
    before, after = told or ({}, {})
    if what == What.MOVE_DATE:
        _slip_back(batch, line, action, due_on, after)
    after = {**after, "undone": WHAT_WORDS[what].lower()}
    batch.rows.told.append(told_of("bulk_undone", action, before, after))


def _nothing(batch: Batch, made: BulkChange, line: BulkChangeLine, action: Action) -> None:
    return None


def _lead_back(batch: Batch, made: BulkChange, line: BulkChangeLine, action: Action) -> Any:
    """The lead before leads again; whoever had led since helps again where they had helped."""
    since, former = _party_in(line.after), _party_in(line.before)
    position = line.before.get("_helped_at")
    if position is not None:
        again = {f"{since.kind}_id": since.id}
        batch.rows.contributors.append(
            Contributor(partnership_id=action.partnership_id, action=action, position=position, **again)
        )
    return {"lead": batch.names.get(since, "")}, {"lead": batch.names.get(former, "")}


def _party_in(kept: dict[str, Any]) -> Party:
    """Who led, from the columns that were kept."""
    column = next(one for one in LEAD_COLUMNS if kept[one])
    return Party(column.removeprefix("lead_").removesuffix("_id"), UUID(kept[column]))


def _dates_back(batch: Batch, made: BulkChange, line: BulkChangeLine, action: Action) -> Any:
    batch.rows.redated.append(action.pk)
    old = [row.words for row in batch.dues[action.pk]]
    for due in line.before["_dues"]:
        row = DueDate(partnership_id=action.partnership_id, action=action, **due)
        row.starts_on, row.ends_on = _day(due["starts_on"]), _day(due["ends_on"])
        batch.rows.dues.append(row)
    return {"due": "; ".join(old)}, {"due": "; ".join(due["words"] for due in line.before["_dues"])}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _slip_back(batch: Batch, line: BulkChangeLine, action: Action, due_on: date | None, after: dict[str, Any]) -> None:
    """The move back is a row of its own among the moves; the count of slips is what it was."""
    words = "; ".join(row.words for row in batch.dues[action.pk])
    batch.rows.slips.append(
        Slip(
            action=action, from_words=words, from_on=due_on, to_words=after["due"], to_on=action.due_on,
            is_later=amount_of_slip(due_on, action.due_on) > 0, reason="The move before was undone.",
            **said_by(batch.actor, batch.now),
        )
    )  # fmt: skip


def _group_gone(batch: Batch, made: BulkChange, line: BulkChangeLine, action: Action) -> Any:
    batch.rows.reporting_gone.append(UUID(line.after["_reporting"]))
    return {"reports_to": [made.to_words]}, {"reports_to": []}


def _group_back(batch: Batch, made: BulkChange, line: BulkChangeLine, action: Action) -> Any:
    kept = line.before["_reporting"]
    batch.rows.reportings.append(
        Reporting(
            partnership_id=action.partnership_id, action=action, group_id=UUID(kept["group"]), words=kept["words"],
            days=[date.fromisoformat(day) for day in kept["days"]], position=kept["position"],
        )
    )  # fmt: skip
    return {"reports_to": []}, {"reports_to": [made.to_words]}


def _word_back(batch: Batch, made: BulkChange, line: BulkChangeLine, action: Action) -> None:
    """What was said stays in the conversation, corrected: nothing that was said is ever taken away."""
    correction = ProgressUpdate(
        action=action, text="“No change” was recorded by mistake and has been taken back.",
        supersedes_id=UUID(line.after["_update"]), is_taken_back=True, **said_by(batch.actor, batch.now),
    )  # fmt: skip
    batch.rows.updates.append(correction)


def _open_again(batch: Batch, made: BulkChange, line: BulkChangeLine, action: Action) -> Any:
    step = Acceptance(
        action=action, step=Acceptance.Step.REOPENED, statement="Closing it was undone.",
        **said_by(batch.actor, batch.now),
    )  # fmt: skip
    batch.rows.steps.append(step)
    return {"state": line.after["state"]}, {"state": line.before["state"]}


RESTORERS: dict[str, Any] = {
    What.REASSIGN: _lead_back,
    What.MOVE_DATE: _dates_back,
    What.ADD_GROUP: _group_gone,
    What.REMOVE_GROUP: _group_back,
    What.NO_CHANGE: _word_back,
    What.CLOSE: _open_again,
    What.WITHDRAW: _open_again,
}


def _let_the_one_before_follow(each: list[Undone]) -> None:
    """An earlier bulk change of the same action can be undone next: it left the action as it stands again now."""
    versions = {one.line.action_id: one.line.version_after - 1 for one in each}
    now = {one.line.action_id: one.action.version for one in each if one.action}
    earlier = BulkChangeLine.objects.filter(action_id__in=versions, change__undone_at__isnull=True, left_alone="")
    follow = [line for line in earlier if line.version_after == versions[line.action_id]]
    for line in follow:
        line.version_after = now[line.action_id]
    BulkChangeLine.objects.bulk_update(follow, ["version_after"], batch_size=BATCH)
