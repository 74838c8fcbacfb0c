"""A scorecard as rows: what a board reads of each indicator, and what somebody still has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from goldenthread.measures.cells import NOT_RETURNED, Cell, State
from goldenthread.measures.spc.values import Kind
from goldenthread.rendering.charts import Chart
from goldenthread.scorecards.presenters import charts
from goldenthread.scorecards.presenters.charts import Charted
from goldenthread.scorecards.presenters.rates import compared, over_twelve_months, rate_of, rated
from goldenthread.scorecards.presenters.words import UNITS, final_said, plain, said
from goldenthread.scorecards.queries import Line
from goldenthread.scorecards.rules.signals import (
    STANDING_WORDS,
    TRAVEL_WORDS,
    Signal,
    Standing,
    against_target,
    signals,
    travel,
)

if TYPE_CHECKING:
    from goldenthread.scorecards.models import Commentary, Comparator, Indicator

TONES = {Standing.MET: "on_track", Standing.WITHIN: "at_risk", Standing.MISSED: "off_track"}
# The icon of a chart as a shape beside its words.
SHAPES = {
    Kind.COMMON: "∿",
    Kind.IMPROVEMENT: "▲",
    Kind.CONCERN: "▼",
    Kind.HIGH: "▲",
    Kind.LOW: "▼",
}


@dataclass(frozen=True)
class Row:
    """One indicator for a board."""

    indicator: Indicator
    heading: str
    period: str
    shown: str
    rate: str
    rate_of_year: str
    status: str
    travel: tuple[str, str] | None
    target: str
    standing: Standing | None
    standing_words: str
    variation: str
    assurance: str
    sentence: str
    finding: str
    meaning: str
    notes: tuple[str, ...]
    final: str
    overdue: str
    comparators: tuple[tuple[str, str, str], ...]
    year_before: str
    signals: tuple[Signal, ...]
    commentary: Commentary | None
    charted: Charted

    @property
    def chart(self) -> Chart:
        """The small chart; drawn where it is shown, once."""
        return charts.small(self.charted)

    @property
    def other_notes(self) -> tuple[str, ...]:
        """The notes without those of decisions to begin anew, for a page that lists the decisions by themselves."""
        days = {one.from_day for one in self.charted.line.rebases}
        rebases = self.charted.made.figures.rebases if self.charted.made else ()
        decided = {str(one) for one in rebases if one.starts_on in days}
        return tuple(note for note in self.notes if note not in decided)

    @property
    def ends_on(self) -> date | None:
        """The last day of its newest period, or None where nothing was ever due."""
        return self.charted.latest.period.ends_on if self.charted.latest else None

    @property
    def must_be_said(self) -> bool:
        """True where it signals something and nobody has said what it means."""
        return bool(self.signals) and self.commentary is None


def rows(lines: Sequence[Line], until: date | None) -> list[Row]:
    """Each line of a scorecard as a row, in order."""
    return [row(one) for one in charts.charted(lines, until)]


def row(one: Charted) -> Row:
    """One indicator as a board reads it."""
    line, indicator, slot = one.line, one.line.indicator, one.latest
    cell = slot.cell if slot else NOT_RETURNED
    before = one.slots[-2].cell.number if len(one.slots) > 1 else None
    value = slot.judged.number if slot else None
    aim, until = one.target, slot.period.ends_on if slot else None
    stands = against_target(value, aim.value, aim.tolerance, indicator.polarity) if aim else None
    moved = travel(value, before)
    found = signals(cell if slot else None, stands, real_change=_real_change(one), will_fail=_will_fail(one))
    return Row(
        indicator=indicator,
        heading=line.heading or indicator.subject,
        period=slot.period.label if slot else "",
        shown=slot.said(indicator.measure) if slot else said(cell, indicator.measure),
        rate=rated(rate_of(slot, indicator), indicator),
        rate_of_year=over_twelve_months(one),
        status=slot.seen.status.capitalize() if slot and slot.seen else "",
        travel=TRAVEL_WORDS[moved] if moved else None,
        target=f"{plain(aim.value)}{UNITS[indicator.measure]}" if aim else "",
        standing=stands,
        standing_words=STANDING_WORDS[stands] if stands else "",
        variation=charts.variation(one),
        assurance=charts.assurance(one),
        sentence=charts.sentence(one),
        finding=one.told.finding if one.told else charts.sentence(one),
        meaning=" ".join(filter(None, (one.told.variation, one.told.assurance))) if one.told else "",
        notes=one.made.notes if one.made else (),
        final=final_said(line.final) if line.final else "",
        overdue=said(slot.seen.overdue) if slot and slot.seen else "",
        comparators=tuple(
            (other.get_area_display(), compared(value, indicator), of) for other, value, of in others_at(line, until)
        ),
        year_before=_year_before(one),
        signals=found,
        commentary=_commentary(line, until),
        charted=one,
    )


def _real_change(one: Charted) -> str:
    changed = one.made is not None and one.made.chart.variation not in (None, Kind.COMMON)
    return one.told.variation if changed and one.told else ""


def _will_fail(one: Charted) -> str:
    failing = one.made is not None and one.made.chart.assurance == "consistent_fail"
    return one.told.assurance if failing and one.told else ""


def _year_before(one: Charted) -> str:
    """What stood for the same period a year earlier, in words with its name; "" where none was due."""
    if one.latest is None:
        return ""
    day = one.latest.period.starts_on
    found = next((slot for slot in one.slots if slot.period.starts_on == _earlier(day)), None)
    return f"{found.said(one.line.indicator.measure)} ({found.period.label})" if found else ""


def _earlier(day: date) -> date:
    return day.replace(year=day.year - 1)


def others_at(line: Line, until: date | None) -> list[tuple[Comparator, Cell, str]]:
    """The newest comparator of each area that is not newer than a day: itself, its value, its period and how many."""
    found: dict[str, Comparator] = {}
    for other in line.comparators:
        if until is None or other.ends_on <= until:
            found[other.area] = other
    return [(other, Cell(State(other.value_state), other.value), _of(other)) for other in found.values()]


def _of(other: Comparator) -> str:
    counted = f"{other.counted} of {other.out_of} counted" if other.counted is not None else ""
    return ", ".join(word for word in (other.period, counted) if word)


def _commentary(line: Line, ends_on: date | None) -> Commentary | None:
    """What is said of the newest period; what was said of an earlier one does not answer for it."""
    return next((one for one in line.commentaries if one.current and one.ends_on == ends_on), None)


def in_parts(found: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows under their headings, each heading once, in order of the first of its rows."""
    parts: dict[str, list[Row]] = {}
    for one in found:
        parts.setdefault(one.heading, []).append(one)
    return list(parts.items())
