"""Annex A in the official layout, in the layouts of tools and as CSV files."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook

from goldenthread.measures.problems import Unreadable
from goldenthread.measures.readers import read
from goldenthread.measures.tests.extracts import OFFICIAL, REFERENCE, annex_a, kinds

DAY = datetime(2024, 4, 15)
STRATEGY = "Strategy discussion initiating Section 47\nEnquiry Start Date"
UNNECESSARY = "Was an Initial Child Protection Conference deemed unnecessary?"
HELD = "Date of Initial Child Protection Conference"
PLANNED = "Did the Initial Child Protection Conference Result in a Child Protection Plan"


def person(child=101, **more):
    return {
        "Child Unique ID": child,
        "Gender": "b) Female",
        "Ethnicity": "s) NOBT",
        "Date of Birth": datetime(2015, 1, 25),
        "Age of Child (Years)": 9,
    } | more


def lists():
    return {
        1: [person(**{"Date of Contact": DAY, "Contact Source": "q) 6: Police"})],
        2: [person(**{"Assessment start date": DAY, "Organisation completing assessment": "Hill School"})],
        3: [person(**{"Date of referral": DAY, "Referral Source": "1A", "Referral NFA?": "b) No"})],
        4: [person(**{"Continuous Assessment Start Date": DAY})],
        5: [person(**{STRATEGY: DAY, UNNECESSARY: "b) No", HELD: datetime(2024, 5, 1), PLANNED: "a) Yes"})],
        6: [person(**{"CIN Start Date": DAY, "Primary Need Code": "a) N1", "CIN Closure Date": datetime(2024, 6, 1)})],
        7: [
            person(
                **{
                    "Child Protection Plan Start Date": datetime(2024, 5, 1),
                    "Initial Category of Abuse": "a) Neglect",
                    "Latest Category of Abuse": "Emotional abuse",
                    "Number of Previous Child Protection Plans": 2,
                }
            )
        ],
        8: [
            person(
                **{
                    "Date Started to be Looked After": datetime(2023, 2, 1),
                    "Child’s Category of Need": "N1 - Abuse or Neglect",
                    "Child's Legal Status": "C2: FCO",
                    "Placement Type": "f) U6",
                    "Placement Provider": "b) PR1",
                    "URN of Placement": 1234567.0,
                }
            )
        ],
    }


@pytest.mark.parametrize(
    "layout",
    [
        {"title": 1, "sheet": "List_{}"},
        {"title": 0, "sheet": "List {}"},
        {"title": 9, "sheet": "Page {}"},
        {"title": 1, "sheet": "List_{}", "shuffle": True},
    ],
)
@pytest.mark.parametrize("ending", ["xlsx", "xlsm"])
def test_every_layout_is_read_by_heading_whatever_the_sheets_are_called(tmp_path, layout, ending):
    extract = read(annex_a(tmp_path / f"anything.{ending}", lists(), **layout))
    rows = {name: table.to_pylist() for name, table in extract.tables.items()}
    assert {name: len(table) for name, table in rows.items()} == dict.fromkeys(rows, 1)
    assert set(rows) == {
        *("children", "contacts", "early_help", "referrals", "assessments"),
        *("s47_enquiries", "conferences", "plans", "looked_after"),
    }
    assert rows["children"][0] | {"area": None} == {
        "child_id": "101",
        "sex": "F",
        "ethnicity": "NOBT",
        "date_of_birth": date(2015, 1, 25),
        "disability": None,
        "area": None,
    }
    assert (rows["contacts"][0]["source"], rows["referrals"][0]["source"]) == ("6", "1A")
    assert rows["referrals"][0]["need"] == "N1"
    assert rows["referrals"][0]["closure_date"] == date(2024, 6, 1)
    assert rows["s47_enquiries"][0]["icpc_not_required"] is False
    assert rows["conferences"][0]["resulted_in_plan"] is True
    assert rows["conferences"][0]["s47_start_date"] == date(2024, 4, 15)
    assert (rows["plans"][0]["initial_category"], rows["plans"][0]["latest_category"]) == ("NEG", "EMO")
    assert rows["plans"][0]["previous_plans"] == 2
    assert (rows["looked_after"][0]["reason_started"], rows["looked_after"][0]["urn"]) == ("S", "1234567")


def test_it_says_that_it_cannot_look_back_over_a_year_and_which_lists_are_missing(tmp_path):
    extract = read(annex_a(tmp_path / "a.xlsx", {3: lists()[3]}))
    assert kinds(extract) == {"scope": 1, "missing_list": 7}
    assert "six months" in next(str(one) for one in extract.problems.listed if one.kind == "scope")


def test_it_covers_the_six_months_that_its_dates_show_and_else_says_nothing(tmp_path):
    def covered(*days):
        rows = [person(at, **{"Date of referral": day}) for at, day in enumerate(days)]
        return read(annex_a(tmp_path / "a.xlsx", {3: rows})).covers

    # A month without any in its first or its last week alone is a whole one.
    assert covered(datetime(2024, 1, 2), datetime(2024, 6, 28)) == (date(2024, 1, 1), date(2024, 6, 30))
    assert covered(datetime(2024, 1, 9), datetime(2024, 6, 20)) == (date(2024, 1, 9), date(2024, 6, 20))
    assert covered(datetime(2024, 4, 1), datetime(2024, 10, 31)) == (date(2024, 4, 1), date(2024, 10, 31))
    assert covered(datetime(2024, 1, 2), datetime(2024, 2, 1)) is None
    assert covered(datetime(2022, 1, 2), datetime(2024, 2, 1)) is None


def test_a_child_not_yet_born_has_no_date_of_birth(tmp_path):
    rows = [
        person(
            "u1", **{"Age of Child (Years)": -1, "Gender": "c) Not stated/recorded (or unborn)", "Date of contact": 1}
        )
    ]
    rows = [{k: v for k, v in row.items() if k != "Date of contact"} | {"Date of Contact": DAY} for row in rows]
    child = read(annex_a(tmp_path / "a.xlsx", {1: rows})).tables["children"].to_pylist()[0]
    assert (child["date_of_birth"], child["sex"]) == (None, "U")


def test_untidy_cells_are_blank_and_told_and_a_row_without_child_or_day_is_refused(tmp_path):
    rows = [
        person("6537810.0", **{"Date of referral": "15/04/2024", "Referral NFA?": "perhaps", "Referral Source": "zz"}),
        person("#N/A", **{"Date of referral": DAY}),
        person(103, **{"Date of referral": "soon"}),
        person(104, **{"Date of referral": None}),
        {},
        person("\xa0105 ", **{"Date of referral": 45397}),
    ]
    extract = read(annex_a(tmp_path / "a.xlsx", {3: rows}))
    kept = extract.tables["referrals"].to_pylist()
    assert [(row["child_id"], row["referral_date"]) for row in kept] == [
        ("6537810", date(2024, 4, 15)),
        ("105", date(2024, 4, 15)),
    ]
    assert (kept[0]["nfa"], kept[0]["source"]) == (None, None)
    found = kinds(extract)
    assert (found["missing_value"], found["unreadable_date"]) == (2, 1)
    assert (found["unreadable_flag"], found["unknown_code"]) == (1, 1)
    assert found["mixed_dates"] == 1
    assert extract.problems.refused == 3
    refused = {str(one.place) for one in extract.problems.listed if one.refused}
    assert "a.xlsx, List_3, row 5, Date of referral" in refused


def test_headings_with_a_note_after_them_are_known_too(tmp_path):
    path = annex_a(tmp_path / "a.xlsx", {3: [person(1, **{"Date of referral": DAY})]})
    workbook = load_workbook(path)
    for cell in workbook["List_3"][2]:
        if str(cell.value).startswith("Date"):
            cell.value = f"{cell.value}\n(dd/mm/yyyy)"
    workbook.save(path)
    assert read(path).tables["referrals"]["referral_date"].to_pylist() == [date(2024, 4, 15)]
    assert read(path).tables["children"]["date_of_birth"].to_pylist() == [date(2015, 1, 25)]


def test_what_systems_write_for_an_unknown_day_is_told_and_no_day(tmp_path):
    births = [datetime(1900, 1, 1), time(0, 0), "31/12/9999"]
    rows = [person(at, **{"Date of Birth": born, "Date of referral": DAY}) for at, born in enumerate(births)]
    extract = read(annex_a(tmp_path / "a.xlsx", {3: rows}))
    assert extract.tables["children"]["date_of_birth"].to_pylist() == [None] * 3
    assert kinds(extract)["unreadable_date"] == 3


def test_a_damaged_workbook_is_refused(tmp_path):
    whole = annex_a(tmp_path / "a.xlsx", lists())
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as broken:
        for name in archive.namelist():
            body = archive.read(name)
            broken.writestr(name, body[: len(body) // 2] if "sheet4" in name else body)
    with pytest.raises(Unreadable, match="save it again"):
        read(tmp_path / "b.xlsx")


def test_no_message_holds_a_name_a_birthday_or_free_text(tmp_path):
    rows = [person(1, **{"Date of Birth": "Ann Otherperson", "Date of referral": DAY, "Referral Source": "Aunt Mabel"})]
    told = " ".join(str(one) for one in read(annex_a(tmp_path / "a.xlsx", {3: rows})).problems.listed)
    assert "Ann" not in told
    assert "Mabel" not in told


def test_text_dates_which_nothing_decides_refuse_the_workbook_in_one_sentence(tmp_path):
    def path(other):
        rows = [person(1, **{"Date of referral": "03/04/2024", "Date of Birth": other})]
        return annex_a(tmp_path / "a.xlsx", {3: rows})

    with pytest.raises(Unreadable, match="day first and month first"):
        read(path(None))
    assert read(path("25/12/2015")).tables["referrals"]["referral_date"].to_pylist() == [date(2024, 4, 3)]
    assert read(path("12/25/2015")).tables["referrals"]["referral_date"].to_pylist() == [date(2024, 3, 4)]


def test_a_formula_that_was_never_worked_out_is_told_with_its_place(tmp_path):
    rows = [person(1, **{"Date of referral": DAY}), person("=1+1", **{"Date of referral": DAY})]
    extract = read(annex_a(tmp_path / "a.xlsx", {3: rows}))
    told = [str(one.place) for one in extract.problems.listed if one.kind == "uncached_formula"]
    assert told == ["a.xlsx, List_3, row 4, Child Unique ID"]
    assert len(extract.tables["referrals"]) == 1


def test_two_enquiries_that_lead_to_one_conference_are_one_conference(tmp_path):
    first, second, held = datetime(2024, 4, 2), datetime(2024, 4, 9), datetime(2024, 4, 19)
    rows = [person(1, **{STRATEGY: day, HELD: held, UNNECESSARY: None, PLANNED: None}) for day in (first, second)]
    extract = read(annex_a(tmp_path / "a.xlsx", {5: rows}))
    assert len(extract.tables["s47_enquiries"]) == 2
    (conference,) = extract.tables["conferences"].to_pylist()
    assert (conference["s47_start_date"], conference["resulted_in_plan"]) == (date(2024, 4, 2), None)


def test_identifiers_that_it_has_not_are_made_and_differ(tmp_path):
    rows = [person(1, **{"Date of referral": DAY})] * 2
    ids = read(annex_a(tmp_path / "a.xlsx", {3: rows})).tables["referrals"]["referral_id"].to_pylist()
    assert len(set(ids)) == 2
    assert ids == read(tmp_path / "a.xlsx").tables["referrals"]["referral_id"].to_pylist()


def test_rows_about_one_child_that_disagree_are_told(tmp_path):
    rows = [person(1, **{"Date of referral": DAY}), person(1, **{"Date of referral": DAY, "Gender": "a) Male"})]
    extract = read(annex_a(tmp_path / "a.xlsx", {3: rows}))
    assert extract.tables["children"]["sex"].to_pylist() == ["F"]
    assert kinds(extract)["conflict"] == 1


def test_the_lists_as_csv_files_in_a_folder_are_read_too(tmp_path):
    for number in (1, 3):
        cells = {
            "Child Unique ID": "007",
            "Gender": "M",
            "Date of Contact": "15/04/2024",
            "Date of referral": "1/4/2024",
        }
        header = ",".join(f'"{heading}"' for heading in OFFICIAL[number])
        row = ",".join(cells.get(heading, "") for heading in OFFICIAL[number])
        (tmp_path / f"{number}.csv").write_bytes(f"Title,,\n{header}\n{row}\n".encode("cp1252"))
    extract = read(tmp_path)
    assert extract.tables["contacts"]["child_id"].to_pylist() == ["007"]
    # The other list decides that its own date, which can be read both ways, is day first.
    assert extract.tables["referrals"]["referral_date"].to_pylist() == [date(2024, 4, 1)]


def test_a_workbook_without_a_list_is_refused(tmp_path):
    Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(Unreadable, match=r"^empty\.xlsx holds no list"):
        read(tmp_path / "empty.xlsx")


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference data are not beside this project")
def test_the_sample_workbook_is_read_whole():
    extract = read(REFERENCE / "Annex_A_2024_Jan.xlsx")
    counts = {name: len(table) for name, table in extract.tables.items()}
    assert counts == {
        "children": 42,
        "contacts": 5,
        "early_help": 5,
        "referrals": 6,
        "assessments": 5,
        "s47_enquiries": 5,
        "conferences": 3,
        "plans": 7,
        "looked_after": 5,
    }
    assert extract.tables["contacts"]["source"].to_pylist() == ["6", "6", "1B", "6", "9"]
    assert extract.problems.refused == 0
    assert kinds(extract)["unknown_code"] == 1
