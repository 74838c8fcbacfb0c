"""A pack is one accessible PDF whose numbers agree wherever they stand, and it holds what it was given and no more."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.rendering.blocks import Cell, Column, Heading, Paragraph, Photo, Table
from goldenthread.rendering.packs import MadePack, NotMade, PackItem, PackPaper, Places, Unshown, making, pack_pdf
from goldenthread.rendering.tests.packs import FACTS, made_of, pack, pages_of, part_a, part_b, read, tags_of
from goldenthread.rendering.tests.test_pdf import HOSTILE, squeezed


@cache
def whole() -> MadePack:
    return made_of(*part_a(), *part_b())


def test_the_pack_is_pdf_ua_tagged_titled_and_in_a_language() -> None:
    root = read(whole()).root_object
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert read(whole()).metadata.title == "Board pack, Executive, Thursday 12 November 2026"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    kinds, words = tags_of(read(whole()))
    assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/H3", "/L", "/Figure", "/TOC", "/TOCI"} <= set(kinds)
    assert len(words) == 3


def test_every_paper_says_what_it_was_given() -> None:
    said = " ".join(pages_of(whole()))
    for words in ("used by four agencies", "Schools come next", "Area 60", "Train every team", "Forty people came"):
        assert words in said
    for words in ("audit page1 said", "audit page3 said", "Agree the toolkit for use from 1 April 2027."):
        assert words in said


def test_every_page_has_its_number_and_a_marking() -> None:
    pages = pages_of(whole())
    assert len(pages) == whole().pages
    for number, said in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in said
        assert said.count("OFFICIAL") >= 2
    first, last = whole().places.at["item-B1"]
    assert all("OFFICIAL-SENSITIVE" in said for said in pages[first - 1 : last])
    assert not any("OFFICIAL-SENSITIVE" in said for said in pages[: first - 1])


def test_the_places_are_where_the_titles_stand() -> None:
    pages, places = pages_of(whole()), whole().places
    for key, title in (("n1", "The neglect toolkit"), ("n2", "Audit of neglect"), ("r1", "Confidential matter")):
        place = places.paper(key)
        assert title in pages[place.first - 1]
    assert "2. Neglect" in pages[places.item("2").first - 1]
    assert "Welcome and apologies" in pages[places.item("1").first - 1]
    assert "audit page1 said" in pages[places.paper("n2").first]
    assert places.paper("n2").last - places.paper("n2").first >= 3
    assert places.item("2").last == places.paper("n2").last == places.item("3").first - 1


def test_contents_and_agenda_give_the_same_numbers() -> None:
    pages, places = pages_of(whole()), whole().places
    agenda, contents = pages[places.at["agenda"][0] - 1], pages[places.at["contents"][0] - 1]
    for key, title in (("n1", "The neglect toolkit"), ("n2", "Audit of neglect"), ("w1", "Training offer")):
        assert squeezed(f"{title}{places.paper(key).first}") in squeezed(contents).replace(".", "")
    assert squeezed(f"2Neglect The neglect toolkit Audit of neglect For decision {places.item('2').label}") in squeezed(
        agenda
    )


def test_bookmarks_lead_to_items_and_papers_and_to_nothing_within_papers() -> None:
    reader = read(whole())
    found: dict[str, int] = {}

    def walk(entries: list) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry)
            else:
                found[str(entry.title)] = reader.get_destination_page_number(entry) + 1

    walk(reader.outline)
    places = whole().places
    assert found["2. Neglect"] == places.item("2").first
    assert found["Audit of neglect"] == places.paper("n2").first
    assert found["Welcome and apologies"] == places.at["agenda"][0]
    assert found["Confidential matter"] == places.paper("r1").first
    assert "Background" not in found


def test_what_a_reader_may_not_see_is_simply_not_there() -> None:
    made = made_of(*part_a())
    said = " ".join(pages_of(made))
    assert "Part B" not in said
    assert "part B" not in said
    assert made.places.item("B1") is None
    assert "item-B1" not in made.places.at
    assert made.places.paper("w1") == whole().places.paper("w1")
    assert [f"Page {n} of {made.pages}" in one for n, one in enumerate(pages_of(made), 1)] == [True] * made.pages


def test_a_pack_without_papers_is_a_cover_an_agenda_and_contents_that_say_so() -> None:
    made = made_of(PackItem("1", "Only talk"))
    assert made.pages == 3
    assert "There are no papers in this pack." in pages_of(made)[2]


def test_two_parts_never_share_an_address() -> None:
    with pytest.raises(ValueError, match="paper-n1"):
        pack(PackItem("1", "One", (PackPaper("n1", "A", ()), PackPaper("n1", "B", ()))))
    with pytest.raises(ValueError, match="item-1"):
        pack(PackItem("1", "One"), PackItem("1", "Two"))


def test_places_survive_being_kept_as_json() -> None:
    import json

    assert Places.from_plain(json.loads(json.dumps(whole().places.plain()))) == whole().places


def test_a_file_that_cannot_be_shown_is_a_page_that_says_so_and_how_to_get_it() -> None:
    paper = PackPaper("p", "Slides", Unshown("slides.pptx", "It is made of slides."), file="Open it from the meeting.")
    made = made_of(PackItem("1", "One", (paper,)))
    said = pages_of(made)[made.places.paper("p").first - 1]
    for words in ("This paper is not shown", "It is made of slides.", "slides.pptx", "Open it from the meeting."):
        assert words in said


def test_a_broken_picture_is_a_sentence_and_the_rest_is_printed() -> None:
    paper = PackPaper("p", "Picture", (Photo(b"\x89PNG\r\n\x1a\n nothing", "png", "A chart"), Paragraph("After it.")))
    made = made_of(PackItem("1", "One", (paper,)))
    said = pages_of(made)[made.places.paper("p").first - 1]
    assert "A picture stands here that cannot be shown" in said
    assert "After it." in said


def test_a_pack_is_the_same_when_made_in_a_process_of_its_own() -> None:
    made = pack_pdf(pack(*part_a(), *part_b()))
    assert made.places == whole().places
    assert pages_of(made) == pages_of(whole())


def test_a_process_that_comes_to_nothing_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SECONDS", 0.01)
    with pytest.raises(NotMade, match="took too long"):
        pack_pdf(pack())
    monkeypatch.setattr(making, "SECONDS", 60)
    monkeypatch.setattr(making, "_CHILD", "raise SystemExit(3)")
    with pytest.raises(NotMade, match="could not be made"):
        pack_pdf(pack())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_is_never_markup(hostile: str) -> None:
    table = Table((Column(hostile),), ((Cell(hostile),),), caption=hostile)
    paper = PackPaper("p", hostile, (Heading(1, hostile), Paragraph(hostile), table), ((hostile, hostile),))
    made = made_of(PackItem("1", hostile, (paper,), hostile, hostile), group=hostile, where=hostile)
    said = squeezed("".join(pages_of(made)))
    assert said.count(squeezed(hostile)) >= 8


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.text(max_size=12), st.text(max_size=12))
def test_any_text_makes_a_pack(text: str, number: str, key: str) -> None:
    paper = PackPaper(key, text, (Heading(2, text), Paragraph(text)), ((text, text), *FACTS), file=text)
    made = made_of(PackItem(number, text, (paper,), text, text), PackItem(number + "b", text), subtitle=text)
    assert made.places.paper(key).first == 4
    assert made.places.item(number).first == 4
    assert made.places.item(number + "b").first == 2
