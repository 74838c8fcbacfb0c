"""What is typed about risks, cleaned."""

from goldenthread.risks.forms.acting import (
    AcceptRisk,
    BecomeIssue,
    BringDown,
    ControlForm,
    Decided,
    Escalate,
    NoChange,
    ReviewRisk,
    ScoreRisk,
    Why,
)
from goldenthread.risks.forms.duties import ReviewRegister
from goldenthread.risks.forms.listing import RiskFilters, Since
from goldenthread.risks.forms.risks import STRANDS, ChangeRisk, RaiseAction, RaiseRisk
from goldenthread.risks.forms.scales import SetScales
from goldenthread.risks.forms.warned import Warned

__all__ = [
    "STRANDS",
    "AcceptRisk",
    "BecomeIssue",
    "BringDown",
    "ChangeRisk",
    "ControlForm",
    "Decided",
    "Escalate",
    "NoChange",
    "RaiseAction",
    "RaiseRisk",
    "ReviewRegister",
    "ReviewRisk",
    "RiskFilters",
    "ScoreRisk",
    "SetScales",
    "Since",
    "Warned",
    "Why",
]
