"""The tracker's tables: an action with its dates, milestones and people, and what was ever said about it."""

from goldenthread.actions.models.action import Action, Actions, Contributor, DueDate, Milestone, Reporting, lead_fields
from goldenthread.actions.models.said import Acceptance, ProgressUpdate, Rating, Slip

__all__ = [
    "Acceptance",
    "Action",
    "Actions",
    "Contributor",
    "DueDate",
    "Milestone",
    "ProgressUpdate",
    "Rating",
    "Reporting",
    "Slip",
    "lead_fields",
]
