"""What is typed on the pages of plans, cleaned into the words the services take."""

from goldenthread.plans.forms.broken import BrokenFilters
from goldenthread.plans.forms.filters import PlanFilters
from goldenthread.plans.forms.parts import (
    AddAssuranceArea,
    AddFocusGroup,
    AddMeasure,
    AddObjective,
    AddPriority,
    AddSection,
    ChangeMeasure,
    ChangeObjective,
    ChangePriority,
    ChangeSection,
    PlaceAction,
    RemovePart,
)
from goldenthread.plans.forms.plans import (
    ApprovePlan,
    ChangePlan,
    ClosePlan,
    DraftPlan,
    ExportPlan,
    ReopenDraft,
    StartPlan,
)
from goldenthread.plans.forms.ratings import Rate

__all__ = [
    "AddAssuranceArea",
    "AddFocusGroup",
    "AddMeasure",
    "AddObjective",
    "AddPriority",
    "AddSection",
    "ApprovePlan",
    "BrokenFilters",
    "ChangeMeasure",
    "ChangeObjective",
    "ChangePlan",
    "ChangePriority",
    "ChangeSection",
    "ClosePlan",
    "DraftPlan",
    "ExportPlan",
    "PlaceAction",
    "PlanFilters",
    "Rate",
    "RemovePart",
    "ReopenDraft",
    "StartPlan",
]
