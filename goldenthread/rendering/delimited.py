"""CSV that opens safely in a spreadsheet: in UTF-8 with its mark, and nothing that begins a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO

from goldenthread.rendering.cleaning import printable

# What a spreadsheet may take for the beginning of a formula (OWASP, "CSV injection").
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | float | date | datetime | None


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The table as CSV (RFC 4180, UTF-8 with byte order mark), dates as YYYY-MM-DD.

    Text that begins with = + - @, a tab or a carriage return gets a leading apostrophe, and so does text that begins
    with an apostrophe before one of these, so that `plain` gives back exactly what was meant. Numbers stay numbers.
    """
    made = StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([escaped(heading) for heading in header])
    for row in rows:
        writer.writerow([_said(value) for value in row])
    return made.getvalue().encode("utf-8-sig")


def escaped(text: str) -> str:
    """The text as it may stand in a CSV cell, control characters left out."""
    clean = printable(text)
    return f"'{clean}" if clean.lstrip("'").startswith(DANGEROUS) else clean


def plain(text: str) -> str:
    """The text a CSV cell stands for: the apostrophe that `escaped` put in front taken away."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(DANGEROUS) else text


def _said(value: Value) -> Value:
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
