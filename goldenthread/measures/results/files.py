"""The results file in its three formats, written and read back: JSON, CSV and Excel hold the same."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from goldenthread.measures.populations import from_json
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.results.columns import CELLS, COLUMNS, as_figure, as_row
from goldenthread.measures.results.figures import Results, Shown

FORMAT = "goldenthread results 1"
IN_ALL = "figures_in_all"
FORMATS = ("json", "csv", "xlsx")
LARGEST = 50_000_000
# A workbook is packed: a small one can hold so much that whoever opens it stands still.
LARGEST_UNPACKED = 250_000_000
# A figure in JSON takes twice as many letters for each of its signs; what is denser holds nothing but brackets and
# commas, and would take many times its size to read.
FEWEST_LETTERS, SIGNS, MOST_ABOUT = 8, "{[,", 1_000
# As many rows as a sheet can have; whoever claims more means harm.
MOST_ROWS = 1_048_576
# What openpyxl and what lies under it raise for a file that is damaged, or has a password.
_DAMAGED = (
    *(BadZipFile, InvalidFileException, zlib.error, EOFError, OSError, AttributeError, LookupError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, StopIteration, ArithmeticError, NotImplementedError),
)


def write(results: Results, path: Path) -> None:
    """Write the file in the format of its ending, whole or not at all. Raises `Unreadable` for another ending."""
    ending = path.suffix.lower().lstrip(".")
    if ending not in FORMATS:
        raise Unreadable(f"{path.name} must end in .json, .csv or .xlsx.")
    content = {"json": _as_json, "csv": _as_csv, "xlsx": _as_workbook}[ending](results)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise Unreadable(f"{path} cannot be written: {error.strerror}.") from None


def as_dict(results: Results) -> dict[str, Any]:
    """The results as what JSON holds."""
    return {**_about(results), "figures": [_with_numbers(as_row(figure)) for figure in results.figures]}


def _with_numbers(row: dict[str, str]) -> dict[str, Any]:
    """The row with numbers where it holds some: JSON knows them. One that JSON would round stays text."""
    told: dict[str, Any] = dict(row)
    for name in CELLS:
        with suppress(InvalidOperation):
            exact = Decimal(row[name])
            number = int(exact) if exact == exact.to_integral_value() else float(exact)
            if Decimal(str(number)) == exact:
                told[name] = number
    return told


def _about(results: Results) -> dict[str, Any]:
    covers = [day.isoformat() for day in results.covers] if results.covers else None
    return {
        "format": FORMAT,
        "source": results.source,
        "covers": covers,
        "engine": results.engine,
        "rule_set": results.rule_set,
        "population": results.population.as_json(),
        "refused_rows": results.refused_rows,
        "problems": dict(sorted(results.problems.items())),
        "not_counted": results.not_counted,
    }


def _as_json(results: Results) -> bytes:
    return json.dumps(as_dict(results), ensure_ascii=False, indent=1).encode()


def _as_csv(results: Results) -> bytes:
    text = io.StringIO(newline="")
    # What stands above the table is one line, so that a spreadsheet opens the file and it reads back whole. It says
    # how many figures follow: a text cut short at the end of a line would otherwise look whole.
    about = _about(results) | {IN_ALL: len(results.figures)}
    csv.writer(text).writerow([json.dumps(about, ensure_ascii=False)])
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    table.writerows(as_row(figure) for figure in results.figures)
    return text.getvalue().encode("utf-8-sig")


def _as_workbook(results: Results) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Figures")
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    for figure in results.figures:
        sheet.append([as_row(figure)[name] for name in COLUMNS])
    about = book.create_sheet("About")
    for key, value in _about(results).items():
        about.append([key, json.dumps(value, ensure_ascii=False)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(content: bytes, name: str) -> Results:
    """The results that a file holds. Raises `Unreadable`, naming what is wrong and what to do; nothing is half read."""
    if len(content) > LARGEST:
        raise Unreadable(
            f"{name} is larger than {LARGEST // 1_000_000} MB; send fewer periods or breakdowns at a time."
        )
    if content[:4] == b"PK\x03\x04":
        about, rows = _from_workbook(content, name)
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Unreadable(f"{name} is not text in UTF-8; {_SEND}") from None
        about, rows = _from_json(text, name) if text.lstrip().startswith("{") else _from_csv(text, name)
    if about.get("format") != FORMAT:
        raise Unreadable(f"{name} is no results file of this version; {_SEND}")
    if about.get(IN_ALL, len(rows)) != len(rows):
        raise Unreadable(f"{name} has {len(rows)} figures and says it has {about[IN_ALL]}; {_SEND}")
    figures = [as_figure(row, f"{name}, figure {n}") for n, row in enumerate(rows, 1)]
    _insist_once(figures, name)
    return _results(about, figures, name)


_SEND = "send the file as `goldenthread measure` wrote it."


def _results(about: dict[str, Any], figures: list[Shown], name: str) -> Results:
    try:
        covers = about["covers"] and tuple(date.fromisoformat(day) for day in about["covers"])
        return Results(
            source=str(about["source"]),
            covers=covers or None,
            engine=str(about["engine"]),
            rule_set=str(about["rule_set"]),
            figures=figures,
            not_counted={str(k): str(v) for k, v in about["not_counted"].items()},
            problems={str(k): int(v) for k, v in about["problems"].items()},
            refused_rows=int(about["refused_rows"]),
            population=from_json(about["population"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unreadable(f"{name} is not whole: what it says about itself cannot be read; {_SEND}") from None


def _insist_once(figures: Iterable[Shown], name: str) -> None:
    seen: set[tuple[Any, ...]] = set()
    for one in figures:
        key = (one.code, one.version, one.period, one.by, one.of)
        if key in seen:
            raise Unreadable(f"{name} has {one.code} for {one.period.label} {one.by} {one.of} twice; keep one of them.")
        seen.add(key)


def _from_json(text: str, name: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    if sum(map(text.count, SIGNS)) > len(text) / FEWEST_LETTERS + MOST_ABOUT:
        raise Unreadable(f"{name} is no results file; {_SEND}")
    try:
        found = json.loads(text)
        if found.get("format") != FORMAT:
            return {}, []
        rows = [{str(key): str(value) for key, value in row.items()} for row in found["figures"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreadable(f"{name} is not whole; {_SEND}") from None
    return found, rows


def _from_csv(text: str, name: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        about = json.loads(next(lines)[0])
        heading = [word.strip() for word in next(lines)]
        rows = [dict(zip(heading, line, strict=True)) for line in lines if any(line)]
    except (ValueError, IndexError, StopIteration, RecursionError, csv.Error):
        raise Unreadable(f"{name} is not whole; {_SEND}") from None
    return (about if isinstance(about, dict) else {}), rows


def _from_workbook(content: bytes, name: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked <= LARGEST_UNPACKED:
            return _unpacked(content)
    except _DAMAGED:
        raise Unreadable(f"{name} is not whole; {_SEND}") from None
    raise Unreadable(f"{name} unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB; {_SEND}")


def _unpacked(content: bytes) -> tuple[dict[str, Any], list[dict[str, str]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    about = {str(key): json.loads(str(value)) for key, value in _lines(book["About"], 2)}
    heading, *lines = _lines(book["Figures"], len(COLUMNS))
    names = [str(word) for word in heading]
    return about, [{name: _text(value) for name, value in zip(names, line, strict=False)} for line in lines]


def _lines(sheet: Any, columns: int) -> list[tuple[Any, ...]]:
    """The rows that hold something; a sheet may say that it is as large as it likes."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True, max_col=columns, max_row=MOST_ROWS)
    return [row for row in rows if any(value is not None for value in row)]


def _text(value: object) -> str:
    # A day that was typed over in a spreadsheet comes back as a day with a time.
    return "" if value is None else value.isoformat()[:10] if isinstance(value, date) else str(value)
