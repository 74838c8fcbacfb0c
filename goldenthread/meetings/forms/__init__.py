"""What is typed about meetings, cleaned."""

from goldenthread.meetings.forms.agenda import AskForPaper, Item, Paper, RemoveItem, Withdraw
from goldenthread.meetings.forms.attendance import Attendance, DeclareInterest
from goldenthread.meetings.forms.contributing import AcceptContribution, Contribute, SendPaperLink
from goldenthread.meetings.forms.joint import AcceptInvitation, AskPartnership, DeclineInvitation, LeaveMeeting
from goldenthread.meetings.forms.meetings import CallOff, Filters, Meeting
from goldenthread.meetings.forms.minutes import (
    ChangeLine,
    ChoosePublic,
    CompleteDecision,
    DecisionFilters,
    Quick,
    ReturnMinutes,
)
from goldenthread.meetings.forms.packs import IssuePack
from goldenthread.meetings.forms.parts import Nothing
from goldenthread.meetings.forms.series import EndSeries, Series
from goldenthread.meetings.forms.written import AnswerProcedure, Procedure

__all__ = [
    "AcceptContribution",
    "AcceptInvitation",
    "AnswerProcedure",
    "AskForPaper",
    "AskPartnership",
    "Attendance",
    "CallOff",
    "ChangeLine",
    "ChoosePublic",
    "CompleteDecision",
    "Contribute",
    "DecisionFilters",
    "DeclareInterest",
    "DeclineInvitation",
    "EndSeries",
    "Filters",
    "IssuePack",
    "Item",
    "LeaveMeeting",
    "Meeting",
    "Nothing",
    "Paper",
    "Procedure",
    "Quick",
    "RemoveItem",
    "ReturnMinutes",
    "SendPaperLink",
    "Series",
    "Withdraw",
]
