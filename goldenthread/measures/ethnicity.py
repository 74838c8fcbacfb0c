"""The department's codes of ethnicity: their names, and the five broad groups they are counted in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from goldenthread.kernel.rules import rule

TABLE = Path(__file__).with_name("ethnicity.toml")
NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Groupings:
    """The table: its source and version, each code's name and group, and the groups in order."""

    source: str
    version: str
    names: dict[str, str]
    group_of: dict[str, str]
    groups: tuple[str, ...]


@cache
def groupings() -> Groupings:
    """The table that comes with the product, read once."""
    with TABLE.open("rb") as file:
        table = tomllib.load(file)
    every = {**table["groups"], **table["unknown"]}
    group_of = {code: group for group, codes in every.items() for code in codes}
    return Groupings(table["source"], table["version"], table["names"], group_of, tuple(table["groups"]))


@rule("measures.broad_ethnic_group", "GSS harmonised standard for ethnicity, England and Wales, Census 2021")
def broad_group(code: str | None) -> str:
    """The broad group of a code, in any case of letters; "Not known" for a blank, refused or not obtained.

    Raises `KeyError` for a code that is none of the department's.
    """
    word = (code or "").strip().upper()
    return groupings().group_of[word] if word else NOT_KNOWN
