"""A CSV file as a grid, whatever encoding and separator the spreadsheet that wrote it used."""

from __future__ import annotations

import codecs
import csv
import io
import re

from goldenthread.plans.exchange.blocks import Cell, Grid, Source, lines_of
from goldenthread.plans.exchange.files import OpenedFile, UnreadablePlan
from goldenthread.rendering.delimited import plain

ROW_LIMIT = 50_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NEVER_TYPED = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_csv(opened: OpenedFile) -> Source:
    """The one grid of a CSV file. Raises UnreadablePlan where the file is not text or has too many rows for a plan."""
    text = _decoded(opened)
    name = opened.filename
    rows: list[list[Cell]] = []
    csv.field_size_limit(10_000_000)
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)), start=1):
            if any(value.strip() for value in values):
                rows.append([_cell(value, number, at) for at, value in enumerate(values[:200])])
            if len(rows) > ROW_LIMIT:
                raise UnreadablePlan(
                    f"{name} has more than {ROW_LIMIT:,} rows, far more than a plan; send the plan alone."
                )
    except csv.Error as broken:
        raise UnreadablePlan(
            f"{name} is not laid out as a CSV file; save it again from the spreadsheet as CSV."
        ) from broken
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        number = row[0].row if row else 0
        row += [_cell("", number, at) for at in range(len(row), width)]
    return Source(name, "csv", [Grid(rows, "the file")] if rows else [])


def _cell(value: str, row: int, at: int) -> Cell:
    return Cell(lines_of(plain(value).strip()), place=f"line {row}, column {at + 1}", row=row, column=at)


def _decoded(opened: OpenedFile) -> str:
    text = _by_encoding(opened.data)
    sample = text[:20_000]
    if len(_NEVER_TYPED.findall(sample)) > max(2, len(sample) // 200):
        raise UnreadablePlan(
            f"{opened.filename} is not text that can be read; "
            "send a Word document (.docx), an Excel workbook (.xlsx) or a CSV file."
        )
    return text.replace("\x00", "")


def _by_encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    sample = data[:4000]
    if sample[1::2].count(0) > len(sample) // 5 and sample[::2].count(0) < len(sample) // 20:
        return data.decode("utf-16-le", errors="replace")
    if sample[::2].count(0) > len(sample) // 5 and sample[1::2].count(0) < len(sample) // 20:
        return data.decode("utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """The separator under which the first rows come out widest and most alike."""
    sample = text[:20_000]
    best, best_score = ",", 0.0
    for separator in (",", ";", "\t", "|"):
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if any(row)][
                :30
            ]
        except csv.Error:
            continue
        usual = max(set(widths), key=widths.count) if widths else 1
        score = (usual - 1) * widths.count(usual) / max(1, len(widths))
        if score > best_score:
            best, best_score = separator, score
    return best
