"""Tables of Word files, written as XML at once: python-docx's own cells are far too slow for hundreds of rows."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from goldenthread.rendering import palette
from goldenthread.rendering.blocks import Cell, Table
from goldenthread.rendering.cleaning import printable

_TWIPS_IN_EMU = 635
_BULLET_STYLE = "ListBullet"


def add_table(document: Any, table: Table, width: int) -> None:
    """Append the table to the document, `width` English metric units wide, its header row repeated on each page."""
    widths = _widths(table, width)
    element = _node("w:tbl")
    element.append(_properties(sum(widths)))
    grid = _node("w:tblGrid")
    for across in widths:
        grid.append(_node("w:gridCol", {"w:w": str(across)}))
    element.append(grid)
    if table.has_header:
        element.append(_header(table, widths))
    for row in _rows(table, widths):
        element.append(row)
    document.element.body.insert_element_before(element, "w:sectPr")


def _node(tag: str, attributes: dict[str, str] | None = None) -> Any:
    node = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        node.set(qn(name), value)
    return node


def _widths(table: Table, width: int) -> list[int]:
    total = sum(max(column.width, 0.05) for column in table.columns) or 1.0
    return [int(max(column.width, 0.05) / total * width / _TWIPS_IN_EMU) for column in table.columns]


def _properties(width: int) -> Any:
    properties = _node("w:tblPr")
    properties.append(_node("w:tblStyle", {"w:val": "TableGrid"}))
    properties.append(_node("w:tblW", {"w:w": str(width), "w:type": "dxa"}))
    properties.append(_node("w:tblLayout", {"w:type": "fixed"}))
    properties.append(_node("w:tblLook", {"w:val": "0020", "w:firstRow": "1"}))
    return properties


def _header(table: Table, widths: list[int]) -> Any:
    row = _node("w:tr")
    about = _node("w:trPr")
    about.append(_node("w:cantSplit"))
    if table.repeat_header:
        about.append(_node("w:tblHeader"))
    row.append(about)
    for column, across in zip(table.columns, widths, strict=True):
        cell = _cell_frame(across, 1, None, palette.HEADER)
        cell.append(_paragraph(column.heading, bold=True))
        row.append(cell)
    return row


def _rows(table: Table, widths: list[int]) -> list[Any]:
    """One `w:tr` a row; a cell that reaches down is repeated as an empty continuation, as Word wants it."""
    places: dict[tuple[int, int], tuple[Cell, bool]] = {}
    for row, column, cell in table.placed():
        for down in range(cell.rowspan):
            places[row + down, column] = (cell, down == 0)
    made = []
    for row in range(len(table.rows)):
        element = _node("w:tr")
        column = 0
        while column < len(widths):
            cell, first = places.get((row, column), (Cell(), True))
            across = sum(widths[column : column + cell.colspan])
            element.append(_cell(cell, first, across))
            column += cell.colspan
        made.append(element)
    return made


def _cell(cell: Cell, first: bool, width: int) -> Any:
    merge = None if cell.rowspan == 1 else "restart" if first else "continue"
    element = _cell_frame(width, cell.colspan, merge, cell.tint.background if cell.tint else None)
    if not first:
        element.append(_node("w:p"))
        return element
    colour = cell.tint.text if cell.tint else None
    for line in cell.lines():
        element.append(_paragraph(line, cell.bold, colour))
    for item in cell.bullets:
        element.append(_paragraph(item, colour=colour, style=_BULLET_STYLE))
    if not cell.lines() and not cell.bullets:
        element.append(_node("w:p"))
    return element


def _cell_frame(width: int, span: int, merge: str | None, fill: str | None) -> Any:
    cell, about = _node("w:tc"), _node("w:tcPr")
    about.append(_node("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
    if span > 1:
        about.append(_node("w:gridSpan", {"w:val": str(span)}))
    if merge:
        about.append(_node("w:vMerge", {"w:val": merge}))
    if fill:
        shade = {"w:val": "clear", "w:color": "auto", "w:fill": fill.lstrip("#").upper()}
        about.append(_node("w:shd", shade))
    cell.append(about)
    return cell


def _paragraph(text: str, bold: bool = False, colour: str | None = None, style: str = "") -> Any:
    paragraph, about = _node("w:p"), _node("w:pPr")
    if style:
        about.append(_node("w:pStyle", {"w:val": style}))
    about.append(_node("w:spacing", {"w:before": "20", "w:after": "40"}))
    paragraph.append(about)
    run, look = _node("w:r"), _node("w:rPr")
    if bold:
        look.append(_node("w:b"))
    if colour:
        look.append(_node("w:color", {"w:val": colour.lstrip("#").upper()}))
    look.append(_node("w:sz", {"w:val": "19"}))
    run.append(look)
    for number, line in enumerate(printable(text).split("\n")):
        if number:
            run.append(_node("w:br"))
        part = _node("w:t", {})
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        part.text = line
        run.append(part)
    paragraph.append(run)
    return paragraph
