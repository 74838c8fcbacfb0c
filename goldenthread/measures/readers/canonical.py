"""Files that are canonical tables already: CSV, cleaned, or Parquet, handed on where its types are right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldenthread.measures.places import PLACE, placed
from goldenthread.measures.problems import Place, Problem, Problems, Unreadable
from goldenthread.measures.readers.csv_files import CsvFile
from goldenthread.measures.readers.dates import Format
from goldenthread.measures.readers.shaping import DateRule, date_rule, shape
from goldenthread.measures.readers.sheets import Sheet, coded_arrow, folded
from goldenthread.measures.tables import CHILD, TABLES, Extract, Table

KIND = "Canonical tables"
# Which column names a row for good. Where a table has none, two rows may say the same.
PRIMARY = {
    "children": "child_id",
    "contacts": "contact_id",
    "early_help": "early_help_id",
    "referrals": "referral_id",
    "assessments": "assessment_id",
    "s47_enquiries": "s47_id",
    "conferences": "conference_id",
    "plans": "plan_id",
    "missing_episodes": "missing_id",
}


def table_of(headings: Sequence[str], name: str) -> Table | None:
    """The table that has these headings: the one of the file's name if its needed columns are there, else the one with
    the most of its columns there; None where no table's needed columns are, or two are equally likely.

    Raises `Unreadable` where the file has a table's name and a child's identifier, and lacks a needed column.
    """
    present = {heading.strip().casefold() for heading in headings}
    named = [table for table in TABLES.values() if folded(table.name) in folded(Path(name).stem)]
    whole = {table.name: table for table in TABLES.values() if not _lacking(table, present)}
    if named and CHILD.name in present and not any(table.name in whole for table in named):
        table = max(named, key=lambda table: len(table.name))
        raise Unreadable(f"{name} lacks columns that {table.name} need: {', '.join(_lacking(table, present))}.")
    shares = {key: sum(column.name in present for column in table.columns) for key, table in whole.items()}
    called = [table.name for table in named if table.name in whole]
    if called:
        return whole[max(called, key=lambda key: (shares[key], len(key)))]
    most = max(shares.values(), default=0)
    best = [key for key, share in shares.items() if share == most]
    # A child's identifier alone is in every file about children.
    return whole[best[0]] if len(best) == 1 and most > 1 else None


def _lacking(table: Table, present: set[str]) -> list[str]:
    return [column.name for column in table.columns if column.needed and column.name not in present]


def read_csv_table(path: Path, header: int, table: Table, problems: Problems) -> pa.Table:
    """The rows of one CSV file. Dates without a sign of their own order are day first, as the tables' contract says.

    Raises `Unreadable` where the file is no CSV.
    """
    file = CsvFile(path, header, problems, table.name)
    _tell_extra(list(file.headings.values()), table, path.name, problems)
    timed = _named(file.values([folded(name) for name in table.timed]), table)
    rule = _rule(timed, table).decided(table, timed)
    pieces = (_named(sheet, table) for sheet in file.sheets())
    return pa.concat_tables([shape(table, piece.columns, piece, problems, rule) for piece in pieces])


def read_parquet(path: Path, table: Table, problems: Problems) -> pa.Table | Path:
    """The path itself where every column is there with its right type, and no needed one has a blank; else the rows.

    Nothing but the file's footer is read for that, however long it is. Raises `Unreadable` for a broken file.
    """
    schema, file = parquet_schema(path), path.name
    _tell_extra(schema.names, table, file, problems)
    right = all(_right(schema, name, type) for name, type in zip(table.schema.names, table.schema.types, strict=True))
    if right and not _blanks(path, table):
        return path
    try:
        whole = pq.read_table(path, partitioning=None)
    except (pa.ArrowException, OSError):
        raise Unreadable(f"{file} cannot be read as Parquet; export it again.") from None
    columns = {folded(name): coded_arrow(whole[name]) for name in schema.names}
    headings = {folded(name): name for name in schema.names}
    sheet = _named(Sheet(file, "", headings, columns, np.arange(1, len(whole) + 1)), table)
    return shape(table, sheet.columns, sheet, problems, _rule(sheet, table))


def parquet_schema(path: Path) -> pa.Schema:
    """The columns of a Parquet file. Raises `Unreadable` where it is broken."""
    try:
        return pq.read_schema(path)
    except (pa.ArrowException, OSError):
        raise Unreadable(f"{path.name} cannot be read as Parquet; export it again.") from None


def joined(parts: dict[str, list[pa.Table | Path]], problems: Problems) -> Extract:
    """The extract out of the parts of each table; of rows with one identifier the first is kept, the rest told."""
    tables: dict[str, pa.Table | Path] = {}
    for name, pieces in parts.items():
        if len(pieces) == 1 and isinstance(pieces[0], Path):
            tables[name] = pieces[0]
            continue
        whole = pa.concat_tables([loaded(piece, TABLES[name]) for piece in pieces])
        tables[name] = _unique(whole, name, problems)
    return Extract(KIND, tables, problems)


def loaded(table: pa.Table | Path, shape_of: Table) -> pa.Table:
    """The table's rows and their places, read where they lie at a path, with the canonical columns in order."""
    if isinstance(table, Path):
        whole = pq.read_table(table, columns=shape_of.schema.names, partitioning=None)
        return placed(whole.cast(shape_of.schema), table.name)
    return placed(table)


def _named(sheet: Sheet, table: Table) -> Sheet:
    return sheet.called({column.name: (folded(column.name),) for column in table.columns})


def _rule(sheet: Sheet, table: Table) -> DateRule:
    return date_rule([sheet.columns[name] for name in table.dates if name in sheet.columns], Format.DAY_FIRST)


def _tell_extra(names: Sequence[str], table: Table, file: str, problems: Problems) -> None:
    known = {folded(name) for name in table.schema.names}
    for name in names:
        if folded(name) not in known:
            reason = f"The table {table.name} has no such column; it was left out."
            problems.add(Problem(Place(file, table.name, None, name), "extra_column", reason))


def _right(schema: pa.Schema, name: str, wanted: pa.DataType) -> bool:
    at = schema.get_field_index(name)
    if at < 0:
        return False
    found = schema.field(at).type
    text = pa.types.is_large_string(found) or pa.types.is_string_view(found)
    return bool(found == wanted or (pa.types.is_string(wanted) and text))


def _blanks(path: Path, table: Table) -> bool:
    """Whether a needed column has a blank, as far as the file's own statistics tell."""
    footer = pq.read_metadata(path)
    needed = {column.name for column in table.columns if column.needed}
    for group in range(footer.num_row_groups):
        for at in range(footer.num_columns):
            column = footer.row_group(group).column(at)
            if column.path_in_schema in needed and column.statistics and column.statistics.null_count:
                return True
    return False


def _unique(table: pa.Table, name: str, problems: Problems) -> pa.Table:
    """The table with each identifier once. What is the same row again counts once; any other that has it is refused."""
    primary = PRIMARY.get(name)
    if primary is None or not _repeats(table[primary]):
        return table
    ids = table[primary].combine_chunks().dictionary_encode()
    # Each identifier is numbered where it first stands, so that its number is then the highest so far.
    codes = ids.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    first = codes > np.concatenate([[-1], np.maximum.accumulate(codes)[:-1]])
    first |= codes < 0
    again = np.flatnonzero(~first)
    if len(again):
        earlier = np.flatnonzero(first & (codes >= 0))[codes[again]]
        _tell_again(table.take(pa.array(again)), table.take(pa.array(earlier)), name, primary, problems)
    return table.filter(pa.array(first)) if len(again) else table


def _repeats(ids: pa.ChunkedArray) -> bool:
    """Whether one of them stands there twice: found by sorting, at a fraction of the memory of a dictionary."""
    ordered = ids.take(pc.sort_indices(ids))
    return bool(pc.any(pc.equal(ordered[1:], ordered[:-1])).as_py())


def _tell_again(again: pa.Table, earlier: pa.Table, name: str, primary: str, problems: Problems) -> None:
    """Tell of each row whose identifier an earlier one has whether it is that row once more, and where both stand."""
    same = np.ones(len(again), dtype=bool)
    for column in TABLES[name].schema.names:
        equal = pc.fill_null(pc.equal(again[column], earlier[column]), False)
        neither = pc.and_(again[column].is_null(), earlier[column].is_null())
        same &= pc.or_(equal, neither).to_numpy()
    for kind, which, refused, words in (
        ("repeated_row", same, False, "The same row stands in {} already; it counts once."),
        ("repeated_identifier", ~same, True, "Another row, {}, has this identifier already and says something else."),
    ):
        rows = np.flatnonzero(which)
        for at in rows[: problems.keep].tolist():
            where, other = again[PLACE.name][at].as_py(), earlier[PLACE.name][at].as_py()
            place = Place(where["file"], where["part"] or name, where["row"], primary)
            known = Place(**other)
            problems.add(Problem(place, kind, words.format(known), refused, name))
        if len(rows) > problems.keep:
            problems.add_many(Problem(place, kind, words.format(known), refused, name), len(rows) - problems.keep)
