"""Dates and counts are said as people say them, in London, whatever the clock of the server."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.web import filters

SUMMER = dt.datetime(2026, 7, 2, 23, 30, tzinfo=dt.UTC)
WINTER = dt.datetime(2026, 1, 2, 23, 30, tzinfo=dt.UTC)


def test_a_moment_is_said_in_summer_time_in_summer_and_in_winter_time_in_winter():
    assert filters.datetime(SUMMER) == "3 July 2026 at 12:30am"
    assert filters.datetime(WINTER) == "2 January 2026 at 11:30pm"


def test_the_day_of_a_moment_is_the_day_in_london():
    assert filters.date(SUMMER) == "3 July 2026"
    assert filters.short_date(SUMMER) == "3 Jul 2026"
    assert filters.month(dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)) == "July 2026"
    assert filters.iso(SUMMER) == "2026-07-03T00:30+01:00"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 0, "midnight"), (12, 0, "midday"), (15, 0, "3pm"), (15, 5, "3:05pm"), (9, 30, "9:30am"), (12, 1, "12:01pm")],
)
def test_the_time_is_said_plainly(hour: int, minute: int, said: str):
    assert filters.datetime(dt.datetime(2026, 1, 5, hour, minute, tzinfo=dt.UTC)) == f"5 January 2026 at {said}"


def test_nothing_is_said_of_no_date():
    assert [filters.date(None), filters.datetime(None), filters.month(None), filters.iso(None)] == ["", "", "", ""]


def test_a_count_agrees_with_its_noun():
    assert [filters.count(n, "action") for n in (0, 1, 7, 1204)] == [
        "no actions",
        "1 action",
        "7 actions",
        "1,204 actions",
    ]
    assert filters.count(2, "agency", "agencies") == "2 agencies"


def test_paragraphs_keep_line_breaks_and_escape_everything():
    html = filters.paragraphs("One <b>\r\ntwo\r\n\r\n\r\nthree & four")
    assert html == '<p class="govuk-body">One &lt;b&gt;<br>two</p><p class="govuk-body">three &amp; four</p>'
    assert filters.paragraphs(None) == ""


@given(st.text())
def test_paragraphs_never_let_a_tag_through(text: str):
    inner = filters.paragraphs(text).replace('<p class="govuk-body">', "").replace("</p>", "").replace("<br>", "")
    assert not {"<", ">"} & set(inner)


def test_initials_and_lists_of_words():
    assert [filters.initials(name) for name in ("Ann Marie Smith", "Cher", "", None)] == ["AS", "C", "", ""]
    assert filters.listed(["A"]) == "A"
    assert filters.listed(["A", "B", "C"]) == "A, B and C"
    assert filters.listed([]) == ""
    assert filters.sentence("no NHS bodies") == "No NHS bodies"
