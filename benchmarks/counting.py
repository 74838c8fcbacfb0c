"""A large authority's extract counted by each engine in a process of its own: seconds, and the most memory it held.

`.venv/bin/python -m benchmarks.counting` prints one row an engine; `--one ENGINE FOLDER` is what each process runs.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import psutil
import pyarrow.csv
import pyarrow.parquet as pq

TABLES = ("referrals", "assessments", "s47_enquiries")
REFERRALS = 1_000_000
CODES = ["CP05", "CP06A", "CP09"]
BUDGET_SECONDS, BUDGET_MB = 3.0, 400.0
# The same tables read from CSV, which must be cleaned and checked cell by cell.
FROM_CSV, BUDGET_CSV_MB = "duckdb from CSV", 450.0


def lay_down(folder: Path, referrals: int = REFERRALS) -> dict[str, int]:
    """Write the made-up extract as Parquet, and as CSV in a folder `csv`; how many rows each table has."""
    from goldenthread.measures.synthetic import synthetic

    made = synthetic(referrals=referrals, seed=5, starts_on=date(2021, 4, 1), ends_on=date(2025, 3, 31), only=TABLES)
    for name, table in made.tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
        (folder / "csv").mkdir(exist_ok=True)
        pyarrow.csv.write_csv(table, folder / "csv" / f"{name}.csv")
    return {name: table.num_rows for name, table in made.tables.items()}


def one(engine: str, folder: Path) -> None:
    """Count three indicators over 48 months and print a fingerprint of the figures."""
    from goldenthread.kernel import periods
    from goldenthread.measures.calendar_table import span
    from goldenthread.measures.counting import count
    from goldenthread.measures.indicators.catalogue import chosen
    from goldenthread.measures.readers import read
    from goldenthread.measures.tables import Extract

    if engine == FROM_CSV:
        extract, engine = read(folder / "csv"), "duckdb"
    else:
        extract = Extract("a made-up extract", {name: folder / f"{name}.parquet" for name in TABLES})
    months = span(periods.month(2021, 4), periods.month(2025, 3), "month").periods
    began = time.monotonic()
    found = count(extract, chosen(CODES, {}), months, engine=engine)
    spent = time.monotonic() - began
    print(hashlib.sha256(repr(found.figures).encode()).hexdigest()[:12], len(found.figures), f"{spent:.2f}")


def measured(engine: str, folder: Path) -> tuple[float, float, str]:
    """Seconds of wall from start to end, the most megabytes the processes held together, and what was printed."""
    began, peak = time.monotonic(), 0.0
    command = [sys.executable, "-m", "benchmarks.counting", "--one", engine, str(folder)]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    watched = psutil.Process(started.pid)
    while started.poll() is None:
        try:
            held = sum(one.memory_info().rss for one in [watched, *watched.children(recursive=True)])
        except psutil.NoSuchProcess:
            break
        peak = max(peak, held / 1_000_000)
        time.sleep(0.01)
    words, _ = started.communicate()
    return time.monotonic() - began, peak, words.strip()


def run() -> list[tuple[str, float, float, str]]:
    """Each engine that is installed: its name, wall seconds, peak MB, fingerprint of its figures."""
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        lay_down(folder)
        engines = ["duckdb", FROM_CSV, "polars"] + (
            ["pyspark"] if find_spec("pyspark") and shutil.which("java") else []
        )
        return [(engine, *measured(engine, folder)) for engine in engines]
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        print("| engine | wall s | peak MB | figures, their number, seconds of counting |\n|---|--:|--:|---|")
        for name, seconds, peak, words in run():
            print(f"| {name} | {seconds:.1f} | {peak:.0f} | {words} |", flush=True)
