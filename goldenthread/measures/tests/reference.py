"""The published reference files, kept beside this checkout and never in it; a test that needs them skips without."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

ASIDE = Path("shared") / "reference" / "data"
FOLDER = next((up / ASIDE for up in Path(__file__).resolve().parents if (up / ASIDE).is_dir()), None)
REREFERRALS = "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
REPEAT_PLANS = "d3_cpps_subsequent_plan_2013_to_2025.csv"
POPULATION = "ons_mid-year_population_estimates_2012_to_2024.csv"
NEIGHBOURS = "sn_model_2025_wide.csv"


def reference_file(name: str) -> Path:
    if FOLDER is None:
        pytest.skip("The published reference files are not beside this checkout.")
    return FOLDER / name


@cache
def plain_rows(name: str) -> tuple[dict[str, str], ...]:
    """The file as the standard library reads it, so that an answer here owes nothing to the code under test."""
    with reference_file(name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))
