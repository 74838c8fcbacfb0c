"""The parts a list is made of: columns, headings, chips, a page of rows, and the addresses that tie them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

PAGE_SIZE = 25
FORMATS = {
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
Query = tuple[tuple[str, str], ...]
Writer = Callable[[Sequence[str], Iterable[Sequence[object]]], bytes]


@dataclass(frozen=True)
class Column:
    """One column: its key, its heading, and what it is ordered by (several names part ties; empty: not sortable).

    `value` takes a row and gives what a download prints; without it the row's attribute, or key, of the same name.
    """

    key: str
    heading: str
    sort: tuple[str, ...] | str = ()
    value: Callable[[Any], object] | None = None
    number: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What the column is ordered by."""
        return (self.sort,) if isinstance(self.sort, str) and self.sort else tuple(self.sort)

    def of(self, row: Any) -> object:
        """What a download prints for a row."""
        if self.value:
            return self.value(row)
        return row.get(self.key) if isinstance(row, Mapping) else getattr(row, self.key)


@dataclass(frozen=True)
class Chip:
    """One thing filtered for, and the address of the list without it."""

    label: str
    text: str
    href: str


@dataclass(frozen=True)
class Heading:
    """One column heading; `href` orders by it, `aria_sort` is "ascending", "descending", "none" or empty."""

    text: str
    href: str = ""
    aria_sort: str = ""
    number: bool = False


@dataclass(frozen=True)
class Page:
    """The rows of one page, and where it stands among all of them."""

    rows: Sequence[Any]
    total: int
    number: int
    pages: int
    first: int
    last: int

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)


def address(query: Query, order: str = "", usual: str = "", page: int = 1, format: str = "") -> str:
    """The query string of a list: its filters, its order unless it is the usual one, its page after the first."""
    parts = [*query, *([("sort", order)] if order != usual else [])]
    parts += [("page", str(page))] if page > 1 else []
    parts += [("format", format)] if format else []
    return f"?{urlencode(parts)}"


def turned(name: str) -> str:
    """The same order backwards."""
    return name[1:] if name.startswith("-") else f"-{name}"


def part(row: Any, path: str) -> Any:
    """What stands at the end of a path like "lead__name", in objects and mappings alike; None where it breaks off."""
    for name in path.split("__"):
        row = row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)
    return row
