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
from goldenthread.actions.forms.many import (
    AnswerEscalation,
    ChangeMany,
    SilenceFilters,
    SwitchEscalation,
    what_of,
)
from goldenthread.actions.forms.raising import ChangeAction, RaiseAction, RaiseFrom, Reassign, party_of

__all__ = [
    "ActionFilters",
    "AddEvidence",
    "AddMilestone",
    "AnswerCompletion",
    "AnswerEscalation",
    "AnswerRow",
    "AskCompletion",
    "ChangeAction",
    "ChangeMany",
    "GiveUpdate",
    "MeetMilestone",
    "MoveDate",
    "OnBehalf",
    "RaiseAction",
    "RaiseFrom",
    "Rate",
    "RateDelivery",
    "Reason",
    "Reassign",
    "Several",
    "SilenceFilters",
    "SwitchEscalation",
    "party_of",
    "what_of",
]
