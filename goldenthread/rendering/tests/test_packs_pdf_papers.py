"""PDFs of partners stand in a pack as they are, with their words, or a page says why they do not."""

import re
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from goldenthread.rendering.packs import MadePack, PackItem, PackPaper, PdfFile
from goldenthread.rendering.packs.pdf_copying import unmarked
from goldenthread.rendering.packs.pdf_papers import PdfPage, read_pdf
from goldenthread.rendering.reading import Unreadable
from goldenthread.rendering.tests.packs import locked_pdf, made_of, pages_of, partners_pdf, plain_pdf, read, tags_of


def pack_of(content: bytes) -> MadePack:
    paper = PackPaper("p", "A paper", PdfFile(content, "paper.pdf"), file="Ask the unit for it.")
    return made_of(PackItem("1", "One", (paper,)))


def test_each_page_keeps_its_words_and_is_a_figure_that_says_them() -> None:
    made = pack_of(partners_pdf(2, "survey"))
    place, pages = made.places.paper("p"), pages_of(made)
    assert "survey page1 said" in pages[place.first]
    assert "survey page2 said" in pages[place.last - 1]
    _, words = tags_of(read(made))
    assert words[0].startswith("Page 1 of A paper: THEIRS The survey")
    assert all(len(one) < 3100 for one in words)
    assert made.places.said["p"][0].count("survey page1 said") > 5


def test_tags_of_the_partners_own_do_not_stand_within_the_figure() -> None:
    theirs = partners_pdf(4)
    made = pack_of(theirs)
    forms = [
        form.get_object()
        for page in read(made).pages
        for form in page["/Resources"].get("/XObject", {}).values()
        if form.get_object()["/Subtype"] == "/Form"
    ]
    assert len(forms) == len(PdfReader(BytesIO(theirs)).pages) > 1
    for form in forms:
        assert b"Tj" in form.get_data() or b"TJ" in form.get_data()
        assert not re.search(rb"\b(BDC|BMC|EMC)\b", form.get_data())
        assert "/StructParents" not in form


def test_a_page_across_stands_on_a_page_across() -> None:
    made = pack_of(partners_pdf(1, landscape=True))
    last = read(made).pages[made.places.paper("p").last - 1]
    assert float(last.mediabox.width) > float(last.mediabox.height)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_page_lies_within_its_page_as_it_is_seen(rotation: int) -> None:
    writer = PdfWriter(clone_from=BytesIO(partners_pdf(1)))
    for page in writer.pages:
        page.rotate(rotation)
    turned = BytesIO()
    writer.write(turned)
    made = pack_of(turned.getvalue())
    page = read(made).pages[made.places.paper("p").first]
    across = float(page.mediabox.width) > float(page.mediabox.height)
    assert across == (rotation in (90, 270))
    form = page["/Resources"]["/XObject"]["/x0"]
    left, bottom, right, top = (float(edge) for edge in form["/BBox"])
    a, b, c, d, e, f = (float(number) for number in form["/Matrix"])
    corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in ((left, bottom), (right, bottom), (right, top))]
    square = [(0, 0), (1, 0), (1, 1), (0, 1)]
    # Turned clockwise by a quarter, the corner that was at the bottom left is seen at the top left.
    start = {0: 0, 90: 3, 180: 2, 270: 1}[rotation]
    expected = [square[(start + step) % 4] for step in range(3)]
    assert [pytest.approx(corner, abs=1e-3) for corner in corners] == expected


def test_a_page_that_does_not_carry_its_letters_is_drawn_as_shapes_and_says_its_words() -> None:
    assert not read_pdf(plain_pdf("bare words")).pages[0].is_whole
    made = pack_of(plain_pdf("bare words"))
    reader = read(made)
    assert "Page 1 of A paper: bare words" in tags_of(reader)[1]
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in (page["/Resources"].get("/Font") or {}).values()
    ]  # fmt: skip
    carried = [one["/DescendantFonts"][0].get_object()["/FontDescriptor"] for one in fonts]
    assert all({"/FontFile2", "/FontFile3"} & set(one.get_object()) for one in carried)
    assert b"/Helvetica" not in made.content


def test_what_was_filled_in_is_drawn_and_said() -> None:
    form = plain_pdf("a form", field="Police")
    pdf = read_pdf(form)
    assert pdf.pages[0].text.split() == ["a", "form", "Police"]
    assert len(read_pdf(plain_pdf("a form")).content) != len(pdf.content)
    made, without = pack_of(form), pack_of(plain_pdf("a form"))
    assert "Page 1 of A paper: a form Police" in tags_of(read(made))[1]
    assert len(made.content) > len(without.content) + 500


def test_a_pdf_that_needs_no_password_to_be_read_is_shown() -> None:
    writer = PdfWriter(clone_from=BytesIO(partners_pdf(1)))
    writer.encrypt("", "for the owner", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    pack = pack_of(made.getvalue())
    assert "audit page1 said" in pages_of(pack)[pack.places.paper("p").last - 1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (locked_pdf, "locked with a password"),
        (lambda: b"%PDF-1.7 nothing more", "damaged"),
        (lambda: b"", "damaged"),
        (lambda: partners_pdf(1)[:900], "damaged"),
    ],
)
def test_a_pdf_that_cannot_be_shown_is_a_page_that_says_so(content, reason: str) -> None:  # type: ignore[no-untyped-def]
    made = pack_of(content())
    said = pages_of(made)[made.places.paper("p").first - 1]
    for words in ("This paper is not shown in the pack", reason, "paper.pdf", "Ask the unit for it."):
        assert words in said
    assert reason in made.places.refused["p"]


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    writer = PdfWriter()
    for _ in range(401):
        writer.add_blank_page(200, 200)
    made = BytesIO()
    writer.write(made)
    with pytest.raises(Unreadable, match="more than 400 pages"):
        read_pdf(made.getvalue())


def test_a_blank_page_says_that_it_has_no_words() -> None:
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    made = BytesIO()
    writer.write(made)
    assert tags_of(read(pack_of(made.getvalue())))[1] == [
        "Page 1 of A paper. It has no words that can be read by a program."
    ]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        (b"/P <</MCID 0>> BDC q 1 0 0 1 0 0 cm Q EMC", b"q 1 0 0 1 0 0 cm Q"),
        (b"/Artifact BMC 0 0 m EMC 5 w", b"0 0 m 5 w"),
        (b"BT (a \\) BDC (b) EMC) Tj ET /X /Y DP", b"BT (a \\) BDC (b) EMC) Tj ET"),
        (b"BT [(EMC)-3(BMC)] TJ ET EMC", b"BT [(EMC)-3(BMC)] TJ ET"),
        (b"BI /W 1 /H 1 ID \x01 EMC \x02 EI q EMC Q", b"BI /W 1 /H 1 ID \x01 EMC \x02 EI q Q"),
        (b"/Span <</ActualText (EMC <x>) /E <feff>>> BDC 1 w EMC", b"1 w"),
    ],
)
def test_marks_go_and_drawing_stays(marked: bytes, plain: bytes) -> None:
    assert unmarked(marked).split() == plain.split()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 3000))
def test_no_damage_breaks_the_reader(junk: bytes, at: int) -> None:
    whole = plain_pdf()
    pages: tuple[PdfPage, ...] = ()
    with suppress(Unreadable):
        pages = read_pdf(whole[:at] + junk + whole[at:]).pages
    assert all(page.width > 20 and page.height > 20 for page in pages)


def test_a_pack_can_be_opened_and_copied_by_another_program() -> None:
    made = pack_of(partners_pdf(2))
    writer = PdfWriter(clone_from=BytesIO(made.content))
    again = BytesIO()
    writer.write(again)
    assert len(PdfReader(BytesIO(again.getvalue()), strict=True).pages) == made.pages
