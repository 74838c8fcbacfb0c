"""Read the trail as sentences, and look at its seals."""

from goldenthread.trail.queries.reading import (
    Line,
    Lines,
    changed_lately,
    history,
    history_of,
    kinds_and_people,
    last_by,
    list_events,
    newest_event,
    newest_of,
    told_on,
    told_since,
)
from goldenthread.trail.queries.seals import (
    Checked,
    check_seals,
    events_between,
    heads_of_chains,
    sealed_so_far,
    waiting_events,
)

__all__ = [
    "Checked",
    "Line",
    "Lines",
    "changed_lately",
    "check_seals",
    "events_between",
    "heads_of_chains",
    "history",
    "history_of",
    "kinds_and_people",
    "last_by",
    "list_events",
    "newest_event",
    "newest_of",
    "sealed_so_far",
    "told_on",
    "told_since",
    "waiting_events",
]
