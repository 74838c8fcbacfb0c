"""Change plans. Every function takes the actor and the moment, writes in one transaction and leaves one trail event."""

from goldenthread.plans.services.evidence import add_evidence
from goldenthread.plans.services.imports import (
    abandon_import,
    correct_plan,
    finish_import,
    read_again,
    receive_plan,
)
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
from goldenthread.plans.services.plans import (
    approve_plan,
    change_plan,
    close_plan,
    draft_plan,
    reopen_draft,
    start_plan,
)
from goldenthread.plans.services.ratings import rate_objective, rate_priority

__all__ = [
    "abandon_import",
    "add_assurance_area",
    "add_evidence",
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
    "correct_plan",
    "draft_plan",
    "finish_import",
    "place_action",
    "rate_objective",
    "rate_priority",
    "read_again",
    "receive_plan",
    "remove_part",
    "reopen_draft",
    "start_plan",
]
