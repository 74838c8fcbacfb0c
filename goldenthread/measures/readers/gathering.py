"""One row a child, and one row a conference, out of the many rows in which an extract says them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pyarrow as pa

from goldenthread.measures.problems import Place, Problem, Problems
from goldenthread.measures.readers.identifiers import Numbering
from goldenthread.measures.tables import CHILDREN, CONFERENCES

_ABOUT = tuple(column.name for column in CHILDREN.columns if column.name != "child_id")
# What these say is no more than that nothing is known, and gives way to anything else.
_UNKNOWN = {"sex": "U", "ethnicity": "NOBT"}


def one_row_each(rows: pa.Table, place: Place, problems: Problems) -> pa.Table:
    """The children, in order of their first row; what the first row leaves blank or unknown, a later one fills.

    Where two rows say different things about one child the first counts, and it is told once for each child and column.
    """
    found: dict[str, dict[str, Any]] = {}
    told: set[tuple[str, str]] = set()
    for row in rows.select([field.name for field in CHILDREN.schema]).to_pylist():
        child = found.setdefault(row["child_id"], row)
        if child is row:
            continue
        for name in _ABOUT:
            new, old = row[name], child[name]
            if new is None or new == old:
                continue
            if old is None or old == _UNKNOWN.get(name):
                child[name] = new
            elif new != _UNKNOWN.get(name) and (row["child_id"], name) not in told:
                told.add((row["child_id"], name))
                reason = f"Two rows about child {row['child_id']} differ in {name}; the one read first counts."
                problems.add(Problem(Place(place.file, place.part, None, name), "conflict", reason))
    return pa.Table.from_pylist(list(found.values()), CHILDREN.schema)


def conferences(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """The conferences that these rows tell of: one for each child and day, whichever and however many rows name it.

    A row has `child_id` and `conference_date`, and may have the other columns of the table. Of several enquiries that
    lead to one conference it follows the first, so that one begun anew does not set the clock back.
    """
    found: dict[tuple[str, date], dict[str, Any]] = {}
    for row in rows:
        if row["conference_date"] is None:
            continue
        held = found.setdefault((row["child_id"], row["conference_date"]), dict(row))
        for name, value in row.items():
            if name == "s47_start_date":
                held[name] = _first(held.get(name), value, row["conference_date"])
            elif held.get(name) is None or (value is True and name == "resulted_in_plan"):
                held[name] = value
    numbering = Numbering()
    made = [row | {"conference_id": numbering.next("conference", *key)} for key, row in found.items()]
    return pa.Table.from_pylist(made, CONFERENCES.placed)


def _first(one: date | None, other: date | None, held_on: date) -> date | None:
    before = [day for day in (one, other) if day and day <= held_on]
    return min(before) if before else one or other
