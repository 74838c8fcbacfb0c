"""What a file is, by what it holds and never by its name."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lxml import etree

from goldenthread.measures.problems import Unreadable
from goldenthread.measures.readers import annex_lists, ssda903
from goldenthread.measures.readers.canonical import parquet_schema, table_of
from goldenthread.measures.readers.csv_files import head
from goldenthread.measures.readers.sheets import TITLES, folded, header_of
from goldenthread.measures.tables import Table


class What(StrEnum):
    """The kinds of file that are told apart."""

    WORKBOOK = "Annex A workbook"
    LIST = "Annex A list"
    CENSUS = "children in need census"
    RETURN = "SSDA903 file"
    RETURN_XML = "SSDA903 XML"
    CSV = "canonical CSV"
    PARQUET = "canonical Parquet"
    EXCLUSIONS = "school exclusions"


@dataclass(frozen=True)
class Recognised:
    """A file, what it is, in which of its first rows the header stands, and the canonical table that it is, if any."""

    path: Path
    what: What
    header: int = 0
    table: Table | None = None


def files_in(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """The files, folders opened, in order; and for each whether it was named itself. Raises `Unreadable` for none."""
    for path in paths:
        if path.is_dir():
            inside = sorted(found for found in path.rglob("*") if found.is_file() and not _hidden(found, path))
            if not inside:
                raise Unreadable(f"The folder {path.name} holds no file.")
            yield from ((found, False) for found in inside)
        elif path.is_file():
            yield path, True
        else:
            raise Unreadable(f"There is no file or folder {path}.")


def _hidden(path: Path, folder: Path) -> bool:
    """True for what an office program or an operating system leaves behind."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in path.relative_to(folder).parts)


def recognise(path: Path) -> Recognised:
    """What the file is. Raises `Unreadable` with one sentence where it is nothing that is read here."""
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError:
        raise Unreadable(f"{path.name} cannot be opened; see whether you may read it.") from None
    if not start.strip():
        raise Unreadable(f"{path.name} is empty.")
    if start.startswith(b"PK"):
        return _zipped(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            f"{path.name} is an Excel workbook of the old kind (.xls) or has a password; save it as .xlsx, without one."
        )
    if start.startswith(b"PAR1"):
        return _parquet(path)
    if start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return _xml(path)
    return _csv(path)


def _zipped(path: Path) -> Recognised:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError):
        raise Unreadable(f"{path.name} is cut short or damaged; copy or export it again.") from None
    if "xl/workbook.xml" in names:
        return Recognised(path, What.WORKBOOK)
    if any(name.startswith("xl/") for name in names):
        raise Unreadable(f"{path.name} is a binary workbook; save it as .xlsx.")
    raise Unreadable(f"{path.name} is an archive; unpack it, and give the folder.")


def _parquet(path: Path) -> Recognised:
    table = table_of(parquet_schema(path).names, path.name)
    if table is None:
        raise Unreadable(f"{path.name} has the needed columns of no canonical table.")
    return Recognised(path, What.PARQUET, table=table)


def _xml(path: Path) -> Recognised:
    names: list[str] = []
    events = etree.iterparse(path, events=("start",), resolve_entities=False, load_dtd=False, no_network=True)
    try:
        for _, element in events:
            names.append(etree.QName(element).localname)
            if "Children" in names or "LAchildID" in names:
                return Recognised(path, What.CENSUS)
            if "CHILD" in names or "EXPSSDA903" in names:
                return Recognised(path, What.RETURN_XML)
            if len(names) > 100:
                break
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            f"{path.name} is not whole or not well formed: it cannot be read from line {error.lineno} on. "
            "Export it again; nothing was kept."
        ) from None
    raise Unreadable(f"{path.name} is XML, but neither a children in need census nor an SSDA903 return.")


def _csv(path: Path) -> Recognised:
    rows = head(path)
    exclusions = header_of(rows, lambda headings: {"termlyexclusionsonrolltableid", "sessions"} <= set(headings))
    if exclusions is not None:
        return Recognised(path, What.EXCLUSIONS, exclusions)
    for header, row in enumerate(rows[:TITLES]):
        table = table_of(row, path.name)
        if table:
            return Recognised(path, What.CSV, header, table)
    for what, known in ((What.RETURN, ssda903.file_of), (What.LIST, annex_lists.list_of)):
        found = header_of(rows, lambda headings, known=known: known(headings) is not None)  # type: ignore[misc]
        one = known([folded(cell) for cell in rows[found]]) if found is not None else None
        if found is not None and one is not None:
            return Recognised(path, what, found, one.table)
    raise Unreadable(
        f"{path.name} has, in its first ten rows, the headings of no Annex A list, SSDA903 file or canonical table."
    )
