"""Series, meetings, and what hangs on a meeting."""

from goldenthread.meetings.models.agenda import AgendaItem, Items, Paper, Papers
from goldenthread.meetings.models.attendance import Attendance, DeclarationOfInterest
from goldenthread.meetings.models.contributing import PaperLink, PaperLinks
from goldenthread.meetings.models.invitations import MeetingInvitation
from goldenthread.meetings.models.meetings import Meeting, Meetings
from goldenthread.meetings.models.minutes import Correction, Decision, Direction, Minute
from goldenthread.meetings.models.packs import Pack, Packs
from goldenthread.meetings.models.readers import kept, part_a_or, part_b, shared_with, sits_on
from goldenthread.meetings.models.series import MeetingSeries
from goldenthread.meetings.models.written import WrittenAnswer, WrittenProcedure

__all__ = [
    "AgendaItem",
    "Attendance",
    "Correction",
    "Decision",
    "DeclarationOfInterest",
    "Direction",
    "Items",
    "Meeting",
    "MeetingInvitation",
    "MeetingSeries",
    "Meetings",
    "Minute",
    "Pack",
    "Packs",
    "Paper",
    "PaperLink",
    "PaperLinks",
    "Papers",
    "WrittenAnswer",
    "WrittenProcedure",
    "kept",
    "part_a_or",
    "part_b",
    "shared_with",
    "sits_on",
]
