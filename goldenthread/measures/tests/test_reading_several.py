"""Several inputs of one authority made one; rule measures.merging."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow.parquet as pq
import pytest

from goldenthread.measures.problems import Unreadable
from goldenthread.measures.readers import read, read_all
from goldenthread.measures.tests.extracts import EPISODES, HEADER, annex_a, census, child, element, kinds, table

REFERRED = datetime(2024, 2, 15)


def annex(tmp_path, *children, **more):
    rows = [
        {"Child Unique ID": one, "Gender": "a) Male", "Date of referral": REFERRED, "Referral Source": "6"} | more
        for one in children
    ]
    return annex_a(tmp_path / "annex.xlsx", {3: rows})


def in_census(tmp_path, year, *children, **more):
    fields = {"CINreferralDate": "2024-02-15", "PrimaryNeedCode": "N1"} | more
    assessed = element("Assessments", AssessmentActualStartDate="2024-02-16")
    episodes = [child(one, year, element("CINdetails", assessed, **fields)) for one in children]
    return census(tmp_path / f"cin{year}.xml", year, *episodes)


def test_a_referral_in_a_census_and_in_annex_a_is_one_and_is_told(tmp_path):
    extract = read_all([annex(tmp_path, 1, 2), in_census(tmp_path, 2024, "1")])
    rows = {row["child_id"]: row for row in extract.tables["referrals"].to_pylist()}
    assert len(extract.tables["referrals"]) == len(rows) == 2
    # The census says the need and not the source; Annex A the source and not the need.
    assert (rows["1"]["need"], rows["1"]["source"]) == ("N1", "6")
    assert extract.tables["assessments"]["referral_id"].to_pylist() == [rows["1"]["referral_id"]]
    assert kinds(extract)["repeated_in_inputs"] == 1
    assert len(extract.tables["children"]) == 2
    assert extract.kind == "Children in need census and Ofsted Annex A"


def test_the_same_referral_in_two_censuses_ends_as_the_later_one_says(tmp_path):
    older, newer = in_census(tmp_path, 2024, "1"), in_census(tmp_path, 2025, "1", CINclosureDate="2024-09-01")
    extract = read_all([older, newer])
    assert extract.tables["referrals"]["closure_date"].to_pylist() == [date(2024, 9, 1)]
    assert len(extract.tables["assessments"]) == 1
    assert extract.covers == (date(2023, 4, 1), date(2025, 3, 31))


def test_a_gap_between_censuses_leaves_what_is_covered_unknown(tmp_path):
    extract = read_all([in_census(tmp_path, 2022, "1"), in_census(tmp_path, 2024, "1")])
    assert extract.covers is None
    assert kinds(extract)["scope"] == 1


def test_each_table_speaks_of_the_days_of_the_inputs_that_hold_it(tmp_path):
    table(tmp_path / "missing_episodes.csv", "child_id,started_at,ended_at", "1,2025-05-01 10:00,2025-05-02 10:00")
    censuses = [in_census(tmp_path, 2024, "1"), in_census(tmp_path, 2025, "1")]
    extract = read_all([*censuses, tmp_path / "missing_episodes.csv"])
    assert extract.covered(["referrals"]) == extract.covers == (date(2023, 4, 1), date(2025, 3, 31))
    # Nothing says what the local table covers.
    assert extract.covered(["missing_episodes"]) is None
    assert extract.covered(["missing_episodes", "referrals"]) == extract.covers
    assert extract.is_silent
    assert not read_all([in_census(tmp_path, 2024, "1")]).is_silent


def test_references_follow_a_row_that_gave_way(tmp_path):
    table(tmp_path / "referrals.csv", "referral_id,child_id,referral_date", "R77,1,2024-02-15")
    extract = read_all([tmp_path / "referrals.csv", in_census(tmp_path, 2024, "1")])
    assert extract.tables["referrals"]["referral_id"].to_pylist() == ["R77"]
    assert extract.tables["assessments"]["referral_id"].to_pylist() == ["R77"]


def test_looked_after_children_come_from_one_kind_of_input(tmp_path):
    row = {"Child Unique ID": 1, "Date Started to be Looked After": REFERRED}
    workbook = annex_a(tmp_path / "a.xlsx", {8: [row]})
    returned = table(
        tmp_path / "e.csv", EPISODES, "1,15/02/2024,S,C2,N1,U4,PR1,,,,,,", "2,16/02/2024,S,C2,N1,U4,PR1,,,,,,"
    )
    extract = read_all([workbook, returned])
    assert extract.tables["looked_after"]["child_id"].to_pylist() == ["1", "2"]
    assert kinds(extract)["other_source"] == 1
    assert extract.problems.refused == 0


def test_files_of_one_return_given_one_by_one_are_stitched(tmp_path):
    first = table(tmp_path / "a.csv", EPISODES, "1,15/02/2023,S,C2,N1,U4,PR1,,,,,,")
    second = table(tmp_path / "b.csv", EPISODES, "1,15/02/2023,S,C2,N1,U4,PR1,20/05/2023,E4A,,,,")
    header = table(tmp_path / "c.csv", HEADER, "1,1,04/03/2010,WBRI,A,,")
    extract = read_all([second, header, first])
    assert extract.tables["looked_after"]["end_date"].to_pylist() == [date(2023, 5, 20)]


def test_identifiers_that_differ_in_case_are_one_child_and_those_with_leading_noughts_are_told(tmp_path):
    extract = read_all([annex(tmp_path, "dfex1", "007"), in_census(tmp_path, 2024, "DfEX1", "7")])
    assert sorted(extract.tables["children"]["child_id"].to_pylist()) == ["007", "7", "DfEX1"]
    assert (kinds(extract)["identifier_case"], kinds(extract)["leading_noughts"]) == (1, 1)


def test_parquet_that_only_one_input_has_stays_where_it_lies(tmp_path):
    table(tmp_path / "in" / "referrals.csv", "referral_id,child_id,referral_date", "R77,1,2024-02-15")
    pq.write_table(read(tmp_path / "in").tables["referrals"], tmp_path / "referrals.parquet")
    returned = table(tmp_path / "e.csv", EPISODES, "1,15/02/2024,S,C2,N1,U4,PR1,,,,,,")
    extract = read_all([tmp_path / "referrals.parquet", returned])
    assert extract.tables["referrals"] == tmp_path / "referrals.parquet"


def test_a_broken_file_among_others_refuses_them_all(tmp_path):
    broken = tmp_path / "b.xml"
    broken.write_text("<Message><Header/><Children><Child>")
    with pytest.raises(Unreadable, match=r"b\.xml"):
        read_all([annex(tmp_path, 1), broken])


def test_whoever_asks_is_told_which_file_is_being_read(tmp_path):
    said = []
    read_all([annex(tmp_path, 1), in_census(tmp_path, 2024, "1")], said.append)
    assert said == ["annex.xlsx", "cin2024.xml"]
