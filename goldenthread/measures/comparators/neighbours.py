"""The figure of the statistical neighbours: mean and median of those that have one, and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import NOT_AVAILABLE, WORDS, Cell, State, half_up
from goldenthread.measures.published.areas import Area, directory
from goldenthread.measures.published.periods import Period


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A neighbour that did not count, and why, in a word or two in lower case."""

    area: Area
    reason: str


@dataclass(frozen=True, slots=True)
class NeighbourFigure:
    """What the neighbours' figures come to, rounded half up, how many of how many counted, and which did not.

    `mean` is what the interactive tool shows and `median` what the children's services dashboard shows.
    """

    mean: Cell
    median: Cell
    counted: int
    of: int
    left_out: tuple[LeftOut, ...]

    @property
    def sentence(self) -> str:
        """For beneath the figure: how many counted, and who did not and why."""
        said = f"{self.counted} of {self.of} statistical neighbours counted."
        if not self.left_out:
            return said
        return f"{said} Left out: {'; '.join(f'{one.area.name} ({one.reason})' for one in self.left_out)}."


@rule(
    "measures.statistical_neighbours",
    "DfE Local Authority Interactive Tool (plain mean) and children's social care dashboard (median), both of the "
    "neighbours that have a value; domain guide 7.1, rule 10",
)
def neighbour_figure(
    cells: Mapping[Area, Cell], neighbours: Sequence[Area], period: Period, *, decimals: int = 1
) -> NeighbourFigure:
    """The plain mean and the median of the neighbours that have a number, to `decimals` places.

    A neighbour that has none is left out and named with its reason; one that did not exist in the period is never given
    the figure of the area it came from. Both cells are not available where no neighbour counts.
    """
    numbers, left_out = [], []
    for area in neighbours:
        cell = cells.get(area)
        if cell is not None and cell.number is not None:
            numbers.append(cell.number)
        else:
            left_out.append(LeftOut(area, _reason(area, cell, period)))
    if not numbers:
        return NeighbourFigure(NOT_AVAILABLE, NOT_AVAILABLE, 0, len(neighbours), tuple(left_out))
    numbers.sort()
    half = len(numbers) // 2
    middle = numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2
    mean = sum(numbers[1:], numbers[0]) / len(numbers)
    return NeighbourFigure(
        Cell(State.NUMBER, half_up(mean, decimals)),
        Cell(State.NUMBER, half_up(middle, decimals)),
        len(numbers),
        len(neighbours),
        tuple(left_out),
    )


def _reason(area: Area, cell: Cell | None, period: Period) -> str:
    if not directory().stood(area, period.last_day):
        return "reorganised, did not exist"
    return "missing" if cell is None or cell.state is State.NOT_RETURNED else WORDS[cell.state].casefold()
