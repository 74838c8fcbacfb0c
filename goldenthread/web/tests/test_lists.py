"""A list is what its address says: filters, order, page and download, and what it does not know is left out aloud."""

import csv
import datetime as dt
import io
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.web.lists import Column, Listing, ListState
from goldenthread.web.tests.sink import LISTING, rows


def read(query: str = "") -> ListState:
    return LISTING.read(QueryDict(query))


def asked(href: str) -> dict[str, list[str]]:
    return parse_qs(href.lstrip("?"))


def test_without_an_address_it_is_the_whole_list_in_its_usual_order():
    state = read()
    assert (state.filters, state.order_by, state.number, state.format, state.notes) == ({}, ("due",), 1, "", ())
    assert not state.is_filtered
    assert state.url() == "?"


def test_filters_come_clean_and_only_those_asked_for():
    state = read(
        "rating=off_track&rating=at_risk&words=&due_after-day=1&due_after-month=4&due_after-year=2026&sort=-title"
    )
    assert state.filters == {"rating": ["off_track", "at_risk"], "due_after": dt.date(2026, 4, 1)}
    assert state.order_by == ("-title",)


def test_what_a_filter_does_not_know_is_left_out_and_said():
    state = read("rating=off_track&rating=bogus&group=nowhere&due_after-day=3&sort=shoe&page=x&format=exe")
    assert state.filters == {"rating": ["off_track"]}
    assert state.order_by == ("due",)
    assert (state.number, state.format) == (1, "")
    assert len(state.notes) == 4
    assert "“bogus”" in state.notes[0]
    assert state.form.error_summary() == []


def test_each_chip_says_one_thing_and_removes_only_that():
    state = read("rating=off_track&rating=at_risk&group=neglect&sort=title&page=3")
    assert [(chip.label, chip.text) for chip in state.chips] == [
        ("Delivery", "Off track"),
        ("Delivery", "At risk"),
        ("Group", "Neglect group"),
    ]
    assert asked(state.chips[0].href) == {"rating": ["at_risk"], "group": ["neglect"], "sort": ["title"]}
    assert asked(state.chips[2].href) == {"rating": ["off_track", "at_risk"], "sort": ["title"]}
    assert asked(state.clear_url) == {"sort": ["title"]}
    assert state.in_words == "Delivery: Off track, Delivery: At risk, Group: Neglect group"


def test_a_date_is_one_chip_and_goes_as_a_whole():
    state = read("due_after-day=1&due_after-month=4&due_after-year=2026")
    assert [(chip.text, chip.href) for chip in state.chips] == [("1 April 2026", "?")]


def test_headings_turn_the_order_and_say_which_it_is():
    by_key = {heading.text: heading for heading in read("sort=-title").headings}
    assert by_key["Action"].aria_sort == "descending"
    assert asked(by_key["Action"].href) == {"sort": ["title"]}
    assert by_key["Due"].aria_sort == "none"
    assert by_key["Due"].href == "?"
    assert by_key["Delivery"].href == ""


def test_a_page_past_the_end_is_the_last_page():
    page = read("page=99").page(rows())
    assert (page.number, page.pages, page.total, page.first, page.last) == (3, 3, 60, 51, 60)
    assert len(list(page)) == 10


def test_a_page_of_nothing():
    page = read().page([])
    assert (page.number, page.pages, page.total, page.first, page.last) == (1, 1, 0, 0, 0)


def test_links_to_pages_keep_the_filters():
    state = read("rating=off_track&page=2")
    links = state.page_links(state.page(rows()))
    assert asked(links["next"]["href"]) == {"rating": ["off_track"], "page": ["3"]}
    assert asked(links["previous"]["href"]) == {"rating": ["off_track"]}
    assert [item.get("number") for item in links["items"]] == [1, 2, 3]


def test_many_pages_are_shortened():
    state = Listing(columns=(Column("n", "N", "n"),), page_size=1).read(QueryDict("page=10"))
    items = state.page_links(state.page(range(20)))["items"]
    assert [item.get("number", "…") for item in items] == [1, "…", 9, 10, 11, "…", 20]


def test_plain_rows_are_sorted_with_the_empty_ones_last_either_way():
    found = [{"title": "b"}, {"title": None}, {"title": "a"}]
    assert [row["title"] for row in read("sort=title").sorted(found)] == ["a", "b", None]
    assert [row["title"] for row in read("sort=-title").sorted(found)] == ["b", "a", None]


def test_the_download_is_the_whole_list_as_it_stands():
    def writer(header, lines) -> bytes:
        made = io.StringIO()
        csv.writer(made).writerows([header, *lines])
        return made.getvalue().encode()

    state = read("rating=off_track&format=csv")
    response = state.download(rows(), "actions", {"csv": writer})
    lines = list(csv.reader(io.StringIO(response.content.decode())))
    assert lines[0] == ["Action", "Lead", "Due", "Delivery", "Updates"]
    assert len(lines) == 61
    assert response["Content-Disposition"] == 'attachment; filename="actions.csv"'
    assert [asked(link["href"]) for link in state.downloads] == [
        {"rating": ["off_track"], "format": ["csv"]},
        {"rating": ["off_track"], "format": ["xlsx"]},
    ]


@given(
    st.dictionaries(
        st.sampled_from(["rating", "group", "words", "sort", "page", "format", "due_after-day", "due_after-year", "x"]),
        st.one_of(st.text(max_size=12), st.sampled_from(["off_track", "neglect", "-title", "2", "csv", "2026"])),
    )
)
def test_no_address_breaks_a_list_and_its_own_addresses_mean_the_same_list(query: dict[str, str]):
    given_query = QueryDict(mutable=True)
    given_query.update(query)
    state = LISTING.read(given_query)
    again = LISTING.read(QueryDict(state.url().lstrip("?")))
    assert again.filters == state.filters
    assert again.order_by == state.order_by
    assert again.notes == ()


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_known_format_is_read(name: str):
    assert read(f"format={name}").format == name
