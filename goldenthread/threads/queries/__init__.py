"""Follow the thread, search, and look up links in bulk. Always within one partnership, and only what is seen."""

from goldenthread.threads.queries.composing import columns, linkable, may_see_thing, spaced, summaries_of
from goldenthread.threads.queries.links import (
    Shown,
    count_sources,
    linked_sources,
    links_to,
    may_see_link,
    served_by,
    show_link,
    source_ids,
    sources,
    target_ids,
    targets,
    things_with_history,
    tied_to,
)
from goldenthread.threads.queries.searching import DATE, PAGE_SIZE, RELEVANCE, Hit, Results, groups_to_search, search
from goldenthread.threads.queries.walking import DEPTH, WHOLE_WIDTH, WIDTH, Step, Walk, walk

__all__ = [
    "DATE",
    "DEPTH",
    "PAGE_SIZE",
    "RELEVANCE",
    "WHOLE_WIDTH",
    "WIDTH",
    "Hit",
    "Results",
    "Shown",
    "Step",
    "Walk",
    "columns",
    "count_sources",
    "groups_to_search",
    "linkable",
    "linked_sources",
    "links_to",
    "may_see_link",
    "may_see_thing",
    "search",
    "served_by",
    "show_link",
    "source_ids",
    "sources",
    "spaced",
    "summaries_of",
    "target_ids",
    "targets",
    "things_with_history",
    "tied_to",
    "walk",
]
