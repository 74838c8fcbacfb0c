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
from goldenthread.plans.forms.refreshes import (
    AbandonRefresh,
    ApplyRefresh,
    DecideAction,
    DecidePart,
    Decisions,
    RefreshYear,
)
from goldenthread.plans.forms.versions import (
    AnswerVersion,
    AskApproval,
    CompareVersions,
    IssueVersion,
    MakeVersion,
    RecordAnswer,
    TakeVersionAgain,
)

__all__ = [
    "AbandonRefresh",
    "AddAssuranceArea",
    "AddFocusGroup",
    "AddMeasure",
    "AddObjective",
    "AddPriority",
    "AddSection",
    "AnswerVersion",
    "ApplyRefresh",
    "ApprovePlan",
    "AskApproval",
    "BrokenFilters",
    "ChangeMeasure",
    "ChangeObjective",
    "ChangePlan",
    "ChangePriority",
    "ChangeSection",
    "ClosePlan",
    "CompareVersions",
    "DecideAction",
    "DecidePart",
    "Decisions",
    "DraftPlan",
    "ExportPlan",
    "IssueVersion",
    "MakeVersion",
    "PlaceAction",
    "PlanFilters",
    "Rate",
    "RecordAnswer",
    "RefreshYear",
    "RemovePart",
    "ReopenDraft",
    "StartPlan",
    "TakeVersionAgain",
]
