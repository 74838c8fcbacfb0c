"""Sheets of an .xlsx or .xlsm workbook, streamed; cells whose formula was never worked out are told."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from goldenthread.measures.problems import Place, Problem, Problems, Unreadable
from goldenthread.measures.readers.sheets import TITLES, Sheet, coded, folded, header_of

# What the library and what lies under it raise for a file that is damaged, or has a password.
_DAMAGED = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(AttributeError, LookupError, RuntimeError, SyntaxError, TypeError, ValueError),
)
_FORMULA = (b"<f>", b"<f ")


def read_sheets(path: Path, knows: Callable[[list[str]], bool], problems: Problems) -> list[Sheet]:
    """Each sheet that has, among its first rows, a header that `knows` recognises; columns by their folded headings.

    A sheet without one gives nothing. Raises `Unreadable` where the file is no workbook or cannot be opened.
    """
    try:
        with warnings.catch_warnings():
            # What the library does not keep, such as drop-down lists, is nothing that is read here.
            warnings.simplefilter("ignore")
            return list(_sheets(path, knows, problems))
    except _DAMAGED:
        raise Unreadable(f"{path.name} cannot be opened as a workbook; open it in Excel and save it again.") from None


def _sheets(path: Path, knows: Callable[[list[str]], bool], problems: Problems) -> Iterator[Sheet]:
    workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    formulas = load_workbook(path, read_only=True, keep_links=False) if _has_formulas(path) else None
    try:
        for sheet in workbook.worksheets:
            found = _sheet(path, sheet, knows, problems)
            if found:
                if formulas:
                    _tell_uncached(found, sheet, formulas[sheet.title], problems)
                yield found
    finally:
        workbook.close()
        if formulas:
            formulas.close()


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as part:
                    tail = b""
                    while block := part.read(1 << 20):
                        if any(mark in tail + block for mark in _FORMULA):
                            return True
                        tail = block[-4:]
    return False


def _sheet(path: Path, sheet: Any, knows: Callable[[list[str]], bool], problems: Problems) -> Sheet | None:
    # Some systems write a wrong size of the sheet, which would cut it short.
    sheet.reset_dimensions()
    first = list(sheet.iter_rows(max_row=TITLES, values_only=True))
    header = header_of(first, knows)
    if header is None:
        return None
    names: dict[str, int] = {}
    for at, cell in enumerate(first[header]):
        name = folded(cell)
        if name in names:
            reason = "Two columns have this heading; the first one counts."
            problems.add(Problem(Place(path.name, sheet.title, header + 1, name), "repeated_heading", reason))
        elif name:
            names[name] = at
    # Rows may be short where their last cells are empty.
    rows = list(sheet.iter_rows(min_row=header + 2, values_only=True))
    columns = {name: coded(_usable(row[at]) if at < len(row) else None for row in rows) for name, at in names.items()}
    headings = {name: " ".join(str(first[header][at]).split()) for name, at in names.items()}
    numbers = np.arange(len(rows), dtype=np.int64) + header + 2
    return Sheet(path.name, sheet.title, headings, columns, numbers).without_blank_rows()


def _usable(cell: object) -> object:
    """The cell; of rarer kinds, such as a time of day where a date was meant, what it says."""
    return cell if cell is None or isinstance(cell, (str, int, float, bool, date)) else str(cell)


def _tell_uncached(found: Sheet, values: Any, formulas: Any, problems: Problems) -> None:
    """Tell each cell that holds a formula and no result: the program that wrote the file never worked it out."""
    formulas.reset_dimensions()
    first, reason = int(found.rows[0]) if len(found.rows) else 1, "The cell holds a formula without its result; "
    reason += "open the workbook in Excel, save it and try again."
    header = next(islice(values.iter_rows(min_row=first - 1, values_only=True), 1), ()) if first > 1 else ()
    pairs = zip(values.iter_rows(min_row=first), formulas.iter_rows(min_row=first), strict=False)
    for number, (shown, written) in enumerate(pairs, first):
        for at, (value, formula) in enumerate(zip(shown, written, strict=False)):
            if value.value is None and getattr(formula, "data_type", "") == "f":
                heading = " ".join(str(header[at]).split()) if at < len(header) else ""
                place = Place(found.file, found.part, number, heading)
                problems.add(Problem(place, "uncached_formula", reason))
