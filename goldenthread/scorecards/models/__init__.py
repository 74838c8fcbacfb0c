"""The library, what was observed, what it is held against, what is said of it, and what a board saw."""

from goldenthread.scorecards.models.asking import DataRequest
from goldenthread.scorecards.models.library import Indicator, IndicatorDefinition, Target
from goldenthread.scorecards.models.observed import Comparator, Observation, Rebase
from goldenthread.scorecards.models.showing import Commentary, Scorecard, ScorecardEdition, ScorecardLine
from goldenthread.scorecards.models.wanted import CommentaryRequest

__all__ = [
    "Commentary",
    "CommentaryRequest",
    "Comparator",
    "DataRequest",
    "Indicator",
    "IndicatorDefinition",
    "Observation",
    "Rebase",
    "Scorecard",
    "ScorecardEdition",
    "ScorecardLine",
    "Target",
]
