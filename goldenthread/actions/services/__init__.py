"""Everything that changes an action: each takes the actor and the moment, and leaves one event on the trail."""

from goldenthread.actions.queries.names import Party
from goldenthread.actions.services.answering import (
    SaidOfSeveral,
    answer_by_link,
    say_no_change_to_several,
    take_back_no_change,
)
from goldenthread.actions.services.bulk import change_many
from goldenthread.actions.services.bulk_batch import Change
from goldenthread.actions.services.bulk_undoing import undo_many
from goldenthread.actions.services.carrying import carry_action, replace_action
from goldenthread.actions.services.changing import (
    add_milestone,
    change_action,
    change_due,
    drop_milestone,
    meet_milestone,
    reassign,
)
from goldenthread.actions.services.escalating import ask_for_update, escalate_silence, switch_escalation
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
from goldenthread.actions.services.reading import note_reading
from goldenthread.actions.services.saying import give_update, rate_delivery, say_no_change

__all__ = [
    "Change",
    "NewAction",
    "NewMilestone",
    "NewReporting",
    "Party",
    "SaidOfSeveral",
    "accept_completion",
    "add_evidence",
    "add_milestone",
    "answer_by_link",
    "ask_completion",
    "ask_for_update",
    "carry_action",
    "change_action",
    "change_due",
    "change_many",
    "close_without_completion",
    "drop_milestone",
    "escalate_silence",
    "give_update",
    "meet_milestone",
    "note_reading",
    "raise_action",
    "raise_actions",
    "rate_delivery",
    "rate_evidence",
    "rate_impact",
    "reassign",
    "reopen",
    "replace_action",
    "return_completion",
    "say_no_change",
    "say_no_change_to_several",
    "set_milestones",
    "switch_escalation",
    "take_back_no_change",
    "take_back_update",
    "undo_many",
    "withdraw_actions",
]
