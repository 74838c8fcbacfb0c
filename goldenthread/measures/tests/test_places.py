"""Whatever a check finds is told with the file, the sheet or element, the row and the child, from every reader."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goldenthread.measures.checks import check
from goldenthread.measures.places import PLACE
from goldenthread.measures.readers import read, read_all
from goldenthread.measures.tables import TABLES
from goldenthread.measures.tests.extracts import EPISODES, annex_a, census, child, element, table

ASSESSMENTS = "assessment_id,child_id,start_date,authorised_date"
WRONG = ["A1,1,2024-04-01,2024-05-01", "A2,2,2024-04-09,2024-04-01"]


def told(*paths, kind):
    extract = read_all(paths, places=True)
    problems = [*extract.problems.listed, *check(extract).listed]
    return [str(one) for one in problems if one.kind == kind]


def sentence(where, who):
    return f"{where}: An assessment was authorised before it began. (child {who})"


def test_from_a_csv_file(tmp_path):
    table(tmp_path / "assessments.csv", ASSESSMENTS, WRONG[0], "", WRONG[1])
    assert told(tmp_path, kind="check_8608") == [sentence("assessments.csv, assessments, row 4", 2)]


def test_from_parquet_that_is_handed_on_unread_and_that_is_read(tmp_path):
    rows = [
        {"assessment_id": "A1", "child_id": "1", "start_date": date(2024, 4, 1)},
        {
            "assessment_id": "A2",
            "child_id": "2",
            "start_date": date(2024, 4, 9),
            "authorised_date": date(2024, 4, 1),
        },
    ]
    whole = pa.Table.from_pylist(rows, TABLES["assessments"].schema)
    pq.write_table(whole, tmp_path / "o'neill.parquet")
    assert told(tmp_path, kind="check_8608") == [sentence("o'neill.parquet, assessments, row 2", 2)]
    pq.write_table(whole.drop_columns(["referral_id"]), tmp_path / "o'neill.parquet")
    assert told(tmp_path, kind="check_8608") == [sentence("o'neill.parquet, assessments, row 2", 2)]


def test_from_an_annex_a_workbook_with_its_sheet(tmp_path):
    begun, before = datetime(2024, 4, 9), datetime(2024, 4, 1)
    fields = {"Continuous Assessment Start Date": begun, "Continuous Assessment Date of Authorisation": before}
    path = annex_a(tmp_path / "a.xlsx", {4: [{"Child Unique ID": 7, **fields}]})
    assert told(path, kind="check_8608") == [sentence("a.xlsx, List_4 (assessments), row 3", 7)]


def test_conferences_stand_where_the_enquiry_is_that_tells_of_them(tmp_path):
    saturday = datetime(2024, 4, 6)
    fields = {
        "Strategy discussion initiating Section 47\nEnquiry Start Date": datetime(2024, 4, 2),
        "Date of Initial Child Protection Conference": saturday,
    }
    path = annex_a(tmp_path / "a.xlsx", {5: [{"Child Unique ID": 7, **fields}]}, title=2)
    (said,) = told(path, kind="check_8875")
    assert said.startswith("a.xlsx, List_5 (conferences), row 4: A conference is recorded on a Saturday")


def test_from_a_census_with_the_line_of_the_element(tmp_path):
    early = "\n" + element(
        "Assessments", AssessmentActualStartDate="2023-07-01", AssessmentAuthorisationDate="2023-06-20"
    )
    path = census(
        tmp_path / "c.xml", 2024, child("5", 2024, element("CINdetails", early, CINreferralDate="2023-06-01"))
    )
    assert told(path, kind="check_8608") == [sentence("c.xml, Assessments (assessments), line 4", 5)]
    # What is checked while the census is read knows its place too.
    plan = "\n\n" + element("CINPlanDates", CINPlanStartDate="2023-07-01")
    fields = {"CINreferralDate": "2023-06-01", "ReferralNFA": "1"}
    path = census(tmp_path / "d.xml", 2024, child("5", 2024, element("CINdetails", plan, **fields)))
    (said,) = told(path, kind="check_4000")
    assert said.startswith("d.xml, CINPlanDates (cin_plans), line 5: There is a child in need plan on a referral")


def test_episodes_of_care_that_do_not_follow_each_other_name_their_file_and_row(tmp_path):
    whole = "1,15/02/2022,S,C2,N1,U4,PR1,20/05/2022,X1,,,,"
    table(tmp_path / "2022" / "episodes.csv", EPISODES, "2,01/02/2022,S,C2,N1,U4,PR1,,,,,,", whole)
    table(tmp_path / "2023" / "e23.csv", EPISODES, "1,25/05/2022,P,C2,N1,U4,PR1,,,,,,")
    (gap,) = told(tmp_path, kind="episode_gap")
    assert gap.startswith("episodes.csv, row 3: The reason is X1, and no episode begins")
    (left,) = told(tmp_path, kind="episode_left_open")
    assert left.startswith("episodes.csv, row 2: An episode of child 2 is open here")


def test_rows_of_several_inputs_keep_the_place_of_the_row_that_counts(tmp_path):
    table(tmp_path / "assessments.csv", ASSESSMENTS, *WRONG)
    begun = datetime(2024, 6, 1)
    path = annex_a(tmp_path / "a.xlsx", {4: [{"Child Unique ID": 9, "Continuous Assessment Start Date": begun}]})
    assert told(tmp_path, path, kind="check_8608") == [sentence("assessments.csv, assessments, row 3", 2)]


def test_one_of_several_open_ones_is_named(tmp_path):
    rows = ["A1,1,2024-04-01,", "A2,2,2024-04-01,2024-04-20", "A3,1,2024-05-01,"]
    table(tmp_path / "assessments.csv", ASSESSMENTS, *rows)
    (said,) = told(tmp_path, kind="check_8896")
    assert said.startswith("assessments.csv, assessments, row 4: A child has more than one open assessment.")


def test_rows_past_those_that_are_listed_are_counted(tmp_path):
    rows = [f"A{n},{n},2024-04-09,2024-04-01" for n in range(300)]
    found = check(read_all([table(tmp_path / "assessments.csv", ASSESSMENTS, *rows)], places=True))
    assert (found.counts["check_8608"], len(found.listed)) == (300, found.keep)
    assert [one.place.row for one in found.listed] == list(range(2, 202))


@pytest.mark.parametrize("count", [1, 5000])
def test_places_cost_little_and_are_left_behind_before_anything_is_counted(tmp_path, count):
    path = table(tmp_path / "assessments.csv", ASSESSMENTS, *[f"A{n},{n},2024-04-09," for n in range(count)])
    (placed,) = read_all([path], places=True).tables.values()
    assert placed[PLACE.name].nbytes <= 10 * count + 1000
    assert read(path).tables["assessments"].schema == TABLES["assessments"].schema


def test_a_row_that_stands_twice_counts_once_and_another_with_its_identifier_is_refused(tmp_path):
    table(tmp_path / "assessments-2023.csv", ASSESSMENTS, *WRONG)
    table(tmp_path / "assessments-2024.csv", ASSESSMENTS, WRONG[0], "A2,3,2024-04-09,2024-04-30")
    extract = read(tmp_path)
    assert extract.tables["assessments"]["child_id"].to_pylist() == ["1", "2"]
    assert [str(one) for one in extract.problems.listed] == [
        "assessments-2024.csv, assessments, row 2, assessment_id: The same row stands in assessments-2023.csv, row 2 "
        "already; it counts once.",
        "assessments-2024.csv, assessments, row 3, assessment_id: Another row, assessments-2023.csv, row 3, has this "
        "identifier already and says something else. The row was refused.",
    ]
    assert extract.problems.refused_of(table="assessments") == 1


@pytest.mark.parametrize(("between", "where"), [("", "child no. 3"), ("\n", "line 4")])
def test_in_xml_without_line_ends_the_child_in_the_file_is_named(tmp_path, between, where):
    episode = "<EPISODE><DECOM>13/05/2022</DECOM><RNE>S</RNE>{}</EPISODE>"
    children = [
        f"<CHILD><HEADER><CHILDID>{n}</CHILDID></HEADER>{episode.format('<REC>E4A</REC>' if n == 3 else '')}</CHILD>"
        for n in (1, 2, 3)
    ]
    (tmp_path / "x.xml").write_text(between.join(["<EXPSSDA903>", *children, "</EXPSSDA903>"]))
    (said,) = told(tmp_path / "x.xml", kind="reason_without_end")
    assert said.startswith(f"x.xml, episodes, {where}: There is a reason for the end and no end (child 3")
    episodes = [
        child(str(n), 2024, element("CINdetails", CINreferralDate="2023-06-01", CINclosureDate="2023-05-01"))
        for n in (1, 2, 3)
    ]
    later = child("4", 2024, element("CINdetails", CINreferralDate="soon"))
    path = census(tmp_path / "c.xml", 2024, between.join([*episodes, later]))
    (said,) = told(path, kind="unreadable_date")
    number = "child no. 4" if not between else "line 6"
    assert said.startswith(f"c.xml, CINdetails, {number}, CINreferralDate: This is not a day")
