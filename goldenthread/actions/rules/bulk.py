"""What can be done to many actions at once, and when undoing it leaves one of them alone."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule


class What(StrEnum):
    """One thing that can be done to many actions."""

    REASSIGN = "reassign"
    MOVE_DATE = "move_date"
    ADD_GROUP = "add_group"
    REMOVE_GROUP = "remove_group"
    ADD_COHORT = "add_cohort"
    CHANGE_CLASS = "change_class"
    NO_CHANGE = "no_change"
    CLOSE = "close"
    WITHDRAW = "withdraw"


WHAT_WORDS: dict[What, str] = {
    What.REASSIGN: "Give to another lead",
    What.MOVE_DATE: "Move the date",
    What.ADD_GROUP: "Add a group they report to",
    What.REMOVE_GROUP: "Take away a group they report to",
    What.ADD_COHORT: "Add whom they are for",
    What.CHANGE_CLASS: "Change who may read them",
    What.NO_CHANGE: "Record “no change” on behalf",
    What.CLOSE: "Close without completion",
    What.WITHDRAW: "Withdraw",
}
NEEDS_A_REASON = frozenset({What.REASSIGN, What.CLOSE, What.WITHDRAW})


@rule("actions.bulk_undo", "Experience guide 2, rule 7: undo for bulk acts; nothing that was said since is lost")
def may_undo(left: Mapping[str, Any], now: Mapping[str, Any], version_left: int, version: int) -> Verdict:
    """Denied where somebody changed the action since: its version moved on, or a value is not as it was left."""
    if version != version_left:
        return Denied("Somebody has changed it since.")
    if any(now.get(key) != value for key, value in left.items()):
        return Denied("Somebody has said something about it since.")
    return Allowed()
