"""Rates per 10,000 children: which year's population is the denominator, and what is said of a part of a year."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import NOT_AVAILABLE, Cell, share
from goldenthread.measures.populations import population_year
from goldenthread.measures.published.areas import Area
from goldenthread.measures.published.periods import YearKind
from goldenthread.measures.published.records import PublishedTable

MONTHS = 12
PER = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate per 10,000 and the words that must stand beside it."""

    cell: Cell
    words: str


def population_of(table: PublishedTable, area: Area, ending_march: int, measure: str = "") -> Cell:
    """The area's population for the year ending on 31 March, out of a table of mid-year estimates; else not available.

    `measure` names the column, where the table has several. An area that began since has none from before it began, but
    for what the publisher itself worked out. Raises `KeyError` for an unknown measure.
    """
    cells = table.cells(measure or table.measures[0])
    return cells.get((area, (YearKind.MID_YEAR, population_year(ending_march), "")), NOT_AVAILABLE)


@rule("measures.rate_per_people", "DfE Children in need, methodology; domain guide, Annex B, CP03")
def rate_per_10000(
    count: Cell,
    population: Cell,
    ending_march: int,
    *,
    months: int = MONTHS,
    annualised: bool = False,
    decimals: int = 1,
) -> Rate:
    """The number for each 10,000 children aged 0 to 17, rounded half up, and which population and how much of the year.

    `population` is the estimate for the middle of `population_year(ending_march)`. With fewer than twelve `months` the
    count is as it is, or, `annualised`, as if it went on for twelve; the words say which. A cell without a number hands
    on its state. Raises `ValueError` for months that are none of 1 to 12.
    """
    if not 1 <= months <= MONTHS:
        raise ValueError("A rate covers between 1 and 12 months of its year.")
    words = f"per 10,000 children aged 0 to 17, population of mid-{population_year(ending_march)}"
    if months < MONTHS:
        how = "annualised" if annualised else "not annualised"
        words += f"; {months} month{'s' if months > 1 else ''} of the year, {how}"
    if annualised:
        count, population = _times(count, MONTHS), _times(population, months)
    return Rate(share(count, population, per=PER, decimals=decimals), words)


def _times(cell: Cell, factor: int) -> Cell:
    return cell if cell.number is None else Cell(cell.state, cell.number * factor)
