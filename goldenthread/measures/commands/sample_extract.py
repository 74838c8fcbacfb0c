"""`goldenthread sample_extract FOLDER`: a made-up authority's files, to try the whole way with."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from goldenthread.kernel.periods import financial_year, financial_year_of
from goldenthread.measures.calendar_table import read_month
from goldenthread.measures.commands import say
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.synthetic import synthetic
from goldenthread.measures.synthetic_files import MONTHS, annex_a, canonical_csv, census

SENTENCE = "Write a made-up authority's Annex A, two censuses and missing episodes, to try the other commands with."
MOST = 100_000
EARLIEST, LATEST = 2015, 2090


def add_arguments(parser: ArgumentParser) -> None:
    """Where to write, and how large the authority is."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or an empty folder")
    parser.add_argument("--to", default="2025-03", metavar="YYYY-MM", help="the last month they speak of (2025-03)")
    parser.add_argument("--referrals", type=int, default=4000, metavar="N", help="referrals in all (4000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another one makes another authority (1)")


def run(arguments: Namespace) -> int:
    """Write the files and say their names; 0. Raises `Unreadable` for a folder in use and a size that will not do.

    The censuses are those of the last two years to March; Annex A begins at the latest where they end.
    """
    last = read_month(arguments.to).ends_on
    if not EARLIEST <= last.year <= LATEST:
        raise Unreadable(f"--to is a month of the years {EARLIEST} to {LATEST}.")
    if not 1 <= arguments.referrals <= MOST or arguments.seed < 0:
        raise Unreadable(f"--referrals is a number from 1 to {MOST}, and --seed one of nought or more.")
    folder: Path = arguments.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Unreadable(f"{folder} is not empty; name a new folder.")
        now = financial_year_of(last)
        march = now.ends_on.year if now.ends_on == last else now.starts_on.year
        first = financial_year(march - 2).starts_on
        extract = synthetic(referrals=arguments.referrals, seed=arguments.seed, starts_on=first, ends_on=last)
        for name, content in {
            "annex_a.xlsx": annex_a(extract, last, max(MONTHS, (last.year - march) * 12 + last.month - 3)),
            f"cin_{march - 1}.xml": census(extract, march - 1),
            f"cin_{march}.xml": census(extract, march),
            "missing_episodes.csv": canonical_csv(extract, "missing_episodes"),
        }.items():
            (folder / name).write_bytes(content)
            say(str(folder / name))
    except OSError as error:
        raise Unreadable(f"{folder} cannot be written to: {error.strerror}.") from None
    say("No child in these files exists.")
    return 0
