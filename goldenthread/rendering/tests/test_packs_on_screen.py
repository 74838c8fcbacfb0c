"""A pack on a page says the same as the PDF, with the same numbers, without opening a file."""

import re
from dataclasses import replace
from functools import cache

from django.template.loader import get_template

from goldenthread.rendering.blocks import Bullets, Cell, Column, Paragraph, Photo, Table
from goldenthread.rendering.packs import MadePack, PackItem, PackPaper, PdfFile, pack_on_screen
from goldenthread.rendering.packs.on_screen import PackOnScreen
from goldenthread.rendering.tests.packs import audit, locked_pdf, made_of, pack, pages_of, part_a, part_b
from goldenthread.rendering.tests.test_photos import png


@cache
def whole() -> MadePack:
    return made_of(*part_a(), *part_b())


@cache
def shown() -> PackOnScreen:
    paper = replace(audit(), content=PdfFile(b"", "audit.pdf"))
    one, two, three = part_a()
    items = (one, replace(two, papers=(two.papers[0], paper)), three, *part_b())
    return pack_on_screen(pack(*items), whole().places)


def test_items_and_papers_say_the_pages_that_the_pdf_has() -> None:
    items = {item.number: item for item in shown().items}
    pages = pages_of(whole())
    for item in shown().items:
        for paper in item.papers:
            first = int(paper.pages.split()[1])
            assert paper.title in pages[first - 1]
    assert items["2"].page == str(whole().places.item("2").first)
    assert items["1"].page == str(whole().places.at["agenda"][0])
    assert shown().pages == f"{whole().pages} pages: pages 1 to {whole().pages}"


def test_headings_within_a_paper_say_theirs() -> None:
    pieces = shown().items[1].papers[0].pieces
    pages = pages_of(whole())
    headings = [piece for piece in pieces if piece.kind == "heading"]
    assert [piece.block.text for piece in headings] == ["Background", "Figures", "Next steps"]
    assert all(piece.block.text in pages[int(piece.page) - 1] for piece in headings)
    assert [piece.level for piece in headings] == [4, 5, 4]
    assert headings[2].page != headings[0].page


def test_each_page_of_a_pdf_is_said_under_its_number_in_the_pack() -> None:
    sheets = shown().items[1].papers[1].sheets
    pages = pages_of(whole())
    assert len(sheets) == len(whole().places.said["n2"]) > 2
    for sheet in sheets:
        said = " ".join(sheet.lines)
        assert said[:60] in pages[int(sheet.page) - 1]
        assert f"Page {sheet.page} of" in pages[int(sheet.page) - 1]


def test_a_pdf_that_was_refused_says_so_on_the_page_too() -> None:
    items = (PackItem("1", "One", (PackPaper("p", "Locked", PdfFile(locked_pdf(), "l.pdf")),)),)
    on_screen = pack_on_screen(pack(*items), made_of(*items).places)
    said = [piece.block.text for piece in on_screen.items[0].papers[0].pieces]
    assert said[:2] == ["This paper is not shown in the pack", "The PDF is locked with a password."]


def test_the_whole_pack_is_shown_with_its_numbers_and_addresses() -> None:
    html = " ".join(str(get_template("web/components/pack.html").template.make_module().pack(shown())).split())
    places = whole().places
    for part in (
        f'id="paper-n1">The neglect toolkit <span class="govuk-caption-m">{places.paper("n1")} of the pack',
        f'id="item-2">2. Neglect <span class="govuk-caption-m">{places.item("2")} of the pack',
        f"<strong>{'Part B: restricted'} · OFFICIAL-SENSITIVE</strong>",
        '<span id="item-1">Welcome and apologies</span>',
        '<a class="govuk-link" href="#item-2">Neglect</a>',
        f">Page {places.paper('n2').first + 1} <span",
        "Marking: <strong>OFFICIAL</strong>",
    ):
        assert part in html, part
    assert re.findall(r"<h([1-6])", html)[:5] == ["2", "3", "4", "5", "4"]
    addresses = re.findall(r' id="([^"]+)"', html)
    assert len(addresses) == len(set(addresses))


def test_the_component_shows_every_kind_of_block_and_escapes_what_people_wrote() -> None:
    rows = ((Cell("<b>bold</b>", bold=True, colspan=2),), (Cell("x", rowspan=2), Cell("y", bullets=("p", "q"))), ())
    blocks = (
        Paragraph("a\nb"),
        Paragraph("note", "small"),
        Bullets(("<i>one</i>",)),
        Bullets(("two",), numbered=True),
        Table((Column("Area"), Column("Count")), rows, "Caption"),
        Photo(png(), "png", "A green field", "Field"),
    )
    items = (PackItem("1", "One", (PackPaper("p", "All", blocks),)),)
    pieces = pack_on_screen(pack(*items), made_of(*items).places).items[0].papers[0].pieces
    macro = get_template("web/components/printed.html").template.make_module().printed
    html = " ".join(str(macro(pieces)).split())
    for part in (
        '<p class="govuk-body">a<br>b</p>',
        "&lt;i&gt;one&lt;/i&gt;",
        '<ol class="govuk-list govuk-list--number"><li>two</li></ol>',
        "<strong>&lt;b&gt;bold&lt;/b&gt;</strong>",
        'rowspan="2" data-label="Area"',
        'data-label="Count"',
        'alt="A green field"',
        'src="data:image/png;base64,',
        "<li>p</li>",
    ):
        assert part in html, part
