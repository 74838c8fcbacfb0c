"""What each bulk change does to one action in hand, by the same rules as when it is done to that action alone."""

from collections.abc import Callable
from typing import Any

from goldenthread.actions.models import Acceptance, Action, DueDate, ProgressUpdate, Reporting
from goldenthread.actions.permissions import is_of_the_unit, leads, may_change, may_update
from goldenthread.actions.rules import WORKED_ON, State, What, move_state
from goldenthread.actions.services import dates
from goldenthread.actions.services.bulk_batch import Batch, plain
from goldenthread.actions.services.changing import NOT_OPEN, REASSIGNED, give_to, move_date
from goldenthread.actions.services.escalating import End
from goldenthread.actions.services.finishing import EVENTS, take_step
from goldenthread.actions.services.locking import lead_of, said_by, told_of
from goldenthread.actions.services.saying import kept_rating, take_to_heart
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist
from goldenthread.partnerships.permissions import readable_classes

# What a change keeps beside the columns of the action, before and after.
Extras = tuple[dict[str, Any], dict[str, Any]]
Do = Callable[[Batch, Action], Extras]
NOT_YOURS = (
    "It belongs to somebody else: its lead, the chair of the group it reports to or the business unit can do it."
)


def do(batch: Batch, action: Action) -> Extras:
    """Do the batch's change to one action in hand. Raises `NotPermitted` and `Refused`, having changed nothing."""
    what = batch.change.what
    allowed = may_change(batch.actor, action, batch.groups_of(action))
    if what == What.MOVE_DATE:
        allowed = allowed or may_update(batch.actor, action)
    if what == What.NO_CHANGE:
        allowed = may_update(batch.actor, action)
    if not allowed:
        raise NotPermitted(NOT_YOURS)
    return DOERS[what](batch, action)


def _tell(
    batch: Batch, verb: str, action: Action, before: dict[str, Any], after: dict[str, Any], reason: str = ""
) -> None:
    batch.rows.told.append(told_of(verb, action, before, after, reason))


def _reassign(batch: Batch, action: Action) -> Extras:
    former, reason = lead_of(action), batch.change.reason.strip()
    lead = batch.change.lead or former
    verb = give_to(action, lead, batch.names[lead], batch.today, reason)
    helper = batch.helpers.get(action.pk) if verb == REASSIGNED else None
    if helper:
        batch.rows.contributors_gone.append(helper.pk)
    after = {"lead": batch.names[lead]}
    if verb == REASSIGNED:
        batch.ends_escalation(action, End.REASSIGNED, after)
    _tell(batch, verb, action, {"lead": batch.names.get(former, "")}, after, reason)
    return {"_helped_at": helper.position if helper else None}, {}


def _move(batch: Batch, action: Action) -> Extras:
    old, reason = batch.dues[action.pk], batch.change.reason.strip()
    move = move_date(batch.actor, batch.now, action, old, batch.read, reason)
    batch.rows.slips.append(move)
    batch.rows.redated.append(action.pk)
    batch.rows.dues += dates.rows(action, batch.read)
    _tell(batch, "date_moved", action, {"due": move.from_words}, {"due": move.to_words}, reason)
    return {"_dues": [_due(row) for row in old]}, {}


def _due(row: DueDate) -> dict[str, Any]:
    names = ("words", "kind", "parsed", "starts_on", "ends_on", "position")
    return {name: plain(getattr(row, name)) for name in names}


def _add_group(batch: Batch, action: Action) -> Extras:
    rows, group_id = batch.reports[action.pk], batch.change.group.id
    name = batch.names[batch.change.group]
    if any(row.group_id == group_id for row in rows):
        raise Refused(f"It reports to {name} already.")
    position = max((row.position for row in rows), default=-1) + 1
    new = Reporting(
        partnership_id=batch.actor.partnership_id, action=action, group_id=group_id, words="", position=position
    )
    batch.rows.reportings.append(new)
    action.version += 1
    before = [str(row) for row in rows]
    _tell(batch, "changed", action, {"reports_to": before}, {"reports_to": [*before, name]}, batch.change.reason)
    return {}, {"_reporting": str(new.pk)}


def _remove_group(batch: Batch, action: Action) -> Extras:
    rows, group_id = batch.reports[action.pk], batch.change.group.id
    gone = next((row for row in rows if row.group_id == group_id), None)
    if gone is None:
        raise Refused(f"It does not report to {batch.names[batch.change.group]}.")
    batch.rows.reporting_gone.append(gone.pk)
    action.version += 1
    before, after = [str(row) for row in rows], [str(row) for row in rows if row is not gone]
    _tell(batch, "changed", action, {"reports_to": before}, {"reports_to": after}, batch.change.reason)
    kept = {"group": str(gone.group_id), "words": gone.words, "days": plain(gone.days), "position": gone.position}
    return {"_reporting": kept}, {}


def _add_cohort(batch: Batch, action: Action) -> Extras:
    cohort, before = batch.change.cohort.strip(), list(action.cohorts)
    if cohort.lower() in {one.lower() for one in before}:
        raise Refused(f"It is for {cohort} already.")
    action.cohorts = [*before, cohort]
    action.version += 1
    _tell(batch, "changed", action, {"cohorts": before}, {"cohorts": action.cohorts}, batch.change.reason)
    return {}, {}


def _change_class(batch: Batch, action: Action) -> Extras:
    before, to = action.information_class, batch.change.information_class
    if to not in readable_classes(batch.actor.roles):
        raise Refused("Your role does not read papers of that class, so you cannot mark an action with it.")
    if to == before:
        raise Refused("That is its class already.")
    action.information_class = to
    action.version += 1
    _tell(batch, "changed", action, {"information_class": before}, {"information_class": to}, batch.change.reason)
    return {}, {}


def _no_change(batch: Batch, action: Action) -> Extras:
    if action.state not in WORKED_ON:
        raise Refused(NOT_OPEN)
    writes_for = is_of_the_unit(batch.actor) and not leads(batch.actor, action)
    behalf = batch.names.get(lead_of(action), "") if writes_for else ""
    rating, before = kept_rating(action, batch.today), action.delivery_owner
    update = ProgressUpdate(
        action=action, text="No change.", delivery=rating, is_no_change=True, **said_by(batch.actor, batch.now, behalf)
    )
    take_to_heart(action, update, batch.today, rating, None)
    batch.rows.updates.append(update)
    after = {"delivery_owner": action.delivery_owner, "update": update.text}
    batch.ends_escalation(action, End.UPDATE, after)
    _tell(batch, "no_change_said", action, {"delivery_owner": before}, after)
    return {}, {"_update": str(update.pk)}


def _close(batch: Batch, action: Action) -> Extras:
    return _step(batch, action, Acceptance.Step.CLOSED, State.CLOSED_WITHOUT_COMPLETION)


def _withdraw(batch: Batch, action: Action) -> Extras:
    return _step(batch, action, Acceptance.Step.WITHDRAWN, State.WITHDRAWN)


def _step(batch: Batch, action: Action, step: Acceptance.Step, state: State) -> Extras:
    insist(move_state(action.state, state))
    before = {"state": str(action.state)}
    reason = batch.change.reason.strip()
    batch.rows.steps.append(take_step(batch.actor, batch.now, batch.today, action, step, state, reason))
    after = {"state": str(state)}
    batch.ends_escalation(action, End.DECISION, after)
    _tell(batch, EVENTS[step], action, before, after, reason)
    return {}, {}


DOERS: dict[str, Do] = {
    What.REASSIGN: _reassign,
    What.MOVE_DATE: _move,
    What.ADD_GROUP: _add_group,
    What.REMOVE_GROUP: _remove_group,
    What.ADD_COHORT: _add_cohort,
    What.CHANGE_CLASS: _change_class,
    What.NO_CHANGE: _no_change,
    What.CLOSE: _close,
    What.WITHDRAW: _withdraw,
}
