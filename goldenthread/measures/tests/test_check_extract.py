"""The command that says what an extract holds."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from pathlib import Path

import pytest

from goldenthread.measures.commands import check_extract
from goldenthread.measures.problems import Unreadable
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
    assert "referrals: 2 rows (referral_date 2024-04-13 to 2024-05-20)" in printed.out
    assert "Rows refused: 9" in printed.out
    assert "unreadable_date: 9" in printed.out
    assert printed.out.count("row 2, referral_date") == 1
    assert printed.out.count("unreadable_date") == 1
    assert printed.out.count("is not a day") == 2
    assert "Mabel" not in printed.out
    assert printed.err == ""


def test_as_json_it_is_for_programs(extract, capsys):
    assert run(extract, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["tables"]["referrals"] == {"rows": 2, "days": {"referral_date": ["2024-04-13", "2024-05-20"]}}
    assert {one["kind"]: one["count"] for one in report["problems"]} == {"unreadable_date": 9, "unknown_code": 1}
    assert "plans" in report["absent"]


def test_checks_are_said_with_their_code_and_sentence(tmp_path, capsys):
    early = element("Assessments", AssessmentActualStartDate="2023-05-01")
    episode = element("CINdetails", early, CINreferralDate="2023-06-01")
    assert run(census(tmp_path / "c.xml", 2024, child("1", 2024, episode))) == 0
    printed = capsys.readouterr().out
    assert "Covers: 2023-04-01 to 2024-03-31." in printed
    assert "check_1103: 1. An assessment begins before the referral that it follows." in printed


def test_no_name_birthday_or_note_is_ever_printed(tmp_path, capsys):
    born = datetime(2011, 9, 23)
    row = {"Child Unique ID": 1, "Date of Birth": born, "Date of referral": datetime(2024, 4, 1)}
    row |= {"Allocated Worker": "Wilhelmina", "Referral Source": "from Wilhelmina"}
    assert run(annex_a(tmp_path / "a.xlsx", {3: [row]}), "--json") == 0
    printed = capsys.readouterr().out
    assert "Wilhelmina" not in printed
    assert "2011" not in printed


def test_what_cannot_be_read_is_refused_and_a_wrong_limit_is_misuse(tmp_path, extract, capsys):
    with pytest.raises(Unreadable):
        run(tmp_path / "nothing.xlsx")
    assert run(extract, "--limit", "-1") == 2
    assert "--limit" in capsys.readouterr().err


def test_a_terminal_is_told_what_is_being_read(extract, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run(extract) == 0
    assert capsys.readouterr().err == "Reading referrals.csv …\n"
