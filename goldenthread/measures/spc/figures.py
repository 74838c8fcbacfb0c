"""What a scorecard knows of a series beyond its points: events, denominators, why some are missing, who rebased it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.cells import Cell, State
from goldenthread.measures.spc.values import Figure, Series


@dataclass(frozen=True, slots=True)
class Rebase:
    """The decision that average and limits start afresh with the figure of a date.

    Raises `Refused` where it gives no reason or does not say who decided it.
    """

    starts_on: date
    reason: str
    decided_by: str
    decided_on: date

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.decided_by.strip():
            raise Refused(f"The fresh start on {said(self.starts_on)} needs a reason, and who decided it.", "rebases")

    def __str__(self) -> str:
        reason = self.reason.strip().rstrip(".")
        return (
            f"Average and limits start afresh on {said(self.starts_on)}: {reason} "
            f"(decided by {self.decided_by.strip()} on {said(self.decided_on)})."
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """A series and what stands behind its figures, by the date of each point where it is known.

    `numerators` are the events counted in each period; a count of events is its own numerator. `states` say why a
    figure is missing. Only a rebase with its decision counts; the bare dates of the series do not.
    """

    series: Series
    numerators: Mapping[date, int | None] = field(default_factory=dict)
    denominators: Mapping[date, int | None] = field(default_factory=dict)
    percentage: bool = False
    states: Mapping[date, State] = field(default_factory=dict)
    rebases: tuple[Rebase, ...] = ()

    def events(self, points: Iterable[Figure]) -> list[float]:
        """The events of each period; of a count the figures themselves; [] where they are not known."""
        points = tuple(points)
        if self.numerators:
            return list(_beside(points, self.numerators))
        values = [value for _, value in points if value is not None]
        counted = not self.percentage and all(value >= 0 and value.is_integer() for value in values)
        return values if counted else []

    def out_of(self) -> list[int]:
        """The denominators of the figures that are known."""
        return _beside(self.series.points, self.denominators)


def _beside(points: Iterable[Figure], numbers: Mapping[date, int | None]) -> list[int]:
    """What stands behind figures that are shown; of what stands behind a hidden one nothing is ever said."""
    found = (numbers.get(day) for day, value in points if value is not None)
    return [number for number in found if number is not None]


def from_cells(cells: Iterable[tuple[date, Cell]]) -> tuple[tuple[Figure, ...], dict[date, State]]:
    """The points of a series, None wherever a cell has no number, and why each of those has none."""
    listed = list(cells)
    points = tuple((day, None if cell.number is None else float(cell.number)) for day, cell in listed)
    return points, {day: cell.state for day, cell in listed if not cell.shown}


def said(day: date) -> str:
    """A date as people write it: 1 April 2025."""
    return f"{day.day} {day:%B %Y}"
