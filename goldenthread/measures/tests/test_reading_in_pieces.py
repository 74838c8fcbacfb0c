"""A long CSV file is read a piece at a time, and says the same as if it had been read as a whole."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.measures.problems import Problems
from goldenthread.measures.readers import csv_files, read
from goldenthread.measures.readers.csv_files import CsvFile
from goldenthread.measures.tests.extracts import kinds, table

REFERRALS = "referral_id,child_id,referral_date,source,nfa"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(csv_files, "_BLOCK", 200)


def rows(number, day="03/04/2024"):
    return [f"R{n},{n % 7},{day},1A,N" for n in range(number)]


def test_it_comes_in_pieces(tmp_path):
    file = CsvFile(table(tmp_path / "r.csv", REFERRALS, *rows(100)), 0, Problems())
    sheets = list(file.sheets())
    assert len(sheets) > 10
    assert [int(row) for sheet in sheets for row in sheet.rows] == list(range(2, 102))


def test_the_format_of_the_days_is_that_of_the_whole_file(tmp_path):
    # Nothing but the last row tells that the month stands first.
    extract = read(table(tmp_path / "r.csv", REFERRALS, *rows(100), "R100,1,04/25/2024,1A,N"))
    days = extract.tables["referrals"]["referral_date"].to_pylist()
    assert (days[0], days[-1], kinds(extract)) == (date(2024, 3, 4), date(2024, 4, 25), {})


def test_every_row_keeps_its_number_wherever_uneven_and_blank_rows_stand(tmp_path):
    lines = rows(90)
    for at in (0, 1, 30, 31, 32, 60, 89):
        lines[at] = "R,too,few"
    for at in (2, 33, 61):
        lines[at] = ",,,,"
    lines[50] = "R50,1,soon,1A,N"
    lines[88] = '"R\n88",1,soon,1A,N'
    # An empty line and one of blanks, in the middle and at the end.
    lines.insert(70, "")
    extract = read(table(tmp_path / "r.csv", REFERRALS, *lines, "", ""))
    told = {kind: [one.place.row for one in extract.problems.listed if one.kind == kind] for kind in kinds(extract)}
    assert told == {
        "uneven_row": [2, 3, 32, 33, 34, 62, 92],
        "unreadable_date": [52, 91],
    }
    assert len(extract.tables["referrals"]) == 90 - 7 - 3 - 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends_hold_across_pieces(tmp_path, encoding, end):
    text = end.join([REFERRALS, *(line.replace("R", "É") for line in rows(60))]) + end
    (tmp_path / "referrals.csv").write_bytes(text.encode(encoding))
    extract = read(tmp_path)
    assert extract.tables["referrals"]["referral_id"].to_pylist() == [f"É{n}" for n in range(60)]
    assert kinds(extract) == {}


def test_of_rows_with_one_identifier_the_first_is_kept_across_pieces(tmp_path):
    extract = read(table(tmp_path / "r.csv", REFERRALS, *rows(60), *rows(2, "13/04/2024")))
    assert len(extract.tables["referrals"]) == 60
    assert kinds(extract) == {"repeated_identifier": 2}


def test_a_file_with_a_header_alone_is_an_empty_table(tmp_path):
    extract = read(table(tmp_path / "r.csv", REFERRALS))
    assert (len(extract.tables["referrals"]), kinds(extract)) == (0, {})


def test_identifiers_that_a_spreadsheet_spoilt_are_found_among_those_that_stand(tmp_path):
    odd = ['"=""0042""",1', "7.0,1", "a b,1", "6.5E+11,1", "n/a,1", "none,1", "00-A/7_b,1"]
    lines = [f"{one},03/04/2024,1A,N" for one in odd]
    extract = read(table(tmp_path / "r.csv", REFERRALS, *rows(40), *lines))
    assert extract.tables["referrals"]["referral_id"].to_pylist()[40:] == ["0042", "7", "a b", "00-A/7_b"]
    assert kinds(extract) == {"unreadable_identifier": 1, "missing_value": 2}
