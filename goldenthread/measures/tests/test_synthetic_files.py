"""The made-up files are what authorities have: our own readers get the same figures back from them."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from goldenthread.kernel import periods
from goldenthread.measures.calendar_table import span
from goldenthread.measures.commands import answer
from goldenthread.measures.counting import count
from goldenthread.measures.indicators.catalogue import chosen
from goldenthread.measures.readers import read_all
from goldenthread.measures.results.files import read
from goldenthread.measures.synthetic import synthetic
from goldenthread.measures.synthetic_files import annex_a, canonical_csv, census
from goldenthread.measures.tables import Extract

LAST = date(2025, 3, 31)
FROM_CENSUS = [
    "CP03",
    "CP04",
    "CP05",
    "CP05C",
    "CP06",
    "CP06A",
    "CP07",
    "CP08",
    "CP08P",
    "CP09",
    "CP15",
    "CP16",
    "CP23",
]
FROM_ANNEX_A = ["CP01", "CP03", "CP04", "CP06A", "CP07", "CP08", "CP09"]


@pytest.fixture(scope="module")
def made() -> Extract:
    return synthetic(referrals=1500, seed=4, starts_on=date(2023, 4, 1), ends_on=LAST)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def figures(extract: Extract, codes: list[str], first: tuple[int, int], *by: str) -> dict:
    months = span(periods.month(*first), periods.month(2025, 3), "month").periods
    found = count(extract, chosen(codes, {}), months, by=("sex", "ethnicity", *by))
    assert not found.not_counted
    return {(one.code, one.period.label, one.by, one.of): (one.numerator, one.denominator) for one in found.figures}


def some(whole: dict) -> dict:
    """Without groups in which nobody was: an extract that holds fewer children knows fewer groups."""
    return {key: value for key, value in whole.items() if any(value)}


def test_two_censuses_give_the_figures_of_the_extract(made, tmp_path):
    files = [written(tmp_path, f"{year}.xml", census(made, year)) for year in (2024, 2025)]
    back = read_all(files)
    assert back.covers == made.covers
    # What two censuses both hold counts once; nothing else is wrong but what was made wrong on purpose.
    kinds = {kind for kind in back.problems.counts if not kind.startswith("check_")}
    assert kinds == {"repeated_in_inputs"}
    wanted = some(figures(made, FROM_CENSUS, (2024, 4), "disability"))
    assert len({code for code, *_ in wanted}) == len(FROM_CENSUS)
    assert some(figures(back, FROM_CENSUS, (2024, 4), "disability")) == wanted


def test_annex_a_gives_the_figures_of_its_six_months(made, tmp_path):
    # Which children are disabled stands in some of its lists only.
    back = read_all([written(tmp_path, "annex_a.xlsx", annex_a(made, LAST))])
    assert back.kind == "Ofsted Annex A"
    wanted = some(figures(made, FROM_ANNEX_A, (2024, 10)))
    assert len({code for code, *_ in wanted}) == len(FROM_ANNEX_A)
    assert some(figures(back, FROM_ANNEX_A, (2024, 10))) == wanted


def test_a_workbook_has_the_official_layout(made, tmp_path):
    book = load_workbook(written(tmp_path, "annex_a.xlsx", annex_a(made, LAST)), read_only=True)
    assert book.sheetnames == ["Front_Sheet", "List_1", "List_3", "List_4", "List_5", "List_7"]
    rows = list(book["List_3"].iter_rows(values_only=True))
    assert rows[0][0] == "List 3: Referrals"
    assert rows[1][:6] == (*rows[1][:5], "Date of referral")
    assert all(date(2024, 9, 30) <= row[5].date() <= LAST for row in rows[2:])


def test_what_happens_after_a_census_is_not_in_it(made):
    days = set(map(str, range(2025, 2030)))
    text = census(made, 2024).decode()
    assert not [year for year in days if f">{year}-" in text]
    assert ">2024-05" not in text


def test_a_local_table_reads_back(made, tmp_path):
    path = written(tmp_path, "missing_episodes.csv", canonical_csv(made, "missing_episodes"))
    assert read_all([path]).tables["missing_episodes"].equals(made.tables["missing_episodes"])


def test_the_whole_way_from_the_door(tmp_path, capsys):
    folder = tmp_path / "sample"
    assert answer(["sample_extract", str(folder), "--referrals", "600"]) == 0
    files = sorted(map(str, folder.iterdir()))
    assert capsys.readouterr().out.splitlines() == [*files, "No child in these files exists."]
    assert answer(["check_extract", *files]) == 0
    out = tmp_path / "out.json"
    assert answer(["measure", *files, "--from", "2024-04", "--to", "2025-03", "--out", str(out)]) == 0
    counted = {one.code for one in read(out.read_bytes(), out.name).figures}
    assert {"CP01", "CP05", "CP09", "CP20", "MX05"} <= counted


@pytest.mark.parametrize(
    ("year", "month", "march"), [(2026, 10, 2026), (2026, 5, 2026), (2026, 3, 2026), (2027, 2, 2026)]
)
def test_the_files_reach_to_the_month_asked_for_and_leave_no_gap(year, month, march, tmp_path):
    to = f"{year}-{month:02d}"
    folder = tmp_path / "sample"
    assert answer(["sample_extract", str(folder), "--referrals", "900", "--to", to]) == 0
    assert sorted(path.name for path in folder.glob("cin_*")) == [f"cin_{march - 1}.xml", f"cin_{march}.xml"]
    assert read_all([folder]).covered(["referrals"]) == (date(march - 2, 4, 1), periods.month(year, month).ends_on)
    out = tmp_path / "out.json"
    words = ["--from", to, "--to", to, "--indicator", "CP03", "--indicator", "MX01", "--suppress", "internal"]
    assert answer(["measure", str(folder), *words, "--out", str(out)]) == 0
    for one in read(out.read_bytes(), out.name).figures:
        assert one.numerator.number > 0
        assert not one.too_recent


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--referrals", "0"], "a number from 1 to"),
        (["--seed", "-1"], "one of nought or more"),
        (["--to", "soon"], "is not a month; write it like 2024-04"),
        (["--to", "1999-01"], "a month of the years 2015 to 2090"),
    ],
)
def test_a_size_that_will_not_do_is_refused(words, says, tmp_path, capsys):
    assert answer(["sample_extract", str(tmp_path / "new"), *words]) == 1
    assert says in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_nothing_is_written_over(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert answer(["sample_extract", str(tmp_path)]) == 1
    assert capsys.readouterr().err.endswith("is not empty; name a new folder.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert answer(["sample_extract", str(tmp_path / "mine.txt")]) == 1
    assert "cannot be written to" in capsys.readouterr().err
