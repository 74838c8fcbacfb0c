"""The pages of meetings."""

from goldenthread.meetings.views.agenda import (
    carry_item,
    change_item,
    issue_agenda,
    keep_agenda,
    move_item,
    propose_agenda,
    remove_item,
    show_item,
)
from goldenthread.meetings.views.attendance import declare_interest, record_attendance, show_attendance
from goldenthread.meetings.views.meetings import (
    add_meeting,
    call_off_meeting,
    change_meeting,
    list_meetings,
    show_meeting,
)
from goldenthread.meetings.views.papers import (
    add_paper,
    ask_for_paper,
    list_late_papers,
    open_paper,
    show_paper,
    withdraw_paper,
)
from goldenthread.meetings.views.series import add_series, change_series, end_series, list_series, show_series

__all__ = [
    "add_meeting",
    "add_paper",
    "add_series",
    "ask_for_paper",
    "call_off_meeting",
    "carry_item",
    "change_item",
    "change_meeting",
    "change_series",
    "declare_interest",
    "end_series",
    "issue_agenda",
    "keep_agenda",
    "list_late_papers",
    "list_meetings",
    "list_series",
    "move_item",
    "open_paper",
    "propose_agenda",
    "record_attendance",
    "remove_item",
    "show_attendance",
    "show_item",
    "show_meeting",
    "show_paper",
    "show_series",
    "withdraw_paper",
]
