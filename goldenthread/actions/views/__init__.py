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
from goldenthread.actions.views.reading import group_work_plan, list_actions, show_action, show_history
from goldenthread.actions.views.saying import (
    add_evidence,
    give_update,
    rate_delivery,
    rate_evidence,
    rate_impact,
    say_no_change,
)
from goldenthread.actions.views.working import my_work, my_work_everywhere, work_of

__all__ = [
    "add_evidence",
    "add_milestone",
    "answer_by_link",
    "answer_completion",
    "ask_completion",
    "change_action",
    "change_due",
    "close_without_completion",
    "drop_milestone",
    "give_update",
    "group_work_plan",
    "list_actions",
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
    "show_history",
    "work_of",
]
