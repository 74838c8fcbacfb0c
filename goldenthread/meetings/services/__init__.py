"""Change what is known of meetings. Each service writes what it changed on the trail."""

from goldenthread.meetings.services.agenda import (
    add_item,
    carry_item,
    change_item,
    issue_agenda,
    move_item,
    propose_agenda,
    remove_item,
)
from goldenthread.meetings.services.attendance import SeatCame, declare_interest, record_attendance
from goldenthread.meetings.services.meetings import add_meeting, cancel_meeting, change_meeting, postpone_meeting
from goldenthread.meetings.services.papers import add_paper, ask_for_paper, read_paper, withdraw_paper
from goldenthread.meetings.services.series import add_series, change_series, end_series, plan_ahead

__all__ = [
    "SeatCame",
    "add_item",
    "add_meeting",
    "add_paper",
    "add_series",
    "ask_for_paper",
    "cancel_meeting",
    "carry_item",
    "change_item",
    "change_meeting",
    "change_series",
    "declare_interest",
    "end_series",
    "issue_agenda",
    "move_item",
    "plan_ahead",
    "postpone_meeting",
    "propose_agenda",
    "read_paper",
    "record_attendance",
    "remove_item",
    "withdraw_paper",
]
