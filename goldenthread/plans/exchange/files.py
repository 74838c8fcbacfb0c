"""Opening a stranger's file safely: what it really is, how large it would become, and nothing in it obeyed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

MEGABYTE = 1024 * 1024
FILE_LIMIT = 20 * MEGABYTE
UNPACKED_LIMIT = 100 * MEGABYTE
ENTRY_LIMIT = 5000

Kind = Literal["word", "sheets", "csv"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ASKED_FOR = "a Word document (.docx), an Excel workbook (.xlsx) or a CSV file"
_SUFFIXES: dict[str, Kind] = {
    ".docx": "word", ".docm": "word", ".dotx": "word", ".dotm": "word",
    ".xlsx": "sheets", ".xlsm": "sheets", ".xltx": "sheets", ".xltm": "sheets",
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
}  # fmt: skip
_NAMES: dict[Kind, str] = {"word": "a Word document", "sheets": "an Excel workbook", "csv": "plain text"}
_OTHER_SORTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"), (b"{\\rtf", "a rich text document"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"), (b"\x1f\x8b", "a compressed archive"), (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"), (b"<!doctype html", "a web page"), (b"<html", "a web page"),
    (b"MZ", "a program"),
)  # fmt: skip
_DECLARATION = re.compile(
    rb"<\s*!\s*(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)|\x00<\x00!\x00[DE]", re.IGNORECASE
)


class UnreadablePlan(Exception):
    """A file that cannot be read as a plan. `reason` is one sentence: what is wrong and what to do about it.

    `headings` lists the column headings looked for and `grids` holds preview rows, where columns may be named by hand.
    """

    def __init__(self, reason: str, headings: Sequence[str] = (), grids: Sequence[Preview] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.headings = list(headings)
        self.grids = list(grids)


@dataclass(slots=True)
class Preview:
    """The first rows of a table in which no headings were recognised."""

    place: str
    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class OpenedFile:
    """The bytes of a file whose kind is settled; `package` is open where the file is a zip package."""

    filename: str
    kind: Kind
    data: bytes
    package: zipfile.ZipFile | None = None

    def part(self, name: str) -> bytes | None:
        """One part of the package, or None where there is none. Raises UnreadablePlan for a damaged or hostile part."""
        if self.package is None or name not in self.package.NameToInfo:
            return None
        try:
            content = self.package.read(name)
        except Exception as damage:
            raise UnreadablePlan(_damaged(self.filename)) from damage
        if _DECLARATION.search(content):
            raise UnreadablePlan(
                f"{self.filename} holds XML declarations that a plan never needs and that could be harmful; "
                "open it in Word or Excel, save it as a new file and try that."
            )
        return content


def open_plan(
    path_or_bytes: str | Path | bytes,
    filename: str = "",
    *,
    file_limit: int = FILE_LIMIT,
    unpacked_limit: int = UNPACKED_LIMIT,
    entry_limit: int = ENTRY_LIMIT,
) -> OpenedFile:
    """The file, once it is known to be what its name says and small enough to unpack (limits in bytes and entries).

    Raises UnreadablePlan with one clear sentence otherwise. Source: the import's promise to refuse a bad file and
    change nothing.
    """
    data, name = _bytes_of(path_or_bytes, filename, file_limit)
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadablePlan(f"{name} is empty; check that it was saved before it was sent.")
    kind = _kind(data, name)
    if kind == "csv":
        return OpenedFile(name, kind, data)
    return OpenedFile(name, kind, data, _package(data, name, unpacked_limit, entry_limit))


def _bytes_of(path_or_bytes: str | Path | bytes, filename: str, file_limit: int) -> tuple[bytes, str]:
    if isinstance(path_or_bytes, bytes | bytearray | memoryview):
        data, name = bytes(path_or_bytes), filename or "The file"
        size = len(data)
    else:
        path = Path(path_or_bytes)
        name = filename or path.name
        try:
            size = path.stat().st_size
            if path.is_dir():
                raise UnreadablePlan(f"{name} is a folder; choose the plan's own file.")
            data = path.read_bytes() if size <= file_limit else b""
        except OSError as problem:
            raise UnreadablePlan(f"{name} cannot be opened: {problem.strerror or 'the system refused'}.") from problem
    if size > file_limit:
        limit = file_limit // MEGABYTE
        raise UnreadablePlan(f"{name} is larger than {limit} MB; take out its pictures or split it, and try again.")
    return data, name


def _kind(data: bytes, name: str) -> Kind:
    claimed = _SUFFIXES.get(Path(name).suffix.lower())
    if data.startswith(_OLE):
        raise UnreadablePlan(_ole(data, name))
    for start, sort in _OTHER_SORTS:
        if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(start.lower()):
            raise UnreadablePlan(f"{name} is really {sort}, not a plan that can be read; send {_ASKED_FOR}.")
    if data.startswith(b"PK"):
        real = _kind_of_package(data, name)
    elif claimed in ("word", "sheets"):
        raise UnreadablePlan(
            f"{name} is not {_NAMES[claimed]} although its name says so; open the original and save it again."
        )
    elif claimed is None and Path(name).suffix:
        raise UnreadablePlan(f"{name} is not a sort of file that can be read; send {_ASKED_FOR}.")
    else:
        return "csv"
    if claimed is not None and claimed != real:
        raise UnreadablePlan(f"{name} is really {_NAMES[real]}; give it the right ending and try again.")
    return real


def _ole(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        return f"{name} is locked with a password; save a copy without the password and try that."
    if "WordDocument".encode("utf-16-le") in data or name.lower().endswith(".doc"):
        return f"{name} is in the old Word format; open it in Word, save it as .docx and try that."
    if "Workbook".encode("utf-16-le") in data or name.lower().endswith(".xls"):
        return f"{name} is in the old Excel format; open it in Excel, save it as .xlsx and try that."
    return f"{name} is in an old Office format that cannot be read; save it as .docx or .xlsx and try that."


def _damaged(name: str) -> str:
    return f"{name} is damaged or was cut short; ask for it to be sent again, or open it and save it afresh."


def _kind_of_package(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except Exception as damage:
        raise UnreadablePlan(_damaged(name)) from damage
    if "word/document.xml" in names or any(re.fullmatch(r"word/document\d*\.xml", each) for each in names):
        return "word"
    if "xl/workbook.xml" in names:
        return "sheets"
    raise UnreadablePlan(f"{name} is a compressed package but not a Word or Excel file; send {_ASKED_FOR}.")


def _package(data: bytes, name: str, unpacked_limit: int, entry_limit: int) -> zipfile.ZipFile:
    """The package, refused before anything is unpacked if its own directory says that it would grow too large.

    zipfile never reads more of an entry than its directory declares, so the declared sizes bound the memory used.
    """
    package = zipfile.ZipFile(io.BytesIO(data))
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadablePlan(f"{name} is locked with a password; save a copy without the password and try that.")
    if len(entries) > entry_limit:
        raise UnreadablePlan(
            f"{name} is made of more than {entry_limit:,} parts, far more than a plan; save it afresh and try that."
        )
    if sum(entry.file_size for entry in entries) > unpacked_limit:
        limit = unpacked_limit // MEGABYTE
        raise UnreadablePlan(
            f"{name} would unpack to more than {limit} MB, far more than a plan needs; save it afresh without pictures."
        )
    return package
