"""Episodes of care over several years' files: one that spans 31 March is one, and X1 goes on to the next."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

import pyarrow as pa

from goldenthread.kernel.rules import rule
from goldenthread.measures.places import PLACE
from goldenthread.measures.problems import Place, Problem, Problems

_Key = tuple[str, date, int]


@rule("measures.stitching", "Department for Education, children looked after return: each year's file is a snapshot")
def stitched(files: list[tuple[str, pa.Table]], problems: Problems) -> pa.Table:
    """Each episode once, from the latest file that has it.

    `files` are in order of their years. An episode is known by its child and first day, and where a file has two of
    one day by their order. Told are: an end that a later file takes away or moves, and an open episode which the next
    year's file, though it is there, does not go on with. Both are kept.
    """
    found: dict[_Key, dict[str, Any]] = {}
    last_seen: dict[_Key, int] = {}
    for at, (_, table) in enumerate(files):
        times: Counter[tuple[str, date]] = Counter()
        for row in table.to_pylist():
            start = (row["child_id"], row["start_date"])
            key = (*start, times[start])
            times[start] += 1
            _tell_moved(found.get(key), row, problems)
            found[key], last_seen[key] = row, at
    for key, row in found.items():
        if row["end_date"] is None and last_seen[key] < len(files) - 1:
            reason = f"An episode of child {row['child_id']} is open here, and the next year's file has no more of it."
            problems.add(Problem(_place(row), "episode_left_open", reason))
    return pa.Table.from_pylist(sorted(found.values(), key=itemgetter("child_id", "start_date")), files[0][1].schema)


def _place(row: dict[str, Any]) -> Place:
    return Place(**row[PLACE.name])


def _tell_moved(before: dict[str, Any] | None, row: dict[str, Any], problems: Problems) -> None:
    if before and before["end_date"] and before["end_date"] != row["end_date"]:
        reason = (
            f"An episode of child {row['child_id']} ends otherwise than in an earlier year's file; this one counts."
        )
        problems.add(Problem(_place(row), "conflict", reason))


@rule("measures.continuity", "Department for Education, children looked after return: code X1")
def continuity(episodes: pa.Table, problems: Problems) -> None:
    """Tell where episodes of a child do not follow each other as their codes say; all are kept.

    After X1 the next episode begins on the day the last one ended; no episode begins before the one before has ended;
    and one with a reason for its end has an end. `episodes` are in order of child and first day.
    """
    for child, rows in groupby(episodes.to_pylist(), key=itemgetter("child_id")):
        told = list(rows)
        for row, following in pairwise([*told, None]):
            kind, reason = _break(row, following)
            if kind:
                problems.add(Problem(_place(row), kind, f"{reason} (child {child}, episode of {row['start_date']})."))


def _break(row: dict[str, Any], following: dict[str, Any] | None) -> tuple[str, str]:
    end, onward = row["end_date"], row["reason_ended"] == "X1"
    if end is None:
        if following:
            return "episode_overlap", "An episode has no end, and another follows it"
        return ("reason_without_end", "There is a reason for the end and no end") if row["reason_ended"] else ("", "")
    if following and following["start_date"] < end:
        return "episode_overlap", "The next episode begins before this one has ended"
    if onward and (following is None or following["start_date"] != end):
        return "episode_gap", "The reason is X1, and no episode begins on the day this one ended"
    return "", ""
