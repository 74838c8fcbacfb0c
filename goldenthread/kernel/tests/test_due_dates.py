"""Due dates as people write them."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.kernel.due_dates import due_date, read_due_dates

PHRASES: list[tuple[str, str, Any]] = [
    ("June 2019", "month", "2019-06"),
    ("Sept. 2024", "month", "2024-09"),
    ("Mar-24", "month", "2024-03"),
    ("Mar \u201924", "month", "2024-03"),
    ("by end of March 2026", "month", "2026-03"),
    ("30/09/2024", "date", "2024-09-30"),
    ("31.03.25", "date", "2025-03-31"),
    ("30th September 2024", "date", "2024-09-30"),
    ("Monday 30 September 2024", "date", "2024-09-30"),
    ("September 30, 2024", "date", "2024-09-30"),
    ("2024-09-30 00:00:00", "date", "2024-09-30"),
    ("w/c 4 March 2024", "date", "2024-03-04"),
    ("Quarter 1", "quarter", {"from_quarter": 1, "to_quarter": 1}),
    ("Quarter 1-2", "quarter", {"from_quarter": 1, "to_quarter": 2}),
    ("End Q2", "quarter", {"from_quarter": 2, "to_quarter": 2}),
    ("Q3 2024/25", "quarter", {"from_quarter": 3, "to_quarter": 3, "financial_year": "2024-25"}),
    ("2024/25 Q3", "quarter", {"from_quarter": 3, "to_quarter": 3, "financial_year": "2024-25"}),
    ("Q1 to Q3 (2024-25)", "quarter", {"from_quarter": 1, "to_quarter": 3, "financial_year": "2024-25"}),
    ("2024-25", "financial_year", {"financial_year": "2024-25"}),
    ("FY 24/25", "financial_year", {"financial_year": "2024-25"}),
    ("June-July 2024", "span", {"from": "2024-06", "to": "2024-07"}),
    ("June/July 2024", "span", {"from": "2024-06", "to": "2024-07"}),
    ("Dec 2024 \u2013 Jan 2025", "span", {"from": "2024-12", "to": "2025-01"}),
    ("1 June 2024 to 30 June 2024", "span", {"from": "2024-06-01", "to": "2024-06-30"}),
    ("2023-2026", "span", {"from": "2023-04", "to": "2026-03"}),
    ("2024/25 academic year", "span", {"from": "2024-09", "to": "2025-08"}),
    ("by 2025", "span", {"from": "2025-01", "to": "2025-12"}),
    ("Monthly", "recurrence", {"recurs": "monthly"}),
    ("8 weekly", "recurrence", {"recurs": "8 weekly"}),
    ("Termly", "recurrence", {"recurs": "termly"}),
    ("three times per year", "recurrence", {"recurs": "three times per year"}),
    ("On-going", "ongoing", {"ongoing": True}),
    ("TBC", "unknown", None),
    ("ASAP", "unknown", None),
    ("Autumn term", "unknown", None),
    ("Autumn 2024", "unknown", None),
    ("99/99/2024", "unknown", None),
    ("after the inspection", "unknown", None),
]


@pytest.mark.parametrize(("words", "kind", "parsed"), PHRASES)
def test_a_phrase_means_what_people_mean_by_it(words: str, kind: str, parsed: Any) -> None:
    read = read_due_dates(words)
    assert [(each.words, each.kind, each.parsed) for each in read] == [(words, kind, parsed)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("June 2019 Oct 2019 Feb 2020", ["June 2019", "Oct 2019", "Feb 2020"]),
        ("June 2019\nOct 2019\n\nFeb 2020", ["June 2019", "Oct 2019", "Feb 2020"]),
        ("June / Oct / Feb", ["June", "Oct", "Feb"]),
        ("June, Oct and Feb 2020", ["June", "Oct", "Feb 2020"]),
        ("June 2019 - Oct 2019 - Feb 2020", ["June 2019", "Oct 2019", "Feb 2020"]),
        ("June 2019 (first part) Oct 2019", ["June 2019 (first part)", "Oct 2019"]),
        ("Sept 2024/March 2025", ["Sept 2024", "March 2025"]),
        ("Ongoing; review March 2025", ["Ongoing", "review March 2025"]),
        ("  \n ", []),
    ],
)
def test_a_cell_of_several_dates_is_parted(text: str, words: list[str]) -> None:
    assert [each.words for each in read_due_dates(text)] == words


@pytest.mark.parametrize("words", ["June", "30 September", "Quarter 1-2", "Nov-Jan", "monthly", "by 31 March"])
def test_no_year_printed_means_no_day_meant(words: str) -> None:
    read = due_date(words)
    assert read.starts_on is None
    assert read.ends_on is None


def test_quarters_follow_the_partnerships_own_financial_year() -> None:
    read = due_date("Q1 2024-25", financial_year_starts=1)
    assert (read.starts_on, read.ends_on) == (date(2024, 1, 1), date(2024, 3, 31))


def test_one_phrase_with_two_dates_is_not_guessed_at() -> None:
    assert due_date("June 2019 or Oct 2019").kind == "unknown"


def test_the_verb_may_is_not_a_month() -> None:
    assert due_date("this may slip").parsed is None
    assert due_date("this may slip").kind == "unknown"
    assert due_date("May").kind == "month"


PIECES = st.sampled_from(
    [phrase for phrase, _, _ in PHRASES]
    + [
        "June",
        "12",
        "2024",
        "24",
        "/",
        "-",
        "\u2013",
        ",",
        "and",
        "to",
        "Q",
        "quarter",
        "31",
        "Feb",
        "\n",
        "(",
        ")",
        "of",
        ";",
        "'25",
    ]
)
phrases = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=9).map(" ".join), st.lists(PIECES, max_size=6).map("".join)
)


@given(phrases)
@example("29 February 2023")
@example("Q9 2024/25")
def test_reading_never_raises_never_invents_a_year_and_drops_no_word(text: str) -> None:
    read = read_due_dates(text)
    due_date(text)
    pairs = {number[-2:] for number in re.findall(r"\d{2,}", text)}
    for each in read:
        for day in (each.starts_on, each.ends_on):
            if day is None:
                continue
            near = {f"{year % 100:02d}" for year in (day.year - 1, day.year, day.year + 1)}
            assert near & pairs
        if each.starts_on and each.ends_on:
            assert each.starts_on <= each.ends_on
    assert letters(" ".join(each.words for each in read)) == letters(text)


def letters(text: str) -> str:
    """Every letter and digit, without the word that only joins two dates."""
    return re.sub(r"(?i)and|[\W_]+", "", text)
