"""Change the partnership: agencies, groups, seats, appointments, roles and texts. Each write leaves its trail event."""

from goldenthread.partnerships.services.agencies import add_agency, end_participation, rename_agency
from goldenthread.partnerships.services.groups import (
    add_group,
    add_seat,
    change_group,
    end_group,
    end_seat,
    hold_seat,
    leave_seat,
)
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
from goldenthread.partnerships.services.texts import write_statement

__all__ = [
    "add_agency",
    "add_group",
    "add_person",
    "add_seat",
    "appoint",
    "change_group",
    "change_own_particulars",
    "change_partnership",
    "end_appointment",
    "end_group",
    "end_participation",
    "end_role",
    "end_seat",
    "found_partnership",
    "founding_actor",
    "grant_role",
    "hold_seat",
    "leave_seat",
    "rename_agency",
    "welcome_person",
    "write_statement",
]
