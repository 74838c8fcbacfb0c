"""A cell, a period and a target in words, so that four different things are told apart everywhere."""

from __future__ import annotations

from decimal import Decimal

from goldenthread.measures.cells import WORDS, Cell
from goldenthread.scorecards.queries import MarkedFinal
from goldenthread.web.filters import date as in_words

SHORT = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November")
UNITS = {"percent": "%", "count": "", "mean": ""}


def said(cell: Cell | None, measure: str = "count") -> str:
    """A cell as a page says it: "18.4%", "1,204", or the word for which there is no number; "" where there is none."""
    if cell is None:
        return ""
    if cell.number is None:
        return WORDS[cell.state]
    return plain(cell.number) + UNITS[measure]


def plain(number: Decimal) -> str:
    """A number with its thousands apart and no noughts at its end."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def final_said(final: MarkedFinal) -> str:
    """Until when figures are final, and who marked them so on which day."""
    return f"Figures to {final.until} were marked as final by {final.by} on {in_words(final.on)}."


def short_period(label: str) -> str:
    """ "September 2026" as "Sep 2026", "Quarter 1 2026-27" as "Q1 2026-27"; others as they are."""
    first, _, rest = label.partition(" ")
    if first in SHORT or first == "December":
        return f"{first[:3]} {rest}"
    return label.replace("Quarter ", "Q")
