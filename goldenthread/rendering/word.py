"""Word files with real headings, table headers that repeat, merged cells, marking on every page and alt text."""

import re
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from goldenthread.rendering import palette
from goldenthread.rendering.blocks import (
    Block,
    Bullets,
    Heading,
    PageBreak,
    Paragraph,
    Photo,
    Picture,
    Report,
    Section,
    Table,
    well_ordered,
)
from goldenthread.rendering.cleaning import printable
from goldenthread.rendering.drawing import Undrawn, png
from goldenthread.rendering.word_tables import add_table

_SHORT, _LONG, _MARGIN = Cm(21.0), Cm(29.7), Cm(2.0)
_FONT = "Calibri"


def word(report: Report) -> bytes:
    """The report as a .docx file: heading styles, repeating header rows, merges, tints beside words, alt text.

    Title, author, language and marking are core properties too. Characters that XML refuses are left out.
    """
    document = Document(BytesIO(_blank()))
    _properties(document, report)
    section = document.sections[0]
    _turn(section, report.landscape)
    _marking(section, report)
    document.add_paragraph(printable(report.title), style="Title")
    if report.subtitle:
        document.add_paragraph(printable(report.subtitle), style="Subtitle")
    width = _width(section)
    for number, block in enumerate(well_ordered(report.blocks)):
        if isinstance(block, Section):
            section = _new_section(document, section, block, first=number == 0)
            width = _width(section)
        else:
            _add(document, block, width)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


@lru_cache(maxsize=1)
def _blank() -> bytes:
    """An empty document in the house's type and colours, made once."""
    document = Document()
    styles = document.styles
    _face(styles["Normal"], 10.5, None)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    sizes = {"Title": 26, "Subtitle": 14, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12, "Caption": 10}
    for name, size in sizes.items():
        _face(styles[name], size, palette.GREY_DARK if name in {"Subtitle", "Caption"} else palette.DEEP)
        styles[name].paragraph_format.keep_with_next = True
    for level in (4, 5, 6):
        _face(styles[f"Heading {level}"], 11, palette.DEEP)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _face(style: Any, size: float, colour: str | None) -> None:
    style.font.name = _FONT
    style.font.size = Pt(size)
    style.font.italic = False
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), _FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _properties(document: Any, report: Report) -> None:
    core = document.core_properties
    core.title, core.author = printable(report.title)[:255], printable(report.author)[:255]
    core.subject, core.language = printable(report.subtitle)[:255], report.language
    core.keywords, core.comments = printable(report.marking)[:255], ""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), report.language)
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _turn(section: Any, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _new_section(document: Any, section: Any, block: Section, first: bool) -> Any:
    if first and (section.orientation == WD_ORIENT.LANDSCAPE) == block.landscape:
        return section
    added = document.add_section(WD_SECTION.NEW_PAGE)
    _turn(added, block.landscape)
    return added


def _width(section: Any) -> int:
    return int(section.page_width - section.left_margin - section.right_margin)


def _marking(section: Any, report: Report) -> None:
    marking, issued = printable(report.marking).strip(), printable(report.issued).strip()
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    header.add_run(marking).bold = True
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if marking:
        footer.add_run(marking).bold = True
    footer.add_run("".join((" · " if marking else "", issued, " · " if issued else "", "Page ")))
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _field(paragraph: Any, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _add(document: Any, block: Block, width: int) -> None:
    match block:
        case Heading(level, text):
            document.add_paragraph(printable(text), style=f"Heading {level}")
        case Paragraph(text, role):
            paragraph = document.add_paragraph(printable(text))
            if role == "small":
                paragraph.runs[0].font.size = Pt(9)
        case Bullets(items, _, numbered):
            for item in items:
                document.add_paragraph(printable(item), style="List Number" if numbered else "List Bullet")
        case Table():
            _add_table(document, block, width)
        case Picture():
            _add_picture(document, block, width)
        case Photo():
            _add_photo(document, block, width)
        case PageBreak():
            document.add_page_break()
        case _:
            raise TypeError(f"Not a block that can be printed: {type(block).__name__}")


def _add_table(document: Any, table: Table, width: int) -> None:
    if table.caption:
        document.add_paragraph(printable(table.caption), style="Caption")
    add_table(document, table, width)
    # Word joins two tables that touch; an empty paragraph keeps them apart.
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _add_picture(document: Any, picture: Picture, width: int) -> None:
    found = re.search(r'<svg[^>]*\bwidth="([\d.]+)', picture.svg)
    across = min(width, int(float(found[1]) * 9525)) if found else width
    try:
        drawn = BytesIO(png(picture.svg))
    except Undrawn:
        document.add_paragraph(printable(f"This chart cannot be drawn just now. It says: {picture.alt}"))
    else:
        _say(document, document.add_picture(drawn, width=Emu(across)), picture)
    if picture.data:
        _add_table(document, picture.data, width)


def _add_photo(document: Any, photo: Photo, width: int) -> None:
    shape = document.add_picture(BytesIO(photo.content), width=Pt(photo.across) if photo.across else None)
    if shape.width > width:
        shape.width, shape.height = Emu(width), Emu(int(shape.height * width / shape.width))
    _say(document, shape, photo)


def _say(document: Any, shape: Any, picture: Picture | Photo) -> None:
    about = shape._inline.docPr
    about.set("descr", printable(picture.alt))
    about.set("title", printable(picture.caption or picture.alt)[:250])
    if picture.caption:
        document.add_paragraph(printable(picture.caption), style="Caption")
