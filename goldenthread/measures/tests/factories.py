"""Small extracts written by hand."""

from datetime import date, datetime
from typing import Any

import pyarrow as pa

from goldenthread.measures.calendar_table import read_month, span
from goldenthread.measures.counting import Figure, count
from goldenthread.measures.indicators.catalogue import chosen
from goldenthread.measures.tables import TABLES, Extract

Rows = list[dict[str, Any]]
IDS = {"referrals": "referral_id", "assessments": "assessment_id", "s47_enquiries": "s47_id", "plans": "plan_id"}


def day(words: str) -> date:
    return date.fromisoformat(words)


def moment(words: str) -> datetime:
    return datetime.fromisoformat(words)


def table(name: str, rows: Rows) -> pa.Table:
    """Rows of a canonical table; days and moments may be written as text, ids that matter to nobody left out."""
    schema = TABLES[name].schema
    read = {pa.date32(): day, pa.timestamp("us"): moment}
    made = []
    for number, row in enumerate(rows):
        given = {"child_id": "c1"} | ({IDS[name]: f"{name}{number}"} if name in IDS else {}) | row
        made.append(
            {
                field.name: read.get(field.type, lambda value: value)(given[field.name])
                if given.get(field.name) is not None
                else None
                for field in schema
            }
        )
    return pa.Table.from_pylist(made, schema=schema)


def extract(covers: tuple[str, str] | None = None, **tables: Rows) -> Extract:
    return Extract(
        "an extract of the tests",
        {name: table(name, rows) for name, rows in tables.items()},
        covers=(day(covers[0]), day(covers[1])) if covers else None,
    )


def figures(
    code: str,
    made: Extract,
    first: str = "2024-04",
    last: str = "2025-03",
    *,
    by: tuple[str, ...] = (),
    grain: str = "",
    engine: str = "duckdb",
    limit: int | None = None,
) -> list[Figure]:
    """The figures of one indicator between two months."""
    indicators = chosen([code], {code: limit} if limit else {})
    spans = span(read_month(first), read_month(last), grain).periods
    found = count(made, indicators, spans, by=by, engine=engine)
    assert not found.not_counted
    return found.figures


def told(
    code: str, made: Extract, first: str = "2024-04", last: str = "2025-03", **asked: Any
) -> tuple[int, int | None]:
    """Numerator and denominator of one indicator over the whole of some months."""
    (figure,) = [one for one in figures(code, made, first, last, **asked) if not one.by]
    return figure.numerator, figure.denominator
