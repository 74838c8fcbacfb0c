"""Which kind of file it is, told by its headings alone, and which column plays which part."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

NEIGHBOUR = re.compile(r"^sn_?(\d{1,2})$")
YEAR_HEADING = re.compile(r"^(?:x|y|fy|ay|year_|population_)?(?:19|20|21)\d{2}(?:_\d{2}|_\d{4})?$")


class Layout(StrEnum):
    """What a file was recognised as."""

    TIDY = "Statistics in the department's open data form"
    LONG = "Long table: area, measure, period, value"
    WIDE = "Table with a column for each year"
    NEIGHBOURS = "Statistical neighbours"


# What a heading may be called, in plain form; the first that a file has plays the part.
NAMES: dict[str, tuple[str, ...]] = {
    "measure": (
        "measure", "indicator", "measure_name", "indicator_name", "measure_short", "short_desc", "measure_code",
        "indicator_code", "measure_id", "indicator_id", "metric",
    ),
    "code_old": ("old_la_code", "la_number", "la_num", "la_code", "la_no", "lanumber", "local_authority_code"),
    "code_new": (
        "new_la_code", "area_code", "gss_code", "ons_code", "la_gss_code", "ecode", "code", "geography_code",
        "lad_code", "ladcode",
    ),
    "name": (
        "la_and_regions", "la_name", "area_name", "local_authority", "area", "authority", "la", "name", "geography",
        "geography_name", "local_authority_name", "laname",
    ),
    "level": ("geographic_level", "area_type", "level"),
    "period": ("time_period", "years", "period", "year", "date", "period_label"),
    "kind": ("time_identifier", "year_type", "period_type", "kind_of_year", "type_of_year"),
    "value": ("values", "value", "figure", "values_num", "number", "obs_value", "v4_0", "estimate", "population"),
    "note": ("value_note", "footnote", "footnotes", "note", "notes"),
}  # fmt: skip
GEOGRAPHY = re.compile(
    r"^(country|region|old_la|new_la|la|pcon|lad|ward|local_authority_district|english_devolved_area|rsc_region|"
    r"opportunity_area|sponsor|mat|trust|lep|mca|pa|lsip)_(code|name|id)$"
)
BREAKDOWNS = {
    "topic", "sex", "gender", "age", "age_group", "ethnicity", "ethnic_group", "disability", "category",
    "category_type",
    "characteristic", "characteristic_group", "breakdown", "breakdown_topic", "group", "cla_group",
}  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """A layout and which of a file's columns plays which part; `years` are the columns that each hold one year."""

    layout: Layout
    roles: dict[str, str]
    years: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    left: tuple[str, ...] = field(default=())


def recognise(keys: Collection[str]) -> Parts | None:
    """The layout that these plain headings have and the part of each; None where they are those of no known file."""
    if sum(bool(NEIGHBOUR.match(key)) for key in keys) >= 2:
        return Parts(Layout.NEIGHBOURS, {})
    # The statistics office puts the year of its boundaries behind a name: ladcode23.
    plain = {re.sub(r"(?<=[a-z])\d{2}$", "", key): key for key in reversed([*keys])}
    roles = {
        part: plain[next(name for name in names if name in plain)]
        for part, names in NAMES.items()
        if {*names} & {*plain}
    }
    placed = {"code_old", "code_new", "name"} & set(roles)
    if {"time_period", "geographic_level"} <= {*keys} or ({"time_period", "time_identifier"} <= {*keys} and placed):
        return _tidy(keys, roles)
    if not placed:
        return None
    years = tuple(key for key in keys if YEAR_HEADING.match(key))
    if {"period", "value"} <= set(roles):
        return _table(Layout.LONG, keys, roles, ())
    return _table(Layout.WIDE, keys, roles, years) if years else None


def _tidy(keys: Collection[str], roles: dict[str, str]) -> Parts:
    mine = {"code_old": "old_la_code", "code_new": "new_la_code", "name": "la_name", "level": "geographic_level"}
    mine |= {"period": "time_period", "kind": "time_identifier"}
    roles = {part: name for part, name in mine.items() if name in keys}
    rest = tuple(
        key
        for key in keys
        if key not in roles.values() and not GEOGRAPHY.match(key) and not re.match(r"^column_\d+$", key)
    )
    return Parts(Layout.TIDY, roles, values=rest)


def _table(layout: Layout, keys: Collection[str], roles: dict[str, str], years: tuple[str, ...]) -> Parts:
    used = {*roles.values(), *years}
    filters = tuple(key for key in keys if key in BREAKDOWNS and key not in used)
    left = tuple(key for key in keys if key not in used and key not in filters and not re.match(r"^column_\d+$", key))
    return Parts(layout, roles, years, filters, left=left)


def missing(parts: Parts) -> tuple[str, ...]:
    """The headings that a file of this kind should have and this one lacks; reading goes on without them."""
    if parts.layout is not Layout.TIDY:
        return ()
    wanted = {"kind": "time_identifier", "code_old": "old_la_code", "code_new": "new_la_code", "name": "la_name"}
    return tuple(name for part, name in {**wanted, "level": "geographic_level"}.items() if part not in parts.roles)
