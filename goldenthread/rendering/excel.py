"""Excel workbooks: titled tables with a frozen, filterable header, and text that is never taken for a formula."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import product
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from goldenthread.rendering import palette
from goldenthread.rendering.cleaning import printable
from goldenthread.rendering.delimited import DANGEROUS
from goldenthread.rendering.palette import Tint

Value = str | int | float | date | datetime | None
_CELL_LIMIT = 32_767
_SHEET_NAME_LIMIT = 31
_EDGE = Side(style="thin", color=palette.GREY_MIDDLE.lstrip("#"))
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_WRAP = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True)
class SheetCell:
    """A value with its look, and how many rows and columns it covers."""

    value: Value = None
    bold: bool = False
    tint: Tint | None = None
    fill: str | None = None
    rowspan: int = 1
    colspan: int = 1
    border: bool = True
    size: float | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of cells as HTML has them, widths in characters, and which row (from 1) is the header.

    Rows down to the header stay in view (`freeze`), and the header's columns can be filtered (`filters`).
    """

    name: str
    rows: tuple[tuple[SheetCell, ...], ...]
    widths: tuple[float, ...]
    header: int | None = None
    freeze: bool = True
    filters: bool = True
    landscape: bool = True


def workbook(
    sheets: Iterable[Sheet], title: str = "", marking: str = "", language: str = "en-GB", opens_on: int = 0
) -> bytes:
    """An .xlsx file of the sheets; the marking is printed at the head and foot of every page.

    No text is ever evaluated: every string is stored with the explicit string type, and one that begins with
    = + - @ or a tab also carries Excel's quote prefix, so that editing the cell does not turn it into a formula. Read
    back, it is the original text. Dates are real dates. Raises `ValueError` where there is no sheet.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    names: set[str] = set()
    for sheet in sheets:
        page = book.create_sheet(_name(sheet.name, names))
        _fill(page, sheet)
        _print_set_up(page, sheet, printable(marking))
    if not names:
        raise ValueError("A workbook needs at least one sheet.")
    book.properties.title, book.properties.language = printable(title), language
    book.properties.keywords, book.properties.creator = printable(marking), "Golden Thread"
    book.active = opens_on
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def sheet_name(wanted: str) -> str:
    """The wanted name as Excel accepts it: none of []:*?/\\, at most 31 characters; "Sheet" where nothing is left."""
    return " ".join(re.sub(r"[\[\]:*?/\\]", " ", printable(wanted)).split()).strip("'")[:_SHEET_NAME_LIMIT] or "Sheet"


def _name(wanted: str, taken: set[str]) -> str:
    """A sheet name Excel accepts, not used before in any case of letters."""
    clean = sheet_name(wanted)
    name, number = clean, 2
    while name.lower() in taken:
        tail = f" ({number})"
        name, number = clean[: _SHEET_NAME_LIMIT - len(tail)] + tail, number + 1
    taken.add(name.lower())
    return name


def _fill(page: Any, sheet: Sheet) -> None:
    taken: set[tuple[int, int]] = set()
    styles: dict[tuple[object, ...], Any] = {}
    for row, cells in enumerate(sheet.rows, start=1):
        column = 1
        for cell in cells:
            while (row, column) in taken:
                column += 1
            _write(page, row, column, cell, styles)
            taken.update((row + r, column + c) for r in range(cell.rowspan) for c in range(cell.colspan))
            column += cell.colspan
    for number, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    if sheet.header:
        last = get_column_letter(len(sheet.widths))
        if sheet.freeze:
            page.freeze_panes = f"A{sheet.header + 1}"
        if sheet.filters and len(sheet.rows) > sheet.header:
            page.auto_filter.ref = f"A{sheet.header}:{last}{len(sheet.rows)}"


def _write(page: Any, row: int, column: int, cell: SheetCell, styles: dict[tuple[object, ...], Any]) -> None:
    target = page.cell(row=row, column=column)
    _set_value(target, cell.value)
    _dress(target, cell, styles)
    if cell.rowspan == 1 and cell.colspan == 1:
        return
    last_row, last_column = row + cell.rowspan - 1, column + cell.colspan - 1
    # openpyxl's own merging compares each range with all before it, and dresses each covered cell anew.
    page.merged_cells.ranges.add(CellRange(None, column, row, last_column, last_row))
    for covered in product(range(row, last_row + 1), range(column, last_column + 1)):
        if covered != (row, column):
            hidden = page._cells[covered] = MergedCell(page, *covered)
            hidden._style = target._style  # type: ignore[attr-defined]


def _set_value(target: Any, value: Value) -> None:
    if not isinstance(value, str):
        target.value = value
        return
    text = printable(value)[:_CELL_LIMIT]
    if not text:
        return
    # Setting the inner value keeps openpyxl from reading "=…" as a formula or "#N/A" as an error.
    target._value, target.data_type = text, "s"
    if text.startswith(DANGEROUS):
        target.style = "Normal"
        target.quotePrefix = True


def _dress(target: Any, cell: SheetCell, styles: dict[tuple[object, ...], Any]) -> None:
    quoted = isinstance(cell.value, str) and printable(cell.value).startswith(DANGEROUS)
    dated = "datetime" if isinstance(cell.value, datetime) else "date" if isinstance(cell.value, date) else ""
    key = (cell.bold, cell.tint, cell.fill, cell.border, cell.size, quoted, dated)
    if key in styles:
        target._style = styles[key]
        return
    colour = (cell.tint.text if cell.tint else palette.INK).lstrip("#")
    target.font = Font(name="Calibri", size=cell.size or 11, bold=cell.bold, color=colour)
    target.alignment = _WRAP
    if cell.border:
        target.border = _BORDER
    background = cell.tint.background if cell.tint else cell.fill
    if background:
        target.fill = PatternFill("solid", fgColor=background.lstrip("#").upper())
    if dated:
        target.number_format = "dd mmm yyyy" if dated == "date" else "dd mmm yyyy hh:mm"
    styles[key] = target._style


def _print_set_up(page: Any, sheet: Sheet, marking: str) -> None:
    page.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    said = marking.replace("&", "&&")
    page.oddFooter.center.text = f"{said} · Page &P of &N" if said else "Page &P of &N"
    if said:
        page.oddHeader.center.text = said
    if sheet.header:
        page.print_title_rows = f"{sheet.header}:{sheet.header}"
