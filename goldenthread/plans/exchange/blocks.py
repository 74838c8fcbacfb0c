"""What a file holds before anybody says what it means: paragraphs and grids of cells, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

ParagraphKind = Literal["title", "subtitle", "heading", "bullet", "text", "contents", "aside"]

# Printed bullets and tick boxes, the last six as Word keeps them from its symbol fonts.
BULLETS = (
    "\u2022\u00b7\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u2610\u2611\u2612\u2751\u2756\u27a4\u2713\u2714\u2717\u2043"
    "\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8\uf06f"
)
_BULLET = re.compile(rf"^\s*(?:[{BULLETS}]+\s*|[-\u2013\u2014>]+\s+|[o]\t\s*)(?=\S)")
_ONLY_BULLET = re.compile(rf"^[\s{BULLETS}\-\u2013\u2014]*$")


@dataclass(slots=True)
class Line:
    """One line of a cell: its text, how deep a bullet it is (None: not a bullet), and an automatic number's words."""

    text: str
    depth: int | None = None
    number: str = ""


@dataclass(slots=True, eq=False)
class Cell:
    """A cell. One that spans several columns or rows stands in every one of them as the same object."""

    lines: list[Line] = field(default_factory=list)
    fill: str = ""
    bold: bool = False
    place: str = ""
    row: int = 0
    column: int = 0
    width: int = 1
    height: int = 1

    @property
    def text(self) -> str:
        """The whole text, a newline between lines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> str:
        """The whole text on one line."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Grid:
    """A table or a sheet: rows of equal length."""

    rows: list[list[Cell]]
    place: str
    sheet: str = ""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(slots=True)
class Paragraph:
    """A paragraph outside any table; `level` is the heading's or the bullet's."""

    text: str
    kind: ParagraphKind = "text"
    level: int = 0
    place: str = ""
    bold: bool = False
    number: str = ""


@dataclass(slots=True)
class Source:
    """A file opened: its blocks in reading order and what is known of its pages."""

    filename: str
    kind: Literal["word", "sheets", "csv"]
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    landscape: bool = False
    sheets: list[str] = field(default_factory=list)

    @property
    def grids(self) -> list[Grid]:
        """Only the tables and sheets."""
        return [block for block in self.blocks if isinstance(block, Grid)]


def once(row: list[Cell]) -> Iterator[Cell]:
    """The different cells of a row, each once, left to right."""
    seen: set[int] = set()
    for cell in row:
        if id(cell) not in seen:
            seen.add(id(cell))
            yield cell


def filled(row: list[Cell]) -> list[Cell]:
    """The different cells of a row that have text."""
    return [cell for cell in once(row) if cell.words.strip()]


def tidy(text: str) -> str:
    """Text with every run of whitespace made one space."""
    return " ".join(text.replace("\u200b", "").replace("\xad", "").split())


def without_bullet(text: str) -> tuple[str, bool]:
    """Text without a bullet typed or drawn in front of it, and whether there was one."""
    if _ONLY_BULLET.match(text):
        return "", bool(text.strip())
    found = _BULLET.match(text)
    return (tidy(text[found.end() :]), True) if found else (tidy(text), False)


def lines_of(text: str, depth: int | None = None, number: str = "") -> list[Line]:
    """The lines of a text, blank ones left out, typed bullets taken off and remembered as depth."""
    lines = []
    for piece in re.split(r"[\r\n\v\f]+", text):
        words, bulleted = without_bullet(piece)
        if words:
            at = depth if depth is not None else (0 if bulleted else None)
            lines.append(Line(words, at, number))
            number = ""
    if not lines and number:
        lines.append(Line(number))
    return lines
