"""The library of indicators: the words of the TOML files with the expressions of the modules beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from goldenthread.measures.indicators import conferences, early_help, front_door, looked_after, missing, plans
from goldenthread.measures.indicators.definition import Indicator, Measure, Placing, Polarity
from goldenthread.measures.indicators.expressions import OVERDUE, ROWS
from goldenthread.measures.problems import Unreadable

LIBRARY = Path(__file__).with_name("library")
SUBJECTS = (early_help, front_door, conferences, plans, missing, looked_after)
DEFAULTS: dict[str, Any] = {
    "version": 1,
    "placing": "happened",
    "denominator": "",
    "includes": "",
    "clock": "",
    "limit": None,
    "polarity": "none",
    "valid_to": None,
    "needs": [],
    "looks_back_months": 0,
    "settles_days": 0,
    "per_population": None,
    "by_child": False,
}
KINDS = {"measure": Measure, "placing": Placing, "polarity": Polarity, "needs": tuple}


def _indicator(code: str, words: dict[str, Any]) -> Indicator:
    told = DEFAULTS | {"decimals": 0 if words["measure"] == "count" else 1} | words
    unknown = set(told) - {field.name for field in fields(Indicator)}
    if unknown:
        raise ValueError(f"{code} says something that no indicator has: {', '.join(sorted(unknown))}.")
    made = {key: KINDS[key](value) if key in KINDS else value for key, value in told.items()}
    return Indicator(code=code, rows=ROWS.get(code), overdue=OVERDUE.get(code), **made)


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Indicator]:
    """Every indicator of the library by its code, in order. Raises `ValueError` for a library that is not whole."""
    found: dict[str, Indicator] = {}
    for path in sorted(LIBRARY.glob("*.toml")):
        words = tomllib.loads(path.read_text(encoding="utf-8"))
        shared = {key: value for key, value in words.items() if not isinstance(value, dict)}
        for code, own in words.items():
            if isinstance(own, dict):
                if code in found:
                    raise ValueError(f"{code} stands in the library twice.")
                found[code] = _indicator(code, shared | own)
    if without := sorted(set(ROWS) - set(found)):
        raise ValueError(f"Nothing in the library says what these are: {', '.join(without)}.")
    return dict(sorted(found.items()))


def counted() -> list[Indicator]:
    """The indicators that can be counted from an extract, in order of code."""
    return [indicator for indicator in catalogue().values() if indicator.counted]


def named(codes: Iterable[str]) -> list[Indicator]:
    """The indicators of these codes, each once, counted or sent. Raises `Unreadable` for a code there is none of."""
    library = catalogue()
    for code in codes:
        if code not in library:
            raise Unreadable(f"There is no indicator {code}; `goldenthread indicators` lists them.")
    return [library[code] for code in dict.fromkeys(codes)]


def chosen(codes: list[str], limits: dict[str, int]) -> list[Indicator]:
    """The indicators of these codes, or all that can be counted, with local limits in place of their own.

    Raises `Unreadable` for a code that is not in the library or cannot be counted, and for a limit where there is none.
    """
    library = catalogue()
    for one in named([*codes, *limits]):
        if not one.counted:
            raise Unreadable(f"{one.code} cannot be counted from an extract; it is sent or typed.")
    for code, limit in limits.items():
        if library[code].limit is None:
            raise Unreadable(f"{code} has no limit that could be another one.")
        if limit < 1:
            raise Unreadable(f"The limit of {code} must be a whole number of one or more.")
    wanted = named(codes) or counted()
    return [replace(one, limit=limits[one.code]) if one.code in limits else one for one in wanted]


def valid_in(indicator: Indicator, starts_on: date, ends_on: date) -> bool:
    """True where the definition holds for the whole of these days."""
    return indicator.valid_from <= starts_on and (indicator.valid_to is None or ends_on <= indicator.valid_to)
