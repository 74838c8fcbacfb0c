"""What stands: the library, the figures of each indicator, and a scorecard with all that a board needs beside it."""

from goldenthread.scorecards.queries.board import (
    Board,
    Line,
    board,
    find_scorecard,
    indicators_of,
    list_scorecards,
    show_indicator,
)
from goldenthread.scorecards.queries.figures import Seen, earlier_values, known_indicators, latest_period
from goldenthread.scorecards.queries.library import find_indicator, list_indicators, list_subjects, not_yet_adopted

__all__ = [
    "Board",
    "Line",
    "Seen",
    "board",
    "earlier_values",
    "find_indicator",
    "find_scorecard",
    "indicators_of",
    "known_indicators",
    "latest_period",
    "list_indicators",
    "list_scorecards",
    "list_subjects",
    "not_yet_adopted",
    "show_indicator",
]
