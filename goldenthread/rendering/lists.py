"""Any list as it stands, as a CSV or Excel file: the two writers that `web.lists` asks for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from goldenthread.rendering.delimited import csv_bytes
from goldenthread.rendering.excel import Sheet, SheetCell, workbook

Writer = Callable[[Sequence[str], Iterable[Sequence[Any]]], bytes]
# Widths in characters: a column of sentences, and any other.
WIDE, NARROW = 60.0, 24.0


def writers(sheet: str, title: str = "", marking: str = "", wide: Sequence[str] = ()) -> Mapping[str, Writer]:
    """For each format a function from headings and rows to a file's bytes.

    `sheet` names the Excel sheet, `title` stands above its headings where given, `wide` names columns of sentences.
    """

    def one_sheet(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
        head = tuple(SheetCell(heading, bold=True) for heading in headings)
        body = tuple(tuple(SheetCell(value) for value in row) for row in rows)
        widths = tuple(WIDE if heading in wide else NARROW for heading in headings)
        above = ((SheetCell(title, bold=True, border=False, size=14),),) if title else ()
        return workbook([Sheet(sheet, (*above, head, *body), widths, header=1 + len(above))], title or sheet, marking)

    return {"csv": csv_bytes, "xlsx": one_sheet}
