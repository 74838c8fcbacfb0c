"""What the house decides about plans, as plain functions over plain values."""

from goldenthread.plans.rules.plans import (
    LEVELS,
    STATES,
    ChairWord,
    Standing,
    level_word,
    may_become,
    may_edit,
    may_rate,
    sensible_period,
    standing,
)
from goldenthread.plans.rules.sections import (
    SECTION_HINTS,
    WRITTEN_SECTIONS,
    Piece,
    pieces_of,
    section_body,
    section_text,
    split_lines,
)

__all__ = [
    "LEVELS",
    "SECTION_HINTS",
    "STATES",
    "WRITTEN_SECTIONS",
    "ChairWord",
    "Piece",
    "Standing",
    "level_word",
    "may_become",
    "may_edit",
    "may_rate",
    "pieces_of",
    "section_body",
    "section_text",
    "sensible_period",
    "split_lines",
    "standing",
]
