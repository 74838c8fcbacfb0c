"""Change plans. Every function takes the actor and the moment, writes in one transaction and leaves one trail event."""

from goldenthread.plans.services.parts import (
    add_assurance_area,
    add_focus_group,
    add_measure,
    add_objective,
    add_priority,
    add_section,
    change_measure,
    change_objective,
    change_priority,
    change_section,
    place_action,
    remove_part,
)
from goldenthread.plans.services.plans import approve_plan, change_plan, close_plan, draft_plan, reopen_draft, start_plan
from goldenthread.plans.services.ratings import rate_objective, rate_priority

__all__ = [
    "add_assurance_area",
    "add_focus_group",
    "add_measure",
    "add_objective",
    "add_priority",
    "add_section",
    "approve_plan",
    "change_measure",
    "change_objective",
    "change_plan",
    "change_priority",
    "change_section",
    "close_plan",
    "draft_plan",
    "place_action",
    "rate_objective",
    "rate_priority",
    "remove_part",
    "reopen_draft",
    "start_plan",
]
