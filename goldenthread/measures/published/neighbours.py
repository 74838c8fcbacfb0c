"""Statistical neighbours: the ten authorities most like each one, by the department's model of a year."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from goldenthread.measures.problems import Place, Problem, Problems, Unreadable
from goldenthread.measures.published.areas import Area, find_area
from goldenthread.measures.published.columns import told
from goldenthread.measures.published.layouts import NEIGHBOUR, Layout
from goldenthread.measures.published.reading import open_sheet
from goldenthread.measures.published.sheets import Sheet

AUTHORITY = ("old_la_code", "la_num", "la_number", "la_code", "new_la_code")
CLOSENESS = ("extremely close", "very close", "close", "somewhat close", "not close")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One neighbour and how close it is, in the model's words in lower case; blank where the file says nothing."""

    area: Area
    closeness: str


@dataclass(frozen=True)
class Neighbours:
    """The neighbours of one authority, closest first."""

    of: Area
    neighbours: tuple[Neighbour, ...]

    @property
    def areas(self) -> tuple[Area, ...]:
        """The neighbouring authorities, closest first."""
        return tuple(neighbour.area for neighbour in self.neighbours)


@dataclass
class NeighbourModel:
    """A whole model: the neighbours of every authority in it. `year` is that of the model, as whoever reads it says."""

    name: str
    year: int
    of: dict[Area, Neighbours]
    problems: Problems = field(default_factory=Problems)


def read_neighbours(path: Path, *, year: int) -> NeighbourModel:
    """The neighbours in a file of the 2021 or the 2025 shape: a row for each authority, its SN1 or SN_1 and so on.

    `year` is the year of the model, which the file does not say. A neighbour that is unknown, or listed twice, is told
    and left out, and its authority kept with the others. Raises `Unreadable` where the file lists no neighbours.
    """
    problems = Problems()
    sheet, parts = open_sheet(path, problems)
    key = next((name for name in AUTHORITY if name in sheet.columns), None)
    if parts.layout is not Layout.NEIGHBOURS or key is None:
        raise Unreadable(
            f"{path.name} lists no statistical neighbours; it needs a column LA num or old_la_code, and SN1…"
        )
    model: dict[Area, Neighbours] = {}
    for at, code in enumerate(sheet.columns[key].to_pylist()):
        area = find_area(code, code)
        if area is None:
            unknown = ("unknown_area", "The authority's code is not in the table of areas.")
            told(sheet, np.array([at]), key, unknown, problems)
        elif area in model:
            told(sheet, np.array([at]), key, ("repeated", "The authority stands in an earlier row."), problems)
        else:
            model[area] = Neighbours(area, _neighbours(sheet, at, area, problems))
    if not model:
        raise Unreadable(
            f"{path.name} lists no authority that is known; its codes should be three digits, such as 301."
        )
    return NeighbourModel(sheet.name, year, model, problems)


def _neighbours(sheet: Sheet, at: int, of: Area, problems: Problems) -> tuple[Neighbour, ...]:
    found: dict[Area, Neighbour] = {}
    for key in sorted((key for key in sheet.columns if NEIGHBOUR.match(key)), key=_place):
        code = sheet.columns[key][at].as_py()
        if not code.strip():
            continue
        area = find_area(code, code)
        if area is None or area in found or area == of:
            reason = "The neighbour is unknown, stands twice or is the authority itself; it is left out."
            problems.add(
                Problem(Place(sheet.name, row=int(sheet.rows[at]), column=sheet.heading(key)), "neighbour", reason)
            )
            continue
        found[area] = Neighbour(area, _closeness(sheet, at, key, problems))
    return tuple(found.values())


def _place(key: str) -> int:
    found = NEIGHBOUR.match(key)
    return int(found[1]) if found else 0


def _closeness(sheet: Sheet, at: int, key: str, problems: Problems) -> str:
    """The closeness of the nth neighbour: SN_3P in the 2025 shape; the 2021 one repeats the heading SNP after each."""
    number = _place(key)
    names = (f"{key}p", f"sn{number}p", f"snp{number}", f"snp_{number}" if number > 1 else "snp")
    column = next((name for name in names if name in sheet.columns), None)
    word = sheet.columns[column][at].as_py().strip().casefold() if column else ""
    if word and word not in CLOSENESS:
        reason = "The closeness is none of the model's words; it is left blank."
        problems.add(Problem(sheet.place(at, column or ""), "closeness", reason))
    return word if word in CLOSENESS else ""
