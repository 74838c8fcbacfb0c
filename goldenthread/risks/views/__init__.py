"""The pages of the risk register."""

from goldenthread.risks.views.keeping import change_risk, raise_action, raise_risk, set_scales, show_scales
from goldenthread.risks.views.moving import (
    accept_risk,
    become_issue,
    bring_down_risk,
    close_risk,
    escalate_risk,
    reopen_risk,
    resolve_issue,
)
from goldenthread.risks.views.reading import (
    draw_score,
    list_risks,
    show_history,
    show_matrix,
    show_movement,
    show_risk,
)
from goldenthread.risks.views.registers import list_registers, review_register
from goldenthread.risks.views.working import (
    add_control,
    change_control,
    end_control,
    review_risk,
    say_no_change,
    score_risk,
)

__all__ = [
    "accept_risk",
    "add_control",
    "become_issue",
    "bring_down_risk",
    "change_control",
    "change_risk",
    "close_risk",
    "draw_score",
    "end_control",
    "escalate_risk",
    "list_registers",
    "list_risks",
    "raise_action",
    "raise_risk",
    "reopen_risk",
    "resolve_issue",
    "review_register",
    "review_risk",
    "say_no_change",
    "score_risk",
    "set_scales",
    "show_history",
    "show_matrix",
    "show_movement",
    "show_risk",
    "show_scales",
]
