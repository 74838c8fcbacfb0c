"""The tracker's pages."""

from goldenthread.actions.views.answering import answer_by_link
from goldenthread.actions.views.changing import (
    add_milestone,
    change_action,
    change_due,
    drop_milestone,
    meet_milestone,
    raise_action,
    reassign,
)
from goldenthread.actions.views.finishing import (
    answer_completion,
    ask_completion,
    close_without_completion,
    reopen,
)
from goldenthread.actions.views.many import change_many, list_bulk_changes, show_bulk_change, undo_bulk_change
from goldenthread.actions.views.reading import group_work_plan, list_actions, show_action, show_history
from goldenthread.actions.views.saying import (
    add_evidence,
    give_update,
    rate_delivery,
    rate_evidence,
    rate_impact,
    say_no_change,
)
from goldenthread.actions.views.silence import answer_escalation, list_silent, switch_escalation
from goldenthread.actions.views.working import my_work, my_work_everywhere, work_of

__all__ = [
    "add_evidence",
    "add_milestone",
    "answer_by_link",
    "answer_completion",
    "answer_escalation",
    "ask_completion",
    "change_action",
    "change_due",
    "change_many",
    "close_without_completion",
    "drop_milestone",
    "give_update",
    "group_work_plan",
    "list_actions",
    "list_bulk_changes",
    "list_silent",
    "meet_milestone",
    "my_work",
    "my_work_everywhere",
    "raise_action",
    "rate_delivery",
    "rate_evidence",
    "rate_impact",
    "reassign",
    "reopen",
    "say_no_change",
    "show_action",
    "show_bulk_change",
    "show_history",
    "switch_escalation",
    "undo_bulk_change",
    "work_of",
]
