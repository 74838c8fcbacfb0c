"""Which period a row is about: its label, what kind of year that is, and the year in which it ends."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.kernel.rules import rule

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR = re.compile(r"^((?:19|20|21)\d{2})(?:\.0)?$")
SPAN = re.compile(r"^((?:19|20|21)\d{2})\s*(?:[-/\u2013_]|to)\s*(\d{2}|\d{4})$")
RUN_TOGETHER = re.compile(r"^((?:19|20|21)\d{2})(\d{2})$")
MONTH = re.compile(r"^(?:(\d{1,2})\s+)?([A-Za-z]{3,9})[\s-]+((?:19|20|21)\d{2}|\d{2})$")
QUARTER = re.compile(r"^(?:(Q[1-4])\s+(.+)|(.+?)\s*(Q[1-4]))$", re.IGNORECASE)


class YearKind(StrEnum):
    """What kind of year a period is or lies in. `REPORTING` is whichever year the publisher uses."""

    CALENDAR = "Calendar year"
    FINANCIAL = "Financial year"
    ACADEMIC = "Academic year"
    SEPTEMBER = "Year ending 30 September"
    MID_YEAR = "Mid-year (30 June)"
    REPORTING = "Reporting year"


LAST_DAY = {
    YearKind.CALENDAR: (12, 31),
    YearKind.ACADEMIC: (8, 31),
    YearKind.SEPTEMBER: (9, 30),
    YearKind.MID_YEAR: (6, 30),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its label, the kind of year, the year in which it ends, and which part of it, if not all."""

    label: str
    kind: YearKind
    year: int
    part: str = ""

    @property
    def last_day(self) -> date:
        """The last day of the whole year that it is or lies in; a publisher's own year is taken to end on 31 March."""
        return date(self.year, *LAST_DAY.get(self.kind, (3, 31)))

    def earlier(self, years: int = 1) -> tuple[YearKind, int, str]:
        """What the same period of an earlier year is recognised by (see `key`)."""
        return (self.kind, self.year - years, self.part)

    @property
    def key(self) -> tuple[YearKind, int, str]:
        """What the period is recognised by, however its label is spelled."""
        return (self.kind, self.year, self.part)


def kind_of_year(said: str) -> tuple[YearKind | None, str]:
    """The kind of year that a publisher's word names, and the part of the year ("Autumn term"), blank for all of it."""
    word = re.sub(r"\s+", " ", said.strip().casefold())
    if not word:
        return None, ""
    whole = re.sub(r"[^a-z]", "", word).removesuffix("s") in {
        "calendaryear", "financialyear", "academicyear", "taxyear", "reportingyear", "calendar", "financial",
        "academic", "reporting",
    }  # fmt: skip
    part = "" if whole or ("september" in word and "year" in word) else said.strip()
    if ("september" in word and "year" in word) or word == "30 september":
        return YearKind.SEPTEMBER, ""
    if "mid-year" in word or "mid year" in word:
        return YearKind.MID_YEAR, ""
    if "academic" in word or "term" in word:
        return YearKind.ACADEMIC, part
    if "financial" in word or "tax" in word or "fiscal" in word:
        return YearKind.FINANCIAL, part
    if "calendar" in word or word[:3] in MONTHS or word.startswith("week"):
        return YearKind.CALENDAR, part
    if "reporting" in word:
        return YearKind.REPORTING, part
    return None, said.strip()


@rule(
    "measures.kind_of_year", "DfE open data standards (time_period, time_identifier); LAIT data dictionary, Year_Type"
)
def read_period(label: str, identifier: str = "", otherwise: YearKind = YearKind.REPORTING) -> Period | None:
    """The period that a label and, beside it, a publisher's word for its kind name; None where the label is no period.

    Read are 2025, 202425, 2024-25, 2024/2025, 2016 - 18 (three years), December 2020, 31 March 2024, Q1 2024/25 and
    2024/25 Q1. A year that spans two is known by the one in which it ends. `otherwise` is the kind of year where the
    file says none, or only "Reporting year".
    """
    text = re.sub(r"\s+", " ", label.replace("\u00a0", " ")).strip()
    kind, part = kind_of_year(identifier)
    if kind is None and part:
        return None
    if kind is None or kind is YearKind.REPORTING:
        kind = otherwise
    quarter = QUARTER.match(text)
    if quarter and not part:
        text = (quarter[2] or quarter[3]).strip()
        part = (quarter[1] or quarter[4]).upper()
    found = _years(text) or _month(text)
    if found is None:
        return None
    shown, year, inner = found
    part = part or inner
    return Period(
        f"{part} {shown}" if part and part not in shown and "years to" not in part else shown, kind, year, part
    )


def _years(text: str) -> tuple[str, int, str] | None:
    if year := YEAR.match(text):
        return year[1], int(year[1]), ""
    span = SPAN.match(text) or RUN_TOGETHER.match(text)
    if not span:
        return None
    first, last = int(span[1]), int(span[2]) if len(span[2]) == 4 else int(span[1][:2] + span[2])
    if last < first:
        last += 100
    if not 0 < last - first <= 10:
        return None
    shown = f"{first}/{last % 100:02}"
    return shown, last, "" if last == first + 1 else f"{last - first + 1} years to"


def _month(text: str) -> tuple[str, int, str] | None:
    found = MONTH.match(text)
    if not found or found[2][:3].casefold() not in MONTHS:
        return None
    year = int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3])
    name = month_name[MONTHS.index(found[2][:3].casefold()) + 1]
    part = f"{found[1]} {name}" if found[1] else name
    return f"{part} {year}", year, part
