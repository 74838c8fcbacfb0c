"""`goldenthread measure` from its door: every kind of extract, every option, every refusal."""

import io
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from goldenthread.measures.commands import VERBS, answer, listed
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.measures.results.figures import Results
from goldenthread.measures.results.files import FORMATS, read
from goldenthread.measures.tests.extracts import EPISODES, HEADER, annex_a, census, child, element, table
from goldenthread.measures.tests.reference import FOLDER

YEAR = ("--from", "2024-04", "--to", "2025-03")
REPOSITORY = Path(__file__).resolve().parents[3]


def measure(*words: str | Path) -> int:
    return answer(["measure", *map(str, words)])


def found(path: Path) -> Results:
    return read(path.read_bytes(), path.name)


def cells(results: Results, code: str, of: str = "") -> list[tuple[str, str]]:
    """Numerator and denominator as they are shown, period by period."""
    mine = [one for one in results.figures if (one.code, one.of) == (code, of)]
    return [(str(one.numerator.number), str(one.denominator and one.denominator.number)) for one in mine]


@pytest.fixture
def referrals(tmp_path: Path) -> Path:
    """Sixty referrals in April 2024, twenty of them of children referred the autumn before."""
    folder = tmp_path / "extract"
    rows = [f"R{n},c{n},2024-04-{n % 28 + 1:02}" for n in range(60)]
    rows += [f"E{n},c{n},2023-10-02" for n in range(20)]
    table(folder / "referrals.csv", "referral_id,child_id,referral_date", *rows)
    table(folder / "children.csv", "child_id,sex,area", *[f"c{n},{'FM'[n % 2]},=north" for n in range(60)])
    table(
        folder / "assessments.csv",
        "assessment_id,referral_id,child_id,start_date,authorised_date",
        *[f"A{n},R{n},c{n},2024-04-{n % 28 + 1:02},2024-06-{n % 28 + 1:02}" for n in range(60)],
    )
    return folder


def made_annex_a(folder: Path) -> Path:
    rows = [{"Child Unique ID": n, "Date of referral": datetime(2024, 4, 2)} for n in range(30)]
    contacts = [{"Child Unique ID": n, "Date of Contact": datetime(2024, 4, 2)} for n in range(40)]
    return annex_a(folder / "annex.xlsx", {1: contacts, 3: rows})


def made_census(folder: Path) -> Path:
    told = element("CINdetails", CINreferralDate="2024-04-02", PrimaryNeedCode="N1")
    return census(folder / "cin.xml", 2025, *[child(f"c{n}", 2025, told) for n in range(30)])


def made_903(folder: Path) -> Path:
    into = folder / "903"
    children = [f"{n},1,06/05/2014,WBRI,,," for n in range(30)]
    table(into / "header_2025.csv", HEADER, *children)
    episodes = [f"{n},01/05/2024,S,C2,N1,U4,PR1,,,,,," for n in range(30)]
    table(into / "episodes_2025.csv", EPISODES, *episodes)
    return into


@pytest.mark.parametrize(
    ("make", "kind", "codes"),
    [
        (made_annex_a, "Ofsted Annex A", {"CP01": "40", "CP03": "30"}),
        (made_census, "Children in need census", {"CP03": "30"}),
        (made_903, "SSDA903", {"LA01": "30"}),
    ],
)
def test_each_kind_of_extract_is_counted(make, kind, codes, tmp_path, capsys):
    assert measure(make(tmp_path), *YEAR, "--out", tmp_path / "out.json") == 0
    results = found(tmp_path / "out.json")
    assert results.source.startswith(kind)
    assert {code: cells(results, code)[0][0] for code in codes} == codes
    told = capsys.readouterr()
    assert f"{len(results.figures)} figures from {kind}" in told.out
    # What the source cannot give is named with its reason, not left out in silence.
    counted = {one.code for one in results.figures}
    assert counted | set(results.not_counted) == {one.code for one in catalogue().values() if one.counted}
    assert all(code in told.err and reason in told.err for code, reason in results.not_counted.items())


@pytest.mark.skipif(FOLDER is None, reason="The published reference files are not beside this checkout.")
@pytest.mark.parametrize(
    "name", ["Annex_A_2024_Jan.xlsx", "CIN_Census_2024.xml", "fake_CIN_data.xml", "ssda903_2017_2021"]
)
def test_the_published_samples_are_counted(name, tmp_path):
    out = tmp_path / "out.json"
    assert measure(FOLDER / name, "--from", "2019-04", "--to", "2020-03", "--out", out) == 0
    assert found(out).figures


def test_the_three_formats_hold_the_same(referrals, tmp_path):
    for ending in FORMATS:
        words = [*YEAR, "--by", "quarter", "--breakdown", "sex", "--breakdown", "area", "--population", "50000"]
        assert measure(referrals, *words, "--out", tmp_path / f"out.{ending}") == 0
    by_json, by_csv, by_book = (found(tmp_path / f"out.{ending}") for ending in FORMATS)
    assert by_json == by_csv == by_book
    assert {one.of for one in by_json.figures if one.by == "area"} == {"=north"}


def test_options_do_what_they_say(referrals, tmp_path):
    out = tmp_path / "out.json"
    assert measure(referrals, *YEAR, "--indicator", "CP05", "--out", out) == 0
    assert {one.code for one in found(out).figures} == {"CP05"}
    assert cells(found(out), "CP05") == [("20", "60")]
    assert measure(referrals, *YEAR, "--breakdown", "sex", "--indicator", "CP05", "--out", out) == 0
    assert cells(found(out), "CP05", "F") == cells(found(out), "CP05", "M") == [("10", "30")]
    assert measure(referrals, *YEAR, "--population", "30000", "--indicator", "CP03", "--out", out) == 0
    assert [one.rate.number for one in found(out).figures] == [20]
    assert found(out).population.every == 30000
    for limit, met in (("20", "0"), ("45", "60")):
        assert measure(referrals, *YEAR, "--indicator", "CP06", "--limit", f"CP06={limit}", "--out", out) == 0
        assert (cells(found(out), "CP06"), found(out).figures[0].limit) == ([(met, "60")], int(limit))


def test_what_may_not_leave_says_so(referrals, tmp_path, capsys):
    assert measure(referrals, *YEAR, "--suppress", "internal", "--out", tmp_path / "out.json") == 0
    assert "must stay within the working group" in capsys.readouterr().err
    assert found(tmp_path / "out.json").rule_set == "internal"


def test_rows_that_were_refused_are_told_and_travel_with_the_figures(referrals, tmp_path, capsys):
    with (referrals / "referrals.csv").open("a") as file:
        file.write("R99,c99,31/02/2024\nR98,c98,\n")
    assert measure(referrals, *YEAR, "--indicator", "CP03", "--out", tmp_path / "out.csv") == 0
    results = found(tmp_path / "out.csv")
    assert results.refused_rows == 2
    assert sum(results.problems.values()) >= 2
    assert "2 rows refused; `goldenthread check_extract` lists them" in capsys.readouterr().err


def test_what_does_not_fit_in_the_practice_with_a_child_is_told_here_and_does_not_travel(tmp_path, capsys):
    """Three children with something odd are a small number as any other; it is for who can look at them."""
    odd = element("Section47", S47ActualStartDate="2024-04-10", InitialCPCtarget="2024-04-27")
    told = element("CINdetails", odd, CINreferralDate="2024-04-02", PrimaryNeedCode="N1", ReferralSource="99Z")
    given = census(tmp_path / "cin.xml", 2025, *[child(f"c{n}", 2025, told) for n in range(3)])
    assert measure(given, *YEAR, "--out", tmp_path / "out.csv") == 0
    assert found(tmp_path / "out.csv").problems == {"unknown_code": 3}
    assert "6 problems in the extract" in capsys.readouterr().err


REFUSED = [
    (["--from", "April", "--to", "2025-03"], "April"),
    (["--from", "2024-13", "--to", "2025-03"], "2024-13"),
    (["--from", "2025-04", "--to", "2024-03"], ""),
    (["--from", "1990-04", "--to", "1990-05"], ""),
    ([*YEAR, "--indicator", "CP99"], "There is no indicator CP99"),
    ([*YEAR, "--indicator", "CP12"], "CP12 cannot be counted from an extract"),
    ([*YEAR, "--limit", "CP24"], "“CP24” is not a limit; write it like CP24=15"),
    ([*YEAR, "--limit", "CP24=many"], "is not a limit"),
    ([*YEAR, "--limit", "CP24=0"], "must be a whole number of one or more"),
    ([*YEAR, "--limit", "CP05=9"], "CP05 has no limit"),
    ([*YEAR, "--population", "0"], "The population must be a whole number of one or more"),
    ([*YEAR, "--population", "2024=0"], "The population must be a whole number of one or more"),
    ([*YEAR, "--population", "many"], "“many” is neither a number nor a file; write --population 60000"),
    ([*YEAR, "--population", "60000", "--population", "2024=60000"], "do not go together"),
    ([*YEAR, "--suppress", "nothing"], "nothing"),
    ([*YEAR, "--suppress", "missing.toml"], "missing.toml"),
    ([*YEAR, "--last", "missing.json"], "missing.json cannot be read"),
]


@pytest.mark.parametrize(("words", "says"), REFUSED)
def test_each_refusal_is_one_sentence_and_nothing_is_written(words, says, referrals, tmp_path, capsys):
    out = tmp_path / "out.json"
    assert measure(referrals, *words, "--out", out) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert says in told.err
    assert told.err.endswith(".\n")
    assert "Traceback" not in told.err
    assert sorted(tmp_path.iterdir()) == [referrals]


def test_inputs_and_outputs_that_will_not_do_are_refused(referrals, tmp_path, capsys):
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("Nothing in particular")
    before = sorted(tmp_path.iterdir())
    for given in (
        [tmp_path / "nowhere", "--out", tmp_path / "out.json"],
        [tmp_path / "empty", "--out", tmp_path / "out.json"],
        [tmp_path / "notes.txt", "--out", tmp_path / "out.json"],
        [referrals, "--out", tmp_path / "out.docx"],
        [referrals, "--out", tmp_path / "nowhere" / "out.json"],
        [referrals, "--last", tmp_path / "bad.json", "--out", tmp_path / "out.json"],
    ):
        assert measure(given[0], *YEAR, *given[1:]) == 1
        told = capsys.readouterr().err
        assert told.count("\n") == 1, told
        assert sorted(tmp_path.iterdir()) == before


def test_nothing_is_left_lying_about_where_the_file_cannot_be_written(referrals, tmp_path, capsys):
    out = tmp_path / "out.json"
    out.mkdir()
    assert measure(referrals, *YEAR, "--out", out) == 1
    assert capsys.readouterr().err == f"{out} cannot be written: Is a directory.\n"
    assert sorted(tmp_path.iterdir()) == [referrals, out]


def test_what_is_asked_for_twice_is_counted_once(referrals, tmp_path):
    out = tmp_path / "out.json"
    twice = ["--indicator", "CP03", "--breakdown", "sex"] * 2
    assert measure(referrals, *YEAR, *twice, "--out", out) == 0
    assert cells(found(out), "CP03", "F") == [("30", "None")]


def test_periods_of_which_the_extract_does_not_speak_are_marked_and_it_is_said(tmp_path, capsys):
    """A census holds no referral of the year after; none is counted, which is not to be taken for none."""
    given, out = made_census(tmp_path), tmp_path / "out.json"
    assert (
        measure(given, "--from", "2023-10", "--to", "2025-09", "--by", "quarter", "--indicator", "CP03", "--out", out)
        == 0
    )
    marks = [(one.looks_back_too_far, one.too_recent) for one in found(out).figures]
    assert marks == [(True, False)] * 2 + [(False, False)] * 4 + [(False, True)] * 2
    assert "It speaks of 1 April 2024 to 31 March 2025 only" in capsys.readouterr().err
    assert measure(given, *YEAR, "--indicator", "CP03", "--out", out) == 0
    assert "It speaks of" not in capsys.readouterr().err


def test_an_earlier_file_is_kept_when_the_next_run_is_refused(referrals, tmp_path):
    out = tmp_path / "out.json"
    assert measure(referrals, *YEAR, "--out", out) == 0
    before = out.read_bytes()
    assert measure(referrals, *YEAR, "--limit", "CP05=9", "--out", out) == 1
    assert out.read_bytes() == before


@pytest.mark.parametrize("words", [["--engine", "abacus"], ["--breakdown", "height"], ["--by", "fortnight"], []])
def test_misuse_says_how_to_use_it(words, referrals, tmp_path, capsys):
    out = [] if not words else ["--out", str(tmp_path / "out.json")]
    with pytest.raises(SystemExit) as misused:
        measure(referrals, *YEAR, *words, *out)
    assert misused.value.code == 2
    assert "usage: goldenthread measure" in capsys.readouterr().err


def test_the_library_is_listed_and_told_in_full_and_as_json(capsys):
    assert answer(["indicators"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(catalogue())
    assert "CP12   Strategy discussions with all who must be there  (sent or typed)" in lines
    assert answer(["indicators", "CP05", "CP12"]) == 0
    told = capsys.readouterr().out
    for words in ("CP05 Re-referrals within 12 months (version 1)", "Good:           low is good", "CP12 Strategy"):
        assert words in told
    assert answer(["indicators", "--json"]) == 0
    found_there = json.loads(capsys.readouterr().out)
    assert {one["code"]: one["counted"] for one in found_there} == {
        code: one.counted for code, one in catalogue().items()
    }
    assert answer(["indicators", "CP99"]) == 1
    assert capsys.readouterr().err == "There is no indicator CP99; `goldenthread indicators` lists them.\n"


def goldenthread(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, on a machine whose database is nowhere and which may not be written to."""
    command = [sys.executable, "-c", "from goldenthread.config.command import main; main()", *map(str, words)]
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", "GOLDENTHREAD_DATA": "/dev/null/nowhere"}
    kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        command,
        env=kept | nowhere | environment,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_verbs_need_no_database_and_no_django(referrals, tmp_path):
    out = tmp_path / "out.json"
    series = tmp_path / "series.json"
    series.write_text("[]")
    for words in (
        ["measure", referrals, *YEAR, "--out", out],
        ["check_extract", referrals],
        ["indicators"],
        ["spc", series, "--json"],
    ):
        done = goldenthread(*words)
        assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    assert found(out).figures
    spoken = "import sys; from goldenthread.measures.commands import answer; answer(['indicators']); "
    spoken += "sys.exit('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", spoken], cwd=REPOSITORY, capture_output=True, check=False).returncode == 0
    )


def test_help_lists_the_verbs():
    told = goldenthread("help", GOLDENTHREAD_DATA=os.environ.get("GOLDENTHREAD_DATA", str(REPOSITORY / ".data"))).stdout
    assert told.startswith(listed())
    assert all(f"    {verb}" in told for verb in VERBS)


def test_whoever_stops_listening_is_no_error(monkeypatch):
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert answer(["indicators"]) == 0
