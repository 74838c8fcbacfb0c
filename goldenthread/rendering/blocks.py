"""What is printed, as plain frozen values; how it is printed is the business of `pdf`, `word` and `excel`."""

from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.rendering.palette import Tint

BULLET = "•"
TICK_BOX = "☐"


@dataclass(frozen=True)
class Heading:
    """A heading of the given level, 1 to 6. The title of the report stands above level 1."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; line breaks in it are kept. `role` is "" or "small" (notes under a table)."""

    text: str
    role: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list, marked with `mark` (a bullet or a tick box) or, where `numbered`, with 1, 2, 3."""

    items: tuple[str, ...]
    mark: str = BULLET
    numbered: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text (bold where said), then paragraphs, then bullets, on a tint, over rows and columns.

    Line breaks within `text` part paragraphs.
    """

    text: str = ""
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    mark: str = BULLET
    tint: Tint | None = None
    bold: bool = False
    rowspan: int = 1
    colspan: int = 1

    def lines(self) -> tuple[str, ...]:
        """The text and the paragraphs, one string a paragraph, without the bullets."""
        said = tuple(self.text.split("\n")) if self.text else ()
        return said + self.paragraphs


@dataclass(frozen=True)
class Column:
    """A column's heading and its share of the width (only the proportion to the other columns matters)."""

    heading: str
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """Rows of cells as HTML has them: a cell that spans rows is said once, in its first row.

    `columns` print a header row, repeated on every page where `repeat_header`; with no heading at all there is none.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    repeat_header: bool = True

    @property
    def has_header(self) -> bool:
        """True where any column has a heading."""
        return any(column.heading for column in self.columns)

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Every cell with its row and column, counted from 0 below the header, spans taken into account."""
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(self.rows):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                taken.update((row + r, column + c) for r in range(cell.rowspan) for c in range(cell.colspan))
                yield row, column, cell
                column += cell.colspan

    def labelled(self) -> tuple[tuple[tuple[str, Cell], ...], ...]:
        """Every row as pairs of the heading its cell stands under (empty over several columns) and the cell."""
        rows: list[list[tuple[str, Cell]]] = [[] for _ in self.rows]
        for row, column, cell in self.placed():
            known = cell.colspan == 1 and column < len(self.columns)
            rows[row].append((self.columns[column].heading if known else "", cell))
        return tuple(tuple(row) for row in rows)


@dataclass(frozen=True)
class Picture:
    """A drawing: its SVG, the sentence that says the same, a caption, and the data behind it as a table."""

    svg: str
    alt: str
    caption: str = ""
    data: Table | None = None


@dataclass(frozen=True)
class Photo:
    """A picture made of dots: the bytes of a "png" or "jpg", the sentence that says the same, and a caption.

    `across` is how wide it is printed, in points; 0 for its own size. It is never wider than the text, nor than a page
    is high.
    """

    content: bytes
    kind: str
    alt: str
    caption: str = ""
    across: float = 0.0


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True)
class Section:
    """What follows starts on a new page of this orientation."""

    landscape: bool


Block = Heading | Paragraph | Bullets | Table | Picture | Photo | PageBreak | Section


@dataclass(frozen=True)
class Report:
    """A printed document. `marking` ("OFFICIAL") and `issued` (a date in words) stand on every page."""

    title: str
    blocks: tuple[Block, ...] = ()
    subtitle: str = ""
    language: str = "en-GB"
    marking: str = ""
    issued: str = ""
    author: str = ""
    landscape: bool = False


def well_ordered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same blocks with headings that start at level 1 and never skip a level, as PDF/UA and screen readers need.

    A section in which nothing is printed is left out, so that no page is empty.
    """
    levels: list[int] = []
    ordered: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            while levels and levels[-1] >= block.level:
                levels.pop()
            levels.append(block.level)
            block = Heading(min(len(levels), 6), block.text)
        ordered.append(block)
    return tuple(
        block
        for place, block in enumerate(ordered)
        if not isinstance(block, Section) or not isinstance((ordered[place + 1 :] or [block])[0], Section)
    )
