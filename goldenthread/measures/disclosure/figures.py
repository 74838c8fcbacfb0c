"""Figures on their way through disclosure control: which one, as it was counted, and as it may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import Cell

NUMERATOR, DENOMINATOR, UNTIMED, OVERDUE = "numerator", "denominator", "untimed", "overdue"
GIVEN = (NUMERATOR, DENOMINATOR, UNTIMED, OVERDUE)


@dataclass(frozen=True, slots=True)
class Which:
    """Which figure: of an indicator, over a period, of everyone or of one value ("F") of a breakdown ("sex")."""

    indicator: str
    period: Period
    dimension: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        of = f", {self.dimension} {self.value}" if self.dimension else ""
        return f"{self.indicator}, {self.period.label}{of}"


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure as it was counted. A plain count has no denominator; a cell without a number passes through.

    `untimed` of the denominator are neither known to meet the test nor known not to; `overdue` are open and in neither.
    `adds_up` says that months of the numerator and denominator make up a year (events do; what stands at a day does
    not); `gathers` that a year holds whoever is in one of its months, each once. `known_denominator` is one that
    everybody can look up, such as the population. `decimals` None is the rules'.
    """

    which: Which
    numerator: Cell
    denominator: Cell | None = None
    untimed: Cell | None = None
    overdue: Cell | None = None
    adds_up: bool = True
    gathers: bool = False
    known_denominator: bool = False
    per: int = 100
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure as it may be shown; `denominator` and `share` are None for a plain count."""

    which: Which
    numerator: Cell
    denominator: Cell | None
    share: Cell | None
    untimed: Cell | None = None
    overdue: Cell | None = None
