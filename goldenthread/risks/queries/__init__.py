"""Everything that is read of risks, always for an actor and only what that actor may read."""

from goldenthread.risks.queries.asking import review_asks, reviews_ahead
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

__all__ = [
    "KIND",
    "PARTNERSHIP",
    "Matrix",
    "May",
    "Moved",
    "RiskShown",
    "approver_choices",
    "find_control",
    "find_risk",
    "group_above",
    "groups_beneath",
    "history_of_risk",
    "list_owners",
    "list_registers",
    "list_risks",
    "may_read_risk",
    "moved_since",
    "owner_choices",
    "person_acting",
    "reads_register",
    "registers_kept",
    "review_asks",
    "reviews_ahead",
    "risk_rows",
    "risks_of_group",
    "scale_editions",
    "scale_in_force",
    "scale_is_ours",
    "show_matrix",
    "show_risk",
]
