"""Word papers become blocks: nothing of their words is lost, and their shape is told as their authors gave it."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.rendering.blocks import Block, Bullets, Cell, Heading, Paragraph, Photo, Report, Section, Table
from goldenthread.rendering.packs import PackItem, PackPaper
from goldenthread.rendering.reading import Unreadable
from goldenthread.rendering.tests.packs import made_of, pages_of, tags_of, toolkit
from goldenthread.rendering.tests.packs import read as opened
from goldenthread.rendering.tests.test_pdf import full_report
from goldenthread.rendering.tests.test_photos import png
from goldenthread.rendering.word import word
from goldenthread.rendering.word_reading import read_word

# The reference plans stand beside the project, or beside the folder that it is in.
BESIDE = [folder / "shared" / "plans" for folder in Path(__file__).resolve().parents[3:]]
FOLDER = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
DOCUMENTS = sorted(FOLDER.glob("*.docx"))


def saved(document: Any) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def read(document: Any) -> tuple[Block, ...]:
    return read_word(saved(document), "The paper")


def test_headings_paragraphs_and_lists_keep_their_kind() -> None:
    document = Document()
    document.add_paragraph("A title", style="Title")
    document.add_heading("First", 1)
    document.add_paragraph("Said.")
    for style in ("List Bullet", "List Bullet", "List Number", "List Number"):
        document.add_paragraph(style, style=style)
    document.add_heading("Deeper", 3)
    assert read(document) == (
        Heading(1, "A title"),
        Heading(1, "First"),
        Paragraph("Said."),
        Bullets(("List Bullet", "List Bullet")),
        Bullets(("List Number", "List Number"), numbered=True),
        Heading(3, "Deeper"),
    )


def test_numbers_that_are_more_than_one_two_three_are_kept_as_words() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    kind = OxmlElement("w:abstractNum")
    kind.set(qn("w:abstractNumId"), "77")
    for depth, (format, text) in enumerate((("upperRoman", "%1."), ("lowerLetter", "%1(%2)"))):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for name, value in (("w:start", "1"), ("w:numFmt", format), ("w:lvlText", text)):
            each = OxmlElement(name)
            each.set(qn("w:val"), value)
            level.append(each)
        kind.append(level)
    numbering.insert(0, kind)
    one = OxmlElement("w:num")
    one.set(qn("w:numId"), "78")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    one.append(link)
    numbering.append(one)
    for depth, text in ((0, "Aims"), (1, "first"), (1, "second"), (0, "Means"), (1, "again")):
        properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val, properties.get_or_add_ilvl().val = 78, depth
    said = [block.text for block in read(document)]
    assert said == ["I. Aims", "I(a) first", "I(b) second", "II. Means", "II(a) again"]


def test_a_table_keeps_its_header_and_its_merged_cells() -> None:
    document = Document()
    table = document.add_table(4, 3)
    for row, cells in enumerate((("A", "B", "C"), ("tall", "b1", "c1"), ("", "b2", "c2"), ("wide", "", "c3"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 1))
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    (found,) = read(document)
    assert isinstance(found, Table)
    assert [column.heading for column in found.columns] == ["A", "B", "C"]
    assert [[cell.lines()[0] for cell in row] for row in found.rows] == [
        ["tall", "b1", "c1"],
        ["b2", "c2"],
        ["wide", "c3"],
    ]
    assert (found.rows[0][0].rowspan, found.rows[2][0].colspan) == (2, 2)


def test_a_table_whose_rows_are_ragged_has_no_gaps() -> None:
    document = Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).text, table.cell(1, 2).text = "first", "last"
    table.rows[1]._tr.remove(table.rows[1]._tr.tc_lst[0])
    (found,) = read(document)
    assert [len(row) for row in found.rows] == [3, 3]
    assert not found.has_header


def test_what_was_inserted_is_read_and_what_was_deleted_is_not() -> None:
    document = Document()
    paragraph = document.add_paragraph("Kept ")._p
    for name, text in (("w:ins", "put in"), ("w:del", "taken out")):
        change, run = OxmlElement(name), OxmlElement("w:r")
        inner = OxmlElement("w:t" if name == "w:ins" else "w:delText")
        inner.text = text
        run.append(inner)
        change.append(run)
        paragraph.append(change)
    assert read(document) == (Paragraph("Kept put in"),)


def test_pictures_bring_their_words_and_their_width() -> None:
    document = Document()
    shape = document.add_picture(BytesIO(png()), width=Pt(90))
    document.add_picture(BytesIO(png()))
    shape._inline.docPr.set("descr", "A green field")
    first, second = read(document)
    assert isinstance(first, Photo)
    assert (first.content, first.kind, first.alt, round(first.across)) == (png(), "png", "A green field", 90)
    assert second.alt == "Picture in The paper"


def test_pages_across_stay_across() -> None:
    document = Document()
    document.add_paragraph("Upright")
    document.add_section(WD_SECTION.NEW_PAGE).orientation = WD_ORIENT.LANDSCAPE
    document.add_paragraph("Across")
    assert read(document) == (Paragraph("Upright"), Section(True), Paragraph("Across"))


def test_what_this_house_writes_comes_back() -> None:
    blocks = read_word(word(Report("A paper", toolkit())), "A paper")
    table = next(block for block in blocks if isinstance(block, Table))
    assert [block.text for block in blocks if isinstance(block, Heading)] == [
        "A paper",
        "Background",
        "Figures",
        "Next steps",
    ]
    assert Bullets(("Schools come next", "Then health")) in blocks
    assert (len(table.rows), [column.heading for column in table.columns]) == (60, ["Measure", "Last year", "Now"])
    assert any(isinstance(block, Photo) for block in read_word(word(full_report()), "x"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"not a package at all"])
def test_a_damaged_document_says_so(content: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_word(content, "x")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30), max_size=5))
def test_no_word_is_lost(lines: list[str]) -> None:
    document = Document()
    for line in lines:
        document.add_paragraph(line.replace("\ufffe", "").replace("\uffff", ""))
    said = "".join(block.text for block in read(document))
    for line in lines:
        assert "".join(line.replace("\ufffe", "").replace("\uffff", "").split()) in "".join(said.split())


@pytest.mark.skipif(not DOCUMENTS, reason="the reference plans are not beside this project")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_real_document_stands_in_a_pack_with_all_its_words(path: Path) -> None:
    blocks = read_word(path.read_bytes(), path.stem)
    made = made_of(PackItem("1", "A plan", (PackPaper("p", "The plan", blocks),)))
    said = "".join("".join(pages_of(made)).split()).replace("-", "")
    document = Document(str(path))
    every = [paragraph.text for paragraph in document.paragraphs]
    every += [
        paragraph.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    ]
    words = {word for text in every for word in text.split() if word.isalpha() and len(word) > 3}
    lost = {word for word in words if word.replace("-", "") not in said}
    assert len(words) > 100
    assert not lost
    assert "/H3" in tags_of(opened(made))[0]
    assert any(
        isinstance(block, Table) and any(isinstance(cell, Cell) for row in block.rows for cell in row)
        for block in blocks
    )
