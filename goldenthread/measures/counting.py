"""Counts indicators over periods: one way for all of them, on whichever engine, in whole numbers only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Protocol

import narwhals as nw

from goldenthread.kernel.periods import Period
from goldenthread.kernel.rules import rule
from goldenthread.measures import calendar_table
from goldenthread.measures.engines import Engine, Source, at_work
from goldenthread.measures.indicators.catalogue import catalogue, valid_in
from goldenthread.measures.indicators.definition import Frame, Indicator, Placing, Tables
from goldenthread.measures.moments import with_moments
from goldenthread.measures.tables import Extract

AGES = ((0, "Under 1"), (1, "1 to 4"), (5, "5 to 9"), (10, "10 to 15"), (16, "16 and over"))
UNKNOWN = "Not known"
BREAKDOWNS = ("age", "sex", "ethnicity", "disability", "area", "band")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in whole numbers: of which indicator, for which period, of all or of one group of a breakdown.

    `denominator` is absent for a count. `untimed` of the denominator could not be timed and are not in the numerator;
    `overdue` are open and past the clock on the period's last day, and are in neither. `too_recent` marks a period in
    which some have not had their time yet; `looks_back_too_far` one before which the extract does not reach far enough.
    """

    code: str
    version: int
    limit: int | None
    period: Period
    by: str
    of: str
    numerator: int
    denominator: int | None
    untimed: int = 0
    overdue: int | None = None
    too_recent: bool = False
    looks_back_too_far: bool = False


class GivenOut(Protocol):
    """A figure that was given out: of which indicator, by which limit, of which period and breakdown it was."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def period(self) -> Period: ...  # noqa: D102
    @property
    def by(self) -> str: ...  # noqa: D102
    @property
    def limit(self) -> int | None: ...  # noqa: D102


@dataclass
class Counted:
    """What was counted, and why some of what was asked for was not."""

    figures: list[Figure] = field(default_factory=list)
    not_counted: dict[str, str] = field(default_factory=dict)


def count(
    extract: Extract,
    indicators: Sequence[Indicator],
    periods: Sequence[Period],
    *,
    by: Sequence[str] = (),
    engine: str = "duckdb",
    known_from: date | None = None,
    known_to: date | None = None,
    progress: Callable[[str], None] = lambda code: None,
) -> Counted:
    """Every figure of these indicators, periods and breakdowns that the extract can give.

    `known_from` and `known_to` are the days between which the extract can speak, where it does not say so itself.
    Raises `Unreadable` for an engine that is not there.
    """
    # Nobody can say more than the extract does; where it says nothing, what was asked for is taken to be covered.
    said = [extract.covers[1]] if extract.covers else []
    last_day = known_to or max(said + ([periods[-1].ends_on] if extract.is_silent or not said else []))
    sources: dict[str, Source] = {name: with_moments(name, source) for name, source in extract.tables.items()}
    sources |= {
        "calendar": calendar_table.calendar_table(),
        "days": calendar_table.numbered(periods),
        "periods": calendar_table.closing_days(periods),
    }
    found = Counted()
    with at_work(engine, sources) as working:
        counting = _Counting(working, Tables(working.frames, last_day), periods, extract, (known_from, known_to))
        for indicator in indicators:
            progress(indicator.code)
            if reason := _why_not(indicator, extract, periods):
                found.not_counted[indicator.code] = reason
            else:
                found.figures += counting.figures(indicator, by)
    return found


def counted_again(extract: Extract, given_out: Iterable[GivenOut], engine: str) -> list[Figure]:
    """The figures of earlier files, counted anew by their own limits: what they hid must be known to be kept hidden.

    Empty where there are none, and of an indicator that the library does not count.
    """
    earlier, library = list(given_out), catalogue()
    again = [
        replace(library[code], limit=limit)
        for code, limit in dict.fromkeys((one.code, one.limit) for one in earlier)
        if code in library and library[code].counted
    ]
    if not again:
        return []
    spans = sorted({one.period for one in earlier}, key=lambda one: (one.starts_on, one.ends_on))
    by = [name for name in BREAKDOWNS[:-1] if any(one.by == name for one in earlier)]
    return count(extract, again, spans, by=by, engine=engine).figures


def _why_not(indicator: Indicator, extract: Extract, periods: Sequence[Period]) -> str:
    missing = [needed for needed in indicator.needs if not set(needed.split(" or ")) & set(extract.tables)]
    if missing:
        return f"Needs {' and '.join(missing)}, which this source does not carry ({extract.kind})."
    if not valid_in(indicator, periods[0].starts_on, periods[-1].ends_on):
        return (
            f"Defined from {indicator.valid_from:%d/%m/%Y} on; the periods begin earlier or end after it was replaced."
        )
    return ""


class _Counting:
    """One run: the engine with its tables, the periods by number, and the days that somebody said are covered."""

    def __init__(
        self, engine: Engine, tables: Tables, periods: Sequence[Period], extract: Extract,
        known: tuple[date | None, date | None],
    ) -> None:  # fmt: skip
        self.engine, self.tables, self.periods, self.extract, self.known = engine, tables, periods, extract, known
        self._begins: dict[str, date | None] = {}

    def figures(self, indicator: Indicator, by: Sequence[str]) -> list[Figure]:
        if indicator.rows is None:
            raise ValueError(f"{indicator.code} has no expression.")
        rows = indicator.rows(self.tables, indicator)
        placed = self._placed(rows) if indicator.placing is Placing.HAPPENED else rows
        banded = "band" in rows.collect_schema().names()
        # Conferences may be recorded without the enquiries that led to them; nobody can say then what is waiting.
        waits = indicator.overdue is not None and self._carries(indicator)
        waiting = self._overdue(indicator) if waits else {}
        marks = [self._marks(indicator, period) for period in self.periods]
        made = []
        for dimension in ["", *(one for one in dict.fromkeys(by) if one != "band"), *(["band"] if banded else [])]:
            for found in self._grouped(indicator, placed, dimension):
                number = found["period"]
                of = "" if not dimension else str(found["group"]) if found["group"] is not None else UNKNOWN
                made.append(
                    Figure(
                        indicator.code,
                        indicator.version,
                        indicator.limit,
                        self.periods[number],
                        dimension,
                        of,
                        found["met"],
                        found["counted"] if indicator.has_denominator else None,
                        found["untimed"],
                        waiting.get(number, 0) if waits and not dimension else None,
                        *marks[number],
                    )
                )
        return _whole(made, indicator, self.periods, waiting if waits else None, marks)

    def _placed(self, rows: Frame) -> Frame:
        return rows.join(self.tables["days"], left_on="placed_on", right_on="day")

    def _grouped(self, indicator: Indicator, placed: Frame, dimension: str) -> list[dict[str, Any]]:
        key = ["period", "group"] if dimension else ["period"]
        rows = self._with_group(indicator, placed, dimension) if dimension else placed
        flags = rows.select(
            "child_id",
            *key,
            met=nw.when(nw.col("met")).then(nw.lit(1)).otherwise(nw.lit(0)),
            untimed=nw.when(nw.col("met").is_null()).then(nw.lit(1)).otherwise(nw.lit(0)),
        )
        if indicator.by_child:
            flags = flags.group_by("child_id", *key).agg(nw.col("met").max(), nw.col("untimed").min())
        return self.engine.fetch(
            flags.group_by(*key).agg(counted=nw.len(), met=nw.col("met").sum(), untimed=nw.col("untimed").sum())
        )

    def _with_group(self, indicator: Indicator, placed: Frame, dimension: str) -> Frame:
        if dimension == "band":
            return placed.with_columns(group=nw.col("band"))
        if "children" not in self.tables:
            return placed.with_columns(group=nw.lit(None, dtype=nw.String))
        children = self.tables["children"]
        if dimension == "age":
            born = self.tables.dated(children.select("child_id", "date_of_birth"), "date_of_birth", born="ymd")
            both = placed.join(born.select("child_id", "born"), on="child_id", how="left")
            if indicator.placing is Placing.STANDS:
                both = both.join(self.tables["periods"].select("period", placed_on="at"), on="period")
            aged = self.tables.dated(both, "placed_on", today="ymd")
            return aged.with_columns(group=_age_band(nw.col("today") - nw.col("born")))
        if dimension == "disability":
            yes = nw.when(nw.col("disability")).then(nw.lit("Yes")).otherwise(nw.lit("No"))
            group: nw.Expr = nw.when(~nw.col("disability").is_null()).then(yes)
        else:
            group = nw.col(dimension)
        return placed.join(children.select("child_id", group=group), on="child_id", how="left")

    def _overdue(self, indicator: Indicator) -> dict[int, int]:
        if indicator.overdue is None:
            return {}
        first, last = self.periods[0].ends_on, self.periods[-1].ends_on
        late = indicator.overdue(self.tables, indicator).filter(
            nw.col("from_on") <= nw.lit(last),
            nw.col("until_on").is_null() | (nw.col("until_on") > nw.lit(first)),
            nw.col("until_on").is_null() | (nw.col("until_on") >= nw.col("from_on")),
        )
        at = nw.col("at")
        standing = late.join(self.tables["periods"], how="cross").filter(
            nw.col("from_on") <= at, nw.col("until_on").is_null() | (nw.col("until_on") > at)
        )
        return {row["period"]: row["n"] for row in self.engine.fetch(standing.group_by("period").agg(n=nw.len()))}

    def _carries(self, indicator: Indicator) -> bool:
        return all(needed.split(" or ")[0] in self.tables for needed in indicator.needs)

    def _covered(self, indicator: Indicator) -> tuple[date | None, date]:
        """The days about which what it is counted from can speak; the first is None where nothing says so."""
        every = [name for needed in indicator.needs for name in needed.split(" or ") if name in self.tables]
        first, last = self.extract.covered(every) or (None, self.tables.last_day)
        return self.known[0] or first, self.known[1] or last

    def _marks(self, indicator: Indicator, period: Period) -> tuple[bool, bool]:
        first, last = self._covered(indicator)
        begins = first or (self._begins_on(indicator) if indicator.looks_back_months else None)
        return (
            is_too_recent(period, indicator.settles_days, last),
            begins is not None and looks_back_too_far(period, indicator.looks_back_months, begins),
        )

    def _begins_on(self, indicator: Indicator) -> date | None:
        """The day of the earliest row of the table that it looks back on."""
        table = indicator.needs[0].split(" or ")[0]
        if table not in self._begins:
            day = "referral_date" if table == "referrals" else "start_date"
            (row,) = self.engine.fetch(self.tables[table].select(nw.col(day).min()))
            self._begins[table] = row[day]
        return self._begins[table]


def _age_band(difference: nw.Expr) -> nw.Expr:
    # The difference of two days written as numbers (20240401 - 20040229) has the whole years in its ten-thousands.
    band = nw.lit(AGES[0][1])
    for years, words in AGES[1:]:
        band = nw.when(difference >= years * 10000).then(nw.lit(words)).otherwise(band)
    return nw.when(~difference.is_null()).then(band)


def _whole(
    made: list[Figure],
    indicator: Indicator,
    periods: Sequence[Period],
    waiting: dict[int, int] | None,
    marks: Sequence[tuple[bool, bool]],
) -> list[Figure]:
    """With a figure of nought wherever nothing was counted: nobody came is an answer, for each group that ever came.

    A group left out of one period would tell that it is nought there, also where noughts are hidden.
    """
    there = {(one.period, one.by, one.of) for one in made}
    groups = {("", ""), *((one.by, one.of) for one in made)}
    none = [
        Figure(
            indicator.code,
            indicator.version,
            indicator.limit,
            period,
            by,
            of,
            0,
            0 if indicator.has_denominator else None,
            0,
            waiting.get(number, 0) if waiting is not None and not by else None,
            *marks[number],
        )
        for number, period in enumerate(periods)
        for by, of in groups
        if (period, by, of) not in there
    ]
    return sorted([*made, *none], key=lambda one: (one.by, one.period.starts_on, one.of))


@rule("measures.too_recent", "Data guide 5, trap 4: what has not had its time yet is neither met nor failed")
def is_too_recent(period: Period, settles_days: int, last_day: date) -> bool:
    """True where some of the period's rows have not had `settles_days` by the extract's last day, or lie after it."""
    return period.ends_on + timedelta(days=settles_days) > last_day


@rule("measures.looks_back_too_far", "Data guide 5, trap 4: a first extract cannot see what came before it")
def looks_back_too_far(period: Period, months: int, first_day: date) -> bool:
    """True where the period's first day looks back, over `months`, to days before the extract's first."""
    return calendar_table.months_before(period.starts_on, months) < first_day


def totals(figures: Iterable[Figure]) -> list[Figure]:
    """The figures of all, without those of groups."""
    return [figure for figure in figures if not figure.by]
