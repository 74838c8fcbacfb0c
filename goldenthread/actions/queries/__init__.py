"""Everything that is read of actions, always for an actor and only what that actor may see."""

from goldenthread.actions.queries.lines import KIND, actions_by_id
from goldenthread.actions.queries.listing import Filters, Found, Tally, filled, list_actions, list_cohorts, tally
from goldenthread.actions.queries.names import Party, names_of
from goldenthread.actions.queries.shapes import (
    ActionLine,
    DueLine,
    EvidenceLine,
    MilestoneLine,
    SaidRating,
    UpdateLine,
)
from goldenthread.actions.queries.showing import (
    May,
    ShownAction,
    history_of_action,
    may_do,
    missing_for_completion,
    show_action,
    stamps,
    states,
    texts_said,
)
from goldenthread.actions.queries.work import (
    MyWork,
    WorkPlan,
    group_work_plan,
    my_work,
    my_work_count,
    overdue_by_group,
)

__all__ = [
    "KIND",
    "ActionLine",
    "DueLine",
    "EvidenceLine",
    "Filters",
    "Found",
    "May",
    "MilestoneLine",
    "MyWork",
    "Party",
    "SaidRating",
    "ShownAction",
    "Tally",
    "UpdateLine",
    "WorkPlan",
    "actions_by_id",
    "filled",
    "group_work_plan",
    "history_of_action",
    "list_actions",
    "list_cohorts",
    "may_do",
    "missing_for_completion",
    "my_work",
    "my_work_count",
    "names_of",
    "overdue_by_group",
    "show_action",
    "stamps",
    "states",
    "tally",
    "texts_said",
]
