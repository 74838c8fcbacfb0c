"""Figures as control charts: what was not returned is a gap, a changed definition begins anew, both are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from goldenthread.kernel import periods
from goldenthread.kernel.periods import Period
from goldenthread.measures import spc
from goldenthread.measures.cells import NOT_AVAILABLE, NOT_RETURNED, Cell
from goldenthread.measures.spc.choices import ScorecardChart, for_scorecard
from goldenthread.measures.spc.figures import Figures, Rebase, from_cells
from goldenthread.measures.spc.words import ICONS, Wording, Words, words
from goldenthread.rendering import control_charts
from goldenthread.rendering.charts import Chart
from goldenthread.rendering.control_charts import ControlPoint, Extra
from goldenthread.scorecards.presenters.rates import rate_of
from goldenthread.scorecards.presenters.words import UNITS, said, short_period
from goldenthread.scorecards.queries import Line, Seen

if TYPE_CHECKING:
    from goldenthread.scorecards.models import Indicator, Target

DIRECTIONS = {"high": spc.Direction.INCREASE, "low": spc.Direction.DECREASE, "none": spc.Direction.NEUTRAL}
STEPS = {"month": "month", "quarter": "quarter", "year": "year", "academic year": "year"}
MEANS = {
    spc.Kind.COMMON: control_charts.USUAL,
    spc.Kind.IMPROVEMENT: control_charts.BETTER,
    spc.Kind.CONCERN: control_charts.WORSE,
    spc.Kind.HIGH: control_charts.HIGHER,
    spc.Kind.LOW: control_charts.LOWER,
}


@dataclass(frozen=True)
class Slot:
    """One period that was due: its name, and what stands of it; `seen` is None where nothing was returned."""

    period: Period
    seen: Seen | None

    @property
    def cell(self) -> Cell:
        """The value, which says "not returned" where nothing was."""
        return self.seen.value if self.seen else NOT_RETURNED

    @property
    def mark(self) -> str:
        """Why the value says less than it seems to, in words; "" where it does not."""
        if self.seen is None or not self.seen.value.shown:
            return ""
        if self.seen.too_recent:
            return "too recent to say"
        return "what came before is not known" if self.seen.looks_back_too_far else ""

    @property
    def judged(self) -> Cell:
        """The value as far as a chart may judge it: a period that has not had its time yet, or cannot look back far
        enough, would show a change that is none.
        """
        return NOT_AVAILABLE if self.mark else self.cell

    def said(self, measure: str) -> str:
        """The value in words, with its mark."""
        return f"{said(self.cell, measure)} ({self.mark})" if self.mark else said(self.cell, measure)


@dataclass(frozen=True)
class Charted:
    """One indicator with every period that was due, its chart, and what the chart says."""

    line: Line
    slots: tuple[Slot, ...]
    made: ScorecardChart | None
    told: Words | None
    target: Target | None

    @property
    def latest(self) -> Slot | None:
        """The newest period that was due, or None where nothing was ever sent."""
        return self.slots[-1] if self.slots else None


def slots(line: Line, until: date | None) -> tuple[Slot, ...]:
    """Every period from the first that was sent to the last that was due by `until`, sent or not."""
    if not line.figures:
        return ()
    there = {(one.starts_on, one.ends_on): one for one in line.figures}
    last = max(until or line.figures[-1].ends_on, line.figures[-1].ends_on)
    found: list[Slot] = []
    day = line.figures[0].starts_on
    while True:
        period = _period(day, line.indicator.grain)
        if period.ends_on > last:
            return tuple(found)
        found.append(Slot(period, there.get((period.starts_on, period.ends_on))))
        day = period.ends_on + timedelta(days=1)


def _period(day: date, grain: str) -> Period:
    made = {
        "month": lambda: periods.month(day.year, day.month),
        "quarter": lambda: periods.quarter_of(day),
        "year": lambda: periods.financial_year_of(day),
        "academic year": lambda: periods.academic_year_of(day),
    }
    return made[grain]()


def target_at(line: Line, day: date) -> Target | None:
    """The target that holds on a day, or None."""
    held = [
        one
        for one in line.targets
        if one.starts_on and one.starts_on <= day and not (one.ends_on and one.ends_on < day)
    ]
    return held[-1] if held else None


def charted(lines: Sequence[Line], until: date | None) -> list[Charted]:
    """Each indicator with its chart, all of them worked out together."""
    every = [slots(line, until) for line in lines]
    aims = [
        target_at(line, found[-1].period.ends_on) if found else None for line, found in zip(lines, every, strict=True)
    ]
    drawable = [place for place, found in enumerate(every) if found]
    made = dict(
        zip(drawable, for_scorecard([_figures(lines[at], every[at], aims[at]) for at in drawable]), strict=True)
    )
    return [
        Charted(line, every[at], made.get(at), _told(line, every[at], made.get(at)), aims[at])
        for at, line in enumerate(lines)
    ]


def _figures(line: Line, found: Sequence[Slot], aim: Target | None) -> Figures:
    points, states = from_cells([(slot.period.starts_on, slot.judged) for slot in found])
    shown = [(slot.period.starts_on, slot.seen) for slot in found if slot.seen is not None]
    direction = DIRECTIONS[line.indicator.polarity]
    return Figures(
        spc.Series(str(line.indicator.pk), points, direction, float(aim.value) if aim else None),
        numerators={day: _whole(one.numerator) for day, one in shown},
        denominators={day: _whole(one.denominator) for day, one in shown},
        percentage=line.indicator.measure == "percent",
        states=states,
        rebases=_rebases(line, found),
    )


def _whole(cell: Cell | None) -> int | None:
    return int(cell.number) if cell is not None and cell.number is not None else None


def _rebases(line: Line, found: Sequence[Slot]) -> tuple[Rebase, ...]:
    """The decisions to begin anew, and each first period that was counted under another definition."""
    starts = {slot.period.starts_on for slot in found}
    decided = {
        one.from_day: Rebase(one.from_day, one.reason, one.decided_by, one.decided_on)
        for one in line.rebases
        if one.from_day in starts
    }
    shown = [slot for slot in found if slot.seen is not None]
    for before, slot in pairwise(shown):
        if slot.seen and before.seen and slot.seen.edition != before.seen.edition:
            day = slot.period.starts_on
            reason = f"counted under version {slot.seen.edition} of the definition"
            decided.setdefault(day, Rebase(day, reason, "the definition", day))
    return tuple(decided[day] for day in sorted(decided))


def _told(line: Line, found: Sequence[Slot], made: ScorecardChart | None) -> Words | None:
    if made is None:
        return None
    labels = {slot.period.starts_on: slot.period.label for slot in found}
    unit = UNITS[line.indicator.measure]
    wording = Wording(STEPS[line.indicator.grain], lambda day: labels.get(day, str(day)), unit, line.indicator.decimals)
    return words(made.chart, wording)


def _points(one: Charted) -> list[ControlPoint]:
    if one.made is None:
        return []
    return [
        ControlPoint(
            short_period(slot.period.label),
            point.value,
            slot.said(one.line.indicator.measure),
            MEANS[point.kind] if point.value is not None else control_charts.USUAL,
            point.cause.sign >= 0,
            point.mean,
            point.lower,
            point.upper,
            point.group,
        )
        for slot, point in zip(one.slots, one.made.chart.points, strict=True)
    ]


def _aim(one: Charted) -> tuple[str, float] | None:
    if one.target is None:
        return None
    return f"Target {float(one.target.value):g}{UNITS[one.line.indicator.measure]}", float(one.target.value)


def small(one: Charted) -> Chart:
    """The chart as a board sees it among others."""
    return control_charts.small_chart(
        _points(one)[-36:], one.line.indicator.name, sentence(one), heading(one.line.indicator), target=_aim(one)
    )


def large(one: Charted) -> Chart:
    """The chart of one indicator, with the counts beside each value in its table."""
    place = {slot.period.starts_on: number for number, slot in enumerate(one.slots)}
    breaks = [(place[rebase.starts_on], "Begins anew") for rebase in (one.made.figures.rebases if one.made else ())]
    return control_charts.control_chart(
        _points(one), one.line.indicator.name, sentence(one), heading(one.line.indicator), target=_aim(one),
        breaks=breaks, extras=_extras(one),
    )  # fmt: skip


def _extras(one: Charted) -> list[Extra]:
    if one.line.indicator.measure == "count":
        return _rates(one)
    counted = tuple(_counted(slot.seen) if slot.seen else "" for slot in one.slots)
    made = [Extra("Count", counted)]
    if any(slot.seen and slot.seen.overdue for slot in one.slots):
        overdue = tuple(said(slot.seen.overdue) if slot.seen else "" for slot in one.slots)
        made.append(Extra("Open and overdue", overdue))
    return made


def _rates(one: Charted) -> list[Extra]:
    indicator = one.line.indicator
    found = tuple(said(rate_of(slot, indicator)) for slot in one.slots)
    return [Extra(f"Per {indicator.per_population:,}", found)] if any(found) else []


def _counted(seen: Seen) -> str:
    return f"{said(seen.numerator)} of {said(seen.denominator)[:1].lower()}{said(seen.denominator)[1:]}"


def heading(indicator: Indicator) -> str:
    """What a column of its values is called."""
    return "Percentage" if indicator.measure == "percent" else indicator.unit.capitalize()


def sentence(one: Charted) -> str:
    """What the chart shows, in words."""
    return str(one.told) if one.told else "No figures yet."


def variation(one: Charted) -> str:
    """What the newest figure means, in words; "" where nothing is said."""
    icon = one.made.chart.variation_icon if one.made else None
    return _meaning(ICONS[icon]) if icon else ""


def assurance(one: Charted) -> str:
    """Whether the target will be met as things are, in words; "" where nothing is said."""
    icon = one.made.chart.assurance_icon if one.made else None
    return _meaning(ICONS[icon]) if icon else ""


def _meaning(words: str) -> str:
    """What a picture means, without what it looks like."""
    meaning = words.partition(": ")[2]
    return meaning[:1].upper() + meaning[1:]
