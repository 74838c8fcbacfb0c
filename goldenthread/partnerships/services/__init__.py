"""Change the partnership: agencies, groups, seats, appointments, roles and texts. Each write leaves its trail event."""

from goldenthread.partnerships.services.absences import (
    change_absence,
    end_absence,
    remove_absence,
    say_away,
)
from goldenthread.partnerships.services.agencies import add_agency, end_participation, rename_agency
from goldenthread.partnerships.services.closing import write_closing_report
from goldenthread.partnerships.services.groups import (
    add_group,
    add_seat,
    change_group,
    end_group,
    end_seat,
    hold_seat,
    leave_seat,
)
from goldenthread.partnerships.services.imports import (
    correct_structure,
    mark_structure_applied,
    put_structure_aside,
    receive_structure,
    undo_structure,
)
from goldenthread.partnerships.services.invitations import send_invitation, take_invitation, withdraw_invitation
from goldenthread.partnerships.services.leaving import Left, record_leaver
from goldenthread.partnerships.services.partnership import change_partnership, found_partnership, founding_actor
from goldenthread.partnerships.services.people import (
    add_person,
    appoint,
    change_own_particulars,
    end_appointment,
    end_role,
    grant_role,
    welcome_person,
)
from goldenthread.partnerships.services.reviews import finish_access_review, open_access_reviews
from goldenthread.partnerships.services.sign_in import (
    answer_second_step_reset,
    ask_second_step_reset,
    choose_second_steps,
    sign_out_person,
)
from goldenthread.partnerships.services.terms import draft_terms, put_terms, return_terms, sign_off_terms
from goldenthread.partnerships.services.texts import write_statement
from goldenthread.partnerships.services.views import change_view, delete_view, save_view

__all__ = [
    "Left",
    "add_agency",
    "add_group",
    "add_person",
    "add_seat",
    "answer_second_step_reset",
    "appoint",
    "ask_second_step_reset",
    "change_absence",
    "change_group",
    "change_own_particulars",
    "change_partnership",
    "change_view",
    "choose_second_steps",
    "correct_structure",
    "delete_view",
    "draft_terms",
    "end_absence",
    "end_appointment",
    "end_group",
    "end_participation",
    "end_role",
    "end_seat",
    "finish_access_review",
    "found_partnership",
    "founding_actor",
    "grant_role",
    "hold_seat",
    "leave_seat",
    "mark_structure_applied",
    "open_access_reviews",
    "put_structure_aside",
    "put_terms",
    "receive_structure",
    "record_leaver",
    "remove_absence",
    "rename_agency",
    "return_terms",
    "save_view",
    "say_away",
    "send_invitation",
    "sign_off_terms",
    "sign_out_person",
    "take_invitation",
    "undo_structure",
    "welcome_person",
    "withdraw_invitation",
    "write_closing_report",
    "write_statement",
]
