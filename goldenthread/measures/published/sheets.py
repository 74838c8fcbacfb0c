"""A file as columns of text: whatever its encoding, separator and wrapping, with the row each line came from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from goldenthread.measures.problems import Place, Problem, Problems, Unreadable

# How far down a heading may stand under a title and notes.
TITLE_LINES = 20
ENOUGH_FOR_HEADINGS = 65_536
STRAY = ' \t\r\n"\u00a0\ufeff'
MARKS_OF_ENCODING = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass
class Sheet:
    """Every column as text, by its heading in plain form, with the heading as written and each row's number."""

    name: str
    headings: list[str]
    columns: dict[str, pa.Array]
    rows: np.ndarray
    encoding: str

    def column(self, key: str) -> pa.Array:
        """The column's text; blank throughout where there is none of that heading."""
        if key in self.columns:
            return self.columns[key]
        return pa.repeat(pa.scalar(""), len(self.rows))

    def heading(self, key: str) -> str:
        """The heading as the file writes it."""
        keys = unique_headings(self.headings)
        return self.headings[keys.index(key)].strip() if key in keys else key

    def place(self, at: int, key: str = "") -> Place:
        """Where the row at this position, and a column of it, stands in the file."""
        return Place(self.name, row=int(self.rows[at]), column=self.heading(key) if key else "")


def plain_heading(word: str) -> str:
    """A heading as it is compared: lower case, words joined by an underscore, no byte-order mark or punctuation."""
    return re.sub(r"[^a-z0-9%<>+]+", "_", word.replace("\ufeff", "").casefold()).strip("_")


def unique_headings(words: list[str]) -> list[str]:
    """Plain headings, the second and later of one name numbered: snp, snp_2, snp_3. A blank heading is column_7."""
    seen: dict[str, int] = {}
    named = []
    for at, word in enumerate(words, 1):
        key = plain_heading(word) or f"column_{at}"
        seen[key] = seen.get(key, 0) + 1
        named.append(key if seen[key] == 1 else f"{key}_{seen[key]}")
    return named


def text_of(path: Path) -> tuple[str, str]:
    """The file's text and the name of its encoding: as its mark says, else UTF-8, else Windows-1252.

    Raises `Unreadable` where the file is missing, empty, or no text in any of them.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"{path.name} cannot be opened ({error.strerror}); check its name and whether you may."
        ) from None
    if not data.strip():
        raise Unreadable(f"{path.name} is empty; download or export it again.")
    encodings = [name for mark, name in MARKS_OF_ENCODING.items() if data.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise Unreadable(f"{path.name} is not a text file; save it as CSV in UTF-8 and try again.")


def read_sheet(path: Path, is_heading: Callable[[list[str]], bool], problems: Problems) -> Sheet:
    """The file's columns. `is_heading(keys)` says whether a line of plain headings is the one that is looked for.

    A row with too many or too few cells is refused with its place, and a row blank throughout is no row. Raises
    `Unreadable` where the whole cannot be read or no heading line is found among the first lines.
    """
    if _is_parquet(path):
        return _parquet(path)
    text, encoding = text_of(path)
    lines, words, separator = _heading(text, path.name, is_heading)
    keys = unique_headings(words)
    refused: list[tuple[int, int]] = []

    def refuse(row: pacsv.InvalidRow) -> str:
        refused.append((row.number, row.actual_columns if row.text.strip(STRAY) else 0))
        return "skip"

    try:
        table = pacsv.read_csv(
            io.BytesIO(text.encode()),
            pacsv.ReadOptions(use_threads=False, skip_rows=lines, column_names=keys, block_size=1 << 24),
            pacsv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=refuse
            ),
            pacsv.ConvertOptions(column_types=dict.fromkeys(keys, pa.string()), strings_can_be_null=False),
        ).combine_chunks()
    except pa.ArrowInvalid:
        # What the reader says may quote a row, so it is not handed on.
        raise Unreadable(f"{path.name} is not a table of comma-separated values; save it as CSV again.") from None
    for number, count in refused:
        reason = f"The row has {count} cells where the heading has {len(keys)}."
        if count:
            problems.add(Problem(Place(path.name, row=number), "cells_in_row", reason, refused=True))
    rows = np.arange(lines + 1, lines + 1 + table.num_rows + len(refused))
    rows = np.setdiff1d(rows, [number for number, _ in refused], assume_unique=True)
    return _without_blank_rows(Sheet(path.name, words, _columns(table), rows, encoding))


def _columns(table: pa.Table) -> dict[str, pa.Array]:
    return {
        name: pc.fill_null(column.combine_chunks(), "")
        for name, column in zip(table.column_names, table.columns, strict=True)
    }


def _heading(text: str, name: str, is_heading: Callable[[list[str]], bool]) -> tuple[int, list[str], str]:
    head = text[:ENOUGH_FOR_HEADINGS]
    for separator in (",", ";", "\t", "|"):
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
        try:
            for _, words in zip(range(TITLE_LINES), reader, strict=False):
                if is_heading(unique_headings(words)):
                    return reader.line_num, words, separator
        except csv.Error:
            continue
    raise Unreadable("")


def _without_blank_rows(sheet: Sheet) -> Sheet:
    blank = None
    for column in sheet.columns.values():
        here = pc.equal(pc.utf8_trim_whitespace(column), "")
        blank = here if blank is None else pc.and_(blank, here)
    if blank is None or not pc.any(blank).as_py():
        return sheet
    keep = pc.invert(blank)
    columns = {key: column.filter(keep) for key, column in sheet.columns.items()}
    return Sheet(sheet.name, sheet.headings, columns, sheet.rows[keep.to_numpy(zero_copy_only=False)], sheet.encoding)


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError:
        return False


def _parquet(path: Path) -> Sheet:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError):
        raise Unreadable(f"{path.name} is a damaged Parquet file; download it again.") from None
    keys = unique_headings(table.column_names)
    try:
        columns = {key: _as_text(table.column(at)) for at, key in enumerate(keys)}
    except pa.ArrowNotImplementedError:
        raise Unreadable(f"{path.name} holds lists or records in a cell; keep one value in each cell.") from None
    return Sheet(path.name, list(table.column_names), columns, np.arange(1, table.num_rows + 1), "Parquet")


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
    text = pc.fill_null(column.cast(pa.string()), "")
    return text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
