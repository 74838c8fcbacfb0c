"""Risks as the parameters of components and the columns of files, where a template would otherwise have to think."""

from goldenthread.risks.presenters.pages import (
    action_classes,
    appetite_sentence,
    has_history,
    history_chart,
    line_rows,
    move_lines,
    movement,
    movement_sentence,
    score_rows,
    standings,
)
from goldenthread.risks.presenters.rows import COLUMNS, DOWNLOAD, WIDE, Level, level, matrix, row

__all__ = [
    "COLUMNS",
    "DOWNLOAD",
    "WIDE",
    "Level",
    "action_classes",
    "appetite_sentence",
    "has_history",
    "history_chart",
    "level",
    "line_rows",
    "matrix",
    "move_lines",
    "movement",
    "movement_sentence",
    "row",
    "score_rows",
    "standings",
]
