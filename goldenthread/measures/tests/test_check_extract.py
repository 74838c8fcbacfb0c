"""The command that says what an extract holds."""

from __future__ import annotations

import argparse
import json
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from goldenthread.measures.commands import answer, check_extract
from goldenthread.measures.tests.extracts import annex_a, census, child, element, table


def run(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    check_extract.add_arguments(parser)
    return check_extract.run(parser.parse_args([str(one) for one in arguments]))


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    rows = [f"R{n},{n},30/02/2024,1A" for n in range(9)] + ["R10,10,13/04/2024,1A", "R11,11,20/05/2024,Aunt Mabel"]
    return table(tmp_path / "referrals.csv", "referral_id,child_id,referral_date,source", *rows)


def test_it_says_what_was_kept_and_refused_with_days_and_places(extract, capsys):
    assert run(extract, "--limit", "2") == 0
    printed = capsys.readouterr()
    assert "Recognised: Canonical tables." in printed.out
    lines = [" ".join(line.split()) for line in printed.out.splitlines()]
    assert "canonical CSV: referrals.csv" in lines
    assert "referrals 2 9 referral_date 2024-04-13 to 2024-05-20" in lines
    at = lines.index("Rows refused, which count nowhere: 9")
    assert lines[at + 1 : at + 5] == [
        "unreadable_date: 9. This is not a day in the format of its column.",
        "referrals.csv, row 2, referral_date",
        "referrals.csv, row 3, referral_date",
        "and 7 more",
    ]
    assert lines[lines.index("Worth a look; nothing was refused for it") + 1].startswith(
        "unknown_code: 1. This is none"
    )
    assert lines[lines.index("What to do next") + 1].startswith("Mend the refused rows in the system they come from")
    assert lines[-1].startswith("Count: goldenthread measure ")
    assert lines[-1].endswith("referrals.csv --from YYYY-MM --to YYYY-MM --by month --out return.xlsx")
    assert "Mabel" not in printed.out
    assert printed.err == ""


def test_as_json_it_is_for_programs(extract, capsys):
    assert run(extract, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    days = {"referral_date": ["2024-04-13", "2024-05-20"]}
    assert report["tables"]["referrals"] == {"rows": 2, "refused": 9, "days": days}
    assert report["files"] == [{"name": "referrals.csv", "is": "canonical CSV"}]
    assert (report["refused"], [one["refused"] for one in report["problems"]]) == (9, [9, 0])
    assert report["problems"][0]["examples"][0] == {
        "place": "referrals.csv, row 2, referral_date",
        "says": "This is not a day in the format of its column.",
        "refused": True,
    }
    assert {one["kind"]: one["count"] for one in report["problems"]} == {"unreadable_date": 9, "unknown_code": 1}
    assert "plans" in report["absent"]


def test_checks_are_said_with_their_code_and_sentence(tmp_path, capsys):
    early = element("Assessments", AssessmentActualStartDate="2023-05-01")
    episode = element("CINdetails", early, CINreferralDate="2023-06-01")
    assert run(census(tmp_path / "c.xml", 2024, child("1", 2024, episode))) == 0
    printed = capsys.readouterr().out
    assert "Covers: 2023-04-01 to 2024-03-31." in printed
    assert " that do not fit; these rows are kept and counted\n" in printed
    assert "check_1103: 1. An assessment begins before the referral that it follows." in printed
    assert "    c.xml, Assessments (assessments), line 3 (child 1)\n" in printed
    assert "No row was refused: there is nothing that must be mended." in printed
    assert "--from 2023-04 --to 2024-03" in printed


def test_no_name_birthday_or_note_is_ever_printed(tmp_path, capsys):
    born = datetime(2011, 9, 23)
    row = {"Child Unique ID": 1, "Date of Birth": born, "Date of referral": datetime(2024, 4, 1)}
    row |= {"Allocated Worker": "Wilhelmina", "Referral Source": "from Wilhelmina"}
    assert run(annex_a(tmp_path / "a.xlsx", {3: [row]}), "--json") == 0
    printed = capsys.readouterr().out
    assert "Wilhelmina" not in printed
    assert "2011" not in printed


def test_what_cannot_be_read_is_refused_and_a_wrong_limit_is_misuse(tmp_path, extract, capsys):
    assert answer(["check_extract", str(tmp_path / "nothing.xlsx")]) == 1
    assert capsys.readouterr().err == f"There is no file or folder {tmp_path / 'nothing.xlsx'}.\n"
    assert run(extract, "--limit", "-1") == 2
    assert "--limit" in capsys.readouterr().err


def test_a_terminal_is_told_what_is_being_read(extract, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run(extract) == 0
    assert capsys.readouterr().err == "Reading referrals.csv …\n"


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("referrals.csv", "referral_id,child_id,referral_date")


@pytest.mark.parametrize(
    ("name", "write", "says"),
    [
        ("folder", Path.mkdir, "The folder folder holds no file."),
        ("nowhere", lambda path: None, "There is no file or folder "),
        ("a.zip", archive, "a.zip is an archive; unpack it, and give the folder."),
        ("a.xlsx", archive, "a.xlsx is an archive; unpack it, and give the folder."),
        (
            "a.xlsx",
            lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4000),
            "a.xlsx is an Excel workbook of the old kind (.xls) or has a password; save it as .xlsx, without one.",
        ),
        ("a.pdf", lambda path: path.write_bytes(b"%PDF-1.7\0\0"), "a.pdf is neither text nor a file that can be read"),
        ("a.csv", lambda path: path.write_bytes(b""), "a.csv is empty."),
        ("a.csv", lambda path: path.write_bytes(b"\xef\xbb\xbf\r\n"), "a.csv has, in its first ten rows, the headings"),
        ("a.csv", lambda path: path.write_text('child_id,"' + "x" * 300_000), "a.csv "),
        ("a.xml", lambda path: path.write_text("<Message><Children><Child>"), "a.xml is not whole or not well formed"),
        ("a.parquet", lambda path: path.write_bytes(b"PAR1PAR1"), "a.parquet cannot be read as Parquet"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence_and_two(tmp_path, capsys, name, write, says):
    write(tmp_path / name)
    for more in ([], ["--json"]):
        assert answer(["check_extract", str(tmp_path / name), *more]) == 1
        printed = capsys.readouterr()
        assert (printed.out, printed.err.count("\n")) == ("", 1)
        assert printed.err.startswith(says)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_windows_line_ends_marks_and_encodings_are_read_as_they_are(tmp_path, capsys, encoding):
    lines = ["referral_id;child_id;referral_date", "É1;1;13/04/2024", "", "É2;;14/04/2024", ""]
    (tmp_path / "referrals.csv").write_bytes("\r\n".join(lines).encode(encoding))
    assert answer(["check_extract", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "missing_value: 1. The cell is blank, and is needed.\n    referrals.csv, row 4, child_id\n" in printed


def test_rows_that_two_files_share_are_said_to_count_once_and_not_to_be_refused(tmp_path, capsys):
    headings = "referral_id,child_id,referral_date"
    table(tmp_path / "referrals-2023.csv", headings, "R1,1,2024-03-01", "R2,2,2024-03-02")
    table(tmp_path / "referrals-2024.csv", headings, "R2,2,2024-03-02", "R3,3,2024-04-02")
    assert run(tmp_path) == 0
    printed = capsys.readouterr().out
    assert "Rows refused" not in printed
    assert "refused." not in printed.replace("No row was refused", "")
    assert (
        "  repeated_row: 1. The same row stands in referrals-2023.csv, row 3 already; it counts once.\n"
        "    referrals-2024.csv, referrals, row 2, referral_id\n"
    ) in printed


def test_the_help_says_how_it_ends(capsys):
    with pytest.raises(SystemExit):
        answer(["check_extract", "--help"])
    assert "Ends with 0 when the extract was read" in " ".join(capsys.readouterr().out.split())
