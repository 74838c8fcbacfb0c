"""PDFs are tagged, titled and marked, and say exactly what they were given."""

import re
from io import BytesIO

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from goldenthread.rendering.blocks import (
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Picture,
    Report,
    Section,
    Table,
)
from goldenthread.rendering.charts import rating_bar
from goldenthread.rendering.palette import tint_of
from goldenthread.rendering.pdf import pdf

HOSTILE = [
    "#panic()",
    '#import "x": *',
    "*bold* _under_ $x^2$ `raw` @ref <label> // gone? /* gone? */",
    "] ) } [ ( {",
    "\"quoted\" 'single' \\ backslash \\u{41}",
    "= Not a heading\n- not a list\n+ nor this",
    "~ -- --- ...",
]


def read(report: Report) -> PdfReader:
    return PdfReader(BytesIO(pdf(report)))


def text_of(reader: PdfReader) -> str:
    said = "".join(page.extract_text() for page in reader.pages).replace("\u200b", "")
    return " ".join(said.split())


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def full_report() -> Report:
    table = Table(
        (Column("Action", 3), Column("RAG", 1)),
        (
            (Cell("A banner", bold=True, colspan=2),),
            (Cell("First", rowspan=2), Cell("Green", tint=tint_of("Green"))),
            (Cell("Red", tint=tint_of("Red")),),
            (Cell("Points", bullets=("one", "two")), Cell()),
        ),
        caption="What we said we would do",
    )
    chart = rating_bar({})
    return Report(
        "Plan for 2026",
        (
            Heading(3, "Starts too deep"),
            Paragraph("A paragraph."),
            Bullets(("one", "two"), mark="☐"),
            Bullets(("first",), numbered=True),
            Section(True),
            Heading(2, "Actions"),
            table,
            Picture(chart.svg, chart.alt, "Ratings", chart.table),
        ),
        subtitle="A subtitle",
        marking="OFFICIAL",
        issued="22 November 2026",
        author="Example Partnership",
    )


def test_a_report_is_pdf_ua() -> None:
    reader = read(full_report())
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert reader.metadata is not None
    assert reader.metadata.title == "Plan for 2026"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()


def test_tables_have_header_cells_and_pictures_have_words() -> None:
    kinds, words = set(), []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            kinds.add(node.get("/S"))
            words.extend([str(node["/Alt"])] if "/Alt" in node else [])
            walk(node.get("/K"))

    walk(read(full_report()).root_object["/StructTreeRoot"]["/K"])
    assert {"/Table", "/TH", "/TD", "/H1", "/L", "/LI", "/Figure"} <= kinds
    assert rating_bar({}).alt in words


def test_marking_and_page_numbers_stand_on_every_page() -> None:
    pages = read(full_report()).pages
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert "OFFICIAL" in page.extract_text()
        assert f"Page {number} of {len(pages)}" in " ".join(page.extract_text().split())


def test_sections_turn_the_page() -> None:
    pages = read(full_report()).pages
    assert float(pages[0].mediabox.width) < float(pages[0].mediabox.height)
    assert float(pages[-1].mediabox.width) > float(pages[-1].mediabox.height)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_is_never_markup(hostile: str) -> None:
    report = Report(
        hostile,
        (
            Heading(1, hostile),
            Paragraph(hostile),
            Bullets((hostile,)),
            Table((Column(hostile),), ((Cell(hostile, bullets=(hostile,)),),), caption=hostile),
        ),
        subtitle=hostile,
        marking=hostile.split("\n")[0],
    )
    said = squeezed(text_of(read(report)))
    assert said.count(squeezed(hostile)) >= 6


@pytest.mark.parametrize(
    "text",
    [
        "nul \x00 bell \x07 mark \ufeff end",
        "مرحبا بالعالم",
        "שלום",
        "W" * 400,
        "漢字",
        "ไทย",
        "\ue000",
        "a\u0301\u200d",
    ],
)
def test_unusual_text_still_makes_a_pdf(text: str) -> None:
    report = Report("Title", (Paragraph(text), Table((Column("A"), Column("B")), ((Cell(text), Cell(text)),))))
    assert len(read(report).pages) == 1


def test_a_letter_without_a_font_is_printed_as_its_name_or_itself() -> None:
    said = squeezed(text_of(read(Report("Title", (Paragraph("before \U0001f9ea after"),)))))
    assert "before" in said
    assert "after" in said
    assert "[testtube]" in said or "\U0001f9ea" in said


def test_large_reports_do_not_pile_up_in_memory() -> None:
    def large(name: str) -> Report:
        return Report(name, tuple(Paragraph(f"{name} says {number} " * 30) for number in range(1200)))

    process = psutil.Process()
    pdf(large("first"))
    before = process.memory_info().rss
    for name in ("second", "third", "fourth", "fifth"):
        pdf(large(name))
    assert process.memory_info().rss - before < 60_000_000


def test_an_empty_report_is_one_page() -> None:
    assert len(read(Report("")).pages) == 1


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=30), max_size=4))
def test_any_text_makes_a_pdf(title: str, lines: list[str]) -> None:
    cell = Cell(title, tuple(lines), tuple(lines))
    blocks = (Heading(2, title), Paragraph(title), Bullets(tuple(lines)), Table((Column(title),), ((cell,),)))
    assert pdf(Report(title, blocks)).startswith(b"%PDF")
