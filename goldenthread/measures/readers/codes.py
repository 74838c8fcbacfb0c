"""Codes, and yes or no, as extracts write them: with and without a letter before, in words, in any case."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from goldenthread.measures.readers.identifiers import is_nothing, plain

# "a) ", "p1) ", "q. ": Ofsted's letter before a code. One letter is used twice (s), so that it says nothing by itself.
_LETTER = re.compile(r"^\(?[a-z]\d?[).]\s*", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[A-Za-z0-9]+")
_WHOLE = re.compile(r"(\d+)\.0+")

YES = frozenset({"yes", "y", "1", "true", "t"})
NO = frozenset({"no", "n", "0", "false", "f"})
UNKNOWN = frozenset(
    {"unknown", "not known", "not recorded", "not stated", "not applicable", "u", "x", "9", "undecided"}
)


class NotUnderstood(ValueError):
    """The cell holds something that is none of the values that its column may have."""


def bare(value: object) -> str:
    """The text of a cell without the letter before its code and without the `.0` of a spreadsheet."""
    text = _LETTER.sub("", plain(value))
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def flag(value: object) -> bool | None:
    """True for yes, False for no, None for blank or unknown, which is not No. Raises `NotUnderstood` for the rest."""
    if isinstance(value, bool):
        return value
    word = bare(value).casefold()
    if word in YES or word.startswith("yes"):
        return True
    if word in NO or word.startswith(("no ", "no,", "no-")):
        return False
    if is_nothing(word) or word in UNKNOWN:
        return None
    raise NotUnderstood


def count(value: object) -> int | None:
    """A whole number, nought or more; None where the cell is blank. Raises `NotUnderstood` for anything else."""
    text = bare(value)
    if is_nothing(text):
        return None
    # Nobody is counted in thousands here; a longer number is an identifier in the wrong column.
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise NotUnderstood
    return int(text)


@dataclass(frozen=True)
class Codes:
    """The codes that a column may have, and the beginnings of words that mean them. `case` is how codes are written."""

    codes: frozenset[str]
    words: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, value: object) -> str | None:
        """The code; None where the cell is blank. Raises `NotUnderstood` where it says none of them."""
        text = bare(value)
        if is_nothing(text):
            return None
        first = _FIRST_WORD.match(text)
        if first and first[0].upper() in self.codes:
            return first[0].upper()
        folded = text.casefold()
        for beginning, code in self.words.items():
            if folded.startswith(beginning):
                return code
        raise NotUnderstood


def _codes(listed: str, words: Mapping[str, str] | None = None) -> Codes:
    return Codes(frozenset(listed.split()), words or {})


def free(value: object) -> str | None:
    """Any text of a cell, on one line; None where it is blank."""
    text = plain(value)
    return None if is_nothing(text) else text


_SEX = {"1": "M", "2": "F", "0": "U", "9": "U", "3": "U", "I": "U", "M": "M", "F": "F", "U": "U"}
_SEX_WORDS = {"male": "M", "female": "F"} | dict.fromkeys(
    ("not ", "neither", "unknown", "unborn", "indeterminate", "other", "non-binary", "transgender"), "U"
)


def sex(value: object) -> str | None:
    """M, F or U; the numbers are those of the returns before 2025 (1 male, 2 female, 0 and 9 neither or unknown)."""
    text = bare(value)
    if is_nothing(text):
        return None
    if text.upper() in _SEX:
        return _SEX[text.upper()]
    for beginning, code in _SEX_WORDS.items():
        if text.casefold().startswith(beginning):
            return code
    raise NotUnderstood


ETHNICITY = _codes(
    "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT",
    {"unknown": "NOBT", "information not": "NOBT", "not known": "NOBT", "refused": "REFU"},
)
SOURCE = _codes("1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10", {"police": "6", "housing": "4"})
NEED = _codes(
    "N0 N1 N2 N3 N4 N5 N6 N7 N8 N9",
    {
        "abuse or neglect": "N1",
        "child's disability": "N2",
        "parental": "N3",
        "family in acute stress": "N4",
        "family dysfunction": "N5",
        "socially unacceptable": "N6",
        "low income": "N7",
        "absent parenting": "N8",
        "cases other": "N9",
        "not stated": "N0",
    },
)
CLOSURE = _codes("RC1 RC2 RC3 RC4 RC5 RC6 RC7 RC8 RC9")
ABUSE = _codes(
    "NEG PHY SAB EMO MUL",
    {"neglect": "NEG", "physical": "PHY", "sexual": "SAB", "emotional": "EMO", "multiple": "MUL", "not rec": "MUL"},
)
LEGAL = _codes("C1 C2 D1 E1 V2 V3 V4 L1 L2 L3 J1 J2 J3")
PLACEMENT = _codes(
    "U1 U2 U3 U4 U5 U6 A3 A4 A5 A6 H5 K1 K2 K3 M2 M3 P1 P2 P3 Q1 Q2 R1 R2 R3 R5 S1 T0 T1 T2 T3 T4 Z1 Z11 Z12 Z13 Z14"
)
PROVIDER = _codes("PR0 PR1 PR2 PR3 PR4 PR5")
STARTED = _codes("S L P T B U")
ENDED = _codes(
    "X1 E11 E12 E2 E3 E4 E4A E4B E5 E6 E7 E8 E9 E13 E14 E15 E16 E17 E41 E43 E44 E45 E46 E47 E48",
)
PARTICIPATION = _codes("PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7")
AWAY = _codes("M A", {"missing": "M", "away": "A", "absent": "A"})

# How each column of codes is understood; one that is not here may hold any text.
BY_COLUMN: Mapping[str, Callable[[object], str | None]] = {
    "sex": sex,
    "ethnicity": ETHNICITY,
    "source": SOURCE,
    "need": NEED,
    "closure_reason": CLOSURE,
    "initial_category": ABUSE,
    "latest_category": ABUSE,
    "legal_status": LEGAL,
    "placement": PLACEMENT,
    "provider": PROVIDER,
    "reason_started": STARTED,
    "reason_ended": ENDED,
    "participation": PARTICIPATION,
    "kind": AWAY,
}
