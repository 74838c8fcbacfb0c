"""Everything that changes the library, the figures, or what a board is shown; each leaves its trace on the trail."""

from goldenthread.scorecards.services.accepting import accept_figures
from goldenthread.scorecards.services.asking import change_request, end_request, make_request
from goldenthread.scorecards.services.boards import change_scorecard, make_scorecard
from goldenthread.scorecards.services.commentary import (
    THEIRS,
    Missing,
    Said,
    ask_for_what_is_missing,
    ask_what_it_means,
    raise_action,
    say_what_it_means,
)
from goldenthread.scorecards.services.comparing import Beside, keep_comparators
from goldenthread.scorecards.services.deciding import begin_anew, mark_final, undo_begin_anew
from goldenthread.scorecards.services.editions import freeze_scorecard, put_on_agenda
from goldenthread.scorecards.services.library import adopt_indicators, change_indicator, retire_indicator, set_target
from goldenthread.scorecards.services.observing import Brought, bring_in
from goldenthread.scorecards.services.wanting import Wanted

__all__ = [
    "THEIRS",
    "Beside",
    "Brought",
    "Missing",
    "Said",
    "Wanted",
    "accept_figures",
    "adopt_indicators",
    "ask_for_what_is_missing",
    "ask_what_it_means",
    "begin_anew",
    "bring_in",
    "change_indicator",
    "change_request",
    "change_scorecard",
    "end_request",
    "freeze_scorecard",
    "keep_comparators",
    "make_request",
    "make_scorecard",
    "mark_final",
    "put_on_agenda",
    "raise_action",
    "retire_indicator",
    "say_what_it_means",
    "set_target",
    "undo_begin_anew",
]
