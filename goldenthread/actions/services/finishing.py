"""Be done with an action: ask for completion, accept or return it, close, reopen, withdraw."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.actions.models import Acceptance, Action, Milestone
from goldenthread.actions.permissions import ACCEPT, CHANGE, UPDATE, leads, may_accept, may_change, may_update
from goldenthread.actions.queries.asking import agencies_of_leads
from goldenthread.actions.rules import Acceptor, Progress, State, acceptance, completion, move_state
from goldenthread.actions.services.escalating import End, end_escalations, permit_to_change
from goldenthread.actions.services.evidence import evidence_count
from goldenthread.actions.services.locking import groups_reported_to, locked, permit, said_by, tell
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist

Step = Acceptance.Step


def progress_of(actor: Actor, action: Action, done_on: date | None) -> Progress:
    """What the completion of one action is judged by. Three queries."""
    unmet = Milestone.objects.filter(action=action, met_on__isnull=True, dropped_on__isnull=True)
    return Progress(
        is_open=action.state == State.OPEN,
        evidence_count=evidence_count(actor, action),
        done_on=done_on,
        raised_on=action.raised_on,
        unmet_milestones=list(unmet.values_list("text", flat=True)),
    )


@transaction.atomic
def ask_completion(
    actor: Actor, now: datetime, today: date, action_id: UUID, *, done_on: date | None, statement: str = ""
) -> Acceptance:
    """Ask that the action be accepted as complete on the day it was done; return the step.

    Raises `NotPermitted`, and `Refused` naming everything that is still missing.
    """
    action = locked(actor, action_id)
    permit(actor, UPDATE, may_update(actor, action))
    insist(move_state(action.state, State.AWAITING_ACCEPTANCE))
    insist(completion(progress_of(actor, action, done_on), today))
    return _step(actor, now, today, action, Step.ASKED, State.AWAITING_ACCEPTANCE, statement, done_on)


@transaction.atomic
def accept_completion(actor: Actor, now: datetime, today: date, action_id: UUID, *, statement: str = "") -> Acceptance:
    """Accept that the action is complete and return the step.

    Raises `NotPermitted`, and `Refused` for its lead, for somebody of the lead's agency and for whoever asked.
    """
    action = locked(actor, action_id)
    permit(actor, ACCEPT, may_accept(actor, action, groups_reported_to(action)))
    insist(move_state(action.state, State.COMPLETE))
    asked = action.acceptance
    acceptor = Acceptor(actor.user_id, actor.agency_ids, leads(actor, action))
    insist(acceptance(acceptor, agencies_of_leads([action])[action.pk], asked.by_id if asked else None))
    done_on = asked.done_on if asked else today
    return _step(actor, now, today, action, Step.ACCEPTED, State.COMPLETE, statement, done_on)


@transaction.atomic
def return_completion(actor: Actor, now: datetime, today: date, action_id: UUID, *, reason: str) -> Acceptance:
    """Return the action to its lead with what is missing, and return the step. Raises `NotPermitted` and `Refused`."""
    action = locked(actor, action_id)
    permit(actor, ACCEPT, may_accept(actor, action, groups_reported_to(action)))
    if action.state != State.AWAITING_ACCEPTANCE:
        raise Refused("Nobody is asking for this action to be accepted at the moment.")
    _insist_reason(reason, "Say what is missing, so that the lead can put it right.")
    return _step(actor, now, today, action, Step.RETURNED, State.OPEN, reason)


@transaction.atomic
def close_without_completion(actor: Actor, now: datetime, today: date, action_id: UUID, *, reason: str) -> Acceptance:
    """Close an action that will not be completed, with the reason; return the step. Raises as `return_completion`."""
    action = locked(actor, action_id)
    permit_to_change(actor, action, CHANGE)
    insist(move_state(action.state, State.CLOSED_WITHOUT_COMPLETION))
    _insist_reason(reason, "Say why it will not be completed; the page and the yearly report keep it.")
    return _step(actor, now, today, action, Step.CLOSED, State.CLOSED_WITHOUT_COMPLETION, reason)


@transaction.atomic
def reopen(actor: Actor, now: datetime, today: date, action_id: UUID, *, reason: str) -> Acceptance:
    """Open a finished, closed or withdrawn action again, with the reason; return the step. Raises as the others."""
    action = locked(actor, action_id)
    permit(actor, CHANGE, may_change(actor, action, groups_reported_to(action)))
    if action.state == State.AWAITING_ACCEPTANCE:
        raise Refused("This action waits for acceptance; return it to its lead instead.")
    insist(move_state(action.state, State.OPEN))
    _insist_reason(reason, "Say why it is opened again.")
    return _step(actor, now, today, action, Step.REOPENED, State.OPEN, reason)


@transaction.atomic
def withdraw_actions(actor: Actor, now: datetime, today: date, ids: Collection[UUID], *, reason: str) -> list[Action]:
    """Take back actions that should not have been raised, as when an import is undone; return them.

    They leave every list and count but keep their page and history, and can be reopened. Raises `NotPermitted` and,
    where one is not here, `Refused`.
    """
    actor.must(CHANGE)
    _insist_reason(reason, "Say why they are withdrawn.")
    found = list(Action.objects.visible(actor).select_for_update(of=("self",)).filter(pk__in=ids))
    if len(found) != len(set(ids)):
        raise Refused("One of these actions is not in this partnership, or is not yours to see.")
    for action in found:
        permit(actor, CHANGE, may_change(actor, action, groups_reported_to(action)))
        insist(move_state(action.state, State.WITHDRAWN))
        _step(actor, now, today, action, Step.WITHDRAWN, State.WITHDRAWN, reason)
    return found


def _insist_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise Refused(sentence, "reason")


def _step(
    actor: Actor,
    now: datetime,
    today: date,
    action: Action,
    step: Step,
    state: State,
    statement: str,
    done_on: date | None = None,
) -> Acceptance:
    before = {"state": action.state}
    row = take_step(actor, now, today, action, step, state, statement, done_on)
    row.save(force_insert=True)
    action.save()
    after = {"state": str(state)}
    if step != Step.REOPENED and end_escalations(actor, today, [action.pk], End.DECISION):
        after["escalation"] = "ended"
    tell(actor, now, EVENTS[step], action, before, after, statement.strip())
    return row


def take_step(
    actor: Actor,
    now: datetime,
    today: date,
    action: Action,
    step: Step,
    state: State,
    statement: str,
    done_on: date | None = None,
) -> Acceptance:
    """Take an action in hand one step on, and return the step, neither of them saved."""
    row = Acceptance(action=action, step=step, done_on=done_on, statement=statement.strip(), **said_by(actor, now))
    action.state, action.acceptance = state, row
    action.asked_on = today if step == Step.ASKED else None
    is_over = state not in (State.OPEN, State.AWAITING_ACCEPTANCE)
    action.closed_on = (done_on or today) if is_over else None
    if step == Step.REOPENED:
        # What was said before it closed is no word on how it stands now.
        action.delivery_chair, action.chair_rating = "", None
    if step in (Step.ASKED, Step.REOPENED, Step.RETURNED):
        action.last_update_on = max(action.last_update_on or today, today)
    action.version += 1
    return row


EVENTS = {
    Step.ASKED: "completion_asked",
    Step.ACCEPTED: "completion_accepted",
    Step.RETURNED: "completion_returned",
    Step.CLOSED: "closed",
    Step.REOPENED: "reopened",
    Step.WITHDRAWN: "withdrawn",
}
