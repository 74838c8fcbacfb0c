"""What is typed about indicators, targets, scorecards and files of figures."""

from goldenthread.scorecards.forms.asking import EndRequest, KeepRequest, RequestFilters
from goldenthread.scorecards.forms.bringing import BringIn, ResultsFile
from goldenthread.scorecards.forms.commentary import AskWhatItMeans, SayWhatItMeans
from goldenthread.scorecards.forms.comparing import KeepPublished, PublishedFile
from goldenthread.scorecards.forms.deciding import BeginAnew, MarkFinal, UndoBeginAnew
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
    "BeginAnew",
    "BringIn",
    "ChangeIndicator",
    "EndRequest",
    "FreezeScorecard",
    "IndicatorFilters",
    "KeepPublished",
    "KeepRequest",
    "MakeScorecard",
    "MarkFinal",
    "PublishedFile",
    "PutOnAgenda",
    "RequestFilters",
    "ResultsFile",
    "RetireIndicator",
    "SayWhatItMeans",
    "SetTarget",
    "UndoBeginAnew",
]
