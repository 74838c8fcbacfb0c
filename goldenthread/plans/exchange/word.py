"""A Word document as paragraphs and grids, text boxes and tracked insertions included, deletions not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from goldenthread.plans.exchange.blocks import (
    Cell,
    Grid,
    Line,
    Paragraph,
    ParagraphKind,
    Source,
    lines_of,
    tidy,
    without_bullet,
)
from goldenthread.plans.exchange.files import OpenedFile, UnreadablePlan
from goldenthread.plans.exchange.numbering import Numbering, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DEEPEST = 40
# Tracked deletions and moves away, field codes and reference marks: none of them is text the document now says.
_PASSED_OVER = {
    W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "annotationRef", "footnoteRef")
}
_CONTENTS = re.compile(r"\t\s*\d{1,3}\s*$|\.{4,}\s*\d{1,3}\s*$")


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    level: int | None = None
    number_id: str = ""
    depth: int = 0
    bold: bool = False


@dataclass(slots=True)
class _Reader:
    styles: dict[str, _Style]
    numbering: Numbering
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0


def read_word(opened: OpenedFile) -> Source:
    """The blocks of a Word document in reading order. Raises UnreadablePlan where the document's XML is broken."""
    name = "word/document.xml"
    if opened.package and name not in opened.package.NameToInfo:
        name = next(each for each in opened.package.namelist() if re.fullmatch(r"word/document\d*\.xml", each))
    root = _xml(opened, name)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise UnreadablePlan(f"{opened.filename} holds no text that can be read; open it in Word and save it afresh.")
    reader = _Reader(_styles(_xml(opened, "word/styles.xml")), Numbering.read(_xml(opened, "word/numbering.xml")))
    _read_body(reader, body, 0)
    for aside in _asides(opened):
        reader.blocks.append(aside)
    pages = root.findall(f".//{W}pgSz")
    landscape = any(each.get(W + "orient") == "landscape" for each in pages)
    return Source(opened.filename, "word", reader.blocks, landscape)


def _xml(opened: OpenedFile, name: str) -> Any:
    content = opened.part(name)
    if content is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise UnreadablePlan(
            f"{opened.filename} is damaged: part of it is not well formed; open it in Word and save it afresh."
        ) from broken


def _styles(root: Any) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for each in [] if root is None else root.findall(W + "style"):
        style = _Style(_value(each, "name"), _value(each, "basedOn"))
        outline = each.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and outline.get(W + "val", "").isdigit():
            style.level = int(outline.get(W + "val")) + 1
        numbers = each.find(f"{W}pPr/{W}numPr")
        if numbers is not None:
            style.number_id, style.depth = _value(numbers, "numId"), _whole(_value(numbers, "ilvl"))
        style.bold = each.find(f"{W}rPr/{W}b") is not None
        styles[each.get(W + "styleId", "")] = style
    return styles


def _value(element: Any, name: str) -> str:
    found = element.find(W + name)
    return "" if found is None else str(found.get(W + "val", ""))


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 4 else 0


def _read_body(reader: _Reader, container: Any, depth: int) -> None:
    if depth > _DEEPEST:
        return
    for element in container:
        if element.tag == W + "p":
            _read_paragraph(reader, element, depth)
        elif element.tag == W + "tbl":
            _read_table(reader, element, depth)
        elif isinstance(element.tag, str) and element.tag not in _PASSED_OVER and element.tag != W + "sectPr":
            _read_body(reader, element, depth + 1)


def _read_paragraph(reader: _Reader, element: Any, depth: int) -> None:
    reader.paragraphs += 1
    place = f"paragraph {reader.paragraphs}"
    raw = _text(element)
    style = _style_of(reader, element)
    number_id, level = _list_of(element, style)
    number = reader.numbering.following(number_id, level) if number_id else ""
    text, typed_bullet = without_bullet(raw)
    if text:
        kind, at = _kind(style, raw, typed_bullet, number_id, level)
        bold = style.bold or _all_bold(element)
        reader.blocks.append(Paragraph(text, kind, at, place, bold, number))
    for box in _text_boxes(element):
        _read_body(reader, box, depth + 1)


def _kind(style: _Style, raw: str, typed_bullet: bool, number_id: str, level: int) -> tuple[ParagraphKind, int]:
    name = style.name.lower()
    if name == "title":
        return "title", 0
    if name == "subtitle":
        return "subtitle", 0
    if name.startswith("toc ") or _CONTENTS.search(raw):
        return "contents", 0
    if style.level is not None and style.level <= 9:
        return "heading", style.level
    if name.startswith("heading"):
        return "heading", _whole(name.removeprefix("heading").strip()) or 1
    if typed_bullet or number_id or name.startswith("list bullet"):
        return "bullet", max(level, _whole(name[-1:]) - 1 if name.startswith("list bullet") else 0)
    return "text", 0


def _style_of(reader: _Reader, element: Any) -> _Style:
    """The paragraph's style with what it inherits: name of its own, outline and list from the nearest that has them."""
    style_id = _value(element.find(W + "pPr"), "pStyle") if element.find(W + "pPr") is not None else ""
    own = reader.styles.get(style_id, _Style(style_id))
    found = _Style(own.name, "", own.level, own.number_id, own.depth, own.bold)
    above, steps = own.based_on, 0
    while above in reader.styles and steps < 12:
        style = reader.styles[above]
        found.level = style.level if found.level is None else found.level
        if not found.number_id:
            found.number_id, found.depth = style.number_id, style.depth
        if style.name.lower() in ("title", "subtitle") or re.match(r"heading \d", style.name.lower()):
            found.name = style.name
        above, steps = style.based_on, steps + 1
    return found


def _list_of(element: Any, style: _Style) -> tuple[str, int]:
    numbers = element.find(f"{W}pPr/{W}numPr")
    if numbers is None:
        return style.number_id, style.depth
    number_id = _value(numbers, "numId")
    return ("" if number_id == "0" else number_id), _whole(_value(numbers, "ilvl"))


def _all_bold(element: Any) -> bool:
    runs = [run for run in element.iter(W + "r") if "".join(run.itertext(W + "t")).strip()]
    return bool(runs) and all(run.find(f"{W}rPr/{W}b") is not None for run in runs)


def _text(element: Any) -> str:
    return "".join(_pieces(element, 0))


def _pieces(element: Any, depth: int) -> Iterator[str]:
    for child in element if depth < _DEEPEST else ():
        tag = child.tag
        if tag == W + "t":
            yield child.text or ""
        elif tag in (W + "br", W + "cr"):
            yield "\n"
        elif tag in (W + "tab", W + "ptab"):
            yield "\t"
        elif tag == W + "noBreakHyphen":
            yield "-"
        elif isinstance(tag, str) and tag not in _PASSED_OVER and not tag.startswith(_MC) and tag != W + "pict":
            yield from _pieces(child, depth + 1)


def _text_boxes(element: Any) -> list[Any]:
    """The text boxes drawn in a paragraph; a drawing kept in two forms for old readers is read once."""
    boxes = []
    for box in element.iter(W + "txbxContent"):
        above = [each.tag for each in box.iterancestors()]
        if _MC + "Fallback" not in above and W + "txbxContent" not in above[: above.index(element.tag)]:
            boxes.append(box)
    return boxes


def _read_table(reader: _Reader, table: Any, depth: int) -> None:
    reader.tables += 1
    name = f"table {reader.tables}"
    rows: list[list[Cell]] = []
    inner: list[Any] = []
    for row in _rows(table):
        if row.find(f"{W}trPr/{W}del") is None:
            rows.append(_read_row(reader, row, rows, name, inner))
    width = max((len(row) for row in rows), default=0)
    for number, row in enumerate(rows):
        row += [Cell(place=f"{name}, row {number + 1}", row=number, column=at) for at in range(len(row), width)]
    cells = {id(cell): cell for row in rows for cell in row}
    if len(cells) == 1 and inner:
        only = next(iter(cells.values()))
        reader.blocks += [Paragraph(line.text, "text", 0, only.place) for line in only.lines]
    elif width:
        reader.blocks.append(Grid(rows, name))
    for each in inner if depth < _DEEPEST else ():
        _read_table(reader, each, depth + 1)


def _rows(table: Any) -> Iterator[Any]:
    """A table's own rows, those in content controls and tracked insertions too."""
    for child in table:
        if child.tag == W + "tr":
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            yield from _cells(child)


def _read_row(reader: _Reader, row: Any, above: list[list[Cell]], name: str, inner: list[Any]) -> list[Cell]:
    number = len(above)
    before = row.find(f"{W}trPr/{W}gridBefore")
    skipped = _whole(before.get(W + "val", "")) if before is not None else 0
    cells = [Cell(place=f"{name}, row {number + 1}", row=number, column=at) for at in range(skipped)]
    for element in _cells(row):
        properties = element.find(W + "tcPr")
        span = min(_whole(_value(properties, "gridSpan")) if properties is not None else 1, 200) or 1
        at = len(cells)
        cell = _read_cell(reader, element, properties, inner)
        cell.place, cell.row, cell.column, cell.width = f"{name}, row {number + 1}, column {at + 1}", number, at, span
        merge = properties.find(W + "vMerge") if properties is not None else None
        if merge is not None and merge.get(W + "val", "continue") == "continue" and above and at < len(above[-1]):
            held = above[-1][at]
            held.lines += cell.lines
            held.height = number - held.row + 1
            cell = held
        cells += [cell] * span
    return cells


def _read_cell(reader: _Reader, element: Any, properties: Any, inner: list[Any]) -> Cell:
    cell = Cell()
    if properties is not None and (shade := properties.find(W + "shd")) is not None:
        cell.fill = _fill(shade.get(W + "fill", ""))
    bold = []
    for paragraph in _own_paragraphs(element, inner, 0):
        style = _style_of(reader, paragraph)
        number_id, depth = _list_of(paragraph, style)
        number = reader.numbering.following(number_id, depth) if number_id else ""
        listed = number_id or style.name.lower().startswith("list bullet")
        if style.name.lower().startswith("list bullet") and style.name[-1:].isdigit():
            depth = max(depth, int(style.name[-1]) - 1)
        lines = lines_of(_text(paragraph), depth if listed else None, number)
        cell.lines += lines
        bold += [_all_bold(paragraph)] * bool(lines)
        for box in _text_boxes(paragraph):
            cell.lines += [Line(tidy(_text(each))) for each in box.iter(W + "p") if tidy(_text(each))]
    cell.bold = bool(bold) and all(bold)
    return cell


def _own_paragraphs(element: Any, inner: list[Any], depth: int) -> Iterator[Any]:
    for child in element if depth < _DEEPEST else ():
        if child.tag == W + "p":
            yield child
        elif child.tag == W + "tbl":
            inner.append(child)
        elif isinstance(child.tag, str) and child.tag not in _PASSED_OVER:
            yield from _own_paragraphs(child, inner, depth + 1)


def _fill(colour: str) -> str:
    return colour.upper() if re.fullmatch(r"[0-9A-Fa-f]{6}", colour) and colour.upper() != "FFFFFF" else ""


def _asides(opened: OpenedFile) -> list[Paragraph]:
    """Page headers and footers, footnotes and comments: read, so that they can be shown as left over."""
    found: list[Paragraph] = []
    for name in opened.package.namelist() if opened.package else ():
        sort = re.fullmatch(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml", name)
        root = _xml(opened, name) if sort else None
        if sort is None or root is None:
            continue
        place = {"header": "page header", "footer": "page footer"}.get(sort[1], sort[1].rstrip("s"))
        texts = [tidy(_text(each)) for each in root.iter(W + "p")]
        found += [Paragraph(text, "aside", 0, place) for text in dict.fromkeys(texts) if text and not text.isdigit()]
    return found
