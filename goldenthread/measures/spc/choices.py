"""Charts for a scorecard: our safer choices where counts are small, each with the sentence printed under the chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from goldenthread.kernel.rules import rule
from goldenthread.measures.spc import notes
from goldenthread.measures.spc.chart import charts, stretches
from goldenthread.measures.spc.figures import Figures
from goldenthread.measures.spc.values import FIXED_AT_LEAST, SHORT, Chart, Direction, Group

SOURCE = "Data guide 6, for a scorecard; our own choice where it differs from NHS England's charts"
FEW_EVENTS = 5
RARE_EVENTS = 1


@dataclass(frozen=True)
class ScorecardChart:
    """A chart that is safe on a scorecard, and the sentences that are printed under it, in order.

    Its variation is that of the last figure which is known; its assurance is None where nothing should be said.
    """

    figures: Figures
    chart: Chart
    trial_limits: bool
    notes: tuple[str, ...]


def for_scorecard(many: Sequence[Figures]) -> list[ScorecardChart]:
    """Charts drawn by our own choices, in the order of the figures, each with the reasons for what was chosen."""
    decided = [_decided(figures) for figures in many]
    reasons = [not_screened(figures) for figures in decided]
    chosen = [
        replace(figures.series, screen_outliers=False) if reason else figures.series
        for figures, reason in zip(decided, reasons, strict=True)
    ]
    return [_safe(*one) for one in zip(many, reasons, charts(chosen), strict=True)]


def _decided(figures: Figures) -> Figures:
    """With the rebases that were decided, and no others."""
    starts = frozenset(rebase.starts_on for rebase in figures.rebases)
    if starts == figures.series.rebase_dates:
        return figures
    return replace(figures, series=replace(figures.series, rebase_dates=starts))


def _safe(figures: Figures, reason: str, chart: Chart) -> ScorecardChart:
    trial = is_trial(chart.last)
    unsaid = no_assurance(chart)
    variation = next((point.kind for point in reversed(chart.points) if point.value is not None), None)
    safe = replace(chart, variation=variation, assurance=None if unsaid else chart.assurance)
    sentences = (
        notes.trial(chart.last) if trial else "",
        notes.missing(figures),
        (reason or notes.SCREENED) if variation else "",
        notes.fixed(figures),
        notes.RARE if is_rare(figures.events(figures.series.points)) else "",
        notes.denominators(figures),
        *notes.rebases(figures),
        unsaid,
    )
    return ScorecardChart(figures, safe, trial, tuple(sentence for sentence in sentences if sentence))


@rule("measures.spc_screening", SOURCE)
def not_screened(figures: Figures) -> str:
    """Why outliers are not screened: fewer than five events a period, or over half of the figures equal; else "".

    With screening such figures lose their limits: every change among them is an outlier. The whole series is left
    unscreened as soon as one of its stretches is like that.
    """
    if not figures.series.screen_outliers:
        return notes.NOT_SCREENED_AS_ASKED
    for _, stretch in stretches(figures.series):
        events = figures.events(stretch)
        if sum(events) < FEW_EVENTS * len(events):
            return notes.NOT_SCREENED_FEW.format(few=FEW_EVENTS)
        values = Counter(value for _, value in stretch if value is not None)
        if values.total() > 1 and 2 * max(values.values()) > values.total():
            return notes.NOT_SCREENED_EQUAL
    return ""


@rule("measures.spc_trial_limits", SOURCE)
def is_trial(group: Group | None) -> bool:
    """True where limits rest on fewer than thirteen figures, or on fewer than twelve of those they are fixed by."""
    if group is None:
        return True
    known = sum(value is not None for _, value in group.figures)
    return known < SHORT or group.based_on < FIXED_AT_LEAST


@rule("measures.spc_no_assurance", SOURCE)
def no_assurance(chart: Chart) -> str:
    """Why nothing is said about a target: none is set, neither way is better, limits are on trial or none; else ""."""
    if chart.series.target is None:
        return notes.NO_TARGET
    if chart.series.improvement_direction is Direction.NEUTRAL:
        return notes.NEUTRAL
    if is_trial(chart.last):
        return notes.TOO_SHORT.format(short=SHORT)
    return notes.NO_LIMITS if chart.last is None or chart.last.upper is None else ""


@rule("measures.spc_rare_events", SOURCE)
def is_rare(events: Sequence[float]) -> bool:
    """True where there is less than one event a period on average, or none in over half of the periods."""
    return sum(events) < RARE_EVENTS * len(events) or 2 * sum(number == 0 for number in events) > len(events)
