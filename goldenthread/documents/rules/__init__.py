"""Decide how papers are classed and marked, which files may come in, and what a piece of evidence rests on."""

from goldenthread.documents.rules.classes import (
    CLASSES,
    DOCUMENT_CLASSES,
    LOGGED_CLASSES,
    MARKINGS,
    InformationClass,
    default_marking,
    may_be_read,
    may_mark,
)
from goldenthread.documents.rules.evidence import (
    QUADRANTS,
    RESTS_ON,
    STRENGTHS,
    Described,
    EvidenceKind,
    Quadrant,
    Strength,
    may_date,
    rests_on,
)
from goldenthread.documents.rules.files import ALLOWED, FileType, Limits, allowed_words, inspect, short_words, too_large
from goldenthread.documents.rules.lives import may_change, may_hold, may_open, may_release, may_replace, may_withdraw
from goldenthread.documents.rules.names import clean_name, extension_of

__all__ = [
    "ALLOWED",
    "CLASSES",
    "DOCUMENT_CLASSES",
    "LOGGED_CLASSES",
    "MARKINGS",
    "QUADRANTS",
    "RESTS_ON",
    "STRENGTHS",
    "Described",
    "EvidenceKind",
    "FileType",
    "InformationClass",
    "Limits",
    "Quadrant",
    "Strength",
    "allowed_words",
    "clean_name",
    "default_marking",
    "extension_of",
    "inspect",
    "may_be_read",
    "may_change",
    "may_date",
    "may_hold",
    "may_mark",
    "may_open",
    "may_release",
    "may_replace",
    "may_withdraw",
    "rests_on",
    "short_words",
    "too_large",
]
