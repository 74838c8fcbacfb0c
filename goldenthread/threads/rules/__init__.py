"""What can be linked, followed and found, by which words, and which gaps a thread has."""

from goldenthread.threads.rules.kinds import Choice, Kept, Kind, Page, choices, kind, kinds, register
from goldenthread.threads.rules.legacy import LEGACY, Names, equivalents
from goldenthread.threads.rules.links import (
    BESIDE,
    PHRASES,
    Expectation,
    LinkKind,
    Mend,
    Ref,
    Summary,
    gaps,
    may_tie,
    may_untie,
)
from goldenthread.threads.rules.words import Part, Sought, Term, marked, understood

__all__ = [
    "BESIDE",
    "LEGACY",
    "PHRASES",
    "Choice",
    "Expectation",
    "Kept",
    "Kind",
    "LinkKind",
    "Mend",
    "Names",
    "Page",
    "Part",
    "Ref",
    "Sought",
    "Summary",
    "Term",
    "choices",
    "equivalents",
    "gaps",
    "kind",
    "kinds",
    "marked",
    "may_tie",
    "may_untie",
    "register",
    "understood",
]
