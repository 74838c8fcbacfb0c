"""Change plans. Every function takes the actor and the moment, writes in one transaction and leaves one trail event."""

from goldenthread.plans.services.evidence import add_evidence
from goldenthread.plans.services.imports import (
    abandon_import,
    correct_plan,
    finish_import,
    read_again,
    receive_plan,
)
from goldenthread.plans.services.lives import approve_plan, close_plan, reopen_draft, start_plan
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
from goldenthread.plans.services.plans import change_plan, draft_plan
from goldenthread.plans.services.ratings import rate_objective, rate_priority
from goldenthread.plans.services.refreshes import (
    abandon_refresh,
    apply_refresh,
    begin_refresh,
    change_refresh,
    decide_parts,
)
from goldenthread.plans.services.versions import (
    answer_version,
    ask_approval,
    issue_version,
    make_version,
    record_answer,
    take_version_again,
)

__all__ = [
    "abandon_import",
    "abandon_refresh",
    "add_assurance_area",
    "add_evidence",
    "add_focus_group",
    "add_measure",
    "add_objective",
    "add_priority",
    "add_section",
    "answer_version",
    "apply_refresh",
    "approve_plan",
    "ask_approval",
    "begin_refresh",
    "change_measure",
    "change_objective",
    "change_plan",
    "change_priority",
    "change_refresh",
    "change_section",
    "close_plan",
    "correct_plan",
    "decide_parts",
    "draft_plan",
    "finish_import",
    "issue_version",
    "make_version",
    "place_action",
    "rate_objective",
    "rate_priority",
    "read_again",
    "receive_plan",
    "record_answer",
    "remove_part",
    "reopen_draft",
    "start_plan",
    "take_version_again",
]
