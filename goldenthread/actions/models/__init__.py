"""The tracker's tables: an action with its dates, milestones and people, and what was ever said about it."""

from goldenthread.actions.models.action import (
    LEAD_COLUMNS,
    Action,
    Actions,
    Contributor,
    DueDate,
    Milestone,
    Reporting,
    lead_fields,
)
from goldenthread.actions.models.bulk import BulkChange, BulkChangeLine
from goldenthread.actions.models.said import Acceptance, ProgressUpdate, Rating, Slip
from goldenthread.actions.models.silence import EXECUTIVE, Escalation, EscalationSwitch

__all__ = [
    "EXECUTIVE",
    "LEAD_COLUMNS",
    "Acceptance",
    "Action",
    "Actions",
    "BulkChange",
    "BulkChangeLine",
    "Contributor",
    "DueDate",
    "Escalation",
    "EscalationSwitch",
    "Milestone",
    "ProgressUpdate",
    "Rating",
    "Reporting",
    "Slip",
    "lead_fields",
]
