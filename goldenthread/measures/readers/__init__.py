"""Readers: what an authority's systems export, as canonical tables with a list of what is wrong and where.

`read` and `read_all` tell what they are given by what it holds; each kind has a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa

from goldenthread.measures.problems import Place, Problem, Problems, Unreadable
from goldenthread.measures.readers import annex_a, canonical, cin_census, ssda903
from goldenthread.measures.readers.csv_files import read_csv
from goldenthread.measures.readers.merging import merge, one_spelling
from goldenthread.measures.readers.recognising import Recognised, What, files_in, recognise
from goldenthread.measures.readers.ssda903_xml import read_return
from goldenthread.measures.tables import Extract

__all__ = ["read", "read_all"]

_EXCLUSIONS = "holds school exclusions, which are recognised, but no indicator counts them yet."


def _quiet(_: str) -> None:
    """Say nothing of what is being read."""


def read(path: Path, say: Callable[[str], None] = _quiet) -> Extract:
    """The extract that a file or a folder holds, told by its content: see `read_all`."""
    return read_all([path], say)


def read_all(paths: Iterable[Path], say: Callable[[str], None] = _quiet, *, places: bool = False) -> Extract:
    """One extract out of files and folders of any of the kinds; what two of them hold is told and counted once.

    `say` is told the name of each file as it is read; with `places` each row says where it was found. A file in a
    folder that is nothing known is told; raises `Unreadable`, with one sentence, for one that was named itself, for a
    broken one, and where nothing is left to read.
    """
    problems = Problems()
    found: dict[What, list[Recognised]] = {}
    for path, named in files_in(paths):
        try:
            one = recognise(path)
            if one.what is What.EXCLUSIONS:
                raise Unreadable(f"{path.name} {_EXCLUSIONS}")
        except Unreadable as unreadable:
            if named:
                raise
            problems.add(Problem(Place(path.name), "unrecognised_file", unreadable.reason))
        else:
            found.setdefault(one.what, []).append(one)
    extracts = list(_extracts(found, say))
    if not extracts:
        raise Unreadable(
            problems.listed[0].reason if len(problems) == 1 else "No file in it is of a kind that is read."
        )
    extracts[0].problems.extend(problems.listed)
    extract = extracts[0] if len(extracts) == 1 else merge(extracts)
    one_spelling(extract)
    extract.files = [(one.path.name, one.what) for several in found.values() for one in several]
    if not places:
        extract.leave_places()
    # What reading took is given back, so that counting may have it.
    pa.default_memory_pool().release_unused()
    return extract


def _extracts(found: dict[What, list[Recognised]], say: Callable[[str], None]) -> Iterable[Extract]:
    def each(what: What) -> Iterable[Recognised]:
        for one in found.get(what, ()):
            say(one.path.name)
            yield one

    for one in each(What.WORKBOOK):
        yield annex_a.read_workbook(one.path)
    for one in each(What.CENSUS):
        yield cin_census.read_census(one.path)
    told = Problems()
    lists = [read_csv(one.path, one.header, told, _name(one)) for one in each(What.LIST)]
    if lists:
        yield annex_a.read_lists(lists, told)
    told = Problems()
    files = [read_csv(one.path, one.header, told, _name(one)) for one in each(What.RETURN)]
    files += [sheet for one in each(What.RETURN_XML) for sheet in read_return(one.path)]
    if files:
        yield ssda903.read_files(files, told)
    yield from _canonical([*each(What.CSV), *each(What.PARQUET)])


def _name(one: Recognised) -> str:
    return one.table.name if one.table else ""


def _canonical(found: list[Recognised]) -> Iterable[Extract]:
    told, parts = Problems(), dict[str, list[pa.Table | Path]]()
    for one in found:
        piece: pa.Table | Path
        if one.table is None:
            continue
        if one.what is What.CSV:
            piece = canonical.read_csv_table(one.path, one.header, one.table, told)
        else:
            piece = canonical.read_parquet(one.path, one.table, told)
        parts.setdefault(one.table.name, []).append(piece)
    if parts:
        yield canonical.joined(parts, told)
