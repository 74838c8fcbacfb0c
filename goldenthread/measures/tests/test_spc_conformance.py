"""The reference charts, point by point: measures.spc_limits, measures.spc_signals, measures.spc_assurance."""

import csv
import json
import math
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.spc import Cause, Chart, Series, charts

ASIDE = Path("shared") / "reference" / "spc"
FOLDER = next((up / ASIDE for up in Path(__file__).resolve().parents if (up / ASIDE).is_dir()), None)


@pytest.fixture(scope="module")
def reference() -> Path:
    if FOLDER is None:
        pytest.skip("The reference charts are not beside this checkout.")
    return FOLDER


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(newline="") as file:
        return list(csv.DictReader(file))


def series_of(case: dict) -> Series:
    return Series(
        case["id"],
        tuple((date.fromisoformat(day), value) for day, value in case["points"]),
        case["improvement_direction"],
        case["target"],
        frozenset(date.fromisoformat(day) for day in case["rebase_dates"]),
        case["fix_after_n_points"],
        case["screen_outliers"],
    )


@pytest.fixture(scope="module")
def drawn(reference: Path) -> dict[str, Chart]:
    refused = {row["id"] for row in read(reference, "expected_cases.csv") if row["refused"] == "true"}
    cases = json.loads((reference / "inputs.json").read_text())
    for case in cases:
        if case["id"] in refused:
            with pytest.raises(Refused):
                series_of(case)
    return {one.series.id: one for one in charts([series_of(case) for case in cases if case["id"] not in refused])}


def same(ours: object, theirs: str) -> bool:
    if theirs in ("", "true", "false"):
        return ours is {"": None, "true": True, "false": False}[theirs]
    if isinstance(ours, int | float):
        return math.isclose(ours, float(theirs), rel_tol=1e-12)
    return str(ours) == theirs


def test_every_point_has_the_mean_the_limits_and_the_labels_of_the_reference(reference, drawn):
    expected = defaultdict(list)
    for row in read(reference, "expected_points.csv"):
        expected[row["id"]].append(row)
    wrong = []
    for name, rows in expected.items():
        for point, row in zip(drawn[name].points, rows, strict=True):
            ours = {
                "date": point.day,
                "value": point.value,
                "rebase_group": point.group,
                "mean": point.mean,
                "lower_limit": point.lower,
                "upper_limit": point.upper,
                "outside_limits": point.outside,
                "side_of_mean": point.side,
                "near_limit": point.near,
                "special_cause_type": point.cause,
                "special_cause": point.cause is not Cause.COMMON,
                "point_type": point.kind,
                "short_series": point.short,
            }
            wrong += [(name, row["date"], column) for column, value in ours.items() if not same(value, row[column])]
    assert sum(map(len, expected.values())) == 738
    assert not wrong


def test_every_case_has_the_variation_assurance_and_icons_of_the_reference(reference, drawn):
    wrong = []
    for row in read(reference, "expected_cases.csv"):
        if row["refused"] == "true":
            continue
        chart = drawn[row["id"]]
        assert chart.last is not None
        ours = {
            "points": len(chart.points),
            "groups": len(chart.groups),
            "last_mean": chart.last.mean,
            "last_lower_limit": chart.last.lower,
            "last_upper_limit": chart.last.upper,
            "variation_type": chart.variation,
            "variation_icon": chart.variation_icon,
            "assurance_type": chart.assurance,
            "assurance_icon": chart.assurance_icon,
            "short_series_warning": chart.short_series,
        }
        wrong += [(row["id"], column) for column, value in ours.items() if not same(value, row[column])]
    assert not wrong
