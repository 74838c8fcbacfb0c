"""What becomes of a return: accepted, sent back for more, extended, excused, opened again; and who answers it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist
from goldenthread.partnerships.permissions import Role
from goldenthread.returns import rules
from goldenthread.returns.models import Return
from goldenthread.returns.permissions import CHASE, CHECK
from goldenthread.returns.queries.asking import is_of, is_own
from goldenthread.returns.services.telling import change, locked_return

CHECKS_ANY = frozenset({Role.BUSINESS_MANAGER, Role.ANALYST, Role.PARTNERSHIP_CHAIR})


def _to_check(actor: Actor, return_id: UUID) -> Return:
    """A return under lock for somebody who may check it: not their own, and of their group unless they check any."""
    actor.must(CHECK)
    owed = locked_return(actor, return_id)
    insist(rules.may_check(owed.agency_id, actor.agency_ids, is_own(actor, owed)))
    own = set(owed.round.to_groups.values_list("pk", flat=True)) & actor.chaired_group_ids
    if not (actor.roles & CHECKS_ANY or own):
        raise NotPermitted("Only the group it was sent to, the business manager or the chair answers for it.")
    return owed


@transaction.atomic
def accept_return(actor: Actor, now: datetime, today: date, return_id: UUID) -> Return:
    """Accept what was sent and return it. Raises `Refused` for one's own agency's, or where nothing was sent."""
    owed = _to_check(actor, return_id)
    state = rules.after(rules.Move.ACCEPT, owed.state)
    change(actor, now, owed, "returns.return.accepted", state=state, accepted_on=today, accepted_by=actor.name)
    if content := rules.content_of(owed.round.question_set.kind):
        content.accept(actor, now, today, owed.pk)
    return owed


@transaction.atomic
def return_for_more(actor: Actor, now: datetime, return_id: UUID, *, reason: str, due_on: date) -> Return:
    """Send a return back with what is wanted and by when, and return it. Raises `Refused` without saying what."""
    owed = _to_check(actor, return_id)
    if not reason.strip():
        raise Refused("Say what more is wanted.", "reason")
    if due_on < timezone.localdate(now):
        raise Refused("The new date must be today or later.", "due_on")
    state = rules.after(rules.Move.RETURN, owed.state)
    change(
        actor, now, owed, "returns.return.sent_back", reason=reason.strip(), state=state, state_reason=reason.strip(),
        due_on=due_on, signed_off_on=None, signed_off_by="", accepted_on=None, accepted_by="", rungs=[],
    )  # fmt: skip
    return owed


@transaction.atomic
def extend_return(actor: Actor, now: datetime, today: date, return_id: UUID, *, due_on: date, reason: str) -> Return:
    """Give a return more time, with the reason, and return it. Raises `Refused` for no later day or no reason."""
    actor.must(CHASE)
    owed = locked_return(actor, return_id)
    if owed.state not in rules.OWED:
        raise Refused("Only what is still owed can be given more time.")
    if due_on <= owed.due_on or due_on < today:
        raise Refused("The new date must be later than the one that stands, and not in the past.", "due_on")
    if not reason.strip():
        raise Refused("Say why more time is given; the list shows it.", "reason")
    change(
        actor, now, owed, "returns.return.extended", reason=reason.strip(), due_on=due_on,
        extended_reason=reason.strip(), rungs=[],
    )  # fmt: skip
    return owed


@transaction.atomic
def excuse_return(actor: Actor, now: datetime, return_id: UUID, *, reason: str) -> Return:
    """Let somebody off a return, with the reason, and return it. Raises `Refused` without one."""
    actor.must(CHASE)
    owed = locked_return(actor, return_id)
    if not reason.strip():
        raise Refused("Say why it is excused; the list shows it.", "reason")
    state = rules.after(rules.Move.EXCUSE, owed.state)
    change(actor, now, owed, "returns.return.excused", reason=reason.strip(), state=state, state_reason=reason.strip())
    return owed


@transaction.atomic
def reopen_return(actor: Actor, now: datetime, today: date, return_id: UUID, *, due_on: date) -> Return:
    """Open again what was excused or closed unanswered and return it. Raises `Refused` for a day in the past."""
    actor.must(CHASE)
    owed = locked_return(actor, return_id)
    if due_on < today:
        raise Refused("The due date must be today or later.", "due_on")
    state = rules.after(rules.Move.REOPEN, owed.state)
    change(actor, now, owed, "returns.return.reopened", state=state, state_reason="", due_on=due_on, rungs=[])
    return owed


@transaction.atomic
def name_people(
    actor: Actor, now: datetime, return_id: UUID, *, lead_id: UUID | None, deputy_id: UUID | None
) -> Return:
    """Say who answers a return and who stands in, and return it. Those who answer it may say so themselves.

    Raises `Refused` for somebody who is not of this partnership or named twice.
    """
    owed = locked_return(actor, return_id, to_answer=not actor.may(CHASE))
    if lead_id and lead_id == deputy_id:
        raise Refused("The deputy must be somebody else.", "deputy_id")
    for field, person in (("lead_id", lead_id), ("deputy_id", deputy_id)):
        if person and not is_of(actor, person, owed, timezone.localdate(now)):
            raise Refused(f"Choose somebody of {owed.respondent}.", field)
    change(actor, now, owed, "returns.return.people_named", lead_id=lead_id, deputy_id=deputy_id)
    return owed
