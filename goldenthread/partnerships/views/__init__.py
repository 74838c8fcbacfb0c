"""The pages of a partnership: its structure, agencies, people, texts, roles and history."""

from goldenthread.partnerships.views.about import change_partnership, list_roles, show_partnership, write_statement
from goldenthread.partnerships.views.absences import (
    change_absence,
    end_absence,
    keep_absences,
    keep_own_absences,
    list_absences,
    remove_absence,
)
from goldenthread.partnerships.views.agencies import (
    add_agency,
    end_participation,
    list_agencies,
    rename_agency,
    show_agency,
)
from goldenthread.partnerships.views.closing import show_closing_report, write_closing_report
from goldenthread.partnerships.views.history import check_history, show_history, show_record_history
from goldenthread.partnerships.views.imports import (
    apply_structure,
    check_structure,
    correct_structure,
    import_structure,
    put_structure_aside,
    undo_structure,
)
from goldenthread.partnerships.views.invitations import (
    list_invitations,
    send_invitation,
    take_invitation,
    withdraw_invitation,
)
from goldenthread.partnerships.views.movements import list_movements, record_leaver
from goldenthread.partnerships.views.people import (
    add_person,
    appoint,
    change_own_particulars,
    end_appointment,
    end_role,
    grant_role,
    list_people,
    show_person,
)
from goldenthread.partnerships.views.reviews import list_access_reviews, review_access
from goldenthread.partnerships.views.saved import change_view, delete_view, list_views, save_view
from goldenthread.partnerships.views.seats import add_seat, end_seat, hold_seat, leave_seat
from goldenthread.partnerships.views.sign_in import (
    answer_second_step_reset,
    ask_second_step_reset,
    choose_second_steps,
    sign_out_person,
)
from goldenthread.partnerships.views.structure import (
    add_group,
    change_group,
    draw_structure,
    end_group,
    show_group,
    show_structure,
)
from goldenthread.partnerships.views.terms import (
    put_terms,
    return_terms,
    show_terms,
    sign_off_terms,
    write_terms,
)

__all__ = [
    "add_agency",
    "add_group",
    "add_person",
    "add_seat",
    "answer_second_step_reset",
    "apply_structure",
    "appoint",
    "ask_second_step_reset",
    "change_absence",
    "change_group",
    "change_own_particulars",
    "change_partnership",
    "change_view",
    "check_history",
    "check_structure",
    "choose_second_steps",
    "correct_structure",
    "delete_view",
    "draw_structure",
    "end_absence",
    "end_appointment",
    "end_group",
    "end_participation",
    "end_role",
    "end_seat",
    "grant_role",
    "hold_seat",
    "import_structure",
    "keep_absences",
    "keep_own_absences",
    "leave_seat",
    "list_absences",
    "list_access_reviews",
    "list_agencies",
    "list_invitations",
    "list_movements",
    "list_people",
    "list_roles",
    "list_views",
    "put_structure_aside",
    "put_terms",
    "record_leaver",
    "remove_absence",
    "rename_agency",
    "return_terms",
    "review_access",
    "save_view",
    "send_invitation",
    "show_agency",
    "show_closing_report",
    "show_group",
    "show_history",
    "show_partnership",
    "show_person",
    "show_record_history",
    "show_structure",
    "show_terms",
    "sign_off_terms",
    "sign_out_person",
    "take_invitation",
    "undo_structure",
    "withdraw_invitation",
    "write_closing_report",
    "write_statement",
    "write_terms",
]
