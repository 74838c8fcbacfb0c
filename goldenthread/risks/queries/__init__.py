"""Everything that is read of risks, always for an actor and only what that actor may read."""

from goldenthread.risks.queries.asking import review_asks, reviews_ahead
from goldenthread.risks.queries.duties import (
    Duty,
    Register,
    duties_of,
    find_duty,
    may_read_tie,
    register_dates,
    register_of_duty,
    registers,
    to_redate,
)
from goldenthread.risks.queries.following import KIND, may_read_risk, risk_rows, risks_of_group
from goldenthread.risks.queries.listing import (
    PARTNERSHIP,
    Matrix,
    list_owners,
    list_registers,
    list_risks,
    registers_kept,
    show_matrix,
)
from goldenthread.risks.queries.movement import Moved, moved_since
from goldenthread.risks.queries.people import approver_choices, owner_choices, person_acting, reads_register
from goldenthread.risks.queries.scales import scale_editions, scale_in_force, scale_is_ours
from goldenthread.risks.queries.showing import (
    May,
    RiskShown,
    find_control,
    find_risk,
    group_above,
    groups_beneath,
    history_of_risk,
    show_risk,
)
from goldenthread.risks.queries.threatened import (
    CAN_BE_THREATENED,
    first_threatened,
    names_threatened,
    priorities_threatened,
    risks_to,
)

__all__ = [
    "CAN_BE_THREATENED",
    "KIND",
    "PARTNERSHIP",
    "Duty",
    "Matrix",
    "May",
    "Moved",
    "Register",
    "RiskShown",
    "approver_choices",
    "duties_of",
    "find_control",
    "find_duty",
    "find_risk",
    "first_threatened",
    "group_above",
    "groups_beneath",
    "history_of_risk",
    "list_owners",
    "list_registers",
    "list_risks",
    "may_read_risk",
    "may_read_tie",
    "moved_since",
    "names_threatened",
    "owner_choices",
    "person_acting",
    "priorities_threatened",
    "reads_register",
    "register_dates",
    "register_of_duty",
    "registers",
    "registers_kept",
    "review_asks",
    "reviews_ahead",
    "risk_rows",
    "risks_of_group",
    "risks_to",
    "scale_editions",
    "scale_in_force",
    "scale_is_ours",
    "show_matrix",
    "show_risk",
    "to_redate",
]
