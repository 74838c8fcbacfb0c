"""Identifiers, dates and codes come out as they were meant, however a system wrote them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.measures.readers import codes, dates
from goldenthread.measures.readers.dates import Format, Undecided
from goldenthread.measures.readers.identifiers import Numbering, identifier

DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))
WRITTEN = {
    Format.ISO: "%Y-%m-%d",
    Format.DAY_FIRST: "%d/%m/%Y",
    Format.MONTH_FIRST: "%m/%d/%Y",
    Format.DAY_NAMED: "%d-%b-%Y",
    Format.YEAR_NAMED: "%Y-%b-%d 00:00:00",
    Format.COMPACT: "%Y%m%d",
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (6537810.0, "6537810"),
        (6537810, "6537810"),
        ("6537810.0", "6537810"),
        ("00123", "00123"),
        ('="00123"', "00123"),
        ("\xa0DfEX 0000001\u200b ", "DfEX 0000001"),
        ("#N/A", None),
        ("NULL", None),
        ("", None),
        (None, None),
    ],
)
def test_an_identifier_is_what_it_was_before_a_spreadsheet_had_it(written, meant):
    assert identifier(written) == meant


@pytest.mark.parametrize("written", ["6.53781E+11", 1.5, True, date(2024, 3, 1)])
def test_an_identifier_whose_figures_are_lost_is_refused(written):
    with pytest.raises(ValueError):
        identifier(written)


@given(st.integers(0, 10**15), st.integers(0, 5))
def test_a_number_read_as_a_number_or_as_text_is_one_child_and_leading_noughts_stay(number, noughts):
    assert identifier(number) == identifier(float(number)) == identifier(f"{number}.0") == str(number)
    assert identifier("0" * noughts + str(number)) == "0" * noughts + str(number)


def test_identifiers_are_made_the_same_each_time_and_never_twice():
    first, second = Numbering(), Numbering()
    day = date(2024, 4, 1)
    made = [first.next("referral", "7", day) for _ in range(3)]
    assert made == [second.next("referral", "7", day) for _ in range(3)]
    assert len(set(made)) == 3


@given(st.lists(DAYS, min_size=1), st.sampled_from(list(WRITTEN)))
def test_a_column_in_one_format_is_read_back_exactly(days, format):
    written = [day.strftime(WRITTEN[format]) for day in days]
    settled = format if format in (Format.DAY_FIRST, Format.MONTH_FIRST) else None
    read = dates.format_of(written, settled)
    assert [dates.read_cell(text, read).date() for text in written] == days


@given(st.lists(DAYS, min_size=1), st.integers(13, 28))
def test_one_day_after_the_twelfth_decides_for_the_whole_column(days, late):
    written = [day.strftime("%d/%m/%Y") for day in [*days, date(2024, 5, late)]]
    assert dates.format_of(written) is Format.DAY_FIRST


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), min_size=1))
def test_a_column_that_can_be_read_both_ways_is_undecided_unless_the_file_decides(pairs):
    written = [f"{one:02}/{other:02}/2024" for one, other in pairs]
    with pytest.raises(Undecided):
        dates.format_of(written)
    assert dates.format_of(written, Format.MONTH_FIRST) is Format.MONTH_FIRST


def test_the_file_settles_what_one_of_its_columns_shows():
    assert dates.settled([["01/02/2024"], ["31/02/2024", "25/12/2024"]]) is Format.DAY_FIRST
    assert dates.settled([["12/25/2024"]]) is Format.MONTH_FIRST
    assert dates.settled([["01/02/2024"], ["2024-02-13"]]) is None


@given(DAYS)
def test_real_dates_and_a_spreadsheet_s_numbers_need_no_format(day):
    serial = (day - date(1899, 12, 30)).days
    for cell in (day, datetime.combine(day, time(13, 5)), serial, float(serial) + 0.5):
        assert dates.read_cell(cell, None).date() == day
    assert dates.read_cell(str(serial), dates.format_of([str(serial)])).date() == day


@pytest.mark.parametrize("text", ["31/02/2024", "Tuesday", "2024-13-01", "1/1"])
def test_what_is_no_day_in_the_column_s_format_is_refused(text):
    with pytest.raises(ValueError):
        dates.read_cell(text, Format.DAY_FIRST)


def test_times_are_read_with_their_day():
    assert dates.read_cell("01/04/2024 14:30", Format.DAY_FIRST) == datetime.combine(date(2024, 4, 1), time(14, 30))
    assert dates.read_cell("1/4/2024 2:30:15 PM", Format.DAY_FIRST).time() == time(14, 30, 15)
    assert dates.read_cell("2024-04-01T00:30:00Z", Format.ISO) - timedelta(minutes=30) == datetime.combine(
        date(2024, 4, 1), time()
    )


@given(st.sampled_from(sorted(codes.ETHNICITY.codes)), st.sampled_from("abcdefghijklmnopqrst"), st.booleans())
def test_a_code_is_read_with_and_without_any_letter_before_it(code, letter, lower):
    written = code.lower() if lower else code
    assert codes.ETHNICITY(written) == codes.ETHNICITY(f"{letter}) {written}") == code


def test_the_letter_that_is_used_twice_says_nothing_by_itself():
    assert (codes.ETHNICITY("s) REFU"), codes.ETHNICITY("s) NOBT"), codes.ETHNICITY("t) NOBT")) == (
        "REFU",
        "NOBT",
        "NOBT",
    )
    with pytest.raises(codes.NotUnderstood):
        codes.ETHNICITY("s)x")


@pytest.mark.parametrize(
    ("read", "written", "meant"),
    [
        (codes.SOURCE, "q) 6: Police", "6"),
        (codes.SOURCE, "j) 3D: Health services", "3D"),
        (codes.SOURCE, "p1) 5D", "5D"),
        (codes.SOURCE, 10.0, "10"),
        (codes.NEED, "N1 - Abuse or Neglect", "N1"),
        (codes.NEED, "b) N2", "N2"),
        (codes.ABUSE, "a) Neglect", "NEG"),
        (codes.ABUSE, "Physical abuse", "PHY"),
        (codes.ABUSE, "e) Multiple/not recommended", "MUL"),
        (codes.LEGAL, "C2: FCO", "C2"),
        (codes.PLACEMENT, "f) U6: Foster placement - not FFA", "U6"),
        (codes.PROVIDER, "e) PR4 - Private provision", "PR4"),
        (codes.ENDED, "k) E47: Special Guardianship Orders", "E47"),
        (codes.sex, "a) Male", "M"),
        (codes.sex, "b) Female", "F"),
        (codes.sex, "c) Not stated/recorded (or unborn)", "U"),
        (codes.sex, "d) Neither", "U"),
        (codes.sex, 1, "M"),
        (codes.sex, "2", "F"),
        (codes.sex, "9", "U"),
        (codes.sex, "#N/A", None),
    ],
)
def test_codes_in_words_and_with_words_after_them(read, written, meant):
    assert read(written) == meant


@pytest.mark.parametrize("written", ["a) Yes", "Yes", "Y", "1", 1, 1.0, True, "true", " yes\xa0"])
def test_yes_in_all_its_ways(written):
    assert codes.flag(written) is True


@pytest.mark.parametrize("written", ["b) No", "No", "N", "0", 0, False, "false"])
def test_no_in_all_its_ways(written):
    assert codes.flag(written) is False


@pytest.mark.parametrize("written", [None, "", "c) Unknown", "#N/A", "Not applicable"])
def test_blank_and_unknown_are_not_no(written):
    assert codes.flag(written) is None


def test_what_is_neither_is_refused():
    for read, written in ((codes.flag, "CS Assessment Updated"), (codes.count, "-1"), (codes.count, "1234567")):
        with pytest.raises(codes.NotUnderstood):
            read(written)
    assert codes.count("3.0") == 3
