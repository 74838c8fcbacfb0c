"""Take an action over into a new year, or put another in its place."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.actions.models import Action
from goldenthread.actions.permissions import CHANGE, may_change
from goldenthread.actions.queries.lines import KIND
from goldenthread.actions.rules import WORKED_ON
from goldenthread.actions.services.changing import NOT_OPEN, change_due
from goldenthread.actions.services.finishing import close_without_completion
from goldenthread.actions.services.locking import groups_reported_to, locked, permit, tell
from goldenthread.actions.services.raising import NewAction, raise_actions
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref


@transaction.atomic
def carry_action(
    actor: Actor, now: datetime, today: date, action_id: UUID, *, into: str, reason: str, due: str = ""
) -> Action:
    """Carry an unfinished action into another period (`into`, in words), with the reason, and return it.

    With `due`, its date moves as `change_due` moves it: the first one stays on its page. Raises `NotPermitted`, and
    `Refused` for an action that is finished or without a reason.
    """
    action = locked(actor, action_id)
    permit(actor, CHANGE, may_change(actor, action, groups_reported_to(action)))
    if action.state not in WORKED_ON:
        raise Refused(NOT_OPEN)
    if not reason.strip():
        raise Refused("Say why it was not finished; its page keeps it.", "reason")
    if due.strip():
        change_due(actor, now, today, action_id, due=[due], reason=reason)
        action = locked(actor, action_id)
    tell(actor, now, "carried", action, after={"into": into}, reason=reason.strip())
    return action


@transaction.atomic
def replace_action(actor: Actor, now: datetime, today: date, action_id: UUID, new: NewAction, *, reason: str) -> Action:
    """Raise `new` in the place of an action, which closes without completion, and return the new one.

    The two are linked, so that each page leads to the other; the new one is of the same class. Raises as
    `raise_actions` and `close_without_completion` do.
    """
    old = locked(actor, action_id)
    raised = raise_actions(actor, now, today, [replace(new, information_class=old.information_class)])[0]
    close_without_completion(actor, now, today, action_id, reason=reason)
    link = threads.Tie(LinkKind.SUPERSEDES, Ref(KIND, raised.pk), Ref(KIND, action_id))
    threads.tie_many(actor, now, [link])
    return raised
