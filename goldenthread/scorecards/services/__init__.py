"""Everything that changes the library, the figures, or what a board is shown; each leaves its trace on the trail."""

from goldenthread.scorecards.services.boards import change_scorecard, make_scorecard
from goldenthread.scorecards.services.library import adopt_indicators, change_indicator, retire_indicator, set_target
from goldenthread.scorecards.services.observing import Brought, bring_in

__all__ = [
    "Brought",
    "adopt_indicators",
    "bring_in",
    "change_indicator",
    "change_scorecard",
    "make_scorecard",
    "retire_indicator",
    "set_target",
]
