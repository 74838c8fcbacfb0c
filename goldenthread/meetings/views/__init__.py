"""The pages of meetings."""

from goldenthread.meetings.views.meetings import (
    add_meeting,
    call_off_meeting,
    change_meeting,
    list_meetings,
    show_meeting,
)
from goldenthread.meetings.views.series import add_series, change_series, end_series, list_series, show_series

__all__ = [
    "add_meeting",
    "add_series",
    "call_off_meeting",
    "change_meeting",
    "change_series",
    "end_series",
    "list_meetings",
    "list_series",
    "show_meeting",
    "show_series",
]
