"""Figures as they may be shown: each number a cell, and the percentage or rate worked out afterwards in decimal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import NOT_AVAILABLE, Cell, number, share
from goldenthread.measures.counting import Figure
from goldenthread.measures.indicators.definition import Indicator
from goldenthread.measures.populations import Population

NOBODY = Population()


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure as it leaves the agency: every number is a cell, and what is hidden has none.

    `value` is the percentage, or the count itself; `rate` is per so many of the population, where one was given.
    """

    code: str
    version: int
    limit: int | None
    period: Period
    by: str
    of: str
    numerator: Cell
    denominator: Cell | None
    value: Cell
    rate: Cell | None = None
    untimed: Cell | None = None
    overdue: Cell | None = None
    too_recent: bool = False
    looks_back_too_far: bool = False


@dataclass
class Results:
    """What one run found, with what its reader must know: source, days covered, engine, rule set, what is wrong."""

    source: str
    covers: tuple[date, date] | None
    engine: str
    rule_set: str
    figures: list[Shown] = field(default_factory=list)
    not_counted: dict[str, str] = field(default_factory=dict)
    problems: dict[str, int] = field(default_factory=dict)
    refused_rows: int = 0
    population: Population = NOBODY


def as_counted(figure: Figure, indicator: Indicator, population: Population = NOBODY) -> Shown:
    """The figure with nothing hidden: for the working group, and for what is hidden afterwards."""
    top = number(figure.numerator)
    bottom = None if figure.denominator is None else number(figure.denominator)
    return Shown(
        figure.code,
        figure.version,
        figure.limit,
        figure.period,
        figure.by,
        figure.of,
        top,
        bottom,
        top if bottom is None else share(top, bottom, decimals=indicator.decimals),
        rate(top, indicator, population.of(figure.period)) if not figure.by else None,
        number(figure.untimed),
        None if figure.overdue is None else number(figure.overdue),
        figure.too_recent,
        figure.looks_back_too_far,
    )


def rate(count: Cell, indicator: Indicator, population: int | None) -> Cell | None:
    """The count per so many people, to one decimal and not annualised; nothing where the indicator has no rate."""
    if indicator.per_population is None:
        return None
    if population is None:
        return NOT_AVAILABLE
    return share(count, number(population), per=indicator.per_population, decimals=1)


def periods_of(figures: Sequence[Shown]) -> list[Period]:
    """The periods that appear, in order."""
    return sorted({figure.period for figure in figures}, key=lambda one: (one.starts_on, one.ends_on))
