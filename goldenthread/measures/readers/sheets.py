"""One sheet of rows as it was found: each column as its different values, and which of them each row has.

Cleaning then costs as much as there are different values, and a million rows of a few thousand days are read quickly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.measures.problems import Place, Problem, Problems

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# A title may stand above the header, but not a page of them.
TITLES = 10


@dataclass(frozen=True)
class Coded:
    """One column: each different cell once, and for each row which of them it has. Arrow's text stays what it is."""

    different: list[object] | pa.Array
    at: npt.NDArray[np.int32]

    @cached_property
    def values(self) -> list[object]:
        """Each different cell once."""
        return self.different.to_pylist() if isinstance(self.different, pa.Array) else self.different

    @property
    def blank(self) -> list[int]:
        """Which of the different cells say nothing."""
        if isinstance(self.different, pa.Array) and pa.types.is_string(self.different.type):
            said = pc.utf8_trim_whitespace(self.different)
            return pc.indices_nonzero(pc.fill_null(pc.equal(said, ""), True)).to_pylist()  # type: ignore[no-any-return]
        return [at for at, value in enumerate(self.values) if value is None or not str(value).strip()]

    def where(self, wanted: Iterable[int]) -> Mask:
        """Which rows have one of these values."""
        return np.isin(self.at, np.fromiter(wanted, np.int32))


def coded(cells: Iterable[object]) -> Coded:
    """A column out of its cells, row by row."""
    places: dict[tuple[type, object], int] = {}
    at = np.fromiter((places.setdefault((type(cell), cell), len(places)) for cell in cells), np.int32)
    return Coded([value for _, value in places], at)


def coded_arrow(column: pa.ChunkedArray) -> Coded:
    """A column out of Arrow values."""
    whole = column.combine_chunks().dictionary_encode(null_encoding="encode")
    return Coded(whole.dictionary, whole.indices.to_numpy(zero_copy_only=False).astype(np.int32))


@dataclass
class Sheet:
    """Rows under a header: where they stand, columns by name, each name's heading as written, each row's number.

    `unit` is what the numbers count, see `Place`.
    """

    file: str
    part: str
    headings: dict[str, str]
    columns: dict[str, Coded]
    rows: Rows
    unit: str = "row"

    def place(self, row: int | None = None, column: str = "") -> Place:
        """Where a row or a column of this sheet stands; the column is named as the file has it."""
        return Place(self.file, self.part, row, self.headings.get(column, column), self.unit)

    def without_blank_rows(self) -> Sheet:
        """The same sheet without the rows in which every cell is blank: they say nothing."""
        filled = np.zeros(len(self.rows), dtype=bool)
        for column in self.columns.values():
            filled |= ~column.where(column.blank)
        if filled.all():
            return self
        columns = {name: Coded(column.different, column.at[filled]) for name, column in self.columns.items()}
        return replace(self, columns=columns, rows=self.rows[filled])

    def called(self, names: Mapping[str, Sequence[str]]) -> Sheet:
        """The sheet with columns of new names, each the first of its headings that is there; the rest left out."""
        found = {name: heading for name, listed in names.items() if (heading := meant(listed, self.columns))}
        columns = {name: self.columns[heading] for name, heading in found.items()}
        headings = {name: self.headings[heading] for name, heading in found.items()}
        return replace(self, columns=columns, headings=headings)


def folded(heading: object) -> str:
    """A heading without what differs between copies: case, quotes, brackets, line breaks, the note "(Y/N)"."""
    text = re.sub(r"['’‘`]", "", str(heading if heading is not None else "")).casefold()
    return re.sub(r" y n$", "", re.sub(r"[^a-z0-9]+", " ", text).strip())


def meant(listed: Iterable[str], headings: Iterable[str]) -> str | None:
    """The first of the headings that is listed; else one of which a listed one is the beginning, such as a heading with
    a note on how dates are to be written; None where there is none.
    """
    present, wanted = list(headings), list(listed)
    exact = next((heading for heading in wanted if heading in present), None)
    return exact or next((h for one in wanted for h in present if " " in one and h.startswith(f"{one} ")), None)


def header_of(rows: Sequence[Sequence[object]], knows: Callable[[list[str]], bool]) -> int | None:
    """Which of the first rows is the header, by what it says; None where none is."""
    return next((at for at, row in enumerate(rows[:TITLES]) if knows([folded(cell) for cell in row])), None)


def tell(problems: Problems, rows: Rows, problem: Callable[[int], Problem]) -> None:
    """List a problem for each of the rows; those past what is kept of a kind are only counted."""
    for row in rows[: problems.keep]:
        problems.add(problem(int(row)))
    if len(rows) > problems.keep:
        problems.add_many(problem(int(rows[-1])), len(rows) - problems.keep)
