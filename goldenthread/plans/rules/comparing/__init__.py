"""Say what differs between two states of a plan, as plain functions over its parts."""

from goldenthread.plans.rules.comparing.matching import alikeness, compare
from goldenthread.plans.rules.comparing.parts import (
    ADDED,
    DUE,
    LEAD,
    MOVED,
    NUMBER,
    REMOVED,
    REWORDED,
    STATE,
    Changed,
    Comparison,
    Part,
    plain,
    shortened,
)
from goldenthread.plans.rules.comparing.taking import parts_of
from goldenthread.plans.rules.comparing.words import (
    CHANGES,
    Run,
    in_numbers,
    in_words,
    said_of_added,
    said_of_removed,
    sentences,
    sorts_of,
    word_runs,
)

__all__ = [
    "ADDED",
    "CHANGES",
    "DUE",
    "LEAD",
    "MOVED",
    "NUMBER",
    "REMOVED",
    "REWORDED",
    "STATE",
    "Changed",
    "Comparison",
    "Part",
    "Run",
    "alikeness",
    "compare",
    "in_numbers",
    "in_words",
    "parts_of",
    "plain",
    "said_of_added",
    "said_of_removed",
    "sentences",
    "shortened",
    "sorts_of",
    "word_runs",
]
