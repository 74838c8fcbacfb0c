"""A file as a question set: pure, nothing in it obeyed; every problem with the sheet and row it is in."""

import io
import json
import logging
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from goldenthread.kernel.outcomes import Refused
from goldenthread.rendering.cleaning import printable
from goldenthread.returns import rules
from goldenthread.returns.exchange.workbooks import (
    COLUMNS,
    DESCRIPTORS,
    HEADS,
    LABELS,
    QUESTIONS,
    SCHEMES,
    SECTIONS,
    SET,
)

logger = logging.getLogger(__name__)
MEGABYTE = 2**20
FILE_LIMIT, UNPACKED_LIMIT, ROWS, ACROSS = 5 * MEGABYTE, 50 * MEGABYTE, 3000, 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
KINDS = "an Excel workbook (.xlsx) or a JSON file that was taken out of here"
Read = tuple[rules.SetDocument, list[rules.Problem]]
Row = dict[str, Any]


def read_question_set(content: bytes, file_name: str) -> Read:
    """What a file says, and everything that is wrong with it, with its place.

    Raises `Refused` with one sentence for a file that cannot be read at all.
    """
    name = printable(file_name)[:100] or "The file"
    if len(content) > FILE_LIMIT:
        limit = FILE_LIMIT // MEGABYTE
        raise Refused(f"{name} is larger than {limit} MB, far more than a question set needs.", "file")
    if not content.strip():
        raise Refused(f"{name} is empty; check that it was saved before it was sent.", "file")
    if content.startswith(OLE):
        locked = "is locked with a password; save it without one" if LOCKED in content else "is of an old sort of Excel"
        raise Refused(f"{name} {locked}, as an Excel workbook (.xlsx), and try again.", "file")
    if content.startswith(b"PK"):
        return _workbook(content, name)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return _json(content, name)
    raise Refused(f"{name} is not a question set; send {KINDS}.", "file")


def _json(content: bytes, name: str) -> Read:
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as broken:
        raise Refused(f"{name} is not whole and cannot be read; take it out again.", "file") from broken
    document, problems = rules.from_raw(raw)
    if not document.title and [one.place for one in problems] == ["The file"]:
        raise Refused(f"{name}: {problems[0].said}", "file")
    return document, problems


def _workbook(content: bytes, name: str) -> Read:
    _safe(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            sheets = {sheet.title.strip().lower(): _rows(sheet, name) for sheet in book.worksheets}
    except Refused:
        raise
    except (InvalidFileException, Exception) as broken:
        logger.info("A question set could not be read", exc_info=broken)
        raise Refused(f"{name} is damaged; open it in Excel, save it afresh and try that.", "file") from broken
    missing = [one for one in (SET, SECTIONS, QUESTIONS) if one.lower() not in sheets]
    if missing:
        raise Refused(f"{name} has no sheet called “{missing[0]}”; begin from the template.", "file")
    return _Sheets(sheets).read()


def _safe(content: bytes, name: str) -> None:
    """Raise `Refused` for a package that is no workbook, would grow without end, is locked, or carries a program."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            small = [one for one in parts if one.filename.endswith((".xml", ".rels"))]
            if sum(one.file_size for one in parts) > UNPACKED_LIMIT or len(parts) > 2000:
                raise Refused(f"{name} unpacks to far more than a question set needs.", "file")
            if any(one.flag_bits & 1 for one in parts):
                raise Refused(f"{name} is locked with a password; save it without one and try again.", "file")
            if any(b"<!DOCTYPE" in package.read(one) or b"<!ENTITY" in package.read(one) for one in small):
                raise Refused(f"{name} holds declarations that could do harm; save it afresh in Excel.", "file")
            names = {one.filename for one in parts}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as broken:
        raise Refused(f"{name} is damaged; open it in Excel, save it afresh and try that.", "file") from broken
    if "xl/workbook.xml" not in names:
        raise Refused(f"{name} is not a question set; send {KINDS}.", "file")
    if "xl/vbaProject.bin" in names:
        raise Refused(f"{name} carries a program; save it as an Excel workbook without macros (.xlsx).", "file")


def _rows(sheet: Any, name: str) -> list[tuple[int, list[Any]]]:
    """The rows in which something stands, with their numbers; a formula is kept as one."""
    sheet.reset_dimensions()
    found: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=ACROSS), start=1):
        if number > ROWS * 10 or len(found) > ROWS:
            raise Refused(f"{name} has more than {ROWS:,} rows on one sheet, far more than a question set.", "file")
        values = [_value(cell) for cell in cells]
        if any(value not in (None, "") for value in values):
            found.append((number, values))
    return found


class _Formula:
    """A cell that holds a formula, which is never worked out here."""


def _value(cell: Any) -> Any:
    value = cell.value
    if getattr(cell, "data_type", "") == "f":
        return _Formula
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


class _Sheets:
    """The sheets of a workbook on their way to a document."""

    def __init__(self, sheets: Mapping[str, list[tuple[int, list[Any]]]]) -> None:
        self.sheets = sheets
        self.problems: list[rules.Problem] = []

    def read(self) -> Read:
        """The document with everything that is wrong."""
        raw: Row = {"what": rules.WHAT, "format": rules.FORMAT, **self._labels()}
        raw["schemes"] = self._schemes()
        raw["sections"] = self._sections()
        document, problems = rules.from_raw(raw)
        return document, [*self.problems, *problems]

    def _wrong(self, place: str, said: str) -> None:
        self.problems.append(rules.Problem(place, said))

    def _plain(self, sheet: str, number: int, label: str, value: Any) -> Any:
        if value is _Formula:
            self._wrong(f"{sheet}, row {number}", f"“{label}” holds a formula; put its result in its place.")
            return None
        return value.isoformat() if isinstance(value, date) else value

    def _labels(self) -> Row:
        names = {label.lower(): (label, name) for label, name in LABELS}
        found: Row = {}
        for number, cells in self.sheets[SET.lower()]:
            label = str(cells[0] or "").strip().lower()
            if label in names:
                shown, name = names[label]
                found[name] = self._plain(SET, number, shown, cells[1] if len(cells) > 1 else None)
        return found

    def _table(self, sheet: str) -> list[Row]:
        """The rows of a sheet by the names of its columns, each with its place. A sheet that is absent has none."""
        rows = self.sheets.get(sheet.lower(), [])
        if not rows:
            return []
        heads = {heading.lower(): (heading, name) for heading, name, _ in HEADS[sheet]}
        known = {at: heads[str(cell).strip().lower()] for at, cell in enumerate(rows[0][1]) if _is(cell, heads)}
        wanted = [heading for heading, name, _ in HEADS[sheet] if name not in {one for _, one in known.values()}]
        if wanted:
            self._wrong(
                f"{sheet}, row {rows[0][0]}", f"There is no column called “{wanted[0]}”; begin from the template."
            )
            return []
        return [
            {"place": f"{sheet}, row {number}"}
            | {name: self._plain(sheet, number, heading, cells[at]) for at, (heading, name) in known.items()}
            for number, cells in rows[1:]
        ]

    def _schemes(self) -> list[Row]:
        found: dict[str, Row] = {}
        for row in self._table(SCHEMES):
            scheme = found.setdefault(str(row["name"] or ""), {**row, "levels": []})
            scheme["levels"].append(row)
        return list(found.values())

    def _sections(self) -> list[Row]:
        sections: dict[str, Row] = {}
        for row in self._table(SECTIONS):
            number = str(row["number"] or "").strip()
            if not number or number in sections:
                self._wrong(row["place"], "Give each section a number of its own.")
            sections.setdefault(number, {**row, "questions": []})
        questions = self._table(QUESTIONS)
        for row in questions:
            section = sections.get(str(row["section"] or "").strip())
            if section is None:
                self._wrong(
                    row["place"], f"There is no section {row['section'] or 'without a number'} on the sheet Sections."
                )
            else:
                section["questions"].append(row)
            row["options"] = str(row["options"] if row["options"] is not None else "").splitlines()
        self._beside(questions)
        return list(sections.values())

    def _beside(self, questions: list[Row]) -> None:
        """What stands on other sheets of a question, put to it by its key."""
        by_key = {str(row["key"]).strip(): row for row in questions if row["key"] not in (None, "")}
        for sheet in (DESCRIPTORS, COLUMNS):
            for row in self._table(sheet):
                question = by_key.get(str(row["question"] or "").strip())
                if question is None:
                    self._wrong(row["place"], f"There is no question with the key “{row['question'] or ''}”.")
                elif sheet == DESCRIPTORS:
                    question.setdefault("descriptors", {})[str(row["level"] or "").strip()] = row["words"]
                else:
                    row["options"] = str(row["options"] if row["options"] is not None else "").splitlines()
                    question.setdefault("columns", []).append(row)


def _is(cell: Any, heads: Mapping[str, Any]) -> bool:
    return isinstance(cell, str) and cell.strip().lower() in heads
