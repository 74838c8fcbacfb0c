"""Ofsted's Annex A: a workbook of eleven lists, or the same lists as CSV files.

Lists 1 to 5 hold six months, lists 6 to 8 one row a child; so no look-back over a year can be counted from them.
Source: Ofsted's workbook for inspections of local authority children's services, Annex A, and its notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.kernel.periods import month
from goldenthread.measures.places import PLACE
from goldenthread.measures.problems import Place, Problem, Problems, Unreadable
from goldenthread.measures.readers.annex_lists import LISTS, PERSON, List, list_of
from goldenthread.measures.readers.gathering import conferences, one_row_each
from goldenthread.measures.readers.identifiers import Numbering, plain
from goldenthread.measures.readers.shaping import date_rule, numbered, shape
from goldenthread.measures.readers.sheets import Coded, Sheet
from goldenthread.measures.readers.workbooks import read_sheets
from goldenthread.measures.tables import CHILDREN, CONFERENCES, Extract, Kind, Table

KIND = "Ofsted Annex A"
_AGE = ("age of child years", "age", "age of child", "age years")
_RESULT = next(column for column in CONFERENCES.columns if column.name == "resulted_in_plan")
_NOT_ALL = {
    6: "The list fills needs and closures of referrals in list 3; it holds no referral of its own.",
    7: "The list holds one row a child, the latest plan only: earlier plans are known by their number alone.",
    8: "The list holds one row a child, the latest period only: earlier periods and placements are not known.",
}
_SIX_MONTHS = "Lists 1 to 5 hold six months: what looks back over twelve cannot be counted from this workbook."
# Authorities send a few months more or less; a day of another year makes it a year and more.
_HALF_YEAR = range(150, 345)
_WEEK = timedelta(days=7)

Found = Sequence[tuple[List, Sheet]]


def knows(headings: list[str]) -> bool:
    """True for the folded headings of one of the lists."""
    return list_of(headings) is not None


def read_workbook(path: Path) -> Extract:
    """The lists of an .xlsx or .xlsm workbook, in canonical tables.

    Raises `Unreadable` where no sheet holds a list, or the days of one can be read in two ways.
    """
    problems = Problems()
    sheets = read_sheets(path, knows, problems)
    if not sheets:
        raise Unreadable(
            f"{path.name} holds no list of Ofsted's Annex A: no sheet has, in its first ten rows, a Child Unique ID "
            "and the date that a list is known by."
        )
    return read_lists(sheets, problems)


def read_lists(sheets: Sequence[Sheet], problems: Problems) -> Extract:
    """The extract out of sheets that each hold a list."""
    found = [(known, _prepared(known, sheet)) for sheet in sheets if (known := list_of(list(sheet.columns)))]
    _tell_scope(found, problems)
    counted = [(known, sheet) for known, sheet in found if known.columns]
    days = {column.name for known, _ in counted for column in _table(known).columns if column.kind is Kind.DATE}
    rule = date_rule(column for _, sheet in counted for name, column in sheet.columns.items() if name in days)
    rows: dict[int, pa.Table] = {}
    for known, sheet in counted:
        shaped = shape(_table(known), sheet.columns, sheet, problems, rule, made=_made(known))
        rows[known.number] = pa.concat_tables([rows[known.number], shaped]) if known.number in rows else shaped
    tables = _canonical(rows)
    people = [table.select(CHILDREN.schema.names) for table in rows.values()]
    if people:
        where = Place(sheets[0].file)
        tables["children"] = one_row_each(pa.concat_tables(people), where, problems)
    return Extract(KIND, dict(tables), problems, _half_year(rows))


def _table(known: List) -> Table:
    """The list's table with what each row also says about its child, so that a row is read and told once."""
    columns = {column.name: column for column in known.table.columns}
    columns |= {"resulted_in_plan": _RESULT} if known.number == 5 else {}
    return Table(
        known.name, known.table.row, (*columns.values(), *(c for c in CHILDREN.columns if c.name != "child_id"))
    )


def _made(known: List) -> tuple[str, ...]:
    return tuple(c.name for c in _table(known).columns if c.kind is Kind.ID and c.name != "child_id")


def _prepared(known: List, sheet: Sheet) -> Sheet:
    """The sheet with its columns under the names of the tables; a child not yet born (age -1) has no date of birth."""
    named = sheet.called({**PERSON, **known.columns})
    age = next((sheet.columns[heading] for heading in _AGE if heading in sheet.columns), None)
    if age is None or "date_of_birth" not in named.columns:
        return named
    unborn = age.where(at for at, value in enumerate(age.values) if plain(value) in {"-1", "-1.0"})
    birth = named.columns["date_of_birth"]
    at = np.where(unborn, len(birth.values), birth.at).astype(np.int32)
    return replace(named, columns={**named.columns, "date_of_birth": Coded([*birth.values, None], at)})


def _tell_scope(found: Found, problems: Problems) -> None:
    numbers = {known.number for known, _ in found}
    file = found[0][1].file
    for known, sheet in found:
        if not known.columns:
            problems.add(
                Problem(sheet.place(), "not_counted", f"Nothing is counted from list {known.number} ({known.name}).")
            )
        elif known.number in _NOT_ALL:
            problems.add(Problem(sheet.place(), "scope", _NOT_ALL[known.number]))
    problems.add(Problem(Place(file), "scope", _SIX_MONTHS))
    for known in LISTS:
        if known.columns and known.number not in numbers:
            reason = f"There is no list {known.number} ({known.name}) in it."
            problems.add(Problem(Place(file), "missing_list", reason))


def _canonical(rows: dict[int, pa.Table]) -> dict[str, pa.Table]:
    tables = {}
    for known in LISTS:
        if known.number in rows and known.number != 6:
            table = rows[known.number].select(known.table.placed.names)
            if known.made_id:
                name, kind, day = known.made_id
                table = numbered(table, name, kind, day, Numbering())
            tables[known.table.name] = table
    if 5 in rows:
        tables["conferences"] = conferences(_conference(row) for row in rows[5].to_pylist())
    if 8 in rows:
        tables["looked_after"] = _started(tables["looked_after"])
    if 3 in rows and 6 in rows:
        tables["referrals"] = _filled(tables["referrals"], rows[6])
    return tables


def _conference(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "child_id": row["child_id"],
        "conference_date": row["icpc_date"],
        "s47_start_date": row["start_date"],
        "resulted_in_plan": row["resulted_in_plan"],
        PLACE.name: row[PLACE.name],
    }


def _started(table: pa.Table) -> pa.Table:
    """A row is a whole period of care, so that it starts one."""
    at = table.schema.get_field_index("reason_started")
    return table.set_column(at, table.schema.field(at), pa.array(["S"] * len(table), pa.string()))


def _filled(referrals: pa.Table, in_need: pa.Table) -> pa.Table:
    """Referrals with the need and closure that list 6 gives for the same child and day, when an episode starts."""
    filling = ("need", "closure_date", "closure_reason")
    known = {(row["child_id"], row["referral_date"]): row for row in in_need.to_pylist()}
    rows = referrals.to_pylist()
    for row in rows:
        episode = known.get((row["child_id"], row["referral_date"]), {})
        row.update({name: episode.get(name) for name in filling})
    return pa.Table.from_pylist(rows, referrals.schema)


def _half_year(rows: dict[int, pa.Table]) -> tuple[date, date] | None:
    """The days that lists 1, 3 and 5 speak of, where these are about half a year; None where they are not.

    A month of which only the first or the last week is without any is taken to be whole.
    """
    days: list[date] = []
    for number, column in ((1, "contact_date"), (3, "referral_date"), (5, "start_date")):
        if number in rows and len(rows[number]):
            span = pc.min_max(rows[number][column]).as_py()
            days += [span["min"], span["max"]]
    if not days or (max(days) - min(days)).days not in _HALF_YEAR:
        return None
    first, last = min(days), max(days)
    begins, ends = month(first.year, first.month).starts_on, month(last.year, last.month).ends_on
    return (begins if first - begins < _WEEK else first, ends if ends - last < _WEEK else last)
