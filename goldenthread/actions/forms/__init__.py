"""What is typed on the tracker's pages, cleaned."""

from goldenthread.actions.forms.acting import (
    AddEvidence,
    AddMilestone,
    AnswerCompletion,
    AskCompletion,
    GiveUpdate,
    MeetMilestone,
    MoveDate,
    OnBehalf,
    Rate,
    RateDelivery,
    Reason,
)
from goldenthread.actions.forms.answering import AnswerRow, Several
from goldenthread.actions.forms.listing import ActionFilters
from goldenthread.actions.forms.raising import ChangeAction, RaiseAction, Reassign, party_of

__all__ = [
    "ActionFilters",
    "AddEvidence",
    "AddMilestone",
    "AnswerCompletion",
    "AnswerRow",
    "AskCompletion",
    "ChangeAction",
    "GiveUpdate",
    "MeetMilestone",
    "MoveDate",
    "OnBehalf",
    "RaiseAction",
    "Rate",
    "RateDelivery",
    "Reason",
    "Reassign",
    "Several",
    "party_of",
]
