"""What is typed about meetings, cleaned."""

from goldenthread.meetings.forms.meetings import CallOff, Filters, Meeting
from goldenthread.meetings.forms.series import EndSeries, Series

__all__ = ["CallOff", "EndSeries", "Filters", "Meeting", "Series"]
