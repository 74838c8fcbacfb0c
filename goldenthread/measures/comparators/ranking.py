"""Where a figure stands among all authorities: its rank and its quartile band, by which way is better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import Cell
from goldenthread.measures.indicators.definition import Polarity

SOURCE = "DfE Local Authority Interactive Tool (calculate_rank, calculate_quartile_band); its data dictionary, Polarity"
# Quarters of fewer figures than this hold none.
FEWEST_FOR_QUARTILES = 4
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The three values that part the figures of all authorities into quarters, in the measure's own unit, unrounded."""

    lower: Decimal
    middle: Decimal
    upper: Decimal


def _numbers(cells: Iterable[Cell]) -> list[Decimal]:
    return sorted(cell.number for cell in cells if cell.number is not None)


@rule("measures.rank", SOURCE)
def ranks(cells: Mapping[Key, Cell], polarity: Polarity) -> dict[Key, int]:
    """Each area's place among those that have a number, 1 being best; equal figures share the lowest, and the next is
    skipped. Empty for a neutral measure.
    """
    if polarity is Polarity.NONE:
        return {}
    ordered = _numbers(cells.values())
    if polarity is Polarity.HIGH:
        ordered.reverse()
    first: dict[Decimal, int] = {}
    for place, number in enumerate(ordered, 1):
        first.setdefault(number, place)
    return {key: first[cell.number] for key, cell in cells.items() if cell.number is not None}


@rule("measures.quartiles", f"{SOURCE}; R's quantile, type 7")
def quartiles(cells: Iterable[Cell]) -> Quartiles | None:
    """The quartiles of the cells that have a number, exact, or None for fewer than four."""
    numbers = _numbers(cells)
    if len(numbers) < FEWEST_FOR_QUARTILES:
        return None

    def at(quarters: int) -> Decimal:
        whole, part = divmod((len(numbers) - 1) * quarters, 4)
        above = numbers[min(whole + 1, len(numbers) - 1)]
        return numbers[whole] + (above - numbers[whole]) * part / 4

    return Quartiles(at(1), at(2), at(3))


@rule("measures.quartile_band", SOURCE)
def bands(cells: Mapping[Key, Cell], polarity: Polarity) -> dict[Key, str]:
    """The band of each area that has a number: A is best, D worst. Empty for a neutral measure and for fewer than four.

    A figure that equals a quartile is in the band below it, whichever way is better; the least figure is in the first.
    """
    parts = quartiles(cells.values())
    if polarity is Polarity.NONE or parts is None:
        return {}
    letters = "ABCD" if polarity is Polarity.LOW else "DCBA"
    edges = (parts.lower, parts.middle, parts.upper)
    return {
        key: letters[sum(cell.number > edge for edge in edges)]
        for key, cell in cells.items()
        if cell.number is not None
    }
