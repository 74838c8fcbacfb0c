"""The pages of a partnership: its structure, agencies, people, texts, roles and history."""

from goldenthread.partnerships.views.about import change_partnership, list_roles, show_partnership, write_statement
from goldenthread.partnerships.views.agencies import (
    add_agency,
    end_participation,
    list_agencies,
    rename_agency,
    show_agency,
)
from goldenthread.partnerships.views.history import check_history, show_history, show_record_history
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
from goldenthread.partnerships.views.seats import add_seat, end_seat, hold_seat, leave_seat
from goldenthread.partnerships.views.structure import (
    add_group,
    change_group,
    draw_structure,
    end_group,
    show_group,
    show_structure,
)

__all__ = [
    "add_agency",
    "add_group",
    "add_person",
    "add_seat",
    "appoint",
    "change_group",
    "change_own_particulars",
    "change_partnership",
    "check_history",
    "draw_structure",
    "end_appointment",
    "end_group",
    "end_participation",
    "end_role",
    "end_seat",
    "grant_role",
    "hold_seat",
    "leave_seat",
    "list_agencies",
    "list_people",
    "list_roles",
    "rename_agency",
    "show_agency",
    "show_group",
    "show_history",
    "show_partnership",
    "show_person",
    "show_record_history",
    "show_structure",
    "write_statement",
]
