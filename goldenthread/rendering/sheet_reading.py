"""Excel workbooks, CSV files and plain text as blocks, within what can be read on paper."""

import codecs
import csv
import logging
import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from goldenthread.rendering.blocks import Block, Cell, Column, Heading, Paragraph, Section, Table
from goldenthread.rendering.delimited import plain
from goldenthread.rendering.reading import COLUMNS, ROWS, Unreadable, sized

logger = logging.getLogger(__name__)
DAMAGED = "The Excel workbook is damaged and cannot be opened."
EMPTY = "The file holds nothing that can be read."
WIDE = 6
_LONGEST = 2_000_000


def read_workbook(content: bytes) -> tuple[Block, ...]:
    """Every sheet that is not hidden: its name as a heading, and a table; wide ones on pages across.

    Values are as last calculated, formulas are not read. Raises `Unreadable` where it cannot be opened or is empty.
    """
    sized(content, "Excel workbook")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(content), data_only=True, read_only=True, keep_links=False)
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            blocks = [block for sheet in shown for block in _sheet(sheet)]
    except Exception as damage:
        logger.info("A workbook could not be read", exc_info=damage)
        raise Unreadable(DAMAGED) from damage
    if not blocks:
        raise Unreadable(EMPTY)
    return tuple(blocks)


def read_delimited(content: bytes) -> tuple[Block, ...]:
    """A CSV file as one table. Raises `Unreadable` where nothing can be read."""
    text = decoded(content)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [[plain(value).strip() for value in row] for row in csv.reader(StringIO(text, newline=""), dialect)]
    except csv.Error as broken:
        raise Unreadable("The CSV file is not laid out as a table.") from broken
    blocks = _table(rows)
    if not blocks:
        raise Unreadable(EMPTY)
    return tuple(blocks)


def read_text(content: bytes) -> tuple[Block, ...]:
    """Plain text as paragraphs, parted where a line is empty. Raises `Unreadable` where nothing can be read."""
    text = decoded(content)
    pieces = ["\n".join(lines) for lines in _runs(text.splitlines())]
    if not pieces:
        raise Unreadable(EMPTY)
    return tuple(Paragraph(piece) for piece in pieces)


def decoded(content: bytes) -> str:
    """The words of a text file in whatever encoding it was written; its first two million bytes."""
    cut = content[:_LONGEST]
    if cut.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return cut.decode("utf-16", errors="replace")
    try:
        return cut.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Windows programs write in Britain; a guess from few words would be wrong more often.
        return cut.decode("cp1252", errors="replace")


def _runs(lines: Iterable[str]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            runs[-1].append(line.rstrip())
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _sheet(sheet: Any) -> list[Block]:
    sheet.reset_dimensions()
    rows = [[_said(value) for value in row[:COLUMNS]] for row in _limited(sheet.iter_rows(values_only=True))]
    table = _table(rows)
    return [*table[:1], Heading(1, sheet.title), *table[1:]] if table else []


def _limited(rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number > ROWS * 2:
            return
        yield row


def _table(rows: list[list[str]]) -> list[Block]:
    """The filled part of the rows as a table on pages of a fitting width; what is too much for paper is said.

    Lines of one cell above the table, its title as a rule, become paragraphs.
    """
    filled = [row for row in rows if any(row)]
    width = max((at + 1 for row in filled for at, value in enumerate(row) if value), default=0)
    shown = min(width, COLUMNS)
    above = next((at for at, row in enumerate(filled) if shown < 2 or sum(map(bool, row)) > 1), len(filled))
    titles: list[Block] = [Paragraph(next(filter(None, row))) for row in filled[:above]]
    body = [[*row[:shown], *[""] * (shown - len(row))] for row in filled[above : above + ROWS + 1]]
    blocks: list[Block] = [Section(shown > WIDE), *titles]
    if body:
        blocks.append(_laid_out(body, shown))
    if len(filled) > above + len(body) or width > shown:
        blocks.append(
            Paragraph(f"Only the first {ROWS:,} rows and {COLUMNS} columns are shown. The rest is in the file.")
        )
    return blocks if filled else []


def _laid_out(body: list[list[str]], shown: int) -> Table:
    shares = _shares([row for row in body if not _is_banner(row)] or body, shown)
    has_header = len(body) > 1 and all(body[0])
    heads = body[0] if has_header else [""] * shown
    columns = tuple(Column(head, share) for head, share in zip(heads, shares, strict=True))
    rows = [(Cell(row[0], bold=True, colspan=shown),) if _is_banner(row) else tuple(map(Cell, row)) for row in body]
    return Table(columns, tuple(rows[1:] if has_header else rows))


def _shares(body: list[list[str]], shown: int) -> list[float]:
    """How wide each column is: as its longest word and as most of what it says need."""
    shares = []
    for at in range(shown):
        lengths = sorted(len(row[at]) for row in body)
        words = (len(word) + 2 for row in body for word in row[at].split())
        shares.append(float(min(max(5, lengths[len(lengths) * 4 // 5], *words), 40)))
    return shares


def _is_banner(row: list[str]) -> bool:
    """True where only the first of many cells says something: a heading over the rows below it."""
    return len(row) > 2 and bool(row[0]) and not any(row[1:])


def _said(value: Any) -> str:
    """A value as people read it: dates as 3 March 2026, numbers without noughts that say nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime) and value.time() != time():
        return f"{value.day} {value:%B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value).strip()
