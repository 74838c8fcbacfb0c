"""The SSDA903 return as XML: the same rows as its CSV files, each element that holds only values being a row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from goldenthread.measures.problems import Unreadable
from goldenthread.measures.readers.cin_elements import counted_by, local
from goldenthread.measures.readers.sheets import Sheet, coded, folded
from goldenthread.measures.readers.ssda903 import FILES, File, file_of

# The line, the number of the child in the file, the values.
_Row = tuple[int, int, dict[str, str | None]]


def read_return(path: Path) -> list[Sheet]:
    """A sheet for each kind of row, with columns named as the CSV files have them; rows are numbered by `counted_by`.

    Raises `Unreadable`, with the line, where the file breaks off or is not well formed.
    """
    rows: dict[str, list[_Row]] = {known.name: [] for known in FILES}
    try:
        events = etree.iterparse(
            path, tag="{*}CHILD", resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True
        )
        number = 0
        for _, child in events:
            # A field of a row may have the name of the child's own element.
            if not len(child):
                continue
            number += 1
            for known, row in _rows(child, number):
                rows[known.name].append(row)
            child.clear(keep_tail=True)
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            f"{path.name} is not whole or not well formed: it cannot be read from line {error.lineno} on. "
            "Export it again; nothing was kept."
        ) from None
    return [_sheet(path.name, known, rows[known.name]) for known in FILES if rows[known.name]]


def _rows(child: etree._Element, number: int) -> Iterator[tuple[File, _Row]]:
    who = next((inner.text for inner in child.iter("{*}CHILDID", "{*}CHILD") if not len(inner)), None)
    for element in child.iter(tag=etree.Element):
        values = {
            folded(local(inner)): inner.text for inner in element if isinstance(inner.tag, str) and not len(inner)
        }
        known = file_of([*values, "child"]) if values else None
        if known:
            yield known, (element.sourceline or 0, number, values | {"child": who})


def _sheet(file: str, known: File, rows: list[_Row]) -> Sheet:
    names = dict.fromkeys(name for *_, row in rows for name in row)
    columns = {name: coded(row.get(name) for *_, row in rows) for name in names}
    headings = {name: name.upper().replace(" ", "_") for name in names}
    numbers, unit = counted_by([line for line, *_ in rows], [number for _, number, _ in rows])
    return Sheet(file, known.name, headings, columns, numbers, unit)
