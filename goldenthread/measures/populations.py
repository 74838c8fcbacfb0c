"""The people a rate is per: one number whatever the year, or the estimate for the middle of each year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from goldenthread.kernel.periods import Period, financial_year_of
from goldenthread.kernel.rules import rule
from goldenthread.measures.problems import Unreadable

OF_A_YEAR = re.compile(r"(?P<year>20\d\d)=(?P<number>\d{1,9})")
NUMBER = re.compile(r"\d{1,9}")
HOW = "write --population 60000, or 2024=60000 for the estimate of one year, or name a file of mid-year estimates"


@dataclass(frozen=True)
class Population:
    """How many people under 18 there are: `every` year the same, or as estimated for the middle of each of `years`."""

    every: int | None = None
    years: Mapping[int, int] = field(default_factory=dict)

    def of(self, period: Period) -> int | None:
        """The people of a period: those of the financial year in which it ends; None where nobody said."""
        return self.years.get(population_year(ending_march(period)), self.every)

    def as_json(self) -> int | dict[str, int] | None:
        """The number, or the number by year, or nothing: as a results file holds it."""
        return {str(year): number for year, number in sorted(self.years.items())} or self.every


@rule("measures.population_year", "DfE Children in need, methodology; recomputed from table C4 and the ONS estimates")
def population_year(ending_march: int) -> int:
    """The year whose mid-year estimate is the population for the year ending on 31 March: the one before."""
    return ending_march - 1


def ending_march(period: Period) -> int:
    """The year in which the financial year ends that the last day of the period lies in."""
    return financial_year_of(period.ends_on).ends_on.year


def from_json(found: object) -> Population:
    """What `as_json` gave. Raises `TypeError`, `ValueError` or `AttributeError` for anything else."""
    if isinstance(found, str):
        raise TypeError("A population is a number or numbers by year.")
    if found is None or isinstance(found, int):
        return Population(found)
    return Population(years={int(year): int(number) for year, number in found.items()})  # type: ignore[attr-defined]


def asked_for(words: Sequence[str], area: str) -> Population:
    """The population that words like 60000, 2024=60000 or the name of a file of estimates mean; a file needs an area.

    Raises `Unreadable` where they mean none, or not one.
    """
    every, years = None, dict[int, int]()
    for one in words:
        if match := OF_A_YEAR.fullmatch(one):
            years[int(match["year"])] = int(match["number"])
        elif NUMBER.fullmatch(one):
            every = int(one)
        else:
            years |= _estimates(Path(one), area)
    if 0 in {every, *years.values()}:
        raise Unreadable("The population must be a whole number of one or more.")
    if every is not None and (years or len(words) > 1):
        raise Unreadable(f"One population for every year and others besides do not go together; {HOW}.")
    return Population(every, years)


def _estimates(path: Path, name: str) -> dict[int, int]:
    # Only a file of estimates needs what reads published statistics, which is slow to load.
    from goldenthread.measures import published
    from goldenthread.measures.published.areas import Ambiguous

    if not path.is_file():
        raise Unreadable(f"“{path}” is neither a number nor a file; {HOW}.")
    if not name:
        raise Unreadable(f"{path.name} is about many places; say with --area which one is yours.")
    try:
        area = published.find_area(name, name) or published.find_area(name=name)
    except Ambiguous as error:
        raise Unreadable(f"“{name}” could be several places. {error}") from None
    table = published.read(path)
    found = {
        year: int(cell.number)
        for (place, (kind, year, part)), cell in table.cells(table.measures[0]).items()
        if place == area and kind is published.YearKind.MID_YEAR and not part and cell.number is not None
    }
    if area is None or not found:
        raise Unreadable(f"{path.name} has no mid-year estimates of “{name}”; give the name or the code it has there.")
    return found
