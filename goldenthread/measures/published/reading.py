"""A published file into a table of figures, whatever its form: tidy, long, or a column for each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.measures.problems import Place, Problem, Problems, Unreadable
from goldenthread.measures.published import columns
from goldenthread.measures.published.layouts import BREAKDOWNS, Layout, Parts, missing, recognise
from goldenthread.measures.published.periods import Period, YearKind, read_period
from goldenthread.measures.published.records import SCHEMA, PublishedTable
from goldenthread.measures.published.sheets import Sheet, read_sheet

EXPECTED = (
    "has no line of headings that is known; it needs an area (LA code or name), a period and a value, or the "
    "department's time_period, time_identifier and geographic_level"
)


def read(path: Path, *, reporting_year: YearKind = YearKind.REPORTING) -> PublishedTable:
    """The figures of a file of published statistics or of a partnership's own comparators, CSV or Parquet.

    What kind of file it is, is told by its headings. `reporting_year` says what kind of year is meant where the file
    names none or only "Reporting year". What is wrong is listed in `problems`: a row without an area or a period, or
    with more cells than headings, is refused; a value that cannot be read is kept as not available. Raises `Unreadable`
    with one sentence where the file as a whole cannot be read, or nothing of it could be kept.
    """
    problems = Problems()
    sheet, parts = open_sheet(path, problems)
    if parts.layout is Layout.NEIGHBOURS:
        raise Unreadable(f"{path.name} lists statistical neighbours and holds no figures; read it as neighbours.")
    for heading in missing(parts):
        reason = f"There is no column {heading}; what it would say is unknown throughout."
        problems.add(Problem(Place(path.name, column=heading), "heading_missing", reason))
    parts = _with_values(sheet, parts)
    if not parts.values and not parts.years:
        raise Unreadable(f"{path.name} has no column of numbers; download the data file itself, not its description.")
    _tell_nameless(sheet, problems)
    if all("population" in key for key in (*parts.values, *parts.years)) and reporting_year is YearKind.REPORTING:
        reporting_year = YearKind.MID_YEAR
    table = _assembled(sheet, parts, reporting_year, problems)
    if not len(table):
        raise Unreadable(f"Nothing in {path.name} could be kept: {_commonest(problems)}")
    return table


def open_sheet(path: Path, problems: Problems) -> tuple[Sheet, Parts]:
    """The file's columns and the kind of file that its headings tell. Raises `Unreadable` where they tell none."""
    try:
        sheet = read_sheet(path, lambda keys: recognise(keys) is not None, problems)
    except Unreadable as error:
        raise error if error.reason else Unreadable(f"{path.name} {EXPECTED}.") from None
    parts = recognise(list(sheet.columns))
    if parts is None:
        raise Unreadable(f"{path.name} {EXPECTED}.")
    return sheet, parts


def _commonest(problems: Problems) -> str:
    return problems.listed[0].reason if problems.listed else "it has headings and no rows."


def _with_values(sheet: Sheet, parts: Parts) -> Parts:
    """Which columns of a tidy file hold figures and which break them down, told by what stands in them."""
    if parts.layout is Layout.LONG:
        return replace(parts, values=(parts.roles["value"],))
    if parts.layout is Layout.WIDE:
        return parts
    shares = {key: columns.readable_share(sheet.column(key)) for key in parts.values}
    values = tuple(key for key, share in shares.items() if share is not None and share >= 0.5 and key not in BREAKDOWNS)
    filters = tuple(key for key, share in shares.items() if share is not None and key not in values)
    return replace(
        parts, values=values, filters=filters, left=tuple(key for key, share in shares.items() if share is None)
    )


def _tell_nameless(sheet: Sheet, problems: Problems) -> None:
    for at, (word, (key, column)) in enumerate(zip(sheet.headings, sheet.columns.items(), strict=True), 1):
        if (
            key == f"column_{at}"
            and not word.strip()
            and pc.any(pc.not_equal(pc.utf8_trim_whitespace(column), "")).as_py()
        ):
            place = Place(sheet.name, column=f"column {at}")
            problems.add(Problem(place, "heading_missing", "A column has values and no heading; it was not read."))


def _assembled(sheet: Sheet, parts: Parts, otherwise: YearKind, problems: Problems) -> PublishedTable:
    areas_at, areas = columns.areas_of(sheet, parts, problems)
    breakdown_at, breakdowns = columns.breakdowns_of(sheet, parts.filters)
    note = sheet.column(parts.roles["note"]) if "note" in parts.roles else pa.nulls(len(sheet.rows), pa.string())
    base = {"area": areas_at, "breakdown": breakdown_at, "note": note, "row": sheet.rows}
    measure_at, measures = _measures(sheet, parts)
    blocks: list[pa.Table] = []
    periods: dict[Period, int] = {}
    if parts.layout is Layout.WIDE:
        for key in parts.years:
            period = _year_of(key, sheet, otherwise)
            at = np.full(len(sheet.rows), periods.setdefault(period, len(periods)))
            blocks.append(_block(sheet, key, {**base, "period": at, "measure": measure_at}, problems, dashes=True))
    else:
        period_at, found = columns.periods_of(sheet, parts, otherwise, areas_at, problems)
        periods = {period: at for at, period in enumerate(found)}
        for number, key in enumerate(parts.values):
            at = measure_at if parts.layout is Layout.LONG else np.full(len(sheet.rows), number)
            mine = {**base, "period": period_at, "measure": at}
            blocks.append(_block(sheet, key, mine, problems, dashes=parts.layout is Layout.LONG))
    rows = _without_repeats(pa.concat_tables(blocks).combine_chunks(), sheet, problems)
    left = tuple(sheet.heading(key) for key in parts.left)
    return PublishedTable(
        sheet.name, parts.layout, sheet.encoding, rows, measures, breakdowns, areas, tuple(periods), len(sheet.rows),
        problems, left,
    )  # fmt: skip


def _measures(sheet: Sheet, parts: Parts) -> tuple[np.ndarray, tuple[str, ...]]:
    if parts.layout is Layout.TIDY:
        return np.zeros(len(sheet.rows), np.int32), tuple(sheet.heading(key) for key in parts.values)
    if "measure" in parts.roles:
        codes, texts = columns.numbered([sheet.column(parts.roles["measure"])])
        return columns.merged(codes, [text.strip() for (text,) in texts])
    name = sheet.heading(parts.values[0]) if parts.values else Path(sheet.name).stem
    return np.zeros(len(sheet.rows), np.int32), (name,)


def _year_of(key: str, sheet: Sheet, otherwise: YearKind) -> Period:
    # Tools that may not begin a name with a digit write x2013 and FY2013_14.
    period = read_period(key.lstrip(ascii_lowercase + "_").replace("_", "-"), "", otherwise)
    if period is None:
        raise Unreadable(f"{sheet.name} has a heading {sheet.heading(key)} that is no year; write 2025 or 2024-25.")
    return period


def _block(
    sheet: Sheet, key: str, pointers: dict[str, np.ndarray | pa.Array], problems: Problems, *, dashes: bool
) -> pa.Table:
    states, numbers = columns.cells_of(sheet, key, problems, dashes=dashes)
    table = pa.table({**pointers, "state": states, "number": numbers}).select(SCHEMA.names).cast(SCHEMA)
    return table.filter(
        pc.and_(pc.not_equal(table["area"], columns.REFUSED), pc.not_equal(table["period"], columns.REFUSED))
    )


def _without_repeats(rows: pa.Table, sheet: Sheet, problems: Problems) -> pa.Table:
    """The first figure for each measure, breakdown, area and period; another one is refused and told."""
    names: Sequence[str] = ("measure", "breakdown", "area", "period")
    keys = np.zeros(rows.num_rows, np.int64)
    for name in names:
        column = rows[name].to_numpy()
        keys = keys * (int(column.max(initial=0)) + 1) + column
    order = np.argsort(keys, kind="stable")
    again = np.zeros(len(keys), bool)
    again[order[1:]] = keys[order[1:]] == keys[order[:-1]]
    if not again.any():
        return rows
    numbers = np.unique(rows["row"].to_numpy()[again])
    reason = "The same measure, area and period stands in an earlier row; the first is kept."
    problem = Problem(Place(sheet.name, row=int(numbers[0])), "repeated", reason, refused=True)
    for number in numbers[: problems.keep]:
        problems.add(replace(problem, place=Place(sheet.name, row=int(number))))
    problems.add_many(problem, len(numbers) - problems.keep)
    return rows.filter(pa.array(~again))
