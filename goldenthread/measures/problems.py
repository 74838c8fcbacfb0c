"""What is wrong with an input, and where: every row is kept or refused, never silently dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the file, the sheet, element or table, the row (from 1, as people count), the heading.

    `unit` is what `row` counts: rows; in XML the line on which an element begins, or the children of the file.
    """

    file: str
    part: str = ""
    row: int | None = None
    column: str = ""
    unit: str = "row"

    def __str__(self) -> str:
        row = f"{self.unit} {self.row}" if self.row is not None else ""
        return ", ".join(word for word in (self.file, self.part, row, self.column) if word)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in one sentence, and whether its row was refused or kept.

    `kind` is a stable word in lower case ("unreadable_date") by which problems are counted. The sentence never holds a
    child's name, date of birth or other free text from a row; an identifier or a code may be quoted. `table` is the
    canonical table of a row that was refused.
    """

    place: Place
    kind: str
    reason: str
    refused: bool = False
    table: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" + (" The row was refused." if self.refused else "")


@dataclass
class Problems:
    """A list that stays short however bad a file is: each kind keeps its first `keep` in full and counts the rest."""

    keep: int = 200
    listed: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    refused_in: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def refused(self) -> int:
        """How many rows were refused in all."""
        return self.refused_in.total()

    def refused_of(self, *, table: str | None = None, kind: str | None = None) -> int:
        """How many rows of a table, or by a kind of problem, were refused."""
        return sum(times for of, times in self.refused_in.items() if of[0] == table or of[1] == kind)

    def add(self, problem: Problem) -> None:
        """Take note of one problem."""
        self.counts[problem.kind] += 1
        self._refuse(problem, 1)
        if self.counts[problem.kind] <= self.keep:
            self.listed.append(problem)

    def add_many(self, problem: Problem, times: int) -> None:
        """Take note of `times` more problems of this kind, listing only the one."""
        if times > 0:
            self.add(problem)
            self.counts[problem.kind] += times - 1
            self._refuse(problem, times - 1)

    def _refuse(self, problem: Problem, times: int) -> None:
        if problem.refused:
            self.refused_in[problem.table, problem.kind] += times

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take note of several."""
        for problem in problems:
            self.add(problem)

    def take(self, others: Problems) -> None:
        """Take over another list, with what it has only counted."""
        listed = Counter(problem.kind for problem in self.listed)
        for problem in others.listed:
            listed[problem.kind] += 1
            if listed[problem.kind] <= self.keep:
                self.listed.append(problem)
        self.counts.update(others.counts)
        self.refused_in.update(others.refused_in)

    def __len__(self) -> int:
        return self.counts.total()


class Unreadable(Exception):
    """The input as a whole cannot be read; `reason` is one sentence that says what is wrong and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
