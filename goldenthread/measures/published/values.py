"""What a published cell says: a number, a mark that stands for the lack of one, nothing, or something unreadable."""

from __future__ import annotations

import re
from decimal import Decimal

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import Cell, State

MARKS = {
    "c": State.SUPPRESSED,
    "*": State.SUPPRESSED,
    "x": State.NOT_AVAILABLE,
    ":": State.NOT_AVAILABLE,
    "..": State.NOT_AVAILABLE,
    "z": State.NOT_APPLICABLE,
    "u": State.UNRELIABLE,
    "k": State.ROUNDS_TO_ZERO,
    "low": State.ROUNDS_TO_ZERO,
}
# The interactive tool's own long tables write a dash, or NA, for no value. Elsewhere a dash has meant nought.
DASHES = {"-": State.NOT_AVAILABLE, "na": State.NOT_AVAILABLE, "n/a": State.NOT_APPLICABLE}
NUMBER = re.compile(r"^[-+]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?$")
STRAY = " \t\r\n\u00a0\u2007\u202f\"'\u2018\u2019\u201c\u201d"
MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
SPACES = str.maketrans("", "", " \u00a0\u2007\u202f")


@rule(
    "measures.published_marks",
    "DfE open data standards: c, k, u, x and z, with : for x in older files; GSS symbols in brackets; * for suppressed",
)
def read_cell(text: str, *, dashes: bool = False) -> Cell | None:
    """What one published cell says; None where it is neither a number, a mark nor blank.

    A number keeps all its digits and is taken without its thousands separators, percent sign and stray quotes: 12.5% is
    12.5. A blank is not returned, which is neither nought nor any of the marks. `dashes` also reads - as not available.
    """
    word = text.strip(STRAY)
    if not word:
        return Cell(State.NOT_RETURNED)
    bare = word[1:-1] if word[0] == "[" and word[-1] == "]" else word
    state = MARKS.get(bare.casefold()) or (DASHES.get(bare.casefold()) if dashes else None)
    if state:
        return Cell(state)
    digits = word.translate(MINUS).removesuffix("%").translate(SPACES)
    if not NUMBER.match(digits):
        return None
    return Cell(State.NUMBER, Decimal(digits.replace(",", "")))
