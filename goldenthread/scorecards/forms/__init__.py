"""What is typed about indicators, targets, scorecards and files of figures."""

from goldenthread.scorecards.forms.bringing import BringIn, ResultsFile
from goldenthread.scorecards.forms.commentary import AskWhatItMeans, RaiseAction, SayWhatItMeans
from goldenthread.scorecards.forms.editions import FreezeScorecard, PutOnAgenda
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
    "AskWhatItMeans",
    "BringIn",
    "ChangeIndicator",
    "FreezeScorecard",
    "IndicatorFilters",
    "MakeScorecard",
    "PutOnAgenda",
    "RaiseAction",
    "ResultsFile",
    "RetireIndicator",
    "SayWhatItMeans",
    "SetTarget",
]
