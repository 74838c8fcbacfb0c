"""Canonical tables as CSV and Parquet, one file a table."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goldenthread.measures.problems import Unreadable
from goldenthread.measures.readers import read
from goldenthread.measures.tables import PLANS, TABLES
from goldenthread.measures.tests.extracts import kinds, table

REFERRALS = "referral_id,child_id,referral_date,source,nfa"


def test_a_folder_of_csv_with_columns_in_any_order_and_names_that_say_nothing(tmp_path):
    table(tmp_path / "x1.csv", "nfa,source,referral_date,child_id,referral_id", "yes,1A,2024-04-01,0042,R1")
    table(tmp_path / "x2.csv", "child_id,sex,ethnicity,date_of_birth", "0042,F,WBRI,2012-01-31")
    extract = read(tmp_path)
    (referral,) = extract.tables["referrals"].to_pylist()
    assert (referral["child_id"], referral["referral_date"], referral["nfa"]) == ("0042", date(2024, 4, 1), True)
    assert extract.tables["children"]["date_of_birth"].to_pylist() == [date(2012, 1, 31)]
    assert kinds(extract) == {}
    assert extract.tables["referrals"].schema == TABLES["referrals"].schema


@pytest.mark.parametrize("name", list(TABLES))
def test_every_table_is_known_by_its_name_with_its_needed_columns_alone(tmp_path, name):
    needed = [column for column in TABLES[name].columns if column.needed]
    cells = {"identifier": "1", "date": "2024-04-01", "date and time": "2024-04-01 10:30"}
    table(tmp_path / f"{name}.csv", ",".join(c.name for c in needed), ",".join(cells[c.kind] for c in needed))
    extract = read(tmp_path)
    assert {key: len(rows) for key, rows in extract.tables.items()} == {name: 1}
    assert kinds(extract) == {}


@pytest.mark.parametrize("name", list(TABLES))
def test_every_table_is_known_by_its_headings_whatever_the_file_is_called(tmp_path, name):
    cells = {"identifier": "1", "date": "2024-04-01", "date and time": "2024-04-01 10:30", "yes or no": "1"}
    columns = TABLES[name].columns
    line = ",".join(cells.get(column.kind, "") for column in columns)
    extract = read(table(tmp_path / "x.csv", ",".join(c.name.upper() for c in columns), line))
    assert list(extract.tables) == [name]


@pytest.mark.parametrize("file", ["children_plans.csv", "cp-plans 2024.csv", "export.csv"])
def test_a_name_helps_and_the_columns_decide(tmp_path, file):
    extract = read(table(tmp_path / file, "child_id,plan_id,start_date,initial_category", "1,2,2024-04-01,NEG"))
    assert list(extract.tables) == ["plans"]


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ","), ("utf-8", "|")]
)
def test_encodings_and_separators_of_every_spreadsheet(tmp_path, encoding, separator):
    text = REFERRALS.replace(",", separator) + "\r\n" + separator.join(["É1", "7", "13/04/2024", "1A", "N"]) + "\r\n"
    (tmp_path / "referrals.csv").write_bytes(text.encode(encoding))
    (row,) = read(tmp_path).tables["referrals"].to_pylist()
    assert (row["referral_id"], row["referral_date"], row["nfa"]) == ("É1", date(2024, 4, 13), False)


def test_bad_rows_are_listed_with_their_numbers_and_only_a_needed_column_refuses(tmp_path):
    rows = [
        "R1,1,13/04/2024,1A,N",
        "R2,2,30/02/2024,1A,N",
        "R3,3,13/04/2024,99,maybe",
        ",,,,",
        "R4,,13/04/2024,1A,N",
        "R5,5",
    ]
    extract = read(table(tmp_path / "r.csv", REFERRALS, *rows))
    assert extract.tables["referrals"]["referral_id"].to_pylist() == ["R1", "R3"]
    assert extract.tables["referrals"]["source"].to_pylist() == ["1A", None]
    told = {(one.kind, one.place.row, one.refused) for one in extract.problems.listed}
    assert told == {
        ("unreadable_date", 3, True),
        ("unknown_code", 4, False),
        ("unreadable_flag", 4, False),
        ("missing_value", 6, True),
        ("uneven_row", 7, True),
    }
    assert extract.problems.refused == 3


def test_dates_that_could_be_read_both_ways_are_day_first_as_the_tables_say(tmp_path):
    extract = read(table(tmp_path / "r.csv", REFERRALS, "R1,1,03/04/2024,1A,N"))
    assert extract.tables["referrals"]["referral_date"].to_pylist() == [date(2024, 4, 3)]


def test_further_columns_are_told_and_left_out(tmp_path):
    extract = read(table(tmp_path / "r.csv", REFERRALS + ",worker", "R1,1,2024-04-01,1A,N,Somebody"))
    assert kinds(extract) == {"extra_column": 1}
    assert "Somebody" not in str(extract.problems.listed[0])


def test_of_rows_with_one_identifier_the_first_is_kept(tmp_path):
    rows = ["R1,1,2024-04-01,1A,N", "R1,2,2024-04-02,1A,N", "R2,3,2024-04-02,1A,N"]
    extract = read(table(tmp_path / "r.csv", REFERRALS, *rows))
    assert extract.tables["referrals"]["child_id"].to_pylist() == ["1", "3"]
    assert (kinds(extract), extract.problems.refused) == ({"repeated_identifier": 1}, 1)


def test_very_many_bad_rows_are_counted_and_the_first_are_listed(tmp_path):
    extract = read(table(tmp_path / "r.csv", REFERRALS, *[f"R{n},{n},soon,1A,N" for n in range(5000)]))
    assert kinds(extract) == {"unreadable_date": 5000}
    assert len(extract.problems.listed) == extract.problems.keep
    assert extract.problems.refused == 5000


def test_moments_keep_their_time(tmp_path):
    line = "1,13/04/2024 23:50,14/04/2024 06:15"
    extract = read(table(tmp_path / "missing_episodes.csv", "child_id,started_at,ended_at", line))
    (row,) = extract.tables["missing_episodes"].to_pylist()
    assert (row["started_at"].hour, row["ended_at"].minute, row["rhi_offered_at"]) == (23, 15, None)


def plans(count=3):
    columns = {column.name: [None] * count for column in PLANS.columns}
    columns |= {"plan_id": [str(n) for n in range(count)], "child_id": ["1"] * count}
    return pa.table(columns | {"start_date": [date(2024, 4, 1)] * count}, schema=PLANS.schema)


def test_parquet_with_the_right_types_is_handed_on_unread(tmp_path):
    pq.write_table(plans(), tmp_path / "anything.parquet")
    extract = read(tmp_path / "anything.parquet")
    assert extract.tables == {"plans": tmp_path / "anything.parquet"}


def test_parquet_with_other_types_or_blanks_in_a_needed_column_is_read(tmp_path):
    at = PLANS.schema.get_field_index("start_date")
    moments = pa.array([datetime(2024, 4, 1, 9)] * 3)
    pq.write_table(plans().set_column(at, "start_date", moments), tmp_path / "plans.parquet")
    assert read(tmp_path).tables["plans"]["start_date"].to_pylist() == [date(2024, 4, 1)] * 3
    pq.write_table(
        plans().drop_columns(["end_date"]).append_column("child", pa.array([1, 2, 3])), tmp_path / "plans.parquet"
    )
    extract = read(tmp_path)
    assert (extract.tables["plans"].schema, kinds(extract)) == (PLANS.schema, {"extra_column": 1})
    nobody = plans().set_column(1, "child_id", pa.array(["1", None, "1"], pa.string()))
    pq.write_table(nobody, tmp_path / "plans.parquet")
    extract = read(tmp_path)
    assert (len(extract.tables["plans"]), kinds(extract)) == (2, {"missing_value": 1})


def test_two_files_of_one_table_are_one_table(tmp_path):
    pq.write_table(plans(), tmp_path / "plans-a.parquet")
    table(tmp_path / "plans-b.csv", "plan_id,child_id,start_date", "9,9,2024-05-01", "1,9,2024-05-01")
    extract = read(tmp_path)
    assert sorted(extract.tables["plans"]["plan_id"].to_pylist()) == ["0", "1", "2", "9"]
    assert kinds(extract) == {"repeated_identifier": 1}


def archive(path):
    import zipfile

    with zipfile.ZipFile(path, "w") as made:
        made.writestr("referrals.csv", REFERRALS)


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (archive, "unpack it"),
        (lambda path: path.write_bytes(b"PK\x03\x04 broken"), "cut short"),
        (lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600), r"save it as \.xlsx"),
        (lambda path: path.write_bytes(b"PAR1 broken"), "Parquet"),
        (lambda path: path.write_bytes(b"\x89PNG\0\0\0\0"), "neither text"),
        (lambda path: path.write_text(""), "empty"),
        (lambda path: path.write_text("a,b\n1,2\n"), "first ten rows"),
        (lambda path: path.write_text("child_id\n1\n"), "first ten rows"),
        (
            lambda path: table(path / "plans.csv", "child_id,plan_id", "1,2"),
            r"^plans\.csv lacks columns that plans need: start_date",
        ),
        (lambda path: path.write_text("<html><body/></html>"), "neither a children in need census"),
        (lambda path: path.write_text("termlyexclusionsonrolltableid,startdate,sessions\n"), "school exclusions"),
        (lambda path: path.mkdir(), "no file"),
        (lambda path: None, "There is no file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, write, says):
    write(tmp_path / "given")
    with pytest.raises(Unreadable, match=says) as refused:
        read(tmp_path / "given")
    assert refused.value.reason.endswith(".")
    assert "\n" not in refused.value.reason


def test_in_a_folder_what_is_nothing_known_is_told_and_the_rest_is_read(tmp_path):
    table(tmp_path / "r.csv", REFERRALS, "R1,1,2024-04-01,1A,N")
    (tmp_path / "notes.txt").write_text("Remember to ask for the plans.")
    (tmp_path / "~$r.xlsx").write_text("what a program leaves behind")
    extract = read(tmp_path)
    assert (len(extract.tables["referrals"]), kinds(extract)) == (1, {"unrecognised_file": 1})
