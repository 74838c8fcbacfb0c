"""From a sheet's cells to a canonical table: columns cleaned by their kind, rows kept or refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.measures.places import places
from goldenthread.measures.problems import Problem, Problems, Unreadable
from goldenthread.measures.readers import codes, dates
from goldenthread.measures.readers.dates import Format
from goldenthread.measures.readers.identifiers import SURE, Numbering, identifier, is_nothing, plain
from goldenthread.measures.readers.sheets import Coded, Mask, Rows, Sheet, tell
from goldenthread.measures.tables import ARROW, Column, Kind, Table

Cleaner = Callable[[object], object]

_REASONS = {
    Kind.ID: ("unreadable_identifier", "The identifier cannot be read: {why}."),
    Kind.CODE: ("unknown_code", "This is none of the codes that the column may have{why}."),
    Kind.DATE: ("unreadable_date", "This is not a day in the format of its column{why}."),
    Kind.MOMENT: ("unreadable_date", "This is not a date and time in the format of its column{why}."),
    Kind.FLAG: ("unreadable_flag", "This says neither yes nor no."),
    Kind.COUNT: ("unreadable_number", "This is not a whole number of nought or more."),
}
# The first of January 1900 is what many systems write for an unknown day, and the year 9999 for none.
_YEARS = range(1901, 2101)
# A code may be quoted; what looks otherwise may be a name or a note.
_CODE = re.compile(r"[A-Z]{0,3}\d{1,2}[A-Z]?")


@dataclass(frozen=True)
class DateRule:
    """What decides between day first and month first: the rest of the file, else the source's own guidance."""

    settled: Format | None = None
    guidance: Format | None = None
    formats: Mapping[str, Format | None] = field(default_factory=dict)

    @property
    def otherwise(self) -> Format | None:
        """The format of a column that does not show its own."""
        return self.settled or self.guidance

    def decided(self, table: Table, whole: Sheet) -> DateRule:
        """The rule with the format of each column settled, out of all the values of a file that is read in pieces.

        Raises `Unreadable` where the days of one are ambiguous.
        """
        known = [name for name in table.timed if name in whole.columns]
        return replace(self, formats={name: self.format_of(name, whole.columns[name], whole) for name in known})

    def format_of(self, name: str, cells: Coded, sheet: Sheet) -> Format | None:
        """The format of a column. Raises `Unreadable` where its days are ambiguous."""
        if name in self.formats:
            return self.formats[name]
        try:
            return dates.format_of(cells.values, self.otherwise)
        except dates.Undecided:
            raise Unreadable(
                f"{sheet.place(column=name)}: the dates can be read day first and month first, and nothing in "
                "the file decides; save them year first (2024-04-01) or as real dates."
            ) from None


def date_rule(columns: Iterable[Coded], guidance: Format | None = None) -> DateRule:
    """The rule for one file, out of all its columns of days."""
    return DateRule(dates.settled(column.values for column in columns), guidance)


def shape(
    table: Table,
    columns: Mapping[str, Coded],
    sheet: Sheet,
    problems: Problems,
    rule: DateRule,
    made: Collection[str] = (),
) -> pa.Table:
    """The canonical table out of these columns; those in `made` are filled later and so not asked for.

    Adds a problem for each cell that cannot be read. A row is refused where a needed column is blank or unreadable;
    elsewhere the cell becomes blank. Raises `Unreadable` where a needed column is absent or its days are ambiguous.
    """
    arrays: list[pa.Array] = []
    refused = np.zeros(len(sheet.rows), dtype=bool)
    for column in table.columns:
        cells = columns.get(column.name)
        if cells is not None:
            _tell_mixed(column, cells, sheet, problems)
            array, bad = _cleaned(column, cells, sheet, rule)
            arrays.append(array)
            unreadable = {why: cells.where(at) for why, at in bad.items()}
            refused |= _told(table, column, array, unreadable, refused, sheet, problems)
        elif column.needed and column.name not in made:
            raise Unreadable(f"{sheet.place()}: there is no column for “{column.name}”, which every row needs.")
        else:
            arrays.append(pa.nulls(len(sheet.rows), ARROW[column.kind]))
    where = places(sheet.file, sheet.part, sheet.rows, sheet.unit)
    whole = pa.Table.from_arrays([*arrays, where], schema=table.placed)
    return whole.filter(pa.array(~refused)) if refused.any() else whole


def _tell_mixed(column: Column, cells: Coded, sheet: Sheet, problems: Problems) -> None:
    """Tell where a spreadsheet has taken some days of a column for dates and left others as text.

    It may then have read those that it took month first, which nothing in them shows.
    """
    if column.kind is not Kind.DATE or not any(isinstance(value, date) for value in cells.values):
        return
    if any(isinstance(value, str) and not is_nothing(plain(value)) for value in cells.values):
        reason = "Some cells are real dates and some are text; see whether day and month are the right way round."
        problems.add(Problem(sheet.place(column=column.name), "mixed_dates", reason))


def _cleaned(column: Column, cells: Coded, sheet: Sheet, rule: DateRule) -> tuple[pa.Array, dict[str, list[int]]]:
    """The column's clean values, and by reason which of its different values could not be read."""
    clean = _cleaner(column, cells, sheet, rule)
    values: list[object] = []
    bad: dict[str, list[int]] = {}
    doubtful = _doubtful(column, cells)
    for at in doubtful if doubtful is not None else range(len(cells.values)):
        value = cells.values[at]
        try:
            values.append(clean(value))
        except ValueError as error:
            values.append(None)
            bad.setdefault(_why(column.kind, value, str(error)), []).append(int(at))
    array = pa.array(values, ARROW[column.kind])
    if doubtful is not None:
        mask = np.zeros(len(cells.different), dtype=bool)
        mask[doubtful] = True
        array = pc.replace_with_mask(cells.different, pa.array(mask), array)
    return array.take(pa.array(cells.at)), bad


def _doubtful(column: Column, cells: Coded) -> Rows | None:
    """Which of the different identifiers must be looked at one by one; None where all must, whatever they are."""
    text = cells.different
    if column.kind is not Kind.ID or not isinstance(text, pa.Array) or not pa.types.is_string(text.type):
        return None
    return np.flatnonzero(~pc.fill_null(pc.match_substring_regex(text, SURE), False).to_numpy(zero_copy_only=False))


def _why(kind: Kind, value: object, error: str) -> str:
    """What is added to the reason: never the text of a cell, unless it is a code."""
    if kind is Kind.ID:
        return error
    text = codes.bare(value).upper()
    return f" (“{text}”)" if kind is Kind.CODE and _CODE.fullmatch(text) else ""


def _cleaner(column: Column, cells: Coded, sheet: Sheet, rule: DateRule) -> Cleaner:
    if column.kind in (Kind.DATE, Kind.MOMENT):
        format = rule.format_of(column.name, cells, sheet)
        return partial(_moment if column.kind is Kind.MOMENT else _day, format=format)
    if column.kind is Kind.CODE:
        return identifier if column.name == "urn" else codes.BY_COLUMN.get(column.name, codes.free)
    return {Kind.ID: identifier, Kind.FLAG: codes.flag, Kind.COUNT: codes.count}[column.kind]


def _moment(value: object, format: Format | None) -> datetime | None:
    moment = dates.read_cell(value, format)
    if moment and moment.year not in _YEARS:
        raise ValueError("no year of a living child")
    return moment


def _day(value: object, format: Format | None) -> date | None:
    moment = _moment(value, format)
    return moment.date() if moment else None


def _told(
    table: Table, column: Column, array: pa.Array, bad: dict[str, Mask], refused: Mask, sheet: Sheet, problems: Problems
) -> Mask:
    """Tell which cells could not be read, and of a needed column which are blank; those rows are to be refused.

    A row that is `refused` already is told once.
    """
    kind, sentence = _REASONS[column.kind]
    unreadable = np.zeros(len(array), dtype=bool)

    def say(rows: Mask, kind: str, reason: str) -> None:
        tell(
            problems,
            sheet.rows[rows & ~refused],
            lambda row: Problem(sheet.place(row, column.name), kind, reason, column.needed, table.name),
        )

    for why, mask in bad.items():
        unreadable |= mask
        say(mask, kind, sentence.format(why=why))
    if not column.needed:
        return np.zeros(len(array), dtype=bool)
    blank = array.is_null().to_numpy(zero_copy_only=False) & ~unreadable
    say(blank, "missing_value", "The cell is blank, and is needed.")
    return unreadable | blank


def numbered(table: pa.Table, name: str, kind: str, day: str, numbering: Numbering) -> pa.Table:
    """The table with its column `name` of identifiers made of child, `kind` and the column `day` (see `Numbering`)."""
    pairs = zip(table["child_id"].to_pylist(), table[day].to_pylist(), strict=True)
    made = pa.array([numbering.next(kind, child, on) for child, on in pairs], pa.string())
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), made)
