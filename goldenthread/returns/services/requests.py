"""Answer what a report asks: the group above decides or directs, and a direction becomes an action at once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.actions import services as actions
from goldenthread.actions.models import Action
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.returns.models import Request
from goldenthread.returns.permissions import ANSWER_REQUEST, may_answer_request
from goldenthread.returns.services.telling import MISSING, change
from goldenthread.threads.rules import Ref

KIND = "returns.request"


@dataclass(frozen=True)
class Direct:
    """What a group is directed to do, by when, and what it serves (a priority or an objective), where that is said."""

    text: str
    due_on: date
    group_id: UUID | None = None
    serves: tuple[Ref, ...] = ()


@transaction.atomic
def answer_request(
    actor: Actor,
    now: datetime,
    today: date,
    request_id: UUID,
    *,
    answer: str,
    direct: Direct | None = None,
) -> tuple[Request, Action | None]:
    """Answer what a report asks, and with `direct` give a direction: an action of the group in the one tracker.

    Returns the request and the action. The action says it was raised by the request, so both ends show the exchange.
    Raises `Refused` for an answer without words or one already given, `NotPermitted` for somebody not of that group.
    """
    actor.must(ANSWER_REQUEST)
    found: Request | None = (
        Request.objects.within(actor).select_for_update(of=("self",)).select_related("of_return__round", "to_group")
        .filter(pk=request_id).first()
    )  # fmt: skip
    if found is None:
        raise Refused(MISSING.format(thing="request"))
    if not may_answer_request(actor, found.to_group_id, found.from_group_id):
        raise NotPermitted("Only the group that was asked answers, or the business unit for it.")
    if found.state != Request.State.OPEN:
        raise Refused("This has been answered or withdrawn already.")
    if not answer.strip():
        raise Refused("Say what was decided, and why.", "answer")
    change(
        actor, now, found, "returns.request.answered", state=Request.State.ANSWERED, answer=answer.strip(),
        answered_on=today, answered_by=f"{found.to_group.name} ({actor.name})",
    )  # fmt: skip
    return found, _direct(actor, now, today, found, direct) if direct else None


@transaction.atomic
def record_answer(
    actor: Actor, now: datetime, request_id: UUID, *, answer: str, answered_on: date, answered_by: str
) -> bool:
    """Record what a meeting decided as the answer to what a report asks; True where that changed something.

    Called with the minutes that somebody entitled to has agreed, ratified or corrected. Such an answer is put right
    when its minutes are; one given otherwise, and a request that was withdrawn, stay as they are.
    """
    found = Request.objects.within(actor).select_for_update(of=("self",)).filter(pk=request_id).first()
    if found is None or found.state not in (Request.State.OPEN, Request.State.ANSWERED):
        return False
    if found.state == Request.State.ANSWERED and found.answered_by != answered_by[:200]:
        return False
    name = "answered" if found.state == Request.State.OPEN else "answer_corrected"
    return change(
        actor, now, found, f"returns.request.{name}", state=Request.State.ANSWERED, answer=answer,
        answered_on=answered_on, answered_by=answered_by[:200],
    )  # fmt: skip


def _direct(actor: Actor, now: datetime, today: date, asked: Request, direct: Direct) -> Action:
    """The direction as an action of the group that asked, which reports on it to the group that directs."""
    group = direct.group_id or asked.from_group_id
    if group is None:
        raise Refused("Say which group is to do it.", "group_id")
    if direct.due_on < today:
        raise Refused("The date must be today or later.", "due_on")
    new = actions.NewAction(
        description=direct.text, lead=actions.Party("group", group), provenance_kind="meeting_decision",
        provenance_text=f"Direction of {asked.to_group.name} on {asked.of_return}", due=[direct.due_on],
        reports_to=[actions.NewReporting(asked.to_group_id)], raised_by=Ref(KIND, asked.pk), raised_on=today,
        serves=tuple((one, 0) for one in direct.serves),
    )  # fmt: skip
    return actions.raise_action(actor, now, today, new)
