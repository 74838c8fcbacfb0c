"""Everything that changes an action: each takes the actor and the moment, and leaves one event on the trail."""

from goldenthread.actions.queries.names import Party
from goldenthread.actions.services.changing import (
    add_milestone,
    change_action,
    change_due,
    drop_milestone,
    meet_milestone,
    reassign,
)
from goldenthread.actions.services.evidence import add_evidence, rate_evidence, rate_impact
from goldenthread.actions.services.finishing import (
    accept_completion,
    ask_completion,
    close_without_completion,
    reopen,
    return_completion,
    withdraw_actions,
)
from goldenthread.actions.services.milestones import set_milestones, take_back_update
from goldenthread.actions.services.raising import (
    NewAction,
    NewMilestone,
    NewReporting,
    raise_action,
    raise_actions,
)
from goldenthread.actions.services.saying import give_update, rate_delivery, say_no_change

__all__ = [
    "NewAction",
    "NewMilestone",
    "NewReporting",
    "Party",
    "accept_completion",
    "add_evidence",
    "add_milestone",
    "ask_completion",
    "change_action",
    "change_due",
    "close_without_completion",
    "drop_milestone",
    "give_update",
    "meet_milestone",
    "raise_action",
    "raise_actions",
    "rate_delivery",
    "rate_evidence",
    "rate_impact",
    "reassign",
    "reopen",
    "return_completion",
    "say_no_change",
    "set_milestones",
    "take_back_update",
    "withdraw_actions",
]
