"""What printed headings mean, from a table of synonyms: columns, labels in front of text, topics of prose."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from goldenthread.plans.exchange.blocks import Cell, Grid, filled, tidy

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[A-Za-z0-9%]+(?:['\u2019][A-Za-z]+)?")
_REFERENCE = re.compile(
    r"(?:[A-Za-z]{0,4}[ -]?)?\d+(?:[.\-/]\d+)*[.)]?\s*\(?[a-z]?\)?[.)]?|[a-z][.)]|[ivx]{1,5}[.)]", re.IGNORECASE
)
LONGEST_HEADING = 16
# Headings only when they stand alone.
_TOO_COMMON = {"what", "item", "line", "from", "id", "no", "area", "how"}
# Of these a plan's action table must hold one that says what is done, and one that says by whom, by when or how known.
SAYS_WHAT = ("action", "objective", "outcome", "priority")
TRACKS = ("lead", "due", "rag", "progress", "evidence")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    text = (Path(__file__).parent / "synonyms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def general(name: str) -> list[str]:
    """A list of words from the table's general part."""
    return _table()["general"][name]


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and curly quotes."""
    return [word.lower().replace("\u2019", "'") for word in _WORD.findall(text)]


@cache
def _phrases(part: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    pairs = [(tuple(plain_words(phrase)), name) for name, phrases in _table()[part].items() for phrase in phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def looked_for() -> list[str]:
    """A few printed headings of each kind, to tell a person what is looked for."""
    shown = ("action", "lead", "due", "evidence", "objective", "priority", "progress", "rag")
    return [phrase.capitalize() for name in shown for phrase in _table()["columns"][name][:3]]


@lru_cache(maxsize=20_000)
def field_of(heading: str) -> str | None:
    """The field a column heading names ("By when" is due), or None.

    The whole heading counts most, then a phrase that begins it, then one inside it; the longest phrase wins. A heading
    of more than sixteen words is not one. Source: synonyms.toml's own words; issue "a Word plan goes in".
    """
    words = tuple(plain_words(_BRACKETS.sub(" ", heading)))
    if not words:
        words = tuple(plain_words(heading))
        return "reference" if heading.strip() in ("#", "No.", "\u2116") else _exact(words)
    if len(words) > LONGEST_HEADING:
        return None
    return _exact(words) or ("reference" if _numbers_something(words) else _best(words))


def _numbers_something(words: tuple[str, ...]) -> bool:
    """Whether a heading ends in a word for a number, as "Action ID" does; "Priority no" still names a priority."""
    before = words[:-1]
    if words[-1] not in general("reference_words") or not before or len(words) > 4 or "yes" in before:
        return False
    named = _exact(before) or _best(before)
    return named in ("action", "objective", "reference") or (named is None and len(before) == 1)


@cache
def _columns_by_first_word() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, name in _phrases("columns"):
        found.setdefault(phrase[0], []).append((phrase, name))
    return found


def _exact(words: tuple[str, ...]) -> str | None:
    if not words:
        return None
    return next((name for phrase, name in _columns_by_first_word().get(words[0], []) if phrase == words), None)


def _best(words: tuple[str, ...]) -> str | None:
    best, best_score = None, 0
    for at, first in enumerate(words):
        for phrase, name in _columns_by_first_word().get(first, []):
            size = len(phrase)
            if words[at : at + size] != phrase or (size == 1 and first in _TOO_COMMON):
                continue
            score = 10 * size + (100 if at == 0 else 60 if at + size == len(words) else 0)
            # One word amid many is a sentence's own and names no column.
            if size == 1 and len(words) > (6 if at == 0 else 4):
                score -= 90
            if score > best_score:
                best, best_score = name, score
    return best


@lru_cache(maxsize=20_000)
def label_of(text: str, headed: bool = False) -> tuple[str, str] | None:
    """The label that begins a text, and what follows: ("outcome", "They are safe") for "Outcome: They are safe".

    A short label must be parted from what follows by punctuation. Where `headed` (a heading, or words that end in a
    colon) the label may also stand amid other words, and nothing follows.
    """
    spans = list(_WORD.finditer(text))
    words = tuple(span[0].lower().replace("\u2019", "'") for span in spans)
    if not words:
        return None
    for phrase, name in _phrases("labels"):
        size = len(phrase)
        if words[:size] != phrase:
            continue
        end = spans[size - 1].end()
        rest = text[end:].lstrip(" \t.:\u2026?-\u2013\u2014")
        parted = bool(re.match(r"\s*(?:[:\u2026?\u2013\u2014]|\.{2,}|-\s|$)", text[end:]))
        if parted or (size >= 4 and rest[:1].isupper()):
            return name, rest.strip()
    if headed and len(words) <= LONGEST_HEADING:
        return _inside(words, "labels")
    return None


def _inside(words: tuple[str, ...], part: str) -> tuple[str, str] | None:
    for phrase, name in _phrases(part):
        size = len(phrase)
        starts = [at for at in range(len(words) - size + 1) if words[at : at + size] == phrase]
        if starts and (starts[0] == 0 or size > 1 or phrase[0] in ("examples", "describes")):
            return name, ""
    return None


def topic_of(text: str, headed: bool = True) -> str | None:
    """What a piece of prose is about by its heading, or by the line that leads into a list; None where not known."""
    words = tuple(plain_words(text))
    if not words or len(words) > (12 if headed else 40):
        return None
    for phrase, name in _phrases("topics"):
        if words == phrase:
            return name
    for phrase, name in _phrases("topics"):
        size = len(phrase)
        if size > 1 and any(words[at : at + size] == phrase for at in range(len(words) - size + 1)):
            return name
        if headed and size == 1 and (words[-1] == phrase[0] and len(words) <= 4):
            return name
    return None


def looks_like_a_reference(text: str) -> bool:
    """Whether a text is nothing but a number or code such as "1", "2.3", "1.1a", "QA-4" or "b)"."""
    return len(text) <= 14 and bool(_REFERENCE.fullmatch(text.strip()))


@dataclass(slots=True)
class Header:
    """A heading row (or two) found in a grid: the field and the printed heading of each column."""

    first: int
    count: int
    fields: list[str | None]
    texts: list[str] = field(default_factory=list)

    def column(self, name: str) -> int | None:
        """The first column that holds a field."""
        return self.fields.index(name) if name in self.fields else None

    def has(self, *names: str) -> bool:
        """Whether every one of these fields has a column."""
        return all(name in self.fields for name in names)


def header_at(grid: Grid, number: int) -> Header | None:
    """The header that begins in this row, one row or two deep, or None where the row is not a header."""
    one = _read_header(grid, number, 1)
    if number + 1 == len(grid.rows) or len(filled(grid.rows[number])) < 2 or not _may_go_on(grid, number):
        return one
    two = _read_header(grid, number, 2)
    below = one or _read_header(grid, number + 1, 1)
    return two if two and (below is None or _known(two) > _known(below)) else one


def _known(header: Header) -> int:
    return len({name for name in header.fields if name})


def _may_go_on(grid: Grid, number: int) -> bool:
    """Whether the next row looks like the second half of a header: short cells, most of them headings."""
    above, row = grid.rows[number], grid.rows[number + 1]
    own = [cell for cell, over in zip(row, above, strict=True) if cell is not over and cell.words]
    known = [cell for cell in own if len(plain_words(cell.words)) <= 7 and field_of(cell.words)]
    return bool(known) and len(known) * 2 > len(own)


def _read_header(grid: Grid, number: int, count: int) -> Header | None:
    texts, fields = [], []
    for column in range(grid.width):
        cells: list[Cell] = []
        for row in grid.rows[number : number + count]:
            if row[column].words and row[column] not in cells:
                cells.append(row[column])
        fields.append(_field_of_cells(cells))
        texts.append(tidy(" ".join(cell.words for cell in cells)))
    header = Header(number, count, fields, texts)
    return header if _is_header(grid, header) else None


def _field_of_cells(cells: list[Cell]) -> str | None:
    tries = [" ".join(cell.words for cell in cells), *(cell.words for cell in reversed(cells))]
    if len(cells) > 1:
        tries = [*tries[1:2], tries[0], *tries[2:]]
    return next((found for text in tries if (found := field_of(text))), None)


def _is_header(grid: Grid, header: Header) -> bool:
    cells = {
        id(row[at]): row[at]
        for row in grid.rows[header.first : header.first + header.count]
        for at in range(grid.width)
    }
    filled_cells = [cell for cell in cells.values() if cell.words]
    if len(filled_cells) < 2 or any(len(plain_words(cell.words)) > LONGEST_HEADING + 6 for cell in filled_cells):
        return False
    named = [(text, name) for text, name in zip(header.texts, header.fields, strict=True) if text]
    known = {name for _, name in named if name}
    if len(known) < 2 or sum(1 for _, name in named if name) * 5 < len(named) * 3:
        return False
    return _makes_sense(known)


def _makes_sense(known: set[str]) -> bool:
    if known & {"action"} and known & {*TRACKS, "reference", "priority", "objective", "outcome"}:
        return True
    if known & set(SAYS_WHAT) and known & set(TRACKS):
        return True
    if {"area", "expectations"} <= known or ("version" in known and known & {"due", "history", "progress"}):
        return True
    return "group" in known and bool(known & {"chair", "cadence", "members", "responsibilities", "parent"})
