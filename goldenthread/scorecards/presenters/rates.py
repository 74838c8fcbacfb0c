"""How many for each so many people: of a period, of twelve months, and what others report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goldenthread.measures.cells import NOT_AVAILABLE, NOT_RETURNED, Cell
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.measures.indicators.definition import Placing
from goldenthread.scorecards.presenters.words import plain, said
from goldenthread.scorecards.rules.rates import rate_of_a_year

if TYPE_CHECKING:
    from goldenthread.scorecards.models import Indicator
    from goldenthread.scorecards.presenters.charts import Charted, Slot


def rate_of(slot: Slot | None, indicator: Indicator) -> Cell | None:
    """The rate of a period; None where the indicator has none, or none was worked out."""
    cell = slot.seen.rate if slot and slot.seen and indicator.per_population else None
    return None if cell in (NOT_RETURNED, NOT_AVAILABLE) else cell


def rated(cell: Cell | None, indicator: Indicator) -> str:
    """A rate in words: "45.5 per 10,000", or the word for which there is none; "" where there is no rate."""
    if cell is None or cell.number is None:
        return said(cell)
    return f"{said(cell)} per {indicator.per_population:,}"


def over_twelve_months(one: Charted) -> str:
    """The rate of the twelve months to its newest period, which a published year can stand beside; "" without one."""
    indicator, latest = one.line.indicator, one.latest
    if latest is None or not indicator.per_population or not _adds_up(indicator.code):
        return ""
    cells = [(slot.period, rate_of(slot, indicator)) for slot in one.slots]
    year = rate_of_a_year([(period, cell.number if cell else None) for period, cell in cells])
    return (
        ""
        if year is None
        else f"{plain(year)} per {indicator.per_population:,}, twelve months to {latest.period.label}"
    )


def compared(value: Cell, indicator: Indicator) -> str:
    """What others report of the same: of an indicator that has a rate, theirs is one."""
    if indicator.per_population:
        return rated(value, indicator)
    return said(value, indicator.measure)


def _adds_up(code: str) -> bool:
    """False for what is counted on one day, and for children of whom some would be in several periods."""
    known = catalogue().get(code)
    return known is not None and known.placing is Placing.HAPPENED and not known.by_child
