"""Figures in words and pictures: the same for a board, for an analyst, on paper and in a file."""

from goldenthread.scorecards.presenters.asking import (
    REQUESTS,
    RETURNED_HEADS,
    finding,
    returned,
    rule_set_words,
    state_of,
)
from goldenthread.scorecards.presenters.breakdowns import breakdowns
from goldenthread.scorecards.presenters.charts import Charted, charted, large, small
from goldenthread.scorecards.presenters.disproportion import HEADS as COMPARED_HEADS
from goldenthread.scorecards.presenters.disproportion import disproportion
from goldenthread.scorecards.presenters.editions import (
    as_kept_now,
    final_of_all,
    frozen,
    out_said,
    period_of,
    shown_edition,
)
from goldenthread.scorecards.presenters.kept import kept_line, shown_breakdowns, with_compared
from goldenthread.scorecards.presenters.library import LIBRARY, findings
from goldenthread.scorecards.presenters.revisions import HEADS as REVISED_HEADS
from goldenthread.scorecards.presenters.revisions import revisions
from goldenthread.scorecards.presenters.rows import Row, in_parts, row, rows
from goldenthread.scorecards.presenters.standing_out import missing, standing_out

__all__ = [
    "COMPARED_HEADS",
    "LIBRARY",
    "REQUESTS",
    "RETURNED_HEADS",
    "REVISED_HEADS",
    "Charted",
    "Row",
    "as_kept_now",
    "breakdowns",
    "charted",
    "disproportion",
    "final_of_all",
    "finding",
    "findings",
    "frozen",
    "in_parts",
    "kept_line",
    "large",
    "missing",
    "out_said",
    "period_of",
    "returned",
    "revisions",
    "row",
    "rows",
    "rule_set_words",
    "shown_breakdowns",
    "shown_edition",
    "small",
    "standing_out",
    "state_of",
    "with_compared",
]
