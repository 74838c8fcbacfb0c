"""The facts from which an action's delivery is rated."""

from goldenthread.actions.models import Action
from goldenthread.actions.rules import Standing
from goldenthread.kernel.rag import Delivery


def standing_of(action: Action, days: int, chair: bool = True) -> Standing:
    """The facts from which delivery is rated; without the chair's word when `chair` is False."""
    says = action.delivery_chair if chair else ""
    return Standing(
        state=action.state,
        raised_on=action.raised_on,
        due_on=action.due_on,
        first_on=action.first_date_on,
        last_said_on=action.last_update_on,
        owner_says=Delivery(action.delivery_owner) if action.delivery_owner else None,
        owner_said_on=action.delivery_owner_on,
        chair_says=Delivery(says) if says else None,
        asked_on=action.asked_on,
        closed_on=action.closed_on,
        cycle_days=days,
    )
