"""The engines that count: each is given the same tables and questions, and gives the same whole numbers."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.measures.problems import Unreadable

Source: TypeAlias = pa.Table | Path
Row = dict[str, Any]
ENGINES = ("duckdb", "polars", "pyspark")


@dataclass(frozen=True)
class Engine:
    """An engine at work: its tables by name, and how to fetch the few rows of an answer."""

    name: str
    frames: Mapping[str, nw.LazyFrame[Any]]

    def fetch(self, frame: nw.LazyFrame[Any]) -> list[Row]:
        """The rows of an answer. Sums come back as Decimal from some engines; here they are whole numbers."""
        rows = frame.collect("pyarrow").to_native().to_pylist()
        return [{key: _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, Decimal) else value


@contextmanager
def at_work(name: str, tables: Mapping[str, Source]) -> Iterator[Engine]:
    """The engine of that name with these tables, and nothing of it left when it is done.

    What it must lay down on the way lies in a folder that only this user can read, which is deleted afterwards. Raises
    `Unreadable` for an engine there is none of, or that is not installed.
    """
    if name not in ENGINES:
        raise Unreadable(f"There is no engine called {name}; choose one of {', '.join(ENGINES)}.")
    folder = Path(tempfile.mkdtemp(prefix="goldenthread-"))
    try:
        with _STARTS[name](folder, tables) as frames:
            yield Engine(name, frames)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _duckdb(folder: Path, tables: Mapping[str, Source]) -> Iterator[dict[str, nw.LazyFrame[Any]]]:
    import duckdb

    # A day's worth of memory more or less does not matter to anybody; a laptop that stands still does.
    with duckdb.connect(config={"temp_directory": str(folder), "preserve_insertion_order": False}) as connection:
        yield {
            name: nw.from_native(
                connection.read_parquet(str(source)) if isinstance(source, Path) else connection.from_arrow(source)
            ).lazy()
            for name, source in tables.items()
        }


@contextmanager
def _polars(folder: Path, tables: Mapping[str, Source]) -> Iterator[dict[str, nw.LazyFrame[Any]]]:
    import polars

    yield {
        name: nw.from_native(
            polars.scan_parquet(source)
            if isinstance(source, Path)
            else polars.DataFrame(polars.from_arrow(source)).lazy()
        )
        for name, source in tables.items()
    }


@contextmanager
def _pyspark(folder: Path, tables: Mapping[str, Source]) -> Iterator[dict[str, nw.LazyFrame[Any]]]:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Unreadable(
            "PySpark is not installed; install the extra called spark, and Java, or choose the engine duckdb."
        ) from None
    if not shutil.which("java"):
        raise Unreadable("PySpark needs Java, and none was found; install it or choose the engine duckdb.")
    session = (
        SparkSession.builder.master("local[*]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.local.dir", str(folder))
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    try:
        yield {
            name: nw.from_native(session.read.parquet(str(_laid_down(source, folder / f"{name}.parquet"))))
            for name, source in tables.items()
        }
    finally:
        session.stop()


def _laid_down(source: Source, path: Path) -> Path:
    if isinstance(source, Path):
        return source
    pq.write_table(source, path)
    return path


_STARTS: dict[str, Callable[..., Any]] = {"duckdb": _duckdb, "polars": _polars, "pyspark": _pyspark}
