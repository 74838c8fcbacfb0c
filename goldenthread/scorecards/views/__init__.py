"""Pages of the scorecard: what a board reads, what an analyst reads, and how both are kept."""

from goldenthread.scorecards.views.bringing import bring_in, keep_figures
from goldenthread.scorecards.views.keeping import (
    adopt_indicators,
    change_indicator,
    change_scorecard,
    make_scorecard,
    retire_indicator,
    set_target,
)
from goldenthread.scorecards.views.reading import (
    draw_indicator,
    list_indicators,
    list_scorecards,
    show_indicator,
    show_scorecard,
)

__all__ = [
    "adopt_indicators",
    "bring_in",
    "change_indicator",
    "change_scorecard",
    "draw_indicator",
    "keep_figures",
    "list_indicators",
    "list_scorecards",
    "make_scorecard",
    "retire_indicator",
    "set_target",
    "show_indicator",
    "show_scorecard",
]
