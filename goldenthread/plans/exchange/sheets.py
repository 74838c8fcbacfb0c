"""An Excel workbook as grids: kept values and never formulas, merges, fills, blank rows by the hundred thousand."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import get_column_letter

from goldenthread.plans.exchange.blocks import Cell, Grid, Paragraph, Source, lines_of
from goldenthread.plans.exchange.files import OpenedFile, UnreadablePlan

CELL_LIMIT = 300_000
COLUMN_LIMIT = 200
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_BLANK_ROW = re.compile(
    rb"<(?P<p>(?:\w+:)?)row\b[^>]*\br=\"[^>]*(?:/>|>\s*(?:<(?P=p)c\b[^>]*/>\s*|<(?P=p)c\b[^>]*[^/]></(?P=p)c>\s*)*</(?P=p)row>)"
)
_FILLED_CELL = re.compile(rb"<(?:\w+:)?(?:v|is)\b")
# Office's own theme colours, for a fill that names a place in the theme and not a colour.
_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")


def read_workbook(opened: OpenedFile) -> Source:
    """The sheets of a workbook in order, each a grid trimmed to its filled part; a hidden sheet is an aside.

    Raises UnreadablePlan where the workbook is broken or has more filled cells than any plan.
    """
    trimmed = _without_blank_rows(opened)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _source(opened.filename, trimmed)
    except Exception as broken:
        raise UnreadablePlan(
            f"{opened.filename} is damaged and its sheets cannot be read; open it in Excel and save it afresh."
        ) from broken


def _source(filename: str, data: bytes) -> Source:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    source = Source(filename, "sheets")
    for sheet in book.worksheets:
        grid = _grid(sheet)
        source.landscape = source.landscape or sheet.page_setup.orientation == "landscape"
        if sheet.sheet_state != "visible":
            source.blocks += _aside(grid, sheet.title)
        elif grid.rows:
            source.sheets.append(sheet.title)
            source.blocks.append(grid)
    return source


def _without_blank_rows(opened: OpenedFile) -> bytes:
    """The workbook again without the rows in which no cell has anything; their numbers stay as they were."""
    if opened.package is None:
        return opened.data
    fresh = io.BytesIO()
    cells = 0
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as package:
        for entry in opened.package.infolist():
            if not entry.filename.endswith((".xml", ".rels")):
                continue
            content = opened.part(entry.filename) or b""
            if _SHEET.fullmatch(entry.filename):
                content = _BLANK_ROW.sub(b"", content)
                cells += len(_FILLED_CELL.findall(content))
            package.writestr(entry.filename, content)
    if cells > CELL_LIMIT:
        raise UnreadablePlan(
            f"{opened.filename} has more than {CELL_LIMIT:,} filled cells, far more than a plan; "
            "send the plan's own sheets only."
        )
    return fresh.getvalue()


def _grid(sheet: Any) -> Grid:
    """The filled part of a sheet. Blank rows between are kept, up to two together, so that places stay true."""
    name = f"sheet '{sheet.title}'"
    held = {key: cell for key, cell in sheet._cells.items() if not isinstance(cell, MergedCell) and _words(cell)}
    if not held:
        return Grid([], name, sheet.title)
    last_row = max(row for row, _ in held)
    width = min(max(column for _, column in held), COLUMN_LIMIT)
    for area in sheet.merged_cells.ranges:
        if (area.min_row, area.min_col) in held:
            last_row, width = (
                max(last_row, min(area.max_row, last_row + 1)),
                max(width, min(area.max_col, COLUMN_LIMIT)),
            )
    shown = sorted({row for row, _ in held} | {row for row in range(1, last_row + 1) if row < 3})
    shown = [row for row in shown if row <= last_row]
    covering = _merges(sheet)
    rows: list[list[Cell]] = []
    made: dict[tuple[int, int], Cell] = {}
    for row in _with_merged_rows(shown, sheet, last_row):
        rows.append([_cell(sheet, name, covering.get((row, at), (row, at)), made) for at in range(1, width + 1)])
    for number, cells in enumerate(rows):
        for at, cell in enumerate(cells):
            cell.width, cell.height = max(cell.width, at - cell.column + 1), max(cell.height, number - cell.row + 1)
    return Grid(rows, name, sheet.title)


def _with_merged_rows(shown: list[int], sheet: Any, last_row: int) -> list[int]:
    """The rows that have text, and the rows inside a merge that goes on from one of them."""
    rows = set(shown)
    for area in sheet.merged_cells.ranges:
        if area.min_row in rows and area.max_row - area.min_row < 500:
            rows.update(range(area.min_row, min(area.max_row, last_row) + 1))
    return sorted(rows)


def _merges(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    covering = {}
    for area in sheet.merged_cells.ranges:
        if (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1) > 50_000:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                covering[row, column] = (area.min_row, area.min_col)
    return covering


def _cell(sheet: Any, name: str, at: tuple[int, int], made: dict[tuple[int, int], Cell]) -> Cell:
    if at in made:
        return made[at]
    letter = get_column_letter(at[1])
    cell = Cell(place=f"{name}, cell {letter}{at[0]}", row=at[0], column=at[1])
    found = sheet._cells.get(at)
    if found is not None:
        cell.lines = lines_of(_words(found))
        cell.fill = _fill(found)
        cell.bold = bool(found.font and found.font.b)
    made[at] = cell
    return cell


def _words(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime | date):
        return _day(value, str(cell.number_format or ""))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int | float):
        return _number(float(value), str(cell.number_format or ""))
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), str(value)).strip()


def _number(value: float, form: str) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if form.endswith("%"):
        return f"{value * 100:g}%"
    decimals = re.fullmatch(r"0\.(0+)", form)
    if decimals:
        return f"{value:.{len(decimals[1])}f}"
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"


def _day(value: datetime | date, form: str) -> str:
    """A date as the sheet shows it. Excel's own short date follows the reader's country, which is this one."""
    plain = re.sub(r"\[[^\]]*\]", "", form).split(";")[0].lower()
    if plain in ("mm-dd-yy", "m/d/yy", "m/d/yyyy", "mm/dd/yyyy") or not re.search(
        r"[dmy]", plain.replace("general", "")
    ):
        return f"{value:%d/%m/%Y}"
    shown = "".join(_of_date(token, value) for token in re.findall(r"d+|m+|y+|\\.|\"[^\"]*\"|.", plain.split("h")[0]))
    return shown.strip(" ,-") or f"{value:%d/%m/%Y}"


def _of_date(token: str, value: datetime | date) -> str:
    forms = {"d": str(value.day), "dd": f"{value:%d}", "ddd": f"{value:%a}", "m": str(value.month), "mm": f"{value:%m}",
             "mmm": f"{value:%b}", "mmmm": f"{value:%B}", "yy": f"{value:%y}"}  # fmt: skip
    if token in forms:
        return forms[token]
    if token[0] in "dy":
        return f"{value:%A}" if token[0] == "d" else f"{value:%Y}"
    return "" if token in ("@", "_", "*", "t") else token.strip('\\"')


def _fill(cell: Any) -> str:
    fill = cell.fill
    if fill is None or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        plain = colour.rgb[-6:].upper()
        return "" if plain == "FFFFFF" else plain
    if colour.type == "theme" and isinstance(colour.theme, int) and 0 < colour.theme < len(_THEME):
        return _tinted(_THEME[colour.theme], float(colour.tint or 0))
    if colour.type == "indexed" and isinstance(colour.indexed, int) and colour.indexed < 64:
        plain = str(COLOR_INDEX[colour.indexed])[-6:].upper()
        return "" if plain == "FFFFFF" else plain
    return ""


def _tinted(colour: str, tint: float) -> str:
    parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    shown = [part + (255 - part) * tint if tint > 0 else part * (1 + tint) for part in parts]
    return "".join(f"{min(255, max(0, round(part))):02X}" for part in shown)


def _aside(grid: Grid, title: str) -> list[Paragraph]:
    texts = [cell.words for row in grid.rows for cell in row if cell.words]
    return [Paragraph(" | ".join(texts), "aside", 0, f"hidden sheet '{title}'")] if texts else []
