"""`goldenthread check_extract INPUT…`: what was recognised in an extract, what became of its rows, what to do next."""

from __future__ import annotations

import json
import shlex
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
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
from goldenthread.measures.tables import TABLES, Extract

SENTENCE = "Say what an extract holds, which days it covers and what is wrong with it, row by row."
ENDS = "Ends with 0 when the extract was read, whatever was found in it, and with 1 when it cannot be read."
# What nobody has to mend: it says what a kind of file cannot tell, or which rows stand in two places.
TO_KNOW = frozenset(
    [
        "scope",
        "missing_list",
        "not_counted",
        "not_carried",
        "extra_column",
        "repeated_in_inputs",
        "repeated_row",
        "other_source",
    ]
)
# As many files of one kind are named one by one.
NAMED = 6
_SAYS = {f"check_{one.code}": one.sentence for one in (*CENSUS_CHECKS, *CHECKS)}


def add_arguments(parser: ArgumentParser) -> None:
    """The command's arguments: what to read, whether as JSON, and how many examples of each kind of problem."""
    parser.epilog = ENDS
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="a file, or a folder of files")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    parser.add_argument("--limit", type=int, default=3, metavar="N", help="examples of each kind of problem (3)")


def run(arguments: Namespace) -> int:
    """Print what was found; 0 with or without problems, 2 for a limit below nought. Raises `Unreadable`."""
    if arguments.limit < 0:
        mention("--limit is a number of examples, nought or more.")
        return 2
    extract = read_all(arguments.inputs, _progress, places=True)
    report = described(extract, arguments.limit)
    say(json.dumps(report, indent=2) if arguments.json else "\n".join(_lines(report, arguments)))
    return 0


def _progress(file: str) -> None:
    if sys.stderr.isatty():
        mention(f"Reading {file} …")


def described(extract: Extract, limit: int) -> dict[str, Any]:
    """The report as plain values: files, days covered, tables, problems by kind, the checks that found something.

    Of a table: `rows` kept and `refused`, and the first and last day of each of its columns of days, without dates of
    birth. Of a kind of problem: its `count`, how many of its rows were `refused`, and `examples` with their places.
    """
    told = Problems()
    told.take(extract.problems)
    told.take(check(extract))
    kinds = [_kind(told, kind, limit) for kind, _ in told.counts.most_common()]
    return {
        "kind": extract.kind,
        "files": [{"name": name, "is": what} for name, what in extract.files],
        "covers": [day.isoformat() for day in extract.covers] if extract.covers else None,
        "refused": told.refused,
        "tables": {
            name: {**_table(name, extract.tables[name]), "refused": told.refused_of(table=name)}
            for name in TABLES
            if name in extract.tables
        },
        "absent": [name for name in TABLES if name not in extract.tables],
        "problems": [one for one in kinds if one["kind"] not in _SAYS],
        "checks": [one | {"says": _SAYS[one["kind"]]} for one in kinds if one["kind"] in _SAYS],
    }


def _table(name: str, table: pa.Table | Path) -> dict[str, Any]:
    spans = {}
    for day in (one for one in TABLES[name].timed if one != "date_of_birth"):
        column = pq.read_table(table, columns=[day], partitioning=None)[day] if isinstance(table, Path) else table[day]
        span = pc.min_max(column).as_py()
        if span["min"]:
            spans[day] = [span["min"].isoformat()[:10], span["max"].isoformat()[:10]]
    rows = pq.read_metadata(table).num_rows if isinstance(table, Path) else len(table)
    return {"rows": rows, "days": spans}


def _kind(problems: Problems, kind: str, limit: int) -> dict[str, Any]:
    examples = [problem for problem in problems.listed if problem.kind == kind]
    return {
        "kind": kind,
        "count": problems.counts[kind],
        "refused": problems.refused_of(kind=kind),
        "examples": [{"place": str(one.place), "says": _said(one), "refused": one.refused} for one in examples[:limit]],
    }


def _said(problem: Problem) -> str:
    """What is said of it beside what is said of its kind: of a check, the child alone."""
    return problem.reason.removeprefix(_SAYS.get(problem.kind, "")).strip()


def _lines(report: dict[str, Any], arguments: Namespace) -> Iterator[str]:
    covers, limit = report["covers"], arguments.limit
    yield f"Recognised: {report['kind']}."
    yield f"Covers: {' to '.join(covers) if covers else 'not said; the first day found is taken for the beginning'}."
    yield from _of_files(report)
    yield from _of_tables(report)
    problems = [one for one in report["problems"] if one["kind"] not in TO_KNOW]
    refusing = [one for one in problems if one["refused"]]
    yield from _of_kinds(f"Rows refused, which count nowhere: {report['refused']:,}", refusing, limit)
    yield from _of_kinds(
        "Worth a look; nothing was refused for it", [one for one in problems if not one["refused"]], limit
    )
    found = sum(one["count"] for one in report["checks"])
    yield from _of_kinds(
        f"Checks found {found:,} that do not fit; these rows are kept and counted", report["checks"], limit
    )
    yield from _of_kinds("Good to know", [one for one in report["problems"] if one["kind"] in TO_KNOW], limit)
    yield from _next(report, arguments)


def _of_files(report: dict[str, Any]) -> Iterator[str]:
    yield from ("", "Files read")
    for what in dict.fromkeys(one["is"] for one in report["files"]):
        names = [one["name"] for one in report["files"] if one["is"] == what]
        several = len(names) > NAMED
        yield f"  {what}: {f'{len(names)} files, {names[0]} to {names[-1]}' if several else ', '.join(names)}"


def _of_tables(report: dict[str, Any]) -> Iterator[str]:
    yield from ("", f"{'Rows':22}{'kept':>10}{'refused':>10}")
    for name, table in report["tables"].items():
        spans = "; ".join(f"{day} {first} to {last}" for day, (first, last) in table["days"].items())
        yield f"  {name:20}{table['rows']:>10,}{table['refused']:>10,}   {spans}".rstrip()
    if report["absent"]:
        yield f"Not in it: {', '.join(report['absent'])}"


def _of_kinds(title: str, kinds: list[dict[str, Any]], limit: int) -> Iterator[str]:
    """The kinds under their title, each with how many there are, what is said of all of them, and the first places."""
    if not kinds:
        return
    yield from ("", title)
    for one in kinds:
        words = {example["says"] for example in one["examples"]}
        shared = one.get("says") or (words.pop() if len(words) == 1 else "")
        kept = one["count"] - one["refused"]
        some = f" ({kept:,} of them in rows that are kept)" if one["refused"] and kept else ""
        yield f"  {one['kind']}: {one['count']:,}{some}" + (f". {shared}" if shared else "")
        for example in one["examples"]:
            said = "" if example["says"] == shared else example["says"]
            yield f"    {example['place']}" + (f" {said}" if said.startswith("(") else f": {said}" if said else "")
        # One example may stand for all rows of a file; only where there are as many as asked for is there more to see.
        if one["count"] > len(one["examples"]) == limit:
            yield f"    and {one['count'] - limit:,} more"


def _next(report: dict[str, Any], arguments: Namespace) -> Iterator[str]:
    """What to do now, the most pressing first."""
    yield from ("", "What to do next")
    if not report["refused"]:
        yield "  No row was refused: there is nothing that must be mended."
    else:
        yield "  Mend the refused rows in the system they come from, extract again, and check once more."
    if report["checks"]:
        yield "  Look at what the checks found: often the system is right and the practice unusual."
    if any(one["count"] > len(one["examples"]) == arguments.limit for one in (*report["problems"], *report["checks"])):
        yield f"  See more places of each: add --limit {max(20, arguments.limit * 10)}."
    inputs = " ".join(shlex.quote(str(one)) for one in arguments.inputs)
    first, last = (day[:7] for day in report["covers"] or ("YYYY-MM", "YYYY-MM"))
    yield f"  Count: goldenthread measure {inputs} --from {first} --to {last} --by month --out return.xlsx"
