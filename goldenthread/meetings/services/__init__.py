"""Change what is known of meetings. Each service writes what it changed on the trail."""

from goldenthread.meetings.services.meetings import add_meeting, cancel_meeting, change_meeting, postpone_meeting
from goldenthread.meetings.services.series import add_series, change_series, end_series, plan_ahead

__all__ = [
    "add_meeting",
    "add_series",
    "cancel_meeting",
    "change_meeting",
    "change_series",
    "end_series",
    "plan_ahead",
    "postpone_meeting",
]
