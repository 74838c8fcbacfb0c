"""One authority's published figure beside all that it is compared with, for one measure and one period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import NOT_AVAILABLE, Cell, State
from goldenthread.measures.comparators.neighbours import NeighbourFigure, neighbour_figure
from goldenthread.measures.comparators.ranking import Quartiles, bands, quartiles, ranks
from goldenthread.measures.indicators.definition import Polarity
from goldenthread.measures.published.areas import Area, Level, directory, find_area, footnotes
from goldenthread.measures.published.neighbours import NeighbourModel
from goldenthread.measures.published.periods import Period
from goldenthread.measures.published.records import Key, PublishedTable


@dataclass(frozen=True)
class Comparison:
    """An authority's figure and what it is seen beside. Cells without a number say why; `rank` is of `ranked`.

    `rank`, `band` and `quartiles` are None for a neutral measure and where the authority has no number. `change` is
    this year's figure less last year's.
    """

    own: Cell
    england: Cell
    region: Cell
    region_name: str
    neighbours: NeighbourFigure
    previous: Cell
    change: Cell
    rank: int | None
    ranked: int
    band: str | None
    quartiles: Quartiles | None
    footnotes: tuple[str, ...]


@rule("measures.comparison", "Domain guide 7.3 and 7.1, rule 10; Local Authority Interactive Tool")
def compare(
    table: PublishedTable,
    measure: str,
    area: Area,
    period: Period,
    model: NeighbourModel | None,
    polarity: Polarity,
    *,
    decimals: int = 1,
    breakdown: str = "",
) -> Comparison:
    """The figure of one authority in one period beside England, its region, neighbours, last year and all authorities.

    Last year's figure is that of the same area: a reorganised one has none from before. Without a model, or where the
    model does not hold the authority, none of nought neighbours count. Raises `KeyError` for an unknown measure.
    """
    cells = table.cells(measure, breakdown)
    own = cells.get((area, period.key), NOT_AVAILABLE)
    previous = cells.get((area, period.earlier()), NOT_AVAILABLE)
    known = model.of.get(area) if model else None
    region = directory().region_of.get(area)
    england = find_area(name="England")
    everyone = _authorities(cells, period.key)
    shown = polarity is not Polarity.NONE and own.shown
    return Comparison(
        own,
        cells.get((england, period.key), NOT_AVAILABLE) if england else NOT_AVAILABLE,
        cells.get((region, period.key), NOT_AVAILABLE) if region else NOT_AVAILABLE,
        region.name if region else "",
        neighbour_figure(everyone, known.areas if known else (), period, decimals=decimals),
        previous,
        _difference(own, previous),
        ranks(everyone, polarity).get(area),
        sum(cell.shown for cell in everyone.values()),
        bands(everyone, polarity).get(area),
        quartiles(everyone.values()) if shown else None,
        footnotes(area, period.year - 1),
    )


def _authorities(cells: Mapping[tuple[Area, Key], Cell], key: Key) -> dict[Area, Cell]:
    return {area: cell for (area, when), cell in cells.items() if when == key and area.level is Level.AUTHORITY}


def _difference(now: Cell, before: Cell) -> Cell:
    if now.number is None or before.number is None:
        return before if now.shown else now
    return Cell(State.NUMBER, now.number - before.number)
