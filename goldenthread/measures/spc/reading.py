"""Reads series from JSON: an array of objects, each charted or refused for itself, with one sentence that names it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.cells import State
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.spc.figures import Figures, Rebase
from goldenthread.measures.spc.values import Direction, Series

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
Value = TypeVar("Value")
MOST_DECIMALS = 6
ONE = {
    "points": "Point",
    "rebase_dates": "Rebase date",
    "numerators": "Numerator",
    "denominators": "Denominator",
    "states": "State",
    "rebases": "Rebase",
}


@dataclass(frozen=True, slots=True)
class Read:
    """One series of the file: its figures, or why they cannot be charted; unit and decimals where given."""

    id: str
    figures: Figures | None = None
    reason: str = ""
    unit: str = ""
    decimals: int | None = None


def read(path: Path) -> list[Read]:
    """The series of a file, in its order. Raises `Unreadable` where the file is not a JSON array of objects."""
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(f"{path} is not JSON: {error.msg[:1].lower()}{error.msg[1:]} in {where}.") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path} is not JSON in UTF-8 that can be read; save it again as that.") from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable(f"{path} is not a JSON array of series; put the series, each an object, between [ and ].")
    seen: set[str] = set()
    return [_read(one, number, seen) for number, one in enumerate(found, start=1)]


def _read(found: dict[str, Any], number: int, seen: set[str]) -> Read:
    name = found.get("id")
    if not isinstance(name, str) or not name.strip():
        return Read(f"number {number}", reason=f"Series number {number} of the file has no id; give it one.")
    if name in seen:
        return Read(name, reason=f"Two series are called {name}; give each an id of its own.")
    seen.add(name)
    try:
        unit = _optional(found, "unit", _text, name) or ""
        return Read(name, _figures(found, name, unit), "", unit, _optional(found, "decimals", _decimals, name))
    except Refused as refused:
        return Read(name, reason=refused.reason)


def _figures(found: dict[str, Any], name: str, unit: str) -> Figures:
    for field in ("points", "improvement_direction"):
        if field not in found:
            raise Refused(f"The series {name} has no {field}; add it.", field)
    series = Series(
        name,
        tuple(_pairs(found, "points", _number, name)),
        _direction(found["improvement_direction"], f"The improvement_direction of the series {name}"),
        _optional(found, "target", _number, name),
        frozenset(_listed(found, "rebase_dates", _day, name)),
        _optional(found, "fix_after_n_points", _whole, name),
        _optional(found, "screen_outliers", _flag, name) is not False,
    )
    return Figures(
        series,
        dict(_pairs(found, "numerators", _whole, name)),
        dict(_pairs(found, "denominators", _whole, name)),
        unit == "%",
        {day: state for day, state in _pairs(found, "states", _state, name) if state},
        tuple(_listed(found, "rebases", _rebase, name)),
    )


def _optional(found: dict[str, Any], field: str, read: Callable[[Any, str], Value], name: str) -> Value | None:
    return None if found.get(field) is None else read(found[field], f"The {field} of the series {name}")


def _listed(found: dict[str, Any], field: str, read: Callable[[Any, str], Value], name: str) -> list[Value]:
    listed = found.get(field)
    if listed is None:
        return []
    if not isinstance(listed, list):
        raise Refused(f"The {field} of the series {name} are not a list; write them between [ and ].", field)
    return [read(one, f"{ONE[field]} {at} of the series {name}") for at, one in enumerate(listed, start=1)]


def _pairs(
    found: dict[str, Any], field: str, read: Callable[[Any, str], Value], name: str
) -> list[tuple[date, Value | None]]:
    def pair(one: Any, whose: str) -> tuple[date, Value | None]:
        if not isinstance(one, list) or len(one) != 2:
            raise Refused(f'{whose} is not a date and a value; write it as ["2024-04-01", 12].', field)
        return _day(one[0], whose), None if one[1] is None else read(one[1], whose)

    return _listed(found, field, pair, name)


# What was written is not repeated: it may be free text about a child that has slipped into the wrong place.
def _number(value: Any, whose: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused(f"{whose} holds {_kind(value)} instead of a number; write a number, or null where there is none.")
    return value


def _whole(value: Any, whose: str) -> int:
    if _number(value, whose) % 1 != 0:
        raise Refused(f"{whose} is not a whole number; write one, or null where there is none.")
    return int(value)


def _decimals(value: Any, whose: str) -> int:
    if not 0 <= _whole(value, whose) <= MOST_DECIMALS:
        raise Refused(f"{whose} are to be from 0 to {MOST_DECIMALS}.")
    return int(value)


def _day(value: Any, whose: str) -> date:
    try:
        if isinstance(value, str) and ISO.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Refused(f"{whose} has no date; write it as year, month and day: 2024-04-01.")


def _text(value: Any, whose: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Refused(f"{whose} holds {_kind(value)}; write words between quotation marks.")
    return value


def _flag(value: Any, whose: str) -> bool:
    if not isinstance(value, bool):
        raise Refused(f"{whose} holds {_kind(value)}; write true or false.")
    return value


def _direction(value: Any, whose: str) -> Direction:
    try:
        return Direction(value)
    except ValueError as error:
        raise Refused(f"{whose} is none of increase, decrease and neutral; say which is better.") from error


def _state(value: Any, whose: str) -> State:
    try:
        return State(value)
    except ValueError as error:
        raise Refused(f"{whose} is none of {', '.join(State)}.") from error


def _rebase(value: Any, whose: str) -> Rebase:
    if not isinstance(value, dict):
        raise Refused(f"{whose} is not an object with date, reason, decided_by and decided_on.")
    return Rebase(
        _day(value.get("date"), whose),
        _text(value.get("reason"), f"{whose}: its reason"),
        _text(value.get("decided_by"), f"{whose}: its decided_by"),
        _day(value.get("decided_on"), f"{whose}: its decided_on"),
    )


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "text" if value.strip() else "an empty text"
    return {list: "a list", dict: "an object", type(None): "nothing"}.get(type(value), "a number")
