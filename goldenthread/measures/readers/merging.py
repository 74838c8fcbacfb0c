"""Several extracts of one authority made one: what two of them hold is told, and counted once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.kernel.rules import rule
from goldenthread.measures.problems import Place, Problem, Problems
from goldenthread.measures.readers import annex_a, canonical, cin_census, ssda903
from goldenthread.measures.readers.canonical import PRIMARY, loaded
from goldenthread.measures.readers.gathering import one_row_each
from goldenthread.measures.tables import CHILD, TABLES, Extract, Kind, Table

# Whose rows count where two inputs hold the same: the fuller record first.
_FULLEST = (canonical.KIND, cin_census.KIND, ssda903.KIND, annex_a.KIND)


@rule("measures.merging", "Golden Thread, decision 20: a row is kept or refused, never silently dropped")
def merge(extracts: Sequence[Extract]) -> Extract:
    """One extract out of several. Rows of two inputs about one child, day and thing are one row.

    The fuller record counts (canonical tables, then the latest census, SSDA903, Annex A), and what it leaves blank the
    other fills. Looked-after children are taken from one kind of input alone: one kind has a row for each placement,
    another for each period. Every row so dropped is told.
    """
    ordered = sorted(extracts, key=_order)
    problems = Problems()
    for extract in ordered:
        problems.take(extract.problems)
    names = [name for name in TABLES if any(name in extract.tables for extract in ordered)]
    tables: dict[str, pa.Table | Path] = {}
    spans: dict[str, tuple[date, date] | None] = {}
    replaced: dict[str, dict[str, str]] = {"referral_id": {}, "plan_id": {}}
    for name in names:
        holding = [extract for extract in ordered if name in extract.tables]
        if name == "looked_after":
            holding = _one_kind(holding, problems)
        spans[name] = _without_gap([extract.covers for extract in holding])
        if len(holding) == 1:
            tables[name] = holding[0].tables[name]
        elif name == "children":
            names = TABLES[name].schema.names
            rows = pa.concat_tables([loaded(extract.tables[name], TABLES[name]).select(names) for extract in holding])
            tables[name] = one_row_each(rows, Place("Several inputs", name), problems)
        else:
            tables[name] = _once(TABLES[name], holding, problems, replaced)
    kinds = dict.fromkeys(extract.kind for extract in ordered)
    merged = {name: _renamed(table, name, replaced) for name, table in tables.items()}
    return Extract(" and ".join(kinds), merged, problems, _covers(ordered, problems), spans=spans)


def _order(extract: Extract) -> tuple[int, int]:
    known = _FULLEST.index(extract.kind) if extract.kind in _FULLEST else len(_FULLEST)
    return known, -(extract.covers[1].toordinal() if extract.covers else 0)


def _one_kind(holding: list[Extract], problems: Problems) -> list[Extract]:
    kept = [extract for extract in holding if extract.kind == holding[0].kind]
    for extract in holding:
        if extract.kind != holding[0].kind:
            times = len(loaded(extract.tables["looked_after"], TABLES["looked_after"]))
            reason = f"Looked-after children are taken from {holding[0].kind}; these rows are not counted beside them."
            problems.add_many(Problem(Place(extract.kind, "looked_after"), "other_source", reason), times)
    return kept


def _day_of(table: Table) -> str:
    """The day, or moment, that every row has and by which it is known beside its child."""
    return next(c.name for c in table.columns if c.needed and c.kind in (Kind.DATE, Kind.MOMENT))


def _once(table: Table, holding: list[Extract], problems: Problems, replaced: dict[str, dict[str, str]]) -> pa.Table:
    day, primary = _day_of(table), PRIMARY.get(table.name)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for extract in holding:
        repeated, times = 0, Counter[tuple[Any, ...]]()
        for row in loaded(extract.tables[table.name], table).to_pylist():
            start = (row["child_id"], row[day], row.get("kind"))
            times[start] += 1
            key = (*start, times[start])
            held = found.setdefault(key, row)
            if held is row:
                continue
            repeated += 1
            if primary in replaced and row[primary] != held[primary]:
                replaced[primary][row[primary]] = held[primary]
            held.update({name: value for name, value in row.items() if held[name] is None})
        reason = "The same rows (one child, one day) stand in another input too; each counts once."
        problems.add_many(Problem(Place(extract.kind, table.name), "repeated_in_inputs", reason), repeated)
    return pa.Table.from_pylist(list(found.values()), table.placed)


def _renamed(table: pa.Table | Path, name: str, replaced: dict[str, dict[str, str]]) -> pa.Table | Path:
    """The table with references to rows that were dropped leading to those kept for them."""
    for column, names in replaced.items():
        if names and not isinstance(table, Path) and column in table.schema.names and PRIMARY.get(name) != column:
            at = table.schema.get_field_index(column)
            values = pa.array([names.get(value, value) for value in table[column].to_pylist()], pa.string())
            table = table.set_column(at, table.schema.field(at), values)
    return table


def _covers(extracts: Sequence[Extract], problems: Problems) -> tuple[date, date] | None:
    """All that the inputs cover, where it leaves no gap; None where it does, or none of them says."""
    spans = [extract.covers for extract in extracts if extract.covers]
    found = _without_gap(spans)
    if spans and found is None:
        reason = "The inputs leave a time between them that none of them covers."
        problems.add(Problem(Place("Several inputs"), "scope", reason))
    return found


def _without_gap(spans: Sequence[tuple[date, date] | None]) -> tuple[date, date] | None:
    """From the first day of these spans to the last; None where they leave a gap, or one is not known."""
    known = sorted(span for span in spans if span)
    if not known or len(known) < len(spans):
        return None
    if any(after[0] > before[1] + timedelta(days=1) for before, after in pairwise(known)):
        return None
    return known[0][0], max(last for _, last in known)


def _is_plain(ids: pa.Array) -> bool:
    """Whether none of them begins with a nought or has a small letter, as where nothing can differ by these alone."""
    differs = pc.or_(pc.not_equal(pc.utf8_upper(ids), ids), pc.starts_with(ids, "0"))
    return not pc.any(differs).as_py()


def _alike(ids: pa.ChunkedArray) -> list[str]:
    """Of these identifiers, in order, those that differ from another by nothing but case and leading noughts."""
    ids = pc.unique(ids)
    bare = pc.utf8_ltrim(pc.utf8_lower(ids), "0")
    times = pc.value_counts(bare)
    several = times.field("values").filter(pc.greater(times.field("counts"), 1))
    return ids.filter(pc.is_in(bare, several)).to_pylist()  # type: ignore[no-any-return]


def one_spelling(extract: Extract) -> None:
    """Make one the identifiers of a child that differ in case alone, as first written; tell each, and each pair that
    differs by leading noughts alone, which stay two.
    """
    tables = {name: table for name, table in extract.tables.items() if isinstance(table, pa.Table)}
    pieces = [piece for table in tables.values() for piece in table[CHILD.name].chunks]
    if all(_is_plain(piece) for piece in pieces):
        return
    ids = _alike(pa.chunked_array([pc.unique(piece) for piece in pieces], pa.string()))
    spellings: dict[str, list[str]] = defaultdict(list)
    for one in ids:
        spellings[one.casefold()].append(one)
    changed = {other: same[0] for same in spellings.values() for other in same[1:]}
    bare = Counter(one.lstrip("0") for one in spellings)
    for other, kept in changed.items():
        reason = f"{other} and {kept} are taken for one child: they differ in case alone."
        extract.problems.add(Problem(Place(extract.kind, "", None, CHILD.name), "identifier_case", reason))
    for one in (one for one in spellings if one.startswith("0") and bare[one.lstrip("0")] > 1):
        reason = (
            f"{one} and {one.lstrip('0')} may be one child whose leading noughts a spreadsheet took; they stay two."
        )
        extract.problems.add(Problem(Place(extract.kind, "", None, CHILD.name), "leading_noughts", reason))
    for name, table in tables.items() if changed else ():
        at = table.schema.get_field_index(CHILD.name)
        values = pa.array([changed.get(i, i) for i in table[CHILD.name].to_pylist()], pa.string())
        extract.tables[name] = table.set_column(at, table.schema.field(at), values)
    if changed and isinstance(extract.tables.get("children"), pa.Table):
        place = Place(extract.kind, "children")
        extract.tables["children"] = one_row_each(extract.tables["children"], place, extract.problems)
