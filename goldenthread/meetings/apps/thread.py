"""Where meetings, their items, papers, decisions and directions stand on the thread."""

from goldenthread.meetings.permissions import SEE
from goldenthread.meetings.queries import following
from goldenthread.meetings.rules import DECISION_WORDS, STATE_WORDS
from goldenthread.threads import rules as threads


def join_the_thread() -> None:
    """Register each kind of thing of this app that threads lead to."""
    states = {state.value: words for state, words in STATE_WORDS.items()}
    threads.register(
        threads.Kind(
            "meetings.meeting", "meeting", "meetings", following.meeting_rows,
            threads.Page("meetings:show_meeting", {"meeting": "id"}), level=15, is_linkable=True, states=states,
            of_group=following.meetings_of_group, needs=SEE,
        )
    )  # fmt: skip
    threads.register(
        threads.Kind(
            "meetings.agendaitem", "agenda item", "agenda items", following.item_rows,
            threads.Page("meetings:show_item", {"item": "id"}), level=45, of_group=following.items_of_group,
            needs=SEE,
        )
    )  # fmt: skip
    threads.register(
        threads.Kind(
            "meetings.paper", "paper", "papers", following.paper_rows,
            threads.Page("meetings:show_paper", {"paper": "id"}), level=55, is_linkable=True,
            offers={threads.LinkKind.SERVES: ("plans.priority", "plans.objective")},
            of_group=following.papers_of_group, needs=SEE,
        )
    )  # fmt: skip
    _join_decisions()


def _join_decisions() -> None:
    threads.register(
        threads.Kind(
            "meetings.decision", "decision", "decisions", following.decision_rows,
            threads.Page("meetings:show_decision", {"decision": "id"}), level=25, edges=following.decision_edges,
            is_linkable=True, states=dict(DECISION_WORDS), of_group=following.decisions_of_group, needs=SEE,
        )
    )  # fmt: skip
    threads.register(
        threads.Kind(
            "meetings.direction", "direction", "directions", following.direction_rows,
            threads.Page("meetings:show_direction", {"direction": "id"}), level=35,
            edges=following.direction_edges, is_linkable=True, of_group=following.directions_of_group, needs=SEE,
        )
    )  # fmt: skip
