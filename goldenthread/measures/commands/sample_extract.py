"""`goldenthread sample_extract FOLDER`: a made-up authority's files, to try the whole way with."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from goldenthread.measures.commands import say
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.synthetic import synthetic
from goldenthread.measures.synthetic_files import annex_a, canonical_csv, census

SENTENCE = "Write a made-up authority's Annex A, two censuses and missing episodes, to try the other commands with."
FIRST, LAST = date(2023, 4, 1), date(2025, 3, 31)
MOST = 100_000


def add_arguments(parser: ArgumentParser) -> None:
    """Where to write, and how large the authority is."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or an empty folder")
    parser.add_argument("--referrals", type=int, default=4000, metavar="N", help="referrals in two years (4000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another one makes another authority (1)")


def run(arguments: Namespace) -> int:
    """Write the files and say their names; 0. Raises `Unreadable` for a folder in use and a size that will not do."""
    if not 1 <= arguments.referrals <= MOST or arguments.seed < 0:
        raise Unreadable(f"--referrals is a number from 1 to {MOST}, and --seed one of nought or more.")
    folder: Path = arguments.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Unreadable(f"{folder} is not empty; name a new folder.")
        extract = synthetic(referrals=arguments.referrals, seed=arguments.seed, starts_on=FIRST, ends_on=LAST)
        for name, content in {
            "annex_a.xlsx": annex_a(extract, LAST),
            "cin_2024.xml": census(extract, 2024),
            "cin_2025.xml": census(extract, 2025),
            "missing_episodes.csv": canonical_csv(extract, "missing_episodes"),
        }.items():
            (folder / name).write_bytes(content)
            say(str(folder / name))
    except OSError as error:
        raise Unreadable(f"{folder} cannot be written to: {error.strerror}.") from None
    say("No child in these files exists.")
    return 0
