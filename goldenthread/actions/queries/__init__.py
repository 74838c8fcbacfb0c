"""Everything that is read of actions, always for an actor and only what that actor may see."""

from goldenthread.actions.queries.asking import my_work_count
from goldenthread.actions.queries.digest import asks_of_people
from goldenthread.actions.queries.lines import KIND, actions_by_id
from goldenthread.actions.queries.listing import Filters, Found, Tally, filled, list_actions, list_cohorts, tally
from goldenthread.actions.queries.names import Party, names_of
from goldenthread.actions.queries.rows import title_in_a_line, work_everywhere, work_of, work_on
from goldenthread.actions.queries.shapes import (
    ActionLine,
    DueLine,
    EvidenceLine,
    MilestoneLine,
    SaidRating,
    UpdateLine,
    Work,
    WorkRow,
)
from goldenthread.actions.queries.showing import (
    May,
    ShownAction,
    history_of_action,
    may_do,
    missing_for_completion,
    show_action,
)
from goldenthread.actions.queries.work import (
    MyWork,
    WorkPlan,
    group_work_plan,
    my_work,
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
    "Work",
    "WorkPlan",
    "WorkRow",
    "actions_by_id",
    "asks_of_people",
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
    "tally",
    "title_in_a_line",
    "work_everywhere",
    "work_of",
    "work_on",
]
