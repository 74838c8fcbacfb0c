"""What is typed about indicators, targets, scorecards and files of figures."""

from goldenthread.scorecards.forms.bringing import BringIn, ResultsFile
from goldenthread.scorecards.forms.library import (
    AdoptIndicators,
    ChangeIndicator,
    IndicatorFilters,
    MakeScorecard,
    RetireIndicator,
    SetTarget,
)

__all__ = [
    "AdoptIndicators",
    "BringIn",
    "ChangeIndicator",
    "IndicatorFilters",
    "MakeScorecard",
    "ResultsFile",
    "RetireIndicator",
    "SetTarget",
]
