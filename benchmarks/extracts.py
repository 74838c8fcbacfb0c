"""How long it takes to read a census of 6,640 children and five years of SSDA903: the reference samples.

`.venv/bin/python -m benchmarks.extracts`. Where the reference data are neither beside the project nor in the folder
that `GOLDENTHREAD_REFERENCE_DATA` names, nothing is measured. Each is read in a process of its own, for its memory.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

ASIDE = Path("shared") / "reference" / "data"
BESIDE = next((up / ASIDE for up in Path(__file__).resolve().parents if (up / ASIDE).is_dir()), ASIDE)
REFERENCE = Path(os.environ.get("GOLDENTHREAD_REFERENCE_DATA", BESIDE))
TIMES = 20


def run() -> dict[str, float]:
    """Seconds to read, and MB at the peak, of each sample; empty where the reference data are absent."""
    if not REFERENCE.is_dir():
        return {}
    with tempfile.TemporaryDirectory() as folder:
        census = _repeated(REFERENCE / "fake_CIN_data.xml", Path(folder))
        return {
            **_measured("census of 6,640 children", _read, census),
            **_measured("census of 6,640 children, checked", _read_and_check, census),
            **_measured("census of 6,640 children, counted", _read_and_count, census),
            **_measured("SSDA903 of five years", _read, REFERENCE / "ssda903_2017_2021"),
        }


def _repeated(sample: Path, folder: Path) -> Path:
    """The sample's children twenty times, each time with other identifiers."""
    text = sample.read_text("utf-8")
    before, children = text.split("<Children>")
    children, after = children.split("</Children>")
    many = "".join(children.replace("<LAchildID>", f"<LAchildID>{n}-") for n in range(TIMES))
    path = folder / "census.xml"
    path.write_text(f"{before}<Children>{many}</Children>{after}", "utf-8")
    return path


def _measured(name: str, work: Callable[[Path], int], path: Path) -> dict[str, float]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        seconds, megabytes = process.submit(_timed, work, path).result()
    return {f"{name}, s": round(seconds, 2), f"{name}, MB": round(megabytes, 1)}


def _timed(work: Callable[[Path], int], path: Path) -> tuple[float, float]:
    import goldenthread.measures.checks  # noqa: F401

    began = time.perf_counter()
    if not work(path):
        raise ValueError(f"Nothing was read from {path.name}.")
    seconds = time.perf_counter() - began
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _read(path: Path) -> int:
    from goldenthread.measures.readers import read

    return len(read(path).tables["children"])


def _read_and_count(path: Path) -> int:
    from goldenthread.kernel.periods import month
    from goldenthread.measures.calendar_table import span
    from goldenthread.measures.counting import count
    from goldenthread.measures.indicators.catalogue import counted
    from goldenthread.measures.readers import read

    extract = read(path)
    if extract.covers is None:
        raise ValueError("The census does not say which year it is of.")
    first, last = (month(day.year, day.month) for day in extract.covers)
    return len(count(extract, counted(), span(first, last, "month").periods).figures)


def _read_and_check(path: Path) -> int:
    from goldenthread.measures.checks import check
    from goldenthread.measures.readers import read

    return len(check(read(path)))


if __name__ == "__main__":
    for label, figure in run().items():
        print(f"{label}: {figure}")
    sys.exit(0)
