"""CSV as text, whole columns at a time: in whatever encoding and with whatever separator a system writes it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from goldenthread.measures.problems import Place, Problem, Problems, Unreadable
from goldenthread.measures.readers.sheets import TITLES, Sheet, coded_arrow, folded

_HEAD = 1 << 16
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def head(path: Path) -> list[list[str]]:
    """The first rows of a CSV file, however long it is. Raises `Unreadable` for what is no text."""
    return [row for row, _ in _head(path)]


def encoding_of(path: Path) -> str:
    """UTF-8, or UTF-16 where the file says so, or else what Windows writes in western Europe."""
    with path.open("rb") as file:
        start = file.read(4)
        for mark, name in _MARKS:
            if start.startswith(mark):
                return name
        decoder = io.TextIOWrapper(file, encoding="utf-8")
        file.seek(0)
        try:
            while decoder.read(1 << 20):
                pass
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _head(path: Path) -> list[tuple[list[str], int]]:
    with path.open("rb") as file:
        start = file.read(_HEAD)
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8-sig")
    if encoding == "utf-8-sig" and b"\0" in start:
        raise Unreadable(f"{path.name} is neither text nor a file that can be read; export it again as CSV.")
    text = start.decode(encoding, errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    rows: list[tuple[list[str], int]] = []
    try:
        for row in reader:
            rows.append((row, reader.line_num))
            if len(rows) == TITLES + 1:
                break
    except csv.Error:
        raise Unreadable(f"{path.name} is not a CSV file that can be read; export it again.") from None
    return rows


def separator(text: str) -> str:
    """What parts the cells: whichever of comma, semicolon, tab and bar stands most often in the first lines."""
    first = "\n".join(text.splitlines()[:TITLES])
    return max(",;\t|", key=first.count)


def read_csv(path: Path, header: int, problems: Problems, name: Callable[[str], str] = folded) -> Sheet:
    """All rows under the header, which is the row `header` from nought, as text; columns named by `name(heading)`.

    A row with more or fewer cells than the header is refused and told. Of two columns of one name the first counts.
    Raises `Unreadable` where the file is no CSV.
    """
    rows = _head(path)
    headings = [name(cell) for cell in rows[header][0]]
    odd: list[int] = []
    blank: list[int] = []
    columns = _columns(headings, path, problems)
    table = _table(path, rows[header][1], list(columns), odd, blank)
    for row in odd:
        reason = f"The row has not the {len(headings)} cells that the header has."
        problems.add(Problem(Place(path.name, row=row + header + 1), "uneven_row", reason, refused=True))
    skipped = np.asarray([*odd, *blank], np.int64)
    numbers = np.setdiff1d(np.arange(1, table.num_rows + len(skipped) + 1), skipped) + header + 1
    kept = {key: coded_arrow(table[key]) for key, used in columns.items() if used}
    written = dict(zip(headings, rows[header][0], strict=True))
    shown = {key: " ".join(written[key].split()) for key in kept}
    return Sheet(path.name, "", shown, kept, numbers).without_blank_rows()


def _columns(headings: list[str], path: Path, problems: Problems) -> dict[str, bool]:
    """A name for each column in turn, and whether it is used: it has a heading, and no column before has the same."""
    columns: dict[str, bool] = {}
    for at, heading in enumerate(headings):
        again = heading in columns
        if again:
            reason = "Two columns have this heading; the first one counts."
            problems.add(Problem(Place(path.name, column=heading), "repeated_heading", reason))
        columns[f"\0{at}" if again or not heading else heading] = bool(heading) and not again
    return columns


def _table(path: Path, lines: int, names: list[str], odd: list[int], blank: list[int]) -> pa.Table:
    def skip(row: arrow_csv.InvalidRow) -> str:
        (odd if row.text.strip() else blank).append(row.number - lines)
        return "skip"

    with path.open("rb") as file:
        text = file.read(_HEAD).decode("utf-8", errors="replace")
    encoding = encoding_of(path)
    if encoding == "utf-16":
        text = path.read_text("utf-16")[:_HEAD]
    try:
        return arrow_csv.read_csv(
            path,
            arrow_csv.ReadOptions(use_threads=False, skip_rows=lines, column_names=names, encoding=encoding),
            arrow_csv.ParseOptions(
                delimiter=separator(text), newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False, check_utf8=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeError):
        raise Unreadable(f"{path.name} is not a CSV file that can be read; export it again.") from None
