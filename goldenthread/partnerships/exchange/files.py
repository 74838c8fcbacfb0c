"""A file as plain tables and groups. Whoever opens strangers' files stands above this app and registers itself here."""

from collections.abc import Callable
from dataclasses import dataclass, field

Table = list[list[str]]


@dataclass(frozen=True)
class PrintedGroup:
    """A group as a document prints it; `note` is what it says of its time, such as "to become live in 2027"."""

    name: str
    kind: str = ""
    parent: str = ""
    chair: str = ""
    cadence: str = ""
    members: tuple[str, ...] = ()
    responsibilities: tuple[str, ...] = ()
    note: str = ""
    place: str = ""


@dataclass(frozen=True)
class Printed:
    """What a file holds: the groups of a Word document, or the tables of a workbook or a CSV file."""

    groups: tuple[PrintedGroup, ...] = ()
    tables: tuple[Table, ...] = field(default=())


# `open(content, file_name)` raises `Refused` with one sentence for a file that cannot be read.
Opener = Callable[[bytes, str], Printed]
_OPENERS: list[Opener] = []


def register_opener(opener: Opener) -> None:
    """Say who opens files; a second registration replaces the first."""
    _OPENERS[:] = [opener]


def open_file(content: bytes, file_name: str) -> Printed:
    """What a file holds. Raises `Refused` for one that cannot be read, `LookupError` where nobody opens files."""
    if not _OPENERS:
        raise LookupError("No app opens files; plans is not installed.")
    return _OPENERS[0](content, file_name)
