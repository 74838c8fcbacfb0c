"""Word and Excel plans in layouts of our own making, with fictional places and sentences."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import docx
import openpyxl
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.table import _Cell
from openpyxl.styles import Font, PatternFill

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(build: Callable[[Any], None]) -> bytes:
    """The bytes of a Word document that `build` wrote into."""
    document = docx.Document()
    build(document)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def excel(build: Callable[[Any], None]) -> bytes:
    """The bytes of a workbook that `build` wrote into; its first sheet is there already."""
    book = openpyxl.Workbook()
    build(book)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def table(document: Any, rows: Sequence[Sequence[str | Sequence[str]]], width: int = 0) -> Any:
    """A Word table of these rows; a list in a cell is one paragraph each; a short row is written across the table."""
    columns = width or max(len(row) for row in rows)
    made = document.add_table(rows=len(rows), cols=columns)
    for at, row in enumerate(rows):
        cells = made.rows[at].cells
        if len(row) == 1 and columns > 1:
            fill_cell(cells[0].merge(cells[-1]), row[0])
            continue
        for cell, value in zip(cells, row, strict=False):
            fill_cell(cell, value)
    return made


def fill_cell(cell: _Cell, value: str | Sequence[str]) -> None:
    """One paragraph for each text; a text that begins with a bullet is in the bullet style."""
    texts = [value] if isinstance(value, str) else list(value)
    for at, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        if text.startswith("* "):
            paragraph.style = "List Bullet"
            text = text[2:]
        paragraph.add_run(text)


def shade(cell: _Cell, colour: str) -> None:
    """Fill a Word cell with a colour."""
    mark = OxmlElement("w:shd")
    mark.set(qn("w:val"), "clear")
    mark.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(mark)


def merge_down(made: Any, column: int, first: int, last: int) -> None:
    """Merge a column's cells down, keeping the first one's text."""
    for row in range(first + 1, last + 1):
        made.cell(row, column).text = ""
    text = [paragraph.text for paragraph in made.cell(first, column).paragraphs]
    merged = made.cell(first, column).merge(made.cell(last, column))
    for paragraph in merged.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    merged.paragraphs[0].text = " ".join(text)


def xml(text: str) -> Any:
    """An element from WordprocessingML written by hand."""
    return parse_xml(text.replace("<w:", "<w:", 1).replace(">", f" {NAMESPACE}>", 1) if "xmlns:w" not in text else text)


def bold(sheet: Any, row: int) -> None:
    """Make a row of a sheet bold."""
    for cell in sheet[row]:
        cell.font = Font(bold=True)


def colour(cell: Any, fill: str) -> None:
    """Fill a sheet's cell with a colour."""
    cell.fill = PatternFill("solid", fgColor=fill)
