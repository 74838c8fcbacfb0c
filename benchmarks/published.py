"""Published statistics at full size: 641,070 figures of 434 measures read, and one authority compared on them all."""

from __future__ import annotations

import csv
import random
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.measures import published
from goldenthread.measures.comparators import Polarity, compare

ROWS, MEASURES, YEARS = 641_070, 434, range(2015, 2025)
MARKS = ("c", "x", "z", "-", "")


def run() -> dict[str, float]:
    """Seconds to read the table as Parquet and as CSV and to compare one authority on every measure; the peak in MB."""
    columns = _columns()
    with TemporaryDirectory() as folder:
        parquet, text = Path(folder) / "long.parquet", Path(folder) / "long.csv"
        pq.write_table(pa.table(columns), parquet)
        with text.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(zip(*columns.values(), strict=True))
        began = time.perf_counter()
        table = published.read(parquet)
        seconds = {"read 641,070 figures from Parquet": time.perf_counter() - began}
        began = time.perf_counter()
        again = published.read(text)
        seconds["read 641,070 figures from CSV"] = time.perf_counter() - began
    if (len(table), len(again)) != (ROWS, ROWS):
        raise AssertionError("Figures were lost in reading.")
    began = time.perf_counter()
    period = max(table.periods, key=lambda one: one.year)
    area = next(one for one in table.areas if one.code_old == "301")
    for measure in table.measures:
        compare(table, measure, area, period, None, Polarity.LOW)
    seconds["compare one authority on 434 measures"] = time.perf_counter() - began
    seconds["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seconds


def _columns() -> dict[str, list[str]]:
    """A long table such as the department's, of a fixed seed: one value in ten is a mark."""
    chance = random.Random(5)
    areas = published.directory().authorities
    names: dict[str, list[str]] = {"LA Number": [], "LA and Regions": [], "Short Desc": [], "Years": [], "Values": []}
    every = ((m, y, a) for m in range(MEASURES) for y in YEARS for a in [*areas, None])
    for _, (measure, year, area) in zip(range(ROWS), every, strict=False):
        number, name = (area.code_old, area.name) if area else ("970", "England")
        value = chance.choice(MARKS) if chance.random() < 0.1 else f"{chance.uniform(0, 5000):.{measure % 15}f}"
        for column, word in zip(
            names.values(), (number, name, f"M{measure}", f"{year - 1}-{year % 100}", value), strict=True
        ):
            column.append(word)
    return names


if __name__ == "__main__":
    for what, figure in run().items():
        print(f"{what}: {figure:.2f}")
