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
    "PlanSection",
    "Priority",
]
