"""Figures in words and pictures: the same for a board, for an analyst, on paper and in a file."""

from goldenthread.scorecards.presenters.breakdowns import breakdowns
from goldenthread.scorecards.presenters.charts import Charted, charted, large, small
from goldenthread.scorecards.presenters.library import LIBRARY, findings
from goldenthread.scorecards.presenters.rows import Row, in_parts, row, rows

__all__ = [
    "LIBRARY",
    "Charted",
    "Row",
    "breakdowns",
    "charted",
    "findings",
    "in_parts",
    "large",
    "row",
    "rows",
    "small",
]
