"""`goldenthread check_extract INPUT…`: what was recognised in an extract, and what is wrong with it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldenthread.measures.checks import CHECKS, check
from goldenthread.measures.commands import mention, say
from goldenthread.measures.problems import Problem, Problems
from goldenthread.measures.readers import read_all
from goldenthread.measures.readers.cin_checks import CENSUS_CHECKS
from goldenthread.measures.tables import TABLES, Extract, Kind

SENTENCE = "Say what an extract holds, which days it covers and what is wrong with it, row by row."


def add_arguments(parser: ArgumentParser) -> None:
    """The command's arguments: what to read, whether as JSON, and how many examples of each kind of problem."""
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="a file, or a folder of files")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    parser.add_argument("--limit", type=int, default=3, metavar="N", help="examples of each kind of problem (3)")


def run(arguments: Namespace) -> int:
    """Print what was found; 0 with or without problems, 2 for a limit below nought. Raises `Unreadable`."""
    if arguments.limit < 0:
        mention("--limit is a number of examples, nought or more.")
        return 2
    extract = read_all(arguments.inputs, _progress)
    report = described(extract, arguments.limit)
    say(json.dumps(report, indent=2) if arguments.json else "\n".join(_lines(report)))
    return 0


def _progress(file: str) -> None:
    if sys.stderr.isatty():
        mention(f"Reading {file} …")


def described(extract: Extract, limit: int) -> dict[str, Any]:
    """The report as plain values: kind, days covered, tables, problems by kind, and the checks that found something.

    Of a table: `rows` kept, and the first and last day of each of its columns of days. Dates of birth are left out.
    """
    told = Problems()
    told.take(extract.problems)
    told.take(check(extract))
    kinds = _by_kind(told, limit)
    sentences = {f"check_{one.code}": one.sentence for one in (*CENSUS_CHECKS, *CHECKS)}
    covers = [day.isoformat() for day in extract.covers] if extract.covers else None
    return {
        "kind": extract.kind,
        "covers": covers,
        "refused": extract.problems.refused,
        "tables": {name: _table(name, extract.tables[name]) for name in TABLES if name in extract.tables},
        "absent": [name for name in TABLES if name not in extract.tables],
        "problems": [one for one in kinds if not one["kind"].startswith("check_")],
        "checks": [one | {"says": sentences[one["kind"]]} for one in kinds if one["kind"].startswith("check_")],
    }


def _table(name: str, table: pa.Table | Path) -> dict[str, Any]:
    days = [c.name for c in TABLES[name].columns if c.kind in (Kind.DATE, Kind.MOMENT) and c.name != "date_of_birth"]
    spans = {}
    for day in days:
        column = pq.read_table(table, columns=[day], partitioning=None)[day] if isinstance(table, Path) else table[day]
        span = pc.min_max(column).as_py()
        if span["min"]:
            spans[day] = [span["min"].isoformat()[:10], span["max"].isoformat()[:10]]
    rows = pq.read_metadata(table).num_rows if isinstance(table, Path) else len(table)
    return {"rows": rows, "days": spans}


def _by_kind(problems: Problems, limit: int) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "count": count, "examples": _examples(problems.listed, kind, limit)}
        for kind, count in problems.counts.most_common()
    ]


def _examples(listed: list[Problem], kind: str, limit: int) -> list[str]:
    return [str(problem) for problem in listed if problem.kind == kind][:limit]


def _lines(report: dict[str, Any]) -> list[str]:
    covers = report["covers"]
    lines = [f"Recognised: {report['kind']}.", f"Covers: {' to '.join(covers) if covers else 'not said'}.", ""]
    for name, table in report["tables"].items():
        spans = "; ".join(f"{day} {first} to {last}" for day, (first, last) in table["days"].items())
        lines.append(f"{name}: {table['rows']:,} rows" + (f" ({spans})" if spans else ""))
    lines.append(f"Rows refused: {report['refused']:,}")
    lines += [f"Not in it: {', '.join(report['absent'])}"] if report["absent"] else []
    for title, key in (("Problems", "problems"), ("Checks that found something", "checks")):
        lines += ["", f"{title}: {sum(one['count'] for one in report[key]):,}"]
        for one in report[key]:
            lines.append(f"  {one['kind']}: {one['count']:,}" + (f". {one['says']}" if "says" in one else ""))
            lines += [f"    {example}" for example in one["examples"]]
    return lines
