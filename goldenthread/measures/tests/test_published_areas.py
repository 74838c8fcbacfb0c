"""Places and periods. Rules: measures.same_area, measures.kind_of_year."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.measures import published
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.published.areas import Ambiguous, Level, directory, footnotes
from goldenthread.measures.tests.reference import (
    NEIGHBOURS,
    POPULATION,
    REPEAT_PLANS,
    REREFERRALS,
    plain_rows,
    reference_file,
)

YEAR = published.YearKind


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [
        ("815", "E10000023", "E06000065"), ("825", "E10000002", "E06000060"), ("933", "E10000027", "E06000066"),
        ("390", "E08000020", "E08000037"), ("929", "E06000048", "E06000057"),
        ("370", "E08000016", "E08000038"), ("373", "E08000019", "E08000039"),
    ],
)  # fmt: skip
def test_an_area_is_the_same_under_its_number_its_old_and_its_new_code(number, before, after):
    assert published.find_area(number) == published.find_area("", before) == published.find_area("", after)
    assert published.find_area("", before).code_new == after
    assert footnotes(published.find_area(number)) == ()


@pytest.mark.parametrize(
    ("ended", "began", "on"),
    [
        ("928", ("940", "941"), date(2021, 4, 1)), ("909", ("942", "943"), date(2023, 4, 1)),
        ("837", ("838", "839"), date(2019, 4, 1)), ("820", ("822", "823"), date(2009, 4, 1)),
    ],
)  # fmt: skip
def test_an_area_that_was_reorganised_is_another_one_and_says_so(ended, began, on):
    known, before = directory(), published.find_area(ended)
    for number in began:
        after = published.find_area(number)
        assert after != before
        assert footnotes(after) == footnotes(before) != ()
        assert (known.stood(before, on), known.stood(after, on)) == (False, True)
        day_before = date.fromordinal(on.toordinal() - 1)
        assert (known.stood(before, day_before), known.stood(after, day_before)) == (True, False)


def test_the_footnote_names_both_sides_and_the_day():
    [note] = footnotes(published.find_area("941"))
    assert note == (
        "Northamptonshire (928) ended on 1 April 2021, followed by North Northamptonshire (940) and West "
        "Northamptonshire (941); figures are not joined."
    )
    assert footnotes(published.find_area("941"), since=2022) == ()


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("St. Helens", "342"), ("Bristol, City of", "801"), ("Kingston Upon Hull, City of", "810"), ("Durham", "840"),
        ("Bournemouth, Christchurch & Poole", "839"), ("BARNSLEY ", "370"), ("Bedford Borough", "822"),
        ("Southend-on-Sea", "882"), ("Hammersmith & Fulham", "205"), ("City of London", "201"),
    ],
)  # fmt: skip
def test_an_area_is_found_by_any_spelling_of_its_name(name, number):
    assert published.find_area(name=name) == published.find_area(number)


def test_a_name_that_two_areas_had_is_never_guessed():
    with pytest.raises(Ambiguous, match=r"Dorset \(835\) or Dorset \(838\)"):
        published.find_area(name="Dorset")
    assert published.find_area("835", "", "Dorset") != published.find_area("838", "", "Dorset")


@pytest.mark.parametrize(
    ("name", "level"),
    [("England", Level.ENGLAND), ("London (Inner)", Level.REGION), ("Yorkshire and the Humber", Level.REGION)],
)
def test_england_and_regions_are_found_by_name(name, level):
    assert published.find_area("970", "", name).level is level


def test_an_unknown_code_is_not_overruled_by_a_name():
    assert published.find_area("299", "", "Camden") is None
    assert published.find_area("", "E07000049", "Dorset") is None


@pytest.mark.parametrize("file", [REREFERRALS, REPEAT_PLANS, POPULATION])
def test_every_area_of_the_published_files_is_known_by_either_code_and_by_name(file):
    numbers = set()
    for row in plain_rows(file):
        if row["geographic_level"] != "Local authority":
            continue
        area = published.find_area(row["old_la_code"], row["new_la_code"], row["la_name"])
        assert area == published.find_area(row["old_la_code"]) == published.find_area("", row["new_la_code"])
        assert area.name == row["la_name"]
        assert directory().stood(area, date(int(row["time_period"]), 3, 31)) or file == POPULATION
        numbers.add(area.code_old)
    assert len(numbers) == 158


def test_every_authority_lies_in_one_of_the_nine_regions():
    regions = {directory().region_of[area].code_new for area in directory().authorities}
    assert regions == {f"E1200000{number}" for number in range(1, 10)}


@pytest.mark.parametrize(
    ("label", "identifier", "expected"),
    [
        ("2025", "Reporting year", ("2025", YEAR.REPORTING, 2025, "")),
        ("202324", "Academic year", ("2023/24", YEAR.ACADEMIC, 2024, "")),
        ("202324", "Academic Year", ("2023/24", YEAR.ACADEMIC, 2024, "")),
        ("2023-24", "Financial Year", ("2023/24", YEAR.FINANCIAL, 2024, "")),
        ("2023/2024", "", ("2023/24", YEAR.REPORTING, 2024, "")),
        ("1999-00", "", ("1999/00", YEAR.REPORTING, 2000, "")),
        ("2016 - 18", "Calendar Year", ("2016/18", YEAR.CALENDAR, 2018, "3 years to")),
        ("2024", "Year ending 30 September", ("2024", YEAR.SEPTEMBER, 2024, "")),
        ("2024", "Calendar year", ("2024", YEAR.CALENDAR, 2024, "")),
        ("2024.0", "Calendar year", ("2024", YEAR.CALENDAR, 2024, "")),
        ("202324", "Autumn term", ("Autumn term 2023/24", YEAR.ACADEMIC, 2024, "Autumn term")),
        ("Dec 2020", "", ("December 2020", YEAR.REPORTING, 2020, "December")),
        ("31 March 2024", "", ("31 March 2024", YEAR.REPORTING, 2024, "31 March")),
        ("Q2 2024/25", "Financial year", ("Q2 2024/25", YEAR.FINANCIAL, 2025, "Q2")),
        ("2024/25 q2", "Financial year", ("Q2 2024/25", YEAR.FINANCIAL, 2025, "Q2")),
    ],
)
def test_a_period_has_a_label_a_kind_of_year_and_the_year_it_ends_in(label, identifier, expected):
    period = published.read_period(label, identifier)
    assert (period.label, period.kind, period.year, period.part) == expected


@pytest.mark.parametrize(
    "label", ["", "soon", "24", "2024-2010", "2024-99", "Trend", "20251", "Smarch 2024", "0000", "May 0000", "2\u00b24"]
)
def test_what_is_no_period_is_none(label):
    assert published.read_period(label) is None


def test_whoever_reads_may_say_what_a_reporting_year_is():
    assert published.read_period("2025", "Reporting year", YEAR.FINANCIAL).kind is YEAR.FINANCIAL
    assert published.read_period("2025", "Calendar year", YEAR.FINANCIAL).kind is YEAR.CALENDAR


@pytest.mark.parametrize(
    ("kind", "day"),
    [(YEAR.FINANCIAL, (3, 31)), (YEAR.ACADEMIC, (8, 31)), (YEAR.CALENDAR, (12, 31)), (YEAR.SEPTEMBER, (9, 30))],
)
def test_each_kind_of_year_ends_on_its_own_day(kind, day):
    assert published.Period("2024", kind, 2024).last_day == date(2024, *day)


SHAPE_OF_2021 = (
    "LA num,LA Name,LA number,GOInd,GOReg,SN1,SNP,SN2,SNP,SN3,SNP,\n"
    "203,Greenwich,203,3,London (Outer),308,Close,301,Somewhat Close ,999,Close,\n"
    "301,Barking and Dagenham,301,3,London (Outer),203,Very Close,203,Close,308,Quite near,\n"
    "850,Nowhere,777,3,,,,,,,,\n"
)


def test_neighbours_of_the_older_shape_repeat_one_heading_for_how_close(tmp_path):
    path = tmp_path / "sn.csv"
    path.write_text(SHAPE_OF_2021, encoding="utf-8-sig")
    model = published.read_neighbours(path, year=2021)
    greenwich = model.of[published.find_area("203")]
    assert [(one.area.code_old, one.closeness) for one in greenwich.neighbours] == [
        ("308", "close"), ("301", "somewhat close")
    ]  # fmt: skip
    [first, second] = model.of[published.find_area("301")].neighbours
    assert (first.closeness, second.closeness) == ("very close", "")
    told = [(problem.kind, problem.place.row, problem.place.column) for problem in model.problems.listed]
    assert told == [("neighbour", 2, "SN3"), ("neighbour", 3, "SN2"), ("closeness", 3, "SNP")]


def test_the_newer_shape_with_its_mark_and_trailing_blanks_is_read_in_order():
    row = plain_rows(NEIGHBOURS)[0]
    model = published.read_neighbours(reference_file(NEIGHBOURS), year=2025)
    neighbours = model.of[published.find_area(row["old_la_code"])].neighbours
    assert [one.area.code_old for one in neighbours] == [row[f"SN_{number}"] for number in range(1, 11)]
    assert [one.closeness for one in neighbours] == [row[f"SN_{at}P"].strip().lower() for at in range(1, 11)]


def test_figures_are_not_neighbours(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("LA code,Year,Value\n301,2024,1\n")
    with pytest.raises(Unreadable, match="lists no statistical neighbours"):
        published.read_neighbours(path, year=2025)
