"""The tables of a plan, divided by noun."""

from goldenthread.plans.models.imports import ImportLine, PlanImport
from goldenthread.plans.models.parts import (
    AssuranceArea,
    ChairRating,
    FocusGroup,
    Measure,
    Objective,
    PlanSection,
    Priority,
)
from goldenthread.plans.models.plan import Approval, Plan
from goldenthread.plans.models.refreshes import PlanRefresh, RefreshDecision
from goldenthread.plans.models.versions import PlanVersion, SeatApproval

__all__ = [
    "Approval",
    "AssuranceArea",
    "ChairRating",
    "FocusGroup",
    "ImportLine",
    "Measure",
    "Objective",
    "Plan",
    "PlanImport",
    "PlanRefresh",
    "PlanSection",
    "PlanVersion",
    "Priority",
    "RefreshDecision",
    "SeatApproval",
]
