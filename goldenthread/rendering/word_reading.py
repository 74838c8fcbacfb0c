"""A Word document as blocks: headings, paragraphs, lists as they are numbered, tables, pictures and notes.

Tracked insertions are read as text and deletions are not; comments, page headers and page footers are left out.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from goldenthread.rendering.blocks import Block, Bullets, Cell, Heading, Paragraph, Photo, Section
from goldenthread.rendering.reading import Unreadable, sized
from goldenthread.rendering.word_numbering import Numbering, value_of
from goldenthread.rendering.word_tables_reading import table_of

logger = logging.getLogger(__name__)
DAMAGED = "The Word document is damaged and cannot be opened."
NOT_SHOWN = "[A drawing or chart stands here that cannot be shown. It is in the file itself.]"
_DEEPEST = 40
_POINTS = 12_700
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# The words and numbers of a formula, in the order they are written.
_SUM = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PASSED_OVER = {
    qn(f"w:{name}")
    for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "annotationRef", "footnoteRef", "drawing")
} | {qn("w:pict"), qn("w:object"), _MC + "Fallback"}
_KINDS = {"image/png": "png", "image/jpeg": "jpg"}
_REFERENCES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}


def read_word(content: bytes, title: str) -> tuple[Block, ...]:
    """The document's blocks in reading order; `title` names pictures that say nothing of themselves.

    Raises `Unreadable` where it cannot be opened, and nothing else for any bytes.
    """
    sized(content, "Word document")
    try:
        document = Document(BytesIO(content))
        reader = _Reader(document.part, title, Numbering.of(_numbering(document.part)), _styles(document))
        reader.read_body(document.element.body)
        return (*reader.blocks, *reader.endnotes())
    except Exception as damage:
        logger.info("A Word document could not be read", exc_info=damage)
        raise Unreadable(DAMAGED) from damage


@dataclass
class _Style:
    name: str = ""
    level: int = 0
    number_id: str = ""
    depth: int = 0


@dataclass
class _Reader:
    part: Any
    title: str
    numbering: Numbering
    styles: dict[str, _Style]
    blocks: list[Block] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def read_body(self, body: Any) -> None:
        """The whole document, its pages turned as they were."""
        turns = [_is_across(one) for one in body.iter(qn("w:sectPr"))] or [False]
        ends = [one for one in body if one.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
        self.blocks += [Section(True)] if turns[0] else []
        for element in body:
            self.read([element], 0)
            if element in ends:
                now, then = turns[ends.index(element)], turns[min(ends.index(element) + 1, len(turns) - 1)]
                self.blocks += [Section(then)] if now != then else []

    def read(self, container: Any, depth: int) -> None:
        """Every paragraph and table within, in order."""
        for element in container if depth < _DEEPEST else ():
            if element.tag == qn("w:p"):
                self._read_paragraph(element, depth)
            elif element.tag == qn("w:tbl"):
                self._read_table(element, depth)
            elif isinstance(element.tag, str) and element.tag not in _PASSED_OVER:
                self.read(element, depth + 1)

    def endnotes(self) -> tuple[Block, ...]:
        """What the notes say, in the order they are referred to; nothing where there are none."""
        said = [
            Paragraph(f"[{number}] {self._note(kind, at)}", "small") for number, (kind, at) in enumerate(self.notes, 1)
        ]
        return (Heading(1, "Notes"), *said) if said else ()

    def _read_paragraph(self, element: Any, depth: int) -> None:
        style = self._style_of(element)
        text = " ".join(self._text(element).split(" ")).strip()
        number = self.numbering.next(style.number_id, style.depth) if style.number_id and text else ""
        if text and not style.name.startswith("toc "):
            self._add(style, text, number)
        self.blocks += self._pictures(element)
        for box in _text_boxes(element):
            self.read(box, depth + 1)

    def _add(self, style: _Style, text: str, number: str) -> None:
        if style.name in ("title", "subtitle"):
            # The pack gives the paper's title; a subtitle says something of its own.
            self.blocks.append(Heading(1, text) if style.name == "title" else Paragraph(text))
        elif style.level:
            self.blocks.append(Heading(style.level, f"{number} {text}".strip()))
        elif (style.number_id and not number) or style.name.startswith("list bullet"):
            self._add_to_list(text, numbered=False)
        elif number and self._follows(number):
            self._add_to_list(text, numbered=True)
        else:
            self.blocks.append(Paragraph(f"{number} {text}".strip()))

    def _follows(self, number: str) -> bool:
        """True where a list that counts 1, 2, 3 by itself says this number."""
        last = self.blocks[-1] if self.blocks else None
        so_far = len(last.items) if isinstance(last, Bullets) and last.numbered else 0
        return number.rstrip(".)") == str(so_far + 1)

    def _add_to_list(self, text: str, numbered: bool) -> None:
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Bullets) and last.numbered == numbered:
            self.blocks[-1] = Bullets((*last.items, text), numbered=numbered)
        else:
            self.blocks.append(Bullets((text,), numbered=numbered))

    def _read_table(self, element: Any, depth: int) -> None:
        inner: list[Any] = []
        pictures: list[Block] = []
        table = table_of(element, lambda cell: self._cell(cell, inner, pictures))
        if table is not None:
            self.blocks.append(table)
        self.blocks += pictures
        for each in inner:
            self._read_table(each, depth + 1)

    def _cell(self, element: Any, inner: list[Any], pictures: list[Block]) -> Cell:
        """What a cell says; tables and pictures in it are kept to stand after its own table."""
        lines: list[str] = []
        for paragraph in _own(element, inner, 0):
            style = self._style_of(paragraph)
            text = self._text(paragraph).strip()
            number = self.numbering.next(style.number_id, style.depth) if style.number_id and text else ""
            mark = number or ("•" if style.number_id or style.name.startswith("list bullet") else "")
            lines += [f"{mark} {text}".strip()] if text else []
            pictures += self._pictures(paragraph)
            boxes = [self._text(each).strip() for box in _text_boxes(paragraph) for each in box.iter(qn("w:p"))]
            lines += [one for one in boxes if one]
        return Cell("", tuple(lines)) if len(lines) != 1 else Cell(lines[0])

    def _style_of(self, element: Any) -> _Style:
        """The paragraph's style, with the list or the outline it is given by itself."""
        properties = element.find(qn("w:pPr"))
        own = self.styles.get(value_of(properties, "w:pStyle"), self.styles.get("", _Style()))
        style = _Style(own.name, own.level, own.number_id, own.depth)
        numbers = properties.find(qn("w:numPr")) if properties is not None else None
        if numbers is not None:
            given = value_of(numbers, "w:numId") or style.number_id
            style.number_id = "" if given == "0" else given
            depth = value_of(numbers, "w:ilvl")
            style.depth = int(depth) if depth.isdigit() else style.depth
        outline = value_of(properties, "w:outlineLvl")
        if outline.isdigit() and int(outline) < 9:
            style.level = int(outline) + 1
        return style

    def _text(self, element: Any) -> str:
        return "".join(self._pieces(element, 0))

    def _pieces(self, element: Any, depth: int) -> Iterator[str]:
        for child in element if depth < _DEEPEST else ():
            tag = child.tag
            if tag in (qn("w:t"), _SUM):
                yield child.text or ""
            elif tag in (qn("w:br"), qn("w:cr")):
                yield "\n"
            elif tag in (qn("w:tab"), qn("w:ptab")):
                yield " "
            elif tag == qn("w:noBreakHyphen"):
                yield "-"
            elif tag in _REFERENCES:
                self.notes.append((_REFERENCES[tag], child.get(qn("w:id"), "")))
                yield f" [{len(self.notes)}]"
            elif isinstance(tag, str) and tag not in _PASSED_OVER:
                yield from self._pieces(child, depth + 1)

    def _note(self, kind: str, at: str) -> str:
        from docx.oxml import parse_xml

        for related in self.part.rels.values():
            if related.reltype.endswith(f"/{kind}s") and not related.is_external:
                for note in parse_xml(related.target_part.blob).findall(qn(f"w:{kind}")):
                    if note.get(qn("w:id")) == at:
                        return " ".join("".join(note.itertext(qn("w:t"))).split())
        return ""

    def _pictures(self, element: Any) -> list[Block]:
        """The pictures drawn in a paragraph; one sentence for those that are no PNG or JPEG."""
        found: list[Block] = []
        for drawing in element.iter(qn("w:drawing"), qn("w:pict")):
            if any(each.tag in (_MC + "Fallback", qn("w:del")) for each in drawing.iterancestors()):
                continue
            if next(drawing.iter(qn("w:txbxContent")), None) is None:
                found.append(self._picture(drawing))
        return found

    def _picture(self, drawing: Any) -> Block:
        shown = next(drawing.iter(qn("a:blip")), None)
        part = self.part.related_parts.get(shown.get(qn("r:embed"), "")) if shown is not None else None
        kind = _KINDS.get(part.content_type) if part is not None else None
        if part is None or kind is None:
            return Paragraph(NOT_SHOWN)
        about = next(drawing.iter(qn("wp:docPr")), None)
        said = (about.get("descr") or about.get("title") or "") if about is not None else ""
        size = next(drawing.iter(qn("wp:extent")), None)
        across = int(size.get("cx", "0")) / _POINTS if size is not None else 0.0
        return Photo(part.blob, kind, said.strip() or f"Picture in {self.title}", "", across)


def _is_across(properties: Any) -> bool:
    size = properties.find(qn("w:pgSz"))
    return size is not None and size.get(qn("w:orient")) == "landscape"


def _numbering(part: Any) -> Any:
    found = [
        one.target_part for one in part.rels.values() if one.reltype.endswith("/numbering") and not one.is_external
    ]
    return found[0].element if found else None


def _styles(document: Any) -> dict[str, _Style]:
    """Every paragraph style with what it takes over from those it is based on."""
    elements = {one.get(qn("w:styleId"), ""): one for one in document.styles.element.findall(qn("w:style"))}
    return {style_id: _style(style_id, elements) for style_id in elements}


def _style(style_id: str, elements: dict[str, Any]) -> _Style:
    found, steps = _Style(), 0
    while style_id in elements and steps < 12:
        element = elements[style_id]
        name = value_of(element, "w:name").lower()
        found.name = found.name if found.name and not _telling(name) else name
        properties = element.find(qn("w:pPr"))
        outline = value_of(properties, "w:outlineLvl")
        level = name.removeprefix("heading ") if name.startswith("heading ") else ""
        if not found.level:
            found.level = int(level) if level.isdigit() else int(outline) + 1 if outline.isdigit() else 0
            found.level = found.level if found.level <= 9 else 0
        numbers = properties.find(qn("w:numPr")) if properties is not None else None
        if numbers is not None and not found.number_id:
            depth = value_of(numbers, "w:ilvl")
            found.number_id, found.depth = value_of(numbers, "w:numId"), int(depth) if depth.isdigit() else 0
        style_id, steps = value_of(element, "w:basedOn"), steps + 1
    return found


def _telling(name: str) -> bool:
    return name in ("title", "subtitle") or name.startswith(("heading ", "list bullet"))


def _own(element: Any, inner: list[Any], depth: int) -> Iterator[Any]:
    """The paragraphs of a cell; tables within it are put into `inner`."""
    for child in element if depth < _DEEPEST else ():
        if child.tag == qn("w:p"):
            yield child
        elif child.tag == qn("w:tbl"):
            inner.append(child)
        elif isinstance(child.tag, str) and child.tag not in _PASSED_OVER:
            yield from _own(child, inner, depth + 1)


def _text_boxes(element: Any) -> list[Any]:
    """The text boxes drawn in a paragraph; one kept in two forms for old readers is read once."""
    boxes = []
    for box in element.iter(qn("w:txbxContent")):
        above = [each.tag for each in box.iterancestors()]
        if _MC + "Fallback" not in above and qn("w:txbxContent") not in above[: above.index(element.tag)]:
            boxes.append(box)
    return boxes
