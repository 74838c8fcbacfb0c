"""What a published table becomes: one figure for each measure, area and period, kept by column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.measures.cells import Cell, State
from goldenthread.measures.problems import Problems
from goldenthread.measures.published.areas import Area, footnotes
from goldenthread.measures.published.layouts import Layout
from goldenthread.measures.published.periods import Period, YearKind

STATES = tuple(State)
SCHEMA = pa.schema(
    [
        ("measure", pa.int32()),
        ("breakdown", pa.int32()),
        ("area", pa.int32()),
        ("period", pa.int32()),
        ("state", pa.int8()),
        # Decimal text, so that a figure keeps exactly the digits it was published with.
        ("number", pa.string()),
        ("note", pa.string()),
        ("row", pa.int32()),
    ]
)
Key = tuple[YearKind, int, str]


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure. `breakdown` is blank for the whole, else "Sex: Female; Age: 1 to 4" in the file's words."""

    measure: str
    area: Area
    period: Period
    cell: Cell
    footnotes: tuple[str, ...] = ()
    breakdown: str = ""


@dataclass(frozen=True)
class Overview:
    """What a file holds, for somebody who is to decide whether to take it in."""

    file: str
    recognised: str
    encoding: str
    figures: int
    rows: int
    refused: int
    measures: tuple[str, ...]
    breakdowns: tuple[str, ...]
    areas: dict[str, int]
    periods: tuple[str, ...]
    states: dict[str, int]
    headings_left: tuple[str, ...]
    problems: dict[str, int]
    footnotes: tuple[str, ...]


@dataclass
class PublishedTable:
    """Every figure of one file by column, with the areas, periods and measures they speak of, and what was wrong.

    `rows` has whole numbers that point into `measures`, `breakdowns`, `areas`, `periods` and the states in the order of
    `State`; `number` is decimal text. Iterating gives `Published` figures in the order of the file.
    """

    name: str
    layout: Layout
    encoding: str
    rows: pa.Table
    measures: tuple[str, ...]
    breakdowns: tuple[str, ...]
    areas: tuple[Area, ...]
    periods: tuple[Period, ...]
    rows_read: int
    problems: Problems = field(default_factory=Problems)
    headings_left: tuple[str, ...] = ()
    _cells: dict[tuple[str, str], dict[tuple[Area, Key], Cell]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return self.rows.num_rows

    def __iter__(self) -> Iterator[Published]:
        return self._figures(self.rows)

    def figures(self, measure: str, breakdown: str = "") -> list[Published]:
        """The figures of one measure, of one breakdown or the whole. Raises `KeyError` for an unknown measure."""
        return list(self._figures(self._of(measure, breakdown)))

    def cells(self, measure: str, breakdown: str = "") -> dict[tuple[Area, Key], Cell]:
        """What one measure says of each area in each period (by `Period.key`), kept for the next question."""
        if (measure, breakdown) not in self._cells:
            rows = self._of(measure, breakdown)
            keys = zip(rows["area"].to_pylist(), rows["period"].to_pylist(), strict=True)
            cells = zip(rows["state"].to_pylist(), rows["number"].to_pylist(), strict=True)
            self._cells[measure, breakdown] = {
                (self.areas[area], self.periods[period].key): _cell(state, number)
                for (area, period), (state, number) in zip(keys, cells, strict=True)
            }
        return self._cells[measure, breakdown]

    @cached_property
    def states(self) -> Counter[State]:
        """How many figures there are of each state."""
        counts = np.bincount(self.rows["state"].to_numpy(), minlength=len(STATES))
        return Counter({state: int(count) for state, count in zip(STATES, counts, strict=True) if count})

    @cached_property
    def _notes(self) -> list[tuple[str, ...]]:
        # A reorganisation before the first period in the file touches none of its figures.
        since = min((period.year for period in self.periods), default=0)
        return [footnotes(area, since) for area in self.areas]

    @property
    def footnotes(self) -> tuple[str, ...]:
        """What has to be said of the reorganised areas in the file, each once."""
        return tuple(dict.fromkeys(note for notes in self._notes for note in notes))

    def overview(self) -> Overview:
        """What the file holds, counted: recognised form, measures, areas by level, periods, states and problems."""
        return Overview(
            self.name,
            str(self.layout),
            self.encoding,
            len(self),
            self.rows_read,
            self.problems.refused,
            self.measures,
            tuple(word for word in self.breakdowns if word),
            dict(Counter(str(area.level) for area in self.areas)),
            tuple(f"{period.label} ({period.kind})" for period in sorted(self.periods, key=lambda one: one.key[1:])),
            {str(state): count for state, count in self.states.items()},
            self.headings_left,
            dict(self.problems.counts),
            self.footnotes,
        )

    def _of(self, measure: str, breakdown: str) -> pa.Table:
        if measure not in self.measures or breakdown not in self.breakdowns:
            raise KeyError(f"{self.name} has no measure {measure!r} with breakdown {breakdown!r}.")
        mine = pc.equal(self.rows["measure"], self.measures.index(measure))
        if len(self.breakdowns) > 1:
            mine = pc.and_(mine, pc.equal(self.rows["breakdown"], self.breakdowns.index(breakdown)))
        return self.rows.filter(mine)

    def _figures(self, rows: pa.Table) -> Iterator[Published]:
        for batch in rows.to_batches(max_chunksize=10_000):
            for row in batch.to_pylist():
                note = (row["note"],) if row["note"] else ()
                yield Published(
                    self.measures[row["measure"]],
                    self.areas[row["area"]],
                    self.periods[row["period"]],
                    _cell(row["state"], row["number"]),
                    note + self._notes[row["area"]],
                    self.breakdowns[row["breakdown"]],
                )


def _cell(state: int, number: str | None) -> Cell:
    return Cell(STATES[state], Decimal(number) if number is not None else None)
