"""Identifiers as they were meant: what spreadsheets do to numbers is undone, leading noughts and case are kept."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

# What databases and spreadsheets write where there is nothing.
NOTHING = frozenset(
    {"", "#n/a", "n/a", "na", "#value!", "#ref!", "#name?", "null", "none", "nan", "(blank)", "-", "--"}
)

# What is an identifier as it stands: letters, figures, strokes and dashes, with a figure among them.
SURE = "^[A-Za-z0-9_/-]*[0-9][A-Za-z0-9_/-]*$"
_WHOLE = re.compile(r"(\d+)\.0+")
# How an export keeps a spreadsheet from making a number of an identifier: ="00123".
_FORMULA = re.compile(r'="(.*)"')
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+\d+")


def plain(value: object) -> str:
    """The value as one line of text: no-break and zero-width spaces gone, runs of white space made one, ends cut."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    if not text.isascii():
        text = text.replace("\u200b", "").replace("\ufeff", "")
    return " ".join(text.split())


def is_nothing(text: str) -> bool:
    """True for text that stands for an empty cell, such as `#N/A` or `NULL`."""
    return text.casefold() in NOTHING


def identifier(value: object) -> str | None:
    """The identifier as text, or None where there is none.

    A number loses the `.0` that a spreadsheet gave it; text keeps its leading noughts and its case. Raises `ValueError`
    for one that a spreadsheet has cut to scientific notation (6.53E+11): its digits are lost.
    """
    if isinstance(value, (bool, date)):
        raise ValueError("a spreadsheet has made a date, or a yes or no, of it")
    if isinstance(value, float):
        if not value.is_integer():
            raise ValueError("an identifier is no fraction")
        return str(int(value))
    text = plain(value)
    kept = _FORMULA.fullmatch(text)
    text = kept[1].strip() if kept else text
    if is_nothing(text):
        return None
    if _SCIENTIFIC.fullmatch(text):
        raise ValueError("its digits were lost in a spreadsheet, which wrote it in scientific notation")
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


class Numbering:
    """Makes identifiers for rows that have none: child, what it is, day, and a number from the second of a day on.

    The same rows in the same order get the same identifiers, in whichever source they stand: a referral that is both in
    a census and in Annex A is known to be one.
    """

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str, date]] = Counter()

    def next(self, kind: str, child: str, day: date) -> str:
        """The identifier of the next row of this kind about this child and day."""
        key = (kind, child, day)
        self._seen[key] += 1
        times = self._seen[key]
        return f"{child}/{kind}/{day.isoformat()}" + (f"/{times}" if times > 1 else "")
