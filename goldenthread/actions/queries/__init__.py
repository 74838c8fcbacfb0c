"""Everything that is read of actions, always for an actor and only what that actor may see."""

from goldenthread.actions.queries.besides import my_work_count
from goldenthread.actions.queries.brief import ActionInBrief, actions_in_brief
from goldenthread.actions.queries.bulk import Chosen, Made, chosen, list_bulk_changes, made, show_bulk_change
from goldenthread.actions.queries.digest import asks_of_people, work_asks
from goldenthread.actions.queries.escalations import (
    answers,
    escalated_to,
    escalations_of,
    is_escalating,
    show_switch,
    standing_escalations,
    step_made_to,
)
from goldenthread.actions.queries.lines import KIND, actions_by_id, last_words
from goldenthread.actions.queries.listing import Filters, Found, Tally, filled, list_actions, list_cohorts, tally
from goldenthread.actions.queries.names import Party, names_of, title_in_a_line
from goldenthread.actions.queries.owning import Owned, owned
from goldenthread.actions.queries.planned import ActionRow, action_rows
from goldenthread.actions.queries.rows import work_everywhere, work_of, work_on
from goldenthread.actions.queries.shapes import (
    ActionLine,
    AskedRow,
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
    MayOnARow,
    ShownAction,
    changes_of_action,
    history_of_action,
    may_do,
    may_on_rows,
    missing_for_completion,
    show_action,
    stamps,
    states,
    texts_said,
)
from goldenthread.actions.queries.silence import Silence, SilentOwner, list_silent, open_actions_of
from goldenthread.actions.queries.suggesting import Suggestion, leads_within_agencies, suggest_leads
from goldenthread.actions.queries.work import (
    MyWork,
    WorkPlan,
    group_work_plan,
    my_work,
    overdue_by_group,
)

__all__ = [
    "KIND",
    "ActionInBrief",
    "ActionLine",
    "ActionRow",
    "AskedRow",
    "Chosen",
    "DueLine",
    "EvidenceLine",
    "Filters",
    "Found",
    "Made",
    "May",
    "MayOnARow",
    "MilestoneLine",
    "MyWork",
    "Owned",
    "Party",
    "SaidRating",
    "ShownAction",
    "Silence",
    "SilentOwner",
    "Suggestion",
    "Tally",
    "UpdateLine",
    "Work",
    "WorkPlan",
    "WorkRow",
    "action_rows",
    "actions_by_id",
    "actions_in_brief",
    "answers",
    "asks_of_people",
    "changes_of_action",
    "chosen",
    "escalated_to",
    "escalations_of",
    "filled",
    "group_work_plan",
    "history_of_action",
    "is_escalating",
    "last_words",
    "leads_within_agencies",
    "list_actions",
    "list_bulk_changes",
    "list_cohorts",
    "list_silent",
    "made",
    "may_do",
    "may_on_rows",
    "missing_for_completion",
    "my_work",
    "my_work_count",
    "names_of",
    "open_actions_of",
    "overdue_by_group",
    "owned",
    "show_action",
    "show_bulk_change",
    "show_switch",
    "stamps",
    "standing_escalations",
    "states",
    "step_made_to",
    "suggest_leads",
    "tally",
    "texts_said",
    "title_in_a_line",
    "work_asks",
    "work_everywhere",
    "work_of",
    "work_on",
]
