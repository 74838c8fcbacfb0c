"""Any list as it stands, as a CSV or Excel file: the two writers that `web.lists` asks for, and its marked name.

A file leaves the house and is seen without its page, so its marking goes with it. A CSV file has no place for words
that are not data: a line above the headings would be read as one of its rows. Its marking stands in its name. A
workbook says it in its name, on a sheet called About, above the headings and on every printed page.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from goldenthread.rendering.delimited import csv_bytes
from goldenthread.rendering.excel import Sheet, SheetCell, workbook

Writer = Callable[[Sequence[str], Iterable[Sequence[Any]]], bytes]
# Widths in characters: a column of sentences, and any other.
WIDE, NARROW = 60.0, 24.0
ABOUT = "About"
HANDLING = "Keep, share and delete this file as its marking asks. Whoever gets a copy needs to know the marking too."


def marked_name(name: str, marking: str) -> str:
    """A file's name, without its ending, with the marking behind it: "returns-OFFICIAL-SENSITIVE".

    Only letters of ASCII, digits and hyphens are taken from the marking, so that every system keeps the name.
    """
    plain = unicodedata.normalize("NFKD", marking).encode("ascii", "ignore").decode()
    said = "-".join(re.findall(r"[A-Za-z0-9]+", plain))[:60]
    return f"{name}-{said}" if said else name


def writers(sheet: str, title: str = "", marking: str = "", wide: Sequence[str] = ()) -> Mapping[str, Writer]:
    """For each format a function from headings and rows to a file's bytes.

    `sheet` names the Excel sheet, `title` stands above its headings where given, `wide` names columns of sentences. A
    marked workbook begins with a sheet that says what it is and how it is marked; it opens on the list.
    """

    def one_sheet(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
        head = tuple(SheetCell(heading, bold=True) for heading in headings)
        body = tuple(tuple(SheetCell(value) for value in row) for row in rows)
        widths = tuple(WIDE if heading in wide else NARROW for heading in headings)
        line = f"{title}. {marking}" if title and marking else title
        above = ((SheetCell(line, bold=True, border=False, size=14),),) if line else ()
        listed = Sheet(sheet, (*above, head, *body), widths, header=1 + len(above))
        if not marking:
            return workbook([listed], title or sheet)
        first = about(title or sheet, marking, ("Rows", len(body)))
        return workbook([first, listed], title or sheet, marking, opens_on=1)

    return {"csv": csv_bytes, "xlsx": one_sheet}


def about(title: str, marking: str, *facts: tuple[str, Any]) -> Sheet:
    """The sheet that says what a workbook is, how it is marked, and whatever else is given as (label, value)."""
    lines = (("Marking", marking), *facts, ("Handling", HANDLING))
    rows = [(SheetCell(label, bold=True, border=False), SheetCell(value, border=False)) for label, value in lines]
    return Sheet(ABOUT, ((SheetCell(title, bold=True, border=False, size=14),), *rows), (NARROW, WIDE), landscape=False)
