"""A pack that was kept as JSON is shown as it was."""

import json

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rendering.blocks import Bullets, Cell, Column, Heading, Paragraph, Photo, Picture, Section, Table
from goldenthread.rendering.packs import (
    Change,
    PackItem,
    PackPaper,
    PdfFile,
    Unshown,
    kept,
    pack_on_screen,
    restored,
)
from goldenthread.rendering.palette import Tint
from goldenthread.rendering.tests.packs import made_of, pack, part_a, part_b
from goldenthread.rendering.tests.test_photos import png


def again(value):  # type: ignore[no-untyped-def]
    return restored(json.loads(json.dumps(kept(value))))


def test_a_kept_pack_shows_the_same_without_the_bytes_of_its_pdfs() -> None:
    made = made_of(*part_a(), *part_b())
    before, after = pack(*part_a(), *part_b()), again(pack(*part_a(), *part_b()))
    assert "%PDF" not in json.dumps(kept(before))
    shown, then = pack_on_screen(after, made.places), pack_on_screen(before, made.places)
    assert [(one.anchor, one.pages, [p.sheets for p in one.papers]) for one in shown.items] == [
        (one.anchor, one.pages, [p.sheets for p in one.papers]) for one in then.items
    ]
    assert [[p.pieces for p in one.papers] for one in shown.items] == [[p.pieces for p in i.papers] for i in then.items]


def test_every_kind_of_block_comes_back_as_it_was() -> None:
    rows = ((Cell("x", ("p",), ("b",), tint=Tint("#fff"), bold=True, rowspan=2), Cell(colspan=2)), ())
    blocks = (
        Heading(2, "A"), Paragraph("a\nb", "small"), Bullets(("one",), numbered=True), Section(True),
        Table((Column("Area", 2), Column("")), rows, "Caption", repeat_header=False), Photo(png(), "png", "A field"),
        Picture("<svg/>", "A line", data=Table((Column("a"),), ())),
    )  # fmt: skip
    papers = (
        PackPaper("p", "All", blocks, (("a", "b"),), (Paragraph("c"),), "f", Change("replaces", "page 1", blocks)),
        PackPaper("q", "Not", Unshown("a.pptx", "It is slides.")),
        PackPaper("r", "Pdf", PdfFile(b"", "r.pdf")),
    )
    value = pack(PackItem("1", "One", papers, minutes=5, is_restricted=True), supplement="To", first_page=4)
    assert again(value) == value


@given(st.text(), st.text(min_size=1))
def test_any_words_are_kept(title: str, number: str) -> None:
    value = pack(PackItem(number, title, (PackPaper("p", title, (Paragraph(title),)),)), subtitle=title)
    assert "\x00" not in repr(kept(value)).replace("\\x00", "\x00")
    if "\x00" not in title + number:
        assert again(value) == value
