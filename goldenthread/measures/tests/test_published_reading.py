"""Published files of every form, and what is wrong with them. Rule: measures.published_marks."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.measures import published
from goldenthread.measures.cells import NOT_RETURNED, SUPPRESSED, State, number
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.published.layouts import Layout
from goldenthread.measures.published.values import read_cell

TIDY = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
TIDY += "old_la_code,new_la_code,la_name,sex,number,rate\n"
NATIONAL = "2025,Reporting year,National,E92000001,England,,,,,,Total,1000,5.5\n"
REGION = "2025,Reporting year,Regional,E92000001,England,E12000001,North East,,,,Total,200,6.1\n"
LOCAL = "2025,Reporting year,Local authority,E92000001,England,E12000001,North East,840,E06000047,County Durham,"


@pytest.fixture
def read(tmp_path):
    def reading(content: str | bytes, name: str = "figures.csv", **named):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return published.read(path, **named)

    return reading


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("c", State.SUPPRESSED), ("*", State.SUPPRESSED), ("[c]", State.SUPPRESSED), ("C ", State.SUPPRESSED),
        ("x", State.NOT_AVAILABLE), (":", State.NOT_AVAILABLE), ("z", State.NOT_APPLICABLE), ("u", State.UNRELIABLE),
        ("k", State.ROUNDS_TO_ZERO), ("", State.NOT_RETURNED), ("  \u00a0", State.NOT_RETURNED), ("0", State.NUMBER),
    ],
)  # fmt: skip
def test_marks_blanks_and_nought_are_different_things(text, state):
    assert read_cell(text).state is state


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", "1234"), ("12.5%", "12.5"), ("12.5 %", "12.5"), ("\u22123.1", "-3.1"),
        ('"1,234,567.80"', "1234567.80"),
        (" 7 ", "7"), ("1 234", "1234"), ("1e3", "1E+3"), (".5", "0.5"), ("'42", "42"), ("0.1", "0.1"),
    ],
)  # fmt: skip
def test_a_number_keeps_its_digits_and_loses_what_is_written_round_it(text, value):
    assert str(read_cell(text).number) == value


@pytest.mark.parametrize(
    "text", ["12,34", "1.2.3", "--1", "abc", "12 [r]", "-", "%", "[q]", "1,2345", "nan", "inf", "\u00bd"]
)
def test_anything_else_is_no_cell(text):
    assert read_cell(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3))
def test_every_number_is_read_as_itself_with_and_without_separators(value):
    assert read_cell(f"{value:f}").number == value == read_cell(f"{value:,f}").number


@given(st.text(max_size=12))
def test_no_text_whatever_stops_the_reading_of_a_cell(text):
    cell = read_cell(text)
    assert cell is None or cell.shown == (cell.state is State.NUMBER)


def test_a_tidy_file_gives_a_figure_for_each_row_and_indicator_under_its_breakdown(read):
    table = read(TIDY + NATIONAL + REGION + LOCAL + "Total,50,c\n" + LOCAL + "Female,c,\n")
    assert (table.layout, len(table), table.measures) == (Layout.TIDY, 8, ("number", "rate"))
    durham = published.find_area("840")
    figures = {(one.measure, one.breakdown): one.cell for one in table if one.area == durham}
    assert figures == {
        ("number", ""): number(50), ("rate", ""): SUPPRESSED,
        ("number", "sex: Female"): SUPPRESSED, ("rate", "sex: Female"): NOT_RETURNED,
    }  # fmt: skip
    assert table.states == {State.NUMBER: 5, State.SUPPRESSED: 2, State.NOT_RETURNED: 1}
    assert {(one.area.name, one.area.level) for one in table} == {
        ("England", "England"), ("North East", "Region"), ("County Durham", "Local authority")
    }  # fmt: skip
    assert not len(table.problems)


def test_columns_are_found_by_heading_and_may_stand_in_any_order(read):
    lines = (TIDY + NATIONAL + REGION).splitlines()
    turned = "\n".join(",".join(reversed(line.split(","))) for line in lines)
    assert set(read(turned)) == set(read("\n".join(lines)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_told_by_the_file(read, encoding):
    text = "Area;Year;Indicator;Value\nDurham;2024;Children\u2019s visits \u2013 caf\u00e9;\u00a012\n"
    table = read(text.encode(encoding))
    assert (table.measures, [one.cell for one in table]) == (("Children\u2019s visits \u2013 caf\u00e9",), [number(12)])


def test_line_ends_quotes_titles_and_blank_rows_do_not_matter(read):
    text = 'Comparators of the partnership\r\n\r\n"Indicator","Area","Period","Value","Year type","Note"\r\n'
    text += (
        '"Repeat\nplans","Bournemouth, Christchurch and Poole","2023-24","1,204","Financial year","See ""table"" 3"\r\n'
    )
    text += ",,,,,\r\n\r\n"
    [one] = read(text)
    assert (one.measure, one.area.code_old, one.period.label, one.cell) == (
        "Repeat\nplans",
        "839",
        "2023/24",
        number(1204),
    )
    assert one.footnotes == ('See "table" 3',)


def test_a_long_table_of_the_interactive_tool_as_csv_and_as_parquet_is_the_same(read, tmp_path):
    columns = {
        "LA Number": [301.0, 970.0, 301.0],
        "LA and Regions": ["Barking and Dagenham", "England", "Barking and Dagenham"],
        "Short Desc": ["CIN_Rate", "CIN_Rate", "CIN_Rate"], "Years": ["2023", "2023", "2024"],
        "Years_num": [2023, 2023, 2024], "Values": ["350.25", "-", "c"], "values_num": [350.25, None, None],
    }  # fmt: skip
    path = tmp_path / "long.parquet"
    pq.write_table(pa.table(columns), path)
    stored = published.read(path)
    rows = zip(*columns.values(), strict=True)
    text = (
        ",".join(columns) + "\n" + "\n".join(",".join("" if one is None else str(one) for one in row) for row in rows)
    )
    assert list(stored) == list(read(text))
    assert [one.cell.state for one in stored] == [State.NUMBER, State.NOT_AVAILABLE, State.SUPPRESSED]
    assert [one.area.name for one in stored] == ["Barking and Dagenham", "England", "Barking and Dagenham"]
    assert stored.headings_left == ("Years_num", "values_num")


def test_a_float_of_parquet_keeps_its_shortest_digits_and_not_a_number_is_blank(tmp_path):
    path = tmp_path / "long.parquet"
    values = [0.1, float("nan"), None, 1234.5]
    pq.write_table(pa.table({"LA code": ["301"] * 4, "Year": [2020, 2021, 2022, 2023], "Value": values}), path)
    assert [one.cell for one in published.read(path)] == [number("0.1"), NOT_RETURNED, NOT_RETURNED, number("1234.5")]


@pytest.mark.parametrize("years", ["2023,2024", "2022-23,2023/24", "x2023,X2024", "FY2022_23,FY2023_24"])
def test_a_column_for_each_year_is_read_as_so_many_figures(read, years):
    table = read(f"LA code,LA name,Indicator,{years}\n301,Barking and Dagenham,Rate,5,c\n370,Barnsley,Rate,k,1%\n")
    assert [(one.area.name, one.period.year, one.cell.state) for one in table] == [
        ("Barking and Dagenham", 2023, State.NUMBER), ("Barnsley", 2023, State.ROUNDS_TO_ZERO),
        ("Barking and Dagenham", 2024, State.SUPPRESSED), ("Barnsley", 2024, State.NUMBER),
    ]  # fmt: skip


LOOKED_AFTER = """\
time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name,\
new_la_code,population_count,population_estimate,number,rate_per_10000
2024,Reporting year,National,E92000001,England,,,,,,Children ceasing to be looked after each year,11998646,33620,28
2024,Reporting year,National,E92000001,England,,,,,,Children looked after at 31 March each year,11998646,83630,70
2024,Reporting year,Local authority,E92000001,England,E12000001,North East,805,Hartlepool,E06000001,\
Children looked after at 31 March each year,20417,334,164
"""
ADMISSIONS = """\
Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,\
Time period,Value,Count,Denominator,Value note,Time period Sortable
90284,Admissions,,,E92000001,England,England,Persons,<15 yrs,,,2010/11,115.2166797,107429,9324084,,20100000
90284,Admissions,E92000001,England,E92000001,England,England,Persons,<15 yrs,,,2010/11,\
115.2166797,107429,9324084,,20100000
90284,Admissions,E92000001,England,E06000053,Isles of Scilly,Counties & UAs (from Apr 2023),Persons,<15 yrs,,,2010/11,\
,,,Value for Cornwall and Isles of Scilly combined,20100000
"""


def test_a_column_of_words_breaks_figures_down_whatever_its_heading(read):
    """The form and some rows of the looked-after children table of 2024, whose filter is called population_count."""
    table = read(LOOKED_AFTER)
    held = "population_count: Children looked after at 31 March each year"
    assert table.measures == ("population_estimate", "number", "rate_per_10000")
    assert [(one.area.name, one.cell) for one in table.figures("number", held)] == [
        ("England", number(83630)), ("Hartlepool", number(334))
    ]  # fmt: skip
    assert table.periods[0].kind is published.YearKind.REPORTING


def test_health_profiles_are_read_with_their_notes_and_their_repeated_england_once(read):
    """The form and some rows of a public health download."""
    table = read(ADMISSIONS)
    assert [(one.area.name, one.period.label, one.cell) for one in table] == [
        ("England", "2010/11", number("115.2166797")), ("Isles of Scilly", "2010/11", NOT_RETURNED),
    ]  # fmt: skip
    assert list(table)[1].footnotes == ("Value for Cornwall and Isles of Scilly combined",)
    assert [(problem.kind, problem.place.row) for problem in table.problems.listed] == [("repeated", 3)]


def test_the_same_breakdown_in_two_spellings_is_one(read):
    table = read(TIDY + NATIONAL.replace("Total", "Female ") + REGION.replace("Total", "Female") + LOCAL + "All,1,1\n")
    assert table.breakdowns == ("sex: Female", "")
    assert len(table.cells("number", "sex: Female")) == 2


def test_a_reorganisation_is_footnoted_where_it_touches_the_years_of_the_file(read):
    text = "LA code,Year,Value\n941,{},1\n301,2019,1\n"
    with_it, without = read(text.format(2019)), read(text.replace("2019", "2023").format(2022))
    assert [len(one.footnotes) for one in with_it] == [1, 0]
    assert "ended on 1 April 2021" in with_it.overview().footnotes[0]
    assert [one.footnotes for one in without] == [(), ()]


def test_a_population_is_of_the_middle_of_its_year(read):
    table = read('ladcode23,laname23,population_2022,population_2023\nE06000047,County Durham,"99,000",99629\n')
    assert [(one.period.kind, one.period.year, one.cell.number) for one in table] == [
        (published.YearKind.MID_YEAR, 2022, Decimal(99000)), (published.YearKind.MID_YEAR, 2023, Decimal(99629)),
    ]  # fmt: skip


def test_a_value_that_is_none_is_told_with_its_place_and_kept_as_not_available(read):
    table = read(TIDY + NATIONAL + LOCAL + "Total,fifty,1\n")
    [problem] = table.problems.listed
    assert str(problem.place) == "figures.csv, row 3, number"
    assert (problem.kind, problem.refused) == ("unreadable_value", False)
    assert "fifty" not in problem.reason
    assert [one.cell.state for one in table if one.area.code_old == "840"] == [State.NOT_AVAILABLE, State.NUMBER]


def test_every_row_is_kept_or_refused_with_its_place(read):
    text = "LA code,LA,Period,Indicator,Value\n301,,2024,Rate,1\n302,,soon,Rate,2\n,,2024,Rate,3\n303,,2024,Rate,4,5\n"
    table = read(text + "301,,2024,Rate,9\n,Dorset,2024,Rate,1\n9999,Somewhere,2024,Rate,1\n")
    told = {(problem.kind, problem.place.row, problem.refused) for problem in table.problems.listed}
    assert told == {
        ("unreadable_period", 3, True), ("no_area", 4, True), ("cells_in_row", 5, True), ("repeated", 6, True),
        ("ambiguous_area", 7, True), ("unknown_area", 8, False),
    }  # fmt: skip
    assert [(one.area.code_old, one.cell) for one in table] == [("301", number(1)), ("9999", number(1))]
    assert table.problems.refused + len(table) == 7


def test_two_codes_of_different_areas_are_refused_and_one_that_is_new_to_us_is_not(read):
    table = read(
        "old_la_code,new_la_code,Year,Value\n301,E06000047,2024,1\n370,E08999999,2024,2\n815,E10000023,2020,3\n"
    )
    assert [one.area.name for one in table] == ["Barnsley", "North Yorkshire"]
    assert [(problem.kind, problem.place.row, problem.refused) for problem in table.problems.listed] == [
        ("codes_disagree", 2, True)
    ]  # fmt: skip


def test_many_problems_of_one_kind_are_counted_and_not_all_listed(read):
    rows = "".join(f"301,{year},odd\n" for year in range(1900, 2200))
    problems = read("LA code,Year,Value\n" + rows).problems
    assert (problems.counts["unreadable_value"], len(problems.listed)) == (300, problems.keep)


def test_missing_headings_are_told_and_reading_goes_on(read):
    table = read(
        "time_period,geographic_level,old_la_code,number,,\n2025,Local authority,301,5,,\n2025,National,,6,,7\n"
    )
    told = {problem.place.column for problem in table.problems.listed if problem.kind == "heading_missing"}
    assert told == {"time_identifier", "new_la_code", "la_name", "column 6"}
    assert [one.cell for one in table] == [number(5)]


def test_other_kinds_of_place_are_refused_and_told(read):
    table = read(TIDY + NATIONAL + NATIONAL.replace("National", "Parliamentary constituency"))
    assert (len(table), table.problems.counts) == (2, Counter(level_not_read=1))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"), (b"PK\x03\x04\x00\x00", "not a text file"), (b"name,born\nA,2010\n", "no line of headings"),
        (b"LA code,Year,Value\n", "headings and no rows"), (b"LA code,Year,Value\n301,never,1\n", "period is none"),
        (b"PAR1junk", "damaged Parquet"), (b"old_la_code,SN1,SN2\n301,302,303\n", "statistical neighbours"),
        (TIDY[:-13].encode() + b"\n2025,Reporting year,National,E92000001,,,,,,,Total\n", "no column of numbers"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(read, content, says):
    with pytest.raises(Unreadable, match=says) as refusal:
        read(content)
    assert refusal.value.reason.startswith(("figures.csv", "Nothing in figures.csv"))
    assert "\n" not in refusal.value.reason


def test_the_overview_says_what_somebody_needs_before_taking_a_file_in(read):
    table = read(TIDY + NATIONAL + LOCAL + "Female,50,c\n", reporting_year=published.YearKind.FINANCIAL)
    seen = table.overview()
    assert (seen.recognised, seen.rows, seen.figures, seen.refused) == (str(Layout.TIDY), 2, 4, 0)
    assert (seen.measures, seen.breakdowns) == (("number", "rate"), ("sex: Female",))
    assert (seen.periods, seen.areas) == (("2025 (Financial year)",), {"England": 1, "Local authority": 1})
    assert (seen.states, seen.problems) == ({"number": 3, "suppressed": 1}, {})


FORMS = [
    ["LA code", "Area", "Year", "Indicator", "Value"],
    ["Area", "Indicator", "2023", "2024", ""],
    ["time_period", "time_identifier", "geographic_level", "old_la_code", "sex", "number", "rate"],
]
WORD = st.sampled_from(
    ["301", "Dorset", "England", "2024", "202324", "c", "1,2", '"', "\n", "\ufeff", "National", "", "x"]
)
ROW = st.sampled_from([5, 5, 5, 7, 7, 7, 1, 4, 9]).flatmap(
    lambda size: st.lists(WORD | st.text(max_size=3), min_size=size, max_size=size)
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FORMS).flatmap(st.permutations), st.lists(ROW, max_size=8), st.sampled_from([",", ";", "\t"]))
def test_whatever_stands_in_a_file_it_is_read_or_refused_and_no_row_is_lost(tmp_path, headings, rows, separator):
    path = tmp_path / "any.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([headings, *rows])
    try:
        table = published.read(path)
    except Unreadable:
        return
    kept = set(table.rows["row"].to_pylist())
    assert min(kept) > 1
    # A row blank throughout is none; every other one is kept or refused.
    blank = sum(not "".join(row).strip(' \t\r\n"\u00a0\ufeff') for row in rows)
    assert len(rows) - blank <= len(kept) + table.problems.refused <= len(rows)


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_whatever_end_in_anything_but_one_sentence(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        published.read(path)


def test_an_unknown_measure_is_a_key_error(read):
    with pytest.raises(KeyError, match="no measure"):
        read(TIDY + NATIONAL).cells("nothing")
