"""How events read as sentences, and how they are sealed so that a later change shows."""

from goldenthread.trail.rules.phrases import (
    LONDON,
    Phrases,
    changes,
    changes_in_words,
    details,
    headline,
    may_read,
    phrases_of,
    register,
    register_reader,
    registered_kinds,
    sentence,
)
from goldenthread.trail.rules.seals import FIELDS, GENESIS, Digest, Seal, fault_of, is_due

__all__ = [
    "FIELDS",
    "GENESIS",
    "LONDON",
    "Digest",
    "Phrases",
    "Seal",
    "changes",
    "changes_in_words",
    "details",
    "fault_of",
    "headline",
    "is_due",
    "may_read",
    "phrases_of",
    "register",
    "register_reader",
    "registered_kinds",
    "sentence",
]
