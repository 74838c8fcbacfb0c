"""What stands: the library, the figures of each indicator, and a scorecard with all that a board needs beside it."""

from goldenthread.scorecards.queries.asking import (
    RequestShown,
    agreements,
    askable,
    asked_for,
    find_bare_request,
    find_request,
    list_requests,
    request_of_series,
    show_request,
    working_days_of,
)
from goldenthread.scorecards.queries.board import (
    Board,
    Line,
    board,
    find_scorecard,
    indicators_of,
    list_scorecards,
    show_indicator,
)
from goldenthread.scorecards.queries.commentary import (
    asked_of,
    commentaries_of,
    commentary_asks,
    commentary_waiting,
    due_until,
    find_commentary,
    groups_shown,
    who_may_say,
)
from goldenthread.scorecards.queries.editions import (
    edition_before,
    find_edition,
    list_editions,
    meetings_to_put_on,
    number_of_next,
)
from goldenthread.scorecards.queries.figures import Seen, earlier_values, known_indicators, latest_period
from goldenthread.scorecards.queries.library import find_indicator, list_indicators, list_subjects, not_yet_adopted
from goldenthread.scorecards.queries.measured import CAN_BE_MEASURED, as_indicator, measuring
from goldenthread.scorecards.queries.returned import Before, Held, before, held
from goldenthread.scorecards.queries.revisions import find_rebase

__all__ = [
    "CAN_BE_MEASURED",
    "Before",
    "Board",
    "Held",
    "Line",
    "RequestShown",
    "Seen",
    "agreements",
    "as_indicator",
    "askable",
    "asked_for",
    "asked_of",
    "before",
    "board",
    "commentaries_of",
    "commentary_asks",
    "commentary_waiting",
    "due_until",
    "earlier_values",
    "edition_before",
    "find_bare_request",
    "find_commentary",
    "find_edition",
    "find_indicator",
    "find_rebase",
    "find_request",
    "find_scorecard",
    "groups_shown",
    "held",
    "indicators_of",
    "known_indicators",
    "latest_period",
    "list_editions",
    "list_indicators",
    "list_requests",
    "list_scorecards",
    "list_subjects",
    "measuring",
    "meetings_to_put_on",
    "not_yet_adopted",
    "number_of_next",
    "request_of_series",
    "show_indicator",
    "show_request",
    "who_may_say",
    "working_days_of",
]
