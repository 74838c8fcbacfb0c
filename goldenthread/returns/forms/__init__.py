"""What is typed about returns, cleaned."""

from goldenthread.returns.forms.answering import AnswerSection, stored
from goldenthread.returns.forms.asking import (
    AddRespondents,
    AnswerRequest,
    CommissionRound,
    Day,
    Ladder,
    People,
    Reason,
    ReasonIfAny,
    RequestFilters,
    ReturnFilters,
    RoundFilters,
    UntilWhen,
    choose,
    given,
    ladder_initial,
)
from goldenthread.returns.forms.obliging import HandOver, KeepObligation, ObligationFilters
from goldenthread.returns.forms.writing import (
    QuestionFields,
    QuestionSetFields,
    SchemeFields,
    SectionFields,
    SetFilters,
)

__all__ = [
    "AddRespondents",
    "AnswerRequest",
    "AnswerSection",
    "CommissionRound",
    "Day",
    "HandOver",
    "KeepObligation",
    "Ladder",
    "ObligationFilters",
    "People",
    "QuestionFields",
    "QuestionSetFields",
    "Reason",
    "ReasonIfAny",
    "RequestFilters",
    "ReturnFilters",
    "RoundFilters",
    "SchemeFields",
    "SectionFields",
    "SetFilters",
    "UntilWhen",
    "choose",
    "given",
    "ladder_initial",
    "stored",
]
