"""A table of a Word document as our own, with its header, its merged cells and no gaps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from goldenthread.rendering.blocks import Cell, Column, Table
from goldenthread.rendering.word_numbering import value_of

MOST_COLUMNS = 40
_WITHIN = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}


@dataclass
class _Place:
    """Where a cell begins, how many columns and rows it covers, and whether it goes on from the row above."""

    element: Any
    column: int
    across: int
    goes_on: bool
    down: int = 1


def table_of(element: Any, cell_of: Callable[[Any], Cell]) -> Table | None:
    """The table; `cell_of` reads one cell. None where nothing is in it."""
    placed = [_row(row) for row in _rows(element) if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
    width = min(max((one.column + one.across for row in placed for one in row), default=0), MOST_COLUMNS)
    if not width:
        return None
    rows = _filled(_join(placed), width, cell_of)
    if not any(cell.text or cell.paragraphs or cell.bullets for row in rows for cell in row):
        return None
    widths = _widths(element, width)
    if _has_header(element) and len(rows) > 1 and len(rows[0]) == width and all(_heads(cell) for cell in rows[0]):
        columns = tuple(Column(" ".join(cell.lines()), share) for cell, share in zip(rows[0], widths, strict=True))
        return Table(columns, tuple(rows[1:]))
    return Table(tuple(Column("", share) for share in widths), tuple(rows))


def _heads(cell: Cell) -> bool:
    return cell.rowspan == cell.colspan == 1 and any(cell.lines())


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == qn("w:tr"):
            yield child
        elif child.tag in _WITHIN:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in _WITHIN:
            yield from _cells(child)


def _row(row: Any) -> list[_Place]:
    at = _whole(value_of(row.find(qn("w:trPr")), "w:gridBefore"), 0)
    placed = []
    for element in _cells(row):
        properties = element.find(qn("w:tcPr"))
        across = max(_whole(value_of(properties, "w:gridSpan"), 1), 1)
        merge = properties.find(qn("w:vMerge")) if properties is not None else None
        goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        if at < MOST_COLUMNS:
            placed.append(_Place(element, at, min(across, MOST_COLUMNS - at), goes_on))
        at += across
    return placed


def _join(rows: list[list[_Place]]) -> list[list[_Place]]:
    """The rows with each cell that goes on from the one above counted as part of it."""
    joined: list[list[_Place]] = []
    above: dict[tuple[int, int], _Place] = {}
    for row in rows:
        now: dict[tuple[int, int], _Place] = {}
        for one in row:
            held = above.get((one.column, one.across)) if one.goes_on else None
            if held is not None:
                held.down += 1
            now[one.column, one.across] = held or one
        joined.append([one for one in row if now[one.column, one.across] is one])
        above = now
    return joined


def _filled(rows: list[list[_Place]], width: int, cell_of: Callable[[Any], Cell]) -> list[tuple[Cell, ...]]:
    """Every row as cells without gaps: where Word left something out, an empty cell stands."""
    covered: list[set[int]] = [set() for _ in rows]
    filled = []
    for number, row in enumerate(rows):
        starts, cells, at = {one.column: one for one in row}, [], 0
        while at < width:
            one = starts.get(at)
            if one is not None:
                cells.append(replace(cell_of(one.element), rowspan=one.down, colspan=one.across))
                for below in covered[number + 1 : number + one.down]:
                    below.update(range(at, at + one.across))
            elif at not in covered[number]:
                cells.append(Cell())
            at += one.across if one is not None else 1
        filled.append(tuple(cells))
    return filled


def _has_header(table: Any) -> bool:
    first = next(_rows(table), None)
    if first is not None and first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
        return True
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    if look is None:
        return False
    if look.get(qn("w:firstRow")) is not None:
        return look.get(qn("w:firstRow")) in ("1", "true")
    try:
        return bool(int(look.get(qn("w:val"), "0"), 16) & 0x20)
    except ValueError:
        return False


def _widths(table: Any, width: int) -> list[float]:
    grid = table.find(qn("w:tblGrid"))
    found = [float(_whole(one.get(qn("w:w"), ""), 0)) for one in (grid if grid is not None else [])][:width]
    if len(found) < width or not all(found):
        return [1.0] * width
    return [max(one / max(found), 0.12) for one in found]


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else otherwise
