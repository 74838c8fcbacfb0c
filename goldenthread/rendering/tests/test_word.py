"""Word files have real headings, repeating headers, merges, tints with words, and marking."""

from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.rendering.blocks import Bullets, Cell, Column, Heading, Paragraph, Report, Section, Table
from goldenthread.rendering.tests.test_pdf import full_report
from goldenthread.rendering.word import word


def read(report: Report):  # type: ignore[no-untyped-def]
    return Document(BytesIO(word(report)))


def test_headings_are_headings_and_never_skip_a_level() -> None:
    styles = [(p.style.name, p.text) for p in read(full_report()).paragraphs if p.text]
    assert styles[:3] == [
        ("Title", "Plan for 2026"),
        ("Subtitle", "A subtitle"),
        ("Heading 1", "Starts too deep"),
    ]
    assert ("List Bullet", "one") in styles
    assert ("List Number", "first") in styles


def test_properties_language_and_marking_are_kept() -> None:
    document = read(full_report())
    assert document.core_properties.title == "Plan for 2026"
    assert document.core_properties.language == "en-GB"
    section = document.sections[0]
    assert "OFFICIAL" in section.header.paragraphs[0].text
    assert "OFFICIAL" in section.footer.paragraphs[0].text
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_sections_turn_the_page_and_keep_the_marking() -> None:
    sections = read(full_report()).sections
    assert [section.orientation for section in sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert "OFFICIAL" in sections[1].header.paragraphs[0].text


def test_a_report_may_begin_landscape() -> None:
    sections = read(Report("T", (Section(True), Paragraph("a")), landscape=True)).sections
    assert [section.orientation for section in sections] == [WD_ORIENT.LANDSCAPE]


def test_header_rows_repeat_and_ratings_are_word_and_colour() -> None:
    table = read(full_report()).tables[0]
    header = table.rows[0]._tr
    assert header.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[0].cells] == ["Action", "RAG"]
    rated = table.rows[2].cells[1]
    assert rated.text == "Green"
    assert rated._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "CFE8D8"


def test_cells_span_rows_and_columns() -> None:
    table = read(full_report()).tables[0]
    assert table.cell(1, 0)._tc is table.cell(1, 1)._tc
    assert table.cell(2, 0)._tc is table.cell(3, 0)._tc
    assert [p.text for p in table.cell(4, 0).paragraphs] == ["Points", "one", "two"]
    assert [p.style.name for p in table.cell(4, 0).paragraphs] == ["Normal", "List Bullet", "List Bullet"]


def test_pictures_say_what_they_show() -> None:
    document = read(full_report())
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "There are no actions to rate yet."


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_any_text_makes_a_word_file(text: str) -> None:
    table = Table((Column(text), Column("b")), ((Cell(text, rowspan=2), Cell(text, (text,), (text,))), (Cell(text),)))
    assert read(Report(text, (Heading(1, text), Paragraph(text), Bullets((text,)), table), marking=text))
