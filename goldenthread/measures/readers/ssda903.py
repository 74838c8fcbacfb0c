"""The SSDA903 return of looked-after children: CSV files of one or more years, known by their headings, made one.

One year's file is a snapshot: an episode that spans 31 March stands in two of them and is one. Source: the Department
for Education's guides to the children looked after return.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.measures.problems import Place, Problem, Problems
from goldenthread.measures.readers.dates import Format
from goldenthread.measures.readers.gathering import one_row_each
from goldenthread.measures.readers.shaping import date_rule, shape
from goldenthread.measures.readers.sheets import Sheet
from goldenthread.measures.readers.stitching import continuity, stitched
from goldenthread.measures.tables import (
    CHILDREN,
    LOOKED_AFTER,
    LOOKED_AFTER_MISSING,
    LOOKED_AFTER_REVIEWS,
    Extract,
    Kind,
    Table,
)

KIND = "SSDA903"
# What a file becomes from which nothing is counted.
NOTHING = Table("nothing", "Nothing", ())
_CHILD = ("child", "childid", "child id")


@dataclass(frozen=True)
class File:
    """One file of the return: the headings that only it has, the table it becomes and which heading is what."""

    name: str
    signs: frozenset[str]
    table: Table = NOTHING
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


FILES = (
    File(
        "episodes",
        frozenset({"decom"}),
        LOOKED_AFTER,
        {
            "child_id": _CHILD,
            "start_date": ("decom",),
            "end_date": ("dec",),
            "reason_started": ("rne",),
            "legal_status": ("ls",),
            "need": ("cin",),
            "placement": ("place", "pl"),
            "provider": ("place provider",),
            "reason_ended": ("rec",),
            "reason_placement_changed": ("reason place change",),
            "urn": ("urn",),
        },
    ),
    File(
        "reviews",
        frozenset({"review"}),
        LOOKED_AFTER_REVIEWS,
        {"child_id": _CHILD, "review_date": ("review",), "participation": ("review code",)},
    ),
    File(
        "missing",
        frozenset({"mis start"}),
        LOOKED_AFTER_MISSING,
        {"child_id": _CHILD, "kind": ("missing",), "start_date": ("mis start",), "end_date": ("mis end",)},
    ),
    File("unaccompanied children", frozenset({"duc"})),
    File("outcomes (OC2)", frozenset({"sdq score", "health check", "convicted"})),
    File("care leavers (OC3)", frozenset({"in touch", "activ", "accom"})),
    File("adoption (AD1)", frozenset({"date int", "date match"})),
    File("placed for adoption", frozenset({"date placed"})),
    File("previous permanence", frozenset({"prev perm"})),
    File("social workers", frozenset({"sw id", "sw decom"})),
    File("deprivation of liberty", frozenset({"dolo start"})),
    File(
        "header",
        frozenset({"ethnic"}),
        CHILDREN,
        {"child_id": _CHILD, "sex": ("sex",), "ethnicity": ("ethnic",), "date_of_birth": ("dob",)},
    ),
)


def file_of(headings: Iterable[str]) -> File | None:
    """Which file of the return has these folded headings; None where it is none of them."""
    present = set(headings)
    if not present & set(_CHILD):
        return None
    return next((known for known in FILES if present & known.signs), None)


def read_files(sheets: Sequence[Sheet], problems: Problems) -> Extract:
    """The years of these files made one: an episode once, with the end that the latest file gives it.

    Files are put in order of the latest day they hold, and where two disagree the later one counts. Short breaks
    (V3, V4) are kept. Raises `Unreadable` where a file lacks a column that every row needs.
    """
    found = [(known, sheet) for sheet in sheets if (known := file_of(sheet.columns))]
    for known, sheet in found:
        if known.table is NOTHING:
            reason = f"This is the file of {known.name}, from which nothing is counted."
            problems.add(Problem(sheet.place(), "not_counted", reason))
    counted = [(known, sheet.called(known.columns)) for known, sheet in found if known.columns]
    rule = date_rule((sheet.columns[day] for known, sheet in counted for day in _days(known, sheet)), Format.DAY_FIRST)
    read: dict[str, list[tuple[date, str, pa.Table]]] = {}
    for known, sheet in counted:
        table = shape(known.table, sheet.columns, sheet, problems, rule)
        read.setdefault(known.table.name, []).append((_latest(table, sheet.file), sheet.file, table))
    years = {
        name: [(file, table) for _, file, table in sorted(of, key=lambda one: one[:2])] for name, of in read.items()
    }
    return Extract(KIND, dict(_tables(years, problems)), problems)


def _days(known: File, sheet: Sheet) -> list[str]:
    return [c.name for c in known.table.columns if c.kind is Kind.DATE and c.name in sheet.columns]


def _latest(table: pa.Table, file: str) -> date:
    """The latest day that a file holds, by which its year is known; of a file of people, the year in its name."""
    names = [name for name in ("start_date", "end_date", "review_date") if name in table.schema.names]
    days = [day for name in names if (day := pc.max(table[name]).as_py())]
    if days:
        return max(days)
    year = re.search(r"(?<!\d)(20\d\d)(?!\d)", file)
    return date(int(year[1]), 3, 31) if year else date.max


def _tables(years: dict[str, list[tuple[str, pa.Table]]], problems: Problems) -> dict[str, pa.Table]:
    tables = {}
    for name, files in years.items():
        if name == "children":
            newest_first = pa.concat_tables([table for _, table in reversed(files)])
            tables[name] = one_row_each(newest_first, Place(files[-1][0]), problems)
        elif name == "looked_after":
            tables[name] = stitched(files, problems)
            continuity(tables[name], problems)
        else:
            tables[name] = _once(files, problems)
    return tables


def _once(files: list[tuple[str, pa.Table]], problems: Problems) -> pa.Table:
    """Rows that several years repeat, once each; one whose other columns differ is taken from the latest file."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    schema = files[0][1].schema
    day = "review_date" if "review_date" in schema.names else "start_date"
    for file, table in files:
        repeated = 0
        for row in table.to_pylist():
            key = (row["child_id"], row[day], row.get("kind"))
            repeated += key in found
            found[key] = row
        reason = "The same rows stand in this file, or in an earlier year's, already; each counts once."
        problems.add_many(Problem(Place(file), "repeated_row", reason), repeated)
    return pa.Table.from_pylist(list(found.values()), schema)
