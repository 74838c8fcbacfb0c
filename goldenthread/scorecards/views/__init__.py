"""Pages of the scorecard: what a board reads, what an analyst reads, and how both are kept."""

from goldenthread.scorecards.views.asking import (
    change_data_request,
    download_template,
    end_data_request,
    list_data_requests,
    make_data_request,
    show_data_request,
    take_returned,
)
from goldenthread.scorecards.views.bringing import bring_in, keep_figures
from goldenthread.scorecards.views.commentary import (
    ask_for_missing,
    ask_what_it_means,
    raise_action,
    say_what_it_means,
)
from goldenthread.scorecards.views.comparing import bring_published, keep_published
from goldenthread.scorecards.views.deciding import begin_anew, mark_final, undo_begin_anew
from goldenthread.scorecards.views.editions import (
    freeze_scorecard,
    list_editions,
    put_on_agenda,
    show_edition,
    take_edition,
)
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
    take_indicator,
)

__all__ = [
    "adopt_indicators",
    "ask_for_missing",
    "ask_what_it_means",
    "begin_anew",
    "bring_in",
    "bring_published",
    "change_data_request",
    "change_indicator",
    "change_scorecard",
    "download_template",
    "draw_indicator",
    "end_data_request",
    "freeze_scorecard",
    "keep_figures",
    "keep_published",
    "list_data_requests",
    "list_editions",
    "list_indicators",
    "list_scorecards",
    "make_data_request",
    "make_scorecard",
    "mark_final",
    "put_on_agenda",
    "raise_action",
    "retire_indicator",
    "say_what_it_means",
    "set_target",
    "show_data_request",
    "show_edition",
    "show_indicator",
    "show_scorecard",
    "take_edition",
    "take_indicator",
    "take_returned",
    "undo_begin_anew",
]
