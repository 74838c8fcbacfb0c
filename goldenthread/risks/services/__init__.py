"""Keep the register. Each leaves one event on the trail for what it did, without the words of the risk."""

from goldenthread.risks.services.controls import Hold, add_control, change_control, end_control
from goldenthread.risks.services.duties import MONTHS, SECOND, TUESDAY, Rota, keep_in_step, review_register
from goldenthread.risks.services.moving import (
    accept_risk,
    become_issue,
    bring_down_risk,
    close_risk,
    escalate_risk,
    reopen_risk,
    resolve_issue,
)
from goldenthread.risks.services.raising import Opening, Wanted, Words, change_risk, raise_action, raise_risk
from goldenthread.risks.services.reading import note_reading
from goldenthread.risks.services.scoring import review_risk, score_risk, set_scale

__all__ = [
    "MONTHS",
    "SECOND",
    "TUESDAY",
    "Hold",
    "Opening",
    "Rota",
    "Wanted",
    "Words",
    "accept_risk",
    "add_control",
    "become_issue",
    "bring_down_risk",
    "change_control",
    "change_risk",
    "close_risk",
    "end_control",
    "escalate_risk",
    "keep_in_step",
    "note_reading",
    "raise_action",
    "raise_risk",
    "reopen_risk",
    "resolve_issue",
    "review_register",
    "review_risk",
    "score_risk",
    "set_scale",
]
