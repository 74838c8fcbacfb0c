"""A supplement has A-numbers, says what it does to the issued pack, and shows what changed in words."""

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rendering.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Section, Table
from goldenthread.rendering.packs import Change, MadePack, PackItem, PackPaper, PdfFile
from goldenthread.rendering.packs.changes import NOTHING, Passage, changed_passages, what_changed
from goldenthread.rendering.tests.packs import made_of, pages_of, partners_pdf, read, tags_of, toolkit

TO = "Supplement to the pack issued on 5 November 2026"


def newer() -> tuple[Block, ...]:
    first, _, *rest = toolkit()
    return (first, Paragraph("The toolkit was agreed in 2025 and is used by four agencies."), *rest)


@cache
def supplement(first_page: int = 1) -> MadePack:
    again = PackPaper("n1", "The neglect toolkit", newer(), change=Change("replaces", "pages 4 to 6", toolkit()))
    letter = PackPaper("n9", "A letter", PdfFile(partners_pdf(1), "letter.pdf"), change=Change("adds", "page 9"))
    late = PackPaper("n10", "A late note", (Paragraph("Late."),), change=Change("adds"))
    return made_of(PackItem("2", "Neglect", (again, letter, late)), supplement=TO, first_page=first_page)


def test_every_page_has_an_a_number_and_readers_programs_know_it() -> None:
    pages = pages_of(supplement())
    for number, said in enumerate(pages, 1):
        assert f"Page A{number} of A{len(pages)}" in said
    assert read(supplement()).page_labels == [f"A{number}" for number in range(1, len(pages) + 1)]


def test_the_next_supplement_goes_on_where_the_last_ended() -> None:
    made = supplement(10)
    assert f"Page A10 of A{9 + made.pages}" in pages_of(made)[0]
    assert read(made).page_labels[0] == "A10"
    assert str(made.places.paper("n1")).startswith("pages A13 to A")
    assert made.places.paper("n1").label == "A13"


def test_the_cover_says_what_every_paper_does_and_where() -> None:
    cover = pages_of(supplement())[0]
    places = supplement().places
    assert TO in cover
    assert f"page {places.paper('n1').label}. This paper replaces pages 4 to 6 of the issued pack." in cover
    assert f"page {places.paper('n9').label}. This paper is new; it belongs after page 9 of the issued pack." in cover
    assert "This paper is new." in cover


def test_the_paper_shows_what_changed_as_a_table() -> None:
    place = supplement().places.paper("n1")
    said = pages_of(supplement())[place.first - 1]
    assert "What changed Where What It said It says now Background Changed" in said
    assert "agreed in 2024" in said
    assert "agreed in 2025" in said
    assert tags_of(read(supplement()))[0].count("/TH") >= 4


def test_passages_are_told_by_what_happened_to_them() -> None:
    before = (Heading(1, "Aims"), Paragraph("One two three four five."), Paragraph("Goes away entirely now."))
    after = (Heading(1, "Aims"), Paragraph("One two three six five."), Bullets(("Something quite different",)))
    found = changed_passages(before, after)
    assert [(one.where, one.act) for one in found] == [("Aims", "Changed"), ("Aims", "Removed"), ("Aims", "Added")]
    assert found[0] == Passage("Aims", "One two three four five.", "One two three six five.")


def test_a_long_passage_is_cut_to_the_words_around_the_change() -> None:
    long = [f"word{number}" for number in range(100)]
    changed = [*long[:50], "NEW", *long[51:]]
    (only,) = changed_passages((Paragraph(" ".join(long)),), (Paragraph(" ".join(changed)),))
    assert only.was == "… " + " ".join(long[42:59]) + " …"
    assert only.now == "… " + " ".join(changed[42:59]) + " …"


def test_cells_and_headings_of_tables_are_compared_too() -> None:
    def table(value: str) -> tuple[Block, ...]:
        return (Section(True), Table((Column("A"), Column("B")), ((Cell("x"), Cell(value)),), "Figures"))

    (only,) = changed_passages(table("1"), table("2"))
    assert (only.was, only.now) == ("x | 1", "x | 2")


def test_the_same_words_are_said_to_be_the_same() -> None:
    assert what_changed(changed_passages(toolkit(), toolkit())) == (Paragraph(NOTHING),)


def test_very_many_changes_are_counted_and_not_all_listed() -> None:
    lines = tuple(Paragraph(f"A line of its own {number}") for number in range(80))
    table, more = what_changed(changed_passages((), lines))
    assert len(table.rows) == 60
    assert more.text.startswith("20 more passages")


@given(st.lists(st.text(max_size=40), max_size=12), st.lists(st.text(max_size=40), max_size=12))
def test_every_changed_line_is_told_and_none_that_stayed(old: list[str], new: list[str]) -> None:
    found = changed_passages(tuple(map(Paragraph, old)), tuple(map(Paragraph, new)))
    words = lambda lines: [" ".join(one.split()) for text in lines for one in text.split("\n") if one.split()]  # noqa: E731
    assert bool(found) == (words(old) != words(new))
    assert all(one.was or one.now for one in found)
