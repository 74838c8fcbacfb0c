"""Change what is known of meetings. Each service writes what it changed on the trail."""

from goldenthread.meetings.services.agenda import (
    add_item,
    carry_item,
    change_item,
    issue_agenda,
    move_item,
    remove_item,
)
from goldenthread.meetings.services.approving import (
    agree_minutes,
    approve_minutes,
    complete_decision,
    put_to_chair,
    ratify_decision,
    return_minutes,
)
from goldenthread.meetings.services.attendance import SeatCame, change_declaration, declare_interest, record_attendance
from goldenthread.meetings.services.contributing import (
    accept_contribution,
    send_paper_link,
    take_contribution,
    withdraw_paper_link,
)
from goldenthread.meetings.services.joint import (
    accept_invitation,
    ask_partnership,
    decline_invitation,
    leave_meeting,
    withdraw_invitation,
)
from goldenthread.meetings.services.meetings import add_meeting, cancel_meeting, change_meeting, postpone_meeting
from goldenthread.meetings.services.minutes import (
    change_line,
    direct_group,
    raise_action_at,
    record_challenge,
    record_decision,
    remove_line,
    restore_line,
    take_minute,
)
from goldenthread.meetings.services.packs import issue_pack, issue_supplement, read_pack
from goldenthread.meetings.services.papers import add_paper, ask_for_paper, open_paper, read_paper, withdraw_paper
from goldenthread.meetings.services.proposing import propose_agenda
from goldenthread.meetings.services.publishing import choose_public
from goldenthread.meetings.services.reading import (
    note_decisions_read,
    note_direction_read,
    note_minutes_read,
    note_procedure_read,
)
from goldenthread.meetings.services.series import add_series, change_series, end_series, plan_ahead
from goldenthread.meetings.services.written import answer_procedure, begin_procedure, close_procedure

__all__ = [
    "SeatCame",
    "accept_contribution",
    "accept_invitation",
    "add_item",
    "add_meeting",
    "add_paper",
    "add_series",
    "agree_minutes",
    "answer_procedure",
    "approve_minutes",
    "ask_for_paper",
    "ask_partnership",
    "begin_procedure",
    "cancel_meeting",
    "carry_item",
    "change_declaration",
    "change_item",
    "change_line",
    "change_meeting",
    "change_series",
    "choose_public",
    "close_procedure",
    "complete_decision",
    "declare_interest",
    "decline_invitation",
    "direct_group",
    "end_series",
    "issue_agenda",
    "issue_pack",
    "issue_supplement",
    "leave_meeting",
    "move_item",
    "note_decisions_read",
    "note_direction_read",
    "note_minutes_read",
    "note_procedure_read",
    "open_paper",
    "plan_ahead",
    "postpone_meeting",
    "propose_agenda",
    "put_to_chair",
    "raise_action_at",
    "ratify_decision",
    "read_pack",
    "read_paper",
    "record_attendance",
    "record_challenge",
    "record_decision",
    "remove_item",
    "remove_line",
    "restore_line",
    "return_minutes",
    "send_paper_link",
    "take_contribution",
    "take_minute",
    "withdraw_invitation",
    "withdraw_paper",
    "withdraw_paper_link",
]
