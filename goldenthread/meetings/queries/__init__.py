"""Find meetings and what hangs on them: only within one partnership, and only what the actor may read."""

from goldenthread.meetings.queries.meetings import (
    WHEN,
    Acts,
    MeetingShown,
    acts_of,
    dates_ahead,
    find_meeting,
    groups_to_plan_for,
    list_groups,
    list_meetings,
    may_see_meeting,
    people_choices,
    show_meeting,
)
from goldenthread.meetings.queries.series import SeriesShown, find_series, list_series, may_see_series, show_series

__all__ = [
    "WHEN",
    "Acts",
    "MeetingShown",
    "SeriesShown",
    "acts_of",
    "dates_ahead",
    "find_meeting",
    "find_series",
    "groups_to_plan_for",
    "list_groups",
    "list_meetings",
    "list_series",
    "may_see_meeting",
    "may_see_series",
    "people_choices",
    "show_meeting",
    "show_series",
]
