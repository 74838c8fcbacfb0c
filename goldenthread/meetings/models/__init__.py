"""Series, meetings, and what hangs on a meeting."""

from goldenthread.meetings.models.meetings import Meeting, Meetings
from goldenthread.meetings.models.series import MeetingSeries

__all__ = ["Meeting", "MeetingSeries", "Meetings"]
