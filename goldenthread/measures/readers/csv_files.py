"""CSV as text, a piece of the file at a time: in whatever encoding and with whatever separator a system writes it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from goldenthread.measures.problems import Place, Problem, Problems, Unreadable
from goldenthread.measures.readers.sheets import TITLES, Coded, Rows, Sheet, coded_arrow, folded

_HEAD = 1 << 16
# As much of a file as is held at a time.
_BLOCK = 1 << 21
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


def read_csv(path: Path, header: int, problems: Problems, table: str = "") -> Sheet:
    """All rows under the header, which is the row `header` from nought, as text; columns by their folded headings.

    A row with more or fewer cells than the header is refused, and told as one of `table`. Of two columns of one name
    the first counts. Raises `Unreadable` where the file is no CSV.
    """
    file = CsvFile(path, header, problems, table)
    batches = list(file.batches(file.used))
    rows = np.concatenate([numbers for _, numbers in batches] or [np.zeros(0, np.int64)])
    return file.sheet(pa.Table.from_batches([batch for batch, _ in batches], file.schema(file.used)), rows)


class CsvFile:
    """A CSV file that is read a piece at a time, as text, in whatever encoding; what is wrong is told once."""

    def __init__(self, path: Path, header: int, problems: Problems, table: str = "") -> None:
        """Find the columns. Raises `Unreadable` for what is no text."""
        rows = _head(path)
        self.path, self._problems, self._lines = path, problems, rows[header][1]
        self._offset, self._table = header + 1, table
        named = [folded(cell) for cell in rows[header][0]]
        columns = _columns(named, path, problems)
        self._names = list(columns)
        self.used = [name for name, used in columns.items() if used]
        written = dict(zip(named, rows[header][0], strict=True))
        self.headings = {name: " ".join(written[name].split()) for name in self.used}

    def schema(self, names: Sequence[str]) -> pa.Schema:
        """These columns as text."""
        return pa.schema([(name, pa.string()) for name in names])

    def values(self, names: Sequence[str]) -> Sheet:
        """A sheet without rows that has, of these columns, the different cells of the whole file."""
        found = {name: pa.array([], pa.string()) for name in names if name in self.used}
        for batch, _ in self.batches(list(found), told=True) if found else ():
            for name, cells in found.items():
                found[name] = pc.unique(pa.chunked_array([cells, batch[name].unique()]))
        none = np.zeros(0, np.int32)
        columns = {name: Coded(cells, none) for name, cells in found.items()}
        return Sheet(self.path.name, "", self.headings, columns, np.zeros(0, np.int64))

    def sheets(self) -> Iterator[Sheet]:
        """The rows, a piece at a time, blank ones left out; at least one sheet, which may be empty."""
        yield self.sheet(pa.Table.from_batches([], self.schema(self.used)), np.zeros(0, np.int64))
        for batch, rows in self.batches(self.used):
            yield self.sheet(pa.Table.from_batches([batch]), rows)

    def sheet(self, table: pa.Table, rows: Rows) -> Sheet:
        """These rows as a sheet, without those that are blank."""
        columns = {name: coded_arrow(table[name]) for name in self.used}
        return Sheet(self.path.name, "", self.headings, columns, rows).without_blank_rows()

    def batches(self, names: Sequence[str], told: bool = False) -> Iterator[tuple[pa.RecordBatch, Rows]]:
        """These columns of the rows, a piece at a time, and each row's number. Raises `Unreadable` for what is no CSV.

        `told` says that the uneven rows are told already.
        """
        left_out: list[int] = []
        following = 1

        def skip(row: arrow_csv.InvalidRow) -> str:
            left_out.append(row.number - self._lines)
            if row.text.strip() and not told:
                reason = f"The row has not the {len(self._names)} cells that the header has."
                place = Place(self.path.name, row=left_out[-1] + self._offset)
                self._problems.add(Problem(place, "uneven_row", reason, True, self._table))
            return "skip"

        try:
            for batch in self._opened(names, skip):
                kept = np.arange(following, following + batch.num_rows + len(left_out))
                if left_out:
                    kept = np.setdiff1d(kept, np.asarray(left_out, np.int64))[: batch.num_rows]
                following = int(kept[-1]) + 1 if len(kept) else following
                left_out[:] = [row for row in left_out if row >= following]
                yield batch, kept + self._offset
        except (pa.ArrowInvalid, UnicodeError):
            raise Unreadable(f"{self.path.name} is not a CSV file that can be read; export it again.") from None

    def _opened(self, names: Sequence[str], skip: Callable[[arrow_csv.InvalidRow], str]) -> Iterator[pa.RecordBatch]:
        encoding = encoding_of(self.path)
        with self.path.open(encoding=encoding, errors="replace", newline="") as file:
            delimiter = separator(file.read(_HEAD))
        yield from arrow_csv.open_csv(
            self.path,
            arrow_csv.ReadOptions(
                use_threads=False, skip_rows=self._lines, column_names=self._names, encoding=encoding, block_size=_BLOCK
            ),
            arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in self._names},
                include_columns=list(names),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )


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
