"""A structure as it was read from a file, line by line, and as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal

Sort = Literal["group", "seat"]


@dataclass(frozen=True)
class Line:
    """One group, or one seat with whoever holds it, in the file's own words; dates as "2027-04-01" or empty.

    `match` is the id of the group here that it is, or "new", once a person has said so. `confirmed` is true once a
    person has looked at the line; `left_out` leaves it out.
    """

    uid: str
    sort: Sort
    name: str
    place: str = ""
    group: str = ""
    kind: str = ""
    parent: str = ""
    cadence: str = ""
    remit: str = ""
    note: str = ""
    agency: str = ""
    person: str = ""
    email: str = ""
    deputy: str = ""
    starts_on: str = ""
    ends_on: str = ""
    match: str = ""
    confirmed: bool = False
    left_out: bool = False

    @property
    def first_day(self) -> date | None:
        """The first day, where the file or a person gives one."""
        return date.fromisoformat(self.starts_on) if self.starts_on else None

    @property
    def last_day(self) -> date | None:
        """The last day, where the file or a person gives one."""
        return date.fromisoformat(self.ends_on) if self.ends_on else None


_NAMES = {one.name for one in fields(Line)}


def as_json(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The lines as JSON holds them."""
    return [asdict(line) for line in lines]


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The lines that `as_json` wrote down."""
    return [Line(**{name: value for name, value in row.items() if name in _NAMES}) for row in rows]
