"""Text columns into areas, periods, breakdowns and cells: each different text is read once, however often it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.measures.cells import State
from goldenthread.measures.problems import Problem, Problems
from goldenthread.measures.published.areas import Ambiguous, Area, find_area, unknown_area
from goldenthread.measures.published.layouts import Layout, Parts
from goldenthread.measures.published.periods import Period, YearKind, read_period
from goldenthread.measures.published.records import STATES
from goldenthread.measures.published.sheets import Sheet
from goldenthread.measures.published.values import read_cell

BETWEEN = "\x1f"
REFUSED = -1
# What a column that breaks figures down says where a figure is of the whole.
EVERYBODY = {"", "total", "all", "all children", "persons"}
# Most values are plain numbers, whose text is what is kept; only the others are looked at one by one.
PLAIN_NUMBER = r"^-?\d+(\.\d+)?$"
STATISTICAL_CODE = re.compile(r"^[A-Z]\d{8}$")
# A tidy file names England and the regions in columns of their own, here in the order they are handed over.
COLUMNS_OF_LEVEL = ("country_code", "country_name", "region_code", "region_name")
FIRST_COLUMN = {"national": 0, "regional": 2}
UNKNOWN = ("unknown_area", "The area is not in the table of areas; it is kept under the name and codes of the file.")
NO_AREA = ("no_area", "The row names no area; give its code.")
DISAGREE = ("codes_disagree", "The two codes of the row are those of different areas; correct one of them.")
Thing = TypeVar("Thing")


def numbered(columns: Sequence[pa.Array]) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """For each row a whole number, and for each number the texts that stand together in these columns."""
    if len(columns) == 1:
        encoded = columns[0].dictionary_encode()
        return encoded.indices.to_numpy(zero_copy_only=False), [(text,) for text in encoded.dictionary.to_pylist()]
    clean = [pc.replace_substring(column, BETWEEN, " ") for column in columns]
    encoded = pc.binary_join_element_wise(*clean, BETWEEN).dictionary_encode()
    texts = [tuple(text.split(BETWEEN)) for text in encoded.dictionary.to_pylist()]
    return encoded.indices.to_numpy(zero_copy_only=False), texts


def merged(codes: np.ndarray, words: Sequence[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """The same with equal words under one number."""
    places: dict[str, int] = {}
    again = np.array([places.setdefault(word, len(places)) for word in words], np.int32)
    return again[codes] if len(words) else codes, tuple(places)


def told(
    sheet: Sheet, where: np.ndarray, key: str, problem: tuple[str, str], problems: Problems, *, refused: bool = True
) -> None:
    """Note one kind of problem for many rows: the first with their places, the rest by number."""
    kind, reason = problem
    for at in where[: problems.keep]:
        problems.add(Problem(sheet.place(int(at), key), kind, reason, refused))
    if len(where) > problems.keep:
        rest = Problem(sheet.place(int(where[problems.keep]), key), kind, reason, refused)
        problems.add_many(rest, len(where) - problems.keep)


def _gathered(
    sheet: Sheet,
    columns: Sequence[pa.Array],
    read: Callable[..., Thing | tuple[str, str]],
    key: str,
    problems: Problems,
    before: np.ndarray | None = None,
) -> tuple[np.ndarray, tuple[Thing, ...]]:
    """For each row which thing it means, or `REFUSED`; equal things under different texts become one.

    A row that was refused `before` is told again, and not refused a second time.
    """
    codes, texts = numbered(columns)
    things: dict[Thing, int] = {}
    wrong: dict[tuple[str, str], list[int]] = {}
    places = np.empty(len(texts), dtype=np.int32)
    for at, words in enumerate(texts):
        thing = read(*words)
        if isinstance(thing, tuple):
            wrong.setdefault(thing, []).append(at)
            places[at] = REFUSED
        else:
            places[at] = things.setdefault(thing, len(things))
    for problem, those in wrong.items():
        mine = np.isin(codes, those)
        again = mine & (before == REFUSED) if before is not None else np.zeros_like(mine)
        told(sheet, np.flatnonzero(mine & ~again), key, problem, problems)
        told(sheet, np.flatnonzero(again), key, problem, problems, refused=False)
    return places[codes] if len(texts) else np.empty(0, np.int32), tuple(things)


def areas_of(sheet: Sheet, parts: Parts, problems: Problems) -> tuple[np.ndarray, tuple[Area, ...]]:
    """Which area each row is about; a row about none is refused. An area that is not in the table of areas is kept."""
    wanted = ("level", "code_old", "code_new", "name")
    columns = [sheet.column(parts.roles.get(part, "")) for part in wanted]
    if parts.layout is Layout.TIDY:
        columns += [sheet.column(key) for key in COLUMNS_OF_LEVEL]
    key = next((parts.roles[part] for part in ("code_new", "code_old", "name") if part in parts.roles), "")

    def read(level: str, old: str, new: str, name: str, *wider: str) -> Area | tuple[str, str]:
        if wider and level.strip().casefold() != "local authority":
            at = FIRST_COLUMN.get(level.strip().casefold())
            if at is None:
                reason = "The row is about another kind of place; England, regions and local authorities are read."
                return ("level_not_read", reason)
            old, new, name = "", wider[at], wider[at + 1]
        return _area(level, old.strip(), new.strip().upper(), name)

    found, areas = _gathered(sheet, columns, read, key, problems)
    unknown = [at for at, area in enumerate(areas) if find_area(area.code_old, area.code_new, area.name) is None]
    numbers, first = np.unique(found, return_index=True)
    told(sheet, np.sort(first[np.isin(numbers, unknown)]), key, UNKNOWN, problems, refused=False)
    return found, areas


def _area(level: str, old: str, new: str, name: str) -> Area | tuple[str, str]:
    # Either kind of code is found under either heading.
    if STATISTICAL_CODE.match(old.upper()):
        old, new = (new if new.isdecimal() else ""), old.upper()
    elif new.isdecimal() and not old:
        old, new = new, ""
    by_number, by_code = find_area(old), find_area("", new)
    if by_number and by_code and by_number != by_code:
        return DISAGREE
    try:
        area = find_area(old, new, name)
    except Ambiguous as doubt:
        return ("ambiguous_area", str(doubt))
    if area or (old or new or name.strip()):
        return area or unknown_area(old, new, name, level)
    return NO_AREA


def periods_of(
    sheet: Sheet, parts: Parts, otherwise: YearKind, areas_at: np.ndarray, problems: Problems
) -> tuple[np.ndarray, tuple[Period, ...]]:
    """Which period each row is about; a row about none is refused. `otherwise` is the kind where the file has none."""
    key = parts.roles["period"]
    unreadable = ("unreadable_period", "The period is none that can be read; write 2025, 2024-25 or December 2024.")

    def read(label: str, kind: str) -> Period | tuple[str, str]:
        return read_period(label, kind, otherwise) or unreadable

    return _gathered(
        sheet, [sheet.column(key), sheet.column(parts.roles.get("kind", ""))], read, key, problems, areas_at
    )


def breakdowns_of(sheet: Sheet, filters: Sequence[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Which breakdown each row is of, in the file's words; the whole has none.

    A column that says one thing throughout breaks nothing down.
    """
    telling = [key for key in filters if len(sheet.column(key).unique()) > 1]
    if not telling:
        return np.zeros(len(sheet.rows), np.int32), ("",)
    codes, texts = numbered([sheet.column(key) for key in telling])
    headings = [sheet.heading(key) for key in telling]
    words = [
        "; ".join(
            f"{heading}: {text.strip()}"
            for heading, text in zip(headings, row, strict=True)
            if text.strip().casefold() not in EVERYBODY
        )
        for row in texts
    ]
    return merged(codes, words)


def readable_share(column: pa.Array) -> float | None:
    """How much of a column's different texts are numbers or marks; None where it is blank throughout."""
    texts = [text for text in column.unique().to_pylist() if text.strip()]
    return sum(read_cell(text) is not None for text in texts) / len(texts) if texts else None


def cells_of(sheet: Sheet, key: str, problems: Problems, *, dashes: bool) -> tuple[np.ndarray, pa.Array]:
    """The state of each row's cell, by its place in `State`, and the decimal text of those that hold a number.

    A text that is no cell is told with its place, and kept as not available.
    """
    encoded = sheet.column(key).dictionary_encode()
    codes, texts = encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary
    plain = pc.match_substring_regex(texts, PLAIN_NUMBER)
    states = np.full(len(texts), STATES.index(State.NUMBER), np.int8)
    unreadable, others = np.zeros(len(texts), bool), [""] * len(texts)
    odd = ("unreadable_value", "The value is neither a number nor one of c, x, z, u, k, : and *; it is not available.")
    for at in np.flatnonzero(~plain.to_numpy(zero_copy_only=False)):
        cell = read_cell(texts[at].as_py(), dashes=dashes)
        unreadable[at] = cell is None
        states[at] = STATES.index(cell.state if cell else State.NOT_AVAILABLE)
        others[at] = "" if cell is None or cell.number is None else str(cell.number)
    told(sheet, np.flatnonzero(unreadable[codes]), key, odd, problems, refused=False)
    numbers = pc.if_else(plain, texts, pa.array(others, pa.string()))
    numbers = pc.if_else(pc.equal(numbers, ""), None, numbers)
    return states[codes], numbers.take(encoded.indices)
