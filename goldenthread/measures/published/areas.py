"""Which place a row is about: both kinds of code, the name, and what became of places that were reorganised."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from goldenthread.kernel.rules import rule

TABLE = Path(__file__).with_name("areas.toml")
SOURCE = "DfE Children in need 2025, table C1; ONS Code History Database; the structural changes orders (areas.toml)"
# The department's numbers below this are local authorities; England and the regions have those above.
FIRST_NUMBER_OF_A_REGION = 970


class Level(StrEnum):
    """What kind of place an area is."""

    ENGLAND = "England"
    REGION = "Region"
    AUTHORITY = "Local authority"
    OTHER = "Other"


@dataclass(frozen=True, slots=True)
class Area:
    """One place: the department's number, the statistical (GSS) code that stands today, its name and its level.

    Two rows under an old and a new code of the same place give equal areas. A code that a place never had is blank.
    """

    code_old: str
    code_new: str
    name: str
    level: Level

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Reorganisation:
    """Areas that came to an end on a day, and those that followed."""

    ended: tuple[Area, ...]
    followed_by: tuple[Area, ...]
    on: date
    source: str

    @property
    def footnote(self) -> str:
        """One sentence for beside a figure of any of them."""
        day = f"{self.on.day} {self.on:%B %Y}"
        return f"{_listed(self.ended)} ended on {day}, followed by {_listed(self.followed_by)}; figures are not joined."


def _listed(areas: tuple[Area, ...]) -> str:
    *most, last = [f"{area.name} ({area.code_old})" for area in areas]
    return f"{', '.join(most)} and {last}" if most else last


class Ambiguous(Exception):
    """A name that several places had at different times."""


@dataclass(frozen=True)
class Directory:
    """Every place that is known, by each of its codes and by its name."""

    version: str
    by_number: dict[str, Area]
    by_code: dict[str, Area]
    by_name: dict[str, tuple[Area, ...]]
    region_of: dict[Area, Area]
    reorganisations: tuple[Reorganisation, ...]

    @property
    def authorities(self) -> tuple[Area, ...]:
        """The local authorities of today and of before, in order of the department's number."""
        return tuple(self.by_number[number] for number in sorted(self.by_number))

    def changes_of(self, area: Area) -> tuple[Reorganisation, ...]:
        """The reorganisations in which this area ended or began."""
        return tuple(change for change in self.reorganisations if area in change.ended + change.followed_by)

    def stood(self, area: Area, day: date) -> bool:
        """True where no reorganisation says that the area had ended by that day, or had not yet begun."""
        return not any(
            (area in change.ended and day >= change.on) or (area in change.followed_by and day < change.on)
            for change in self.reorganisations
        )


def plain(name: str) -> str:
    """A name as it is compared: lower case, no punctuation, "and" for "&", "st" for "saint"."""
    words = re.sub(r"[^a-z0-9]+", " ", name.casefold().replace("&", " and ").replace("'", "")).strip()
    return re.sub(r"^saint ", "st ", re.sub(r" (ua|unitary authority|council|city of)$", "", words))


@cache
def directory() -> Directory:
    """The table of areas that comes with the product, read once."""
    with TABLE.open("rb") as file:
        table = tomllib.load(file)
    code, name = table["england"]
    england = Area("", code, name, Level.ENGLAND)
    regions = {code: Area("", code, name, Level.REGION) for code, name, _ in table["regions"]}
    ended = {number: code for code, number in table["ended_codes"].items()}
    numbers = {
        number: Area(number, code or ended.get(number, ""), name, Level.AUTHORITY)
        for number, code, name, _ in table["authorities"]
    }
    codes = {area.code_new: area for area in (england, *regions.values(), *numbers.values()) if area.code_new}
    codes |= {row["code"]: codes[row["became"]] for row in table["recoded"]}
    within = {code: outer or code for code, _, outer in table["regions"]}
    return Directory(
        table["version"],
        numbers,
        codes,
        _names(table, england, regions, numbers),
        {numbers[number]: regions[within[region]] for number, _, _, region in table["authorities"]},
        tuple(
            Reorganisation(
                tuple(numbers[number] for number in row["ended"]),
                tuple(numbers[number] for number in row["followed_by"]),
                row["on"],
                row["source"],
            )
            for row in table["reorganised"]
        ),
    )


def _names(table: dict, england: Area, regions: dict[str, Area], numbers: dict[str, Area]) -> dict:
    names: dict[str, tuple[Area, ...]] = {}
    for area in (england, *regions.values(), *numbers.values()):
        names[plain(area.name)] = (*names.get(plain(area.name), ()), area)
    names |= {plain(name): (england,) for name in table["england_spellings"]}
    names |= {"london inner": (regions["E13000001"],), "london outer": (regions["E13000002"],)}
    names |= {plain(name): (numbers[number],) for name, number in table["spellings"].items()}
    return names


@rule("measures.same_area", SOURCE)
def find_area(code_old: str = "", code_new: str = "", name: str = "") -> Area | None:
    """The place meant by a number, a statistical code or a name, asked in that order of how surely each tells.

    Answers with the same area for its old and its new statistical code, and never with the successor of an area that
    was reorganised. None where nothing is known of any of them. Raises `Ambiguous` where only a name is given that
    several areas had at different times.
    """
    known = directory()
    number = code_old.strip().removesuffix(".0")
    # The statistical code is asked first for places that never had a number of the department's.
    found = known.by_code.get(code_new.strip().upper()) or known.by_number.get(number)
    # A code that is not known is never overruled by a name; the regions' numbers are no codes of places.
    if found or code_new.strip() or (number.isdecimal() and int(number) < FIRST_NUMBER_OF_A_REGION):
        return found
    places = known.by_name.get(plain(name), ())
    if len(places) > 1:
        when = " or ".join(f"{place.name} ({place.code_old})" for place in places)
        raise Ambiguous(f"The name is that of {when}; add a column with the authority's code.")
    return places[0] if places else None


def unknown_area(code_old: str, code_new: str, name: str, level: str = "") -> Area:
    """A place the table does not hold, kept as the file has it. Its level is what the code or the file says."""
    said = level.casefold()
    if code_new[:3] in {"E06", "E07", "E08", "E09", "E10"} or said.startswith("local auth"):
        kind = Level.AUTHORITY
    elif code_new[:3] in {"E12", "E13"} or said.startswith("region"):
        kind = Level.REGION
    else:
        kind = Level.ENGLAND if said == "national" else Level.OTHER
    return Area(code_old.strip(), code_new.strip().upper(), name.strip(), kind)


def footnotes(area: Area, since: int = 0) -> tuple[str, ...]:
    """What has to be said beside figures of an area that was reorganised in the year `since` or later; else nothing."""
    return tuple(change.footnote for change in directory().changes_of(area) if change.on.year >= since)
