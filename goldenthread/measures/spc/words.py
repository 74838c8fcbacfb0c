"""What a chart shows, in plain English for a board: a finding as its title, what it means, whether a target is met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import half_up
from goldenthread.measures.spc.choices import is_trial
from goldenthread.measures.spc.figures import said
from goldenthread.measures.spc.signals import RUN
from goldenthread.measures.spc.values import Assurance, Cause, Chart, Icon, Kind, Point

SOURCE = "NHS England, Making Data Count: say what a chart means; domain guide 7.4"
NUMBERS = ["nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
# From here on a number is longer than anybody reads, and than decimals are kept.
TOO_LONG = 1e15

ICONS = {
    Icon.COMMON_CAUSE: "Wavy line: no more than the usual ups and downs",
    Icon.IMPROVEMENT_HIGH: "Circle with an arrow up: a real change for the better, high or rising",
    Icon.IMPROVEMENT_LOW: "Circle with an arrow down: a real change for the better, low or falling",
    Icon.CONCERN_HIGH: "Triangle with an arrow up: a real change for the worse, high or rising",
    Icon.CONCERN_LOW: "Triangle with an arrow down: a real change for the worse, low or falling",
    Icon.NEUTRAL_HIGH: "Square with an arrow up: a real change, higher than expected",
    Icon.NEUTRAL_LOW: "Square with an arrow down: a real change, lower than expected",
    Icon.PASS: "Tick: will meet the target unless something changes",
    Icon.FAIL: "Cross: will miss the target unless something changes",
    Icon.INCONSISTENT: "Question mark: may meet or miss the target",
}
MEANINGS = {
    Kind.COMMON: "These are no more than the usual ups and downs.",
    Kind.IMPROVEMENT: "This is a real change for the better.",
    Kind.CONCERN: "This is a real change for the worse.",
    Kind.HIGH: "This is a real change: higher than expected.",
    Kind.LOW: "This is a real change: lower than expected.",
}

# A change for the worse overtakes limits that would meet the target, and one for the better those that would miss it.
OVERTAKEN = {(Assurance.PASS, Kind.CONCERN), (Assurance.FAIL, Kind.IMPROVEMENT)}


@dataclass(frozen=True, slots=True)
class Wording:
    """How figures and periods are said: the word for one period, the name of the period of a date, unit, decimals."""

    period: str = "month"
    label: Callable[[date], str] = said
    unit: str = ""
    decimals: int = 1

    def number(self, value: float | None, decimals: int | None = None) -> str:
        """What was worked out, rounded half up: 18.6%, 1,204.0, 14.5 days."""
        if value is None:
            return "no figure"
        if abs(value) >= TOO_LONG:
            return self._with_unit(f"{value:.3g}")
        return self._with_unit(f"{half_up(Decimal(repr(value)), self.decimals if decimals is None else decimals):,}")

    def figure(self, value: float | None) -> str:
        """A figure of the series: rounded as well, but whole where it is whole: 31%, 18.5%."""
        text = self.number(value).removesuffix(self.unit).rstrip()
        whole, dot, rest = text.partition(".")
        return self._with_unit(whole + dot + rest if rest.strip("0") else whole)

    def given(self, value: float) -> str:
        """What somebody has set, a target, to its last digit: 20%, 5.68."""
        exact = f"{Decimal(repr(value)):,f}".removesuffix(".0")
        return self._with_unit(exact if abs(value) < TOO_LONG else f"{value:.3g}")

    def _with_unit(self, text: str) -> str:
        return f"{text}{'' if self.unit in ('', '%') else ' '}{self.unit}"

    def at(self, day: date) -> str:
        """The period of a date after its own little word: in May 2025, on 5 May 2025."""
        return f"{'on' if self.label is said else 'in'} {self.label(day)}"

    def periods(self, count: int) -> str:
        """A number of periods: seven months."""
        return f"{_word(count)} {self.period}{'s' * (count != 1)}"


@dataclass(frozen=True, slots=True)
class Words:
    """The finding, which is the chart's title; what the variation means; what it means for the target, or ""."""

    finding: str
    variation: str
    assurance: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.finding, self.variation, self.assurance) if part)


def words(chart: Chart, wording: Wording) -> Words:
    """What the chart shows now, by its last figure that is known, in sentences that each end with a full stop."""
    return Words(finding(chart, wording), _variation(chart), _assurance(chart, wording))


@rule("measures.spc_words", SOURCE)
def finding(chart: Chart, wording: Wording) -> str:
    """What the chart shows, as its title would say it: "Higher than usual since March: seven months in a row …"."""
    known = [place for place, point in enumerate(chart.points) if point.value is not None]
    if not known:
        return "No figures yet."
    last = chart.points[known[-1]]
    stretch = [point for point in chart.points[: known[-1] + 1] if point.group == last.group]
    text = _FINDINGS[last.cause](stretch, chart, wording)
    later = "" if known[-1] == len(chart.points) - 1 else f" (no figure since {wording.label(last.day)})"
    return f"{text}{later}."


def _ordinary(stretch: Sequence[Point], chart: Chart, wording: Wording) -> str:
    last = stretch[-1]
    values = [point.value for point in stretch if point.value is not None]
    if len(values) == 1 or last.mean is None:
        return f"Too early to say what is usual: {wording.figure(values[-1])} {wording.at(last.day)}"
    if min(values) == max(values):
        return f"Always the same: {wording.figure(values[-1])} in every {wording.period}"
    if last.lower is None or last.upper is None:
        return f"Too few neighbouring figures to say what is usual: {wording.number(last.mean)} on average"
    trial = " (trial limits)" if is_trial(chart.last) else ""
    usually = _range(last.lower, last.upper, values, wording)
    return f"No real change: {wording.number(last.mean)} on average{usually}{trial}"


def _range(lower: float, upper: float, values: Sequence[float], wording: Wording) -> str:
    """Between which figures they usually lie; a limit below nothing, or above all, is not said."""
    low = "" if lower < 0 <= min(values) else wording.number(lower)
    high = "" if wording.unit == "%" and max(values) <= 100 < upper else wording.number(upper)
    if low and high:
        return f", usually between {low} and {high}"
    return f", usually {low} or more" if low else f", usually {high} or less" if high else ""


def _run(stretch: Sequence[Point], chart: Chart, wording: Wording) -> str:
    run, last = _one_side(stretch), stretch[-1]
    high, above = ("Higher", "above") if last.side == 1 else ("Lower", "below")
    return (
        f"{high} than usual since {wording.label(run[-1].day)}: {wording.periods(len(run))} in a row "
        f"{above} the average of {wording.number(last.mean)}"
    )


def _one_side(stretch: Sequence[Point]) -> list[Point]:
    """The points up to the last that lie on its side of the average, the last first."""
    return list(takewhile(lambda point: point.side == stretch[-1].side, reversed(stretch)))


def _trend(stretch: Sequence[Point], chart: Chart, wording: Wording) -> str:
    rising = stretch[-1].cause is Cause.RISING
    values = [point.value for point in reversed(stretch)]
    steps = list(takewhile(lambda pair: _goes(rising, *pair), zip(values[1:], values, strict=False)))
    way, higher = ("Rising", "higher") if rising else ("Falling", "lower")
    return (
        f"{way} since {wording.label(stretch[-1 - len(steps)].day)}: {wording.periods(len(steps))} in a row "
        f"{higher} than the {wording.period} before"
    )


def _goes(rising: bool, before: float | None, after: float | None) -> bool:
    return before is not None and after is not None and (after > before if rising else after < before)


def _outside(stretch: Sequence[Point], chart: Chart, wording: Wording) -> str:
    last = stretch[-1]
    out = list(takewhile(lambda point: point.outside, _one_side(stretch)))
    far, above = ("higher", "above") if last.side == 1 else ("lower", "below")
    if len(out) < len(_one_side(stretch)) >= RUN:
        return f"{_run(stretch, chart, wording)}, the last{f' {_word(len(out))}' if len(out) > 1 else ''} far {above}"
    if len(out) > 1:
        since = f"since {wording.label(out[-1].day)}: {wording.periods(len(out))} in a row"
    else:
        since = f"{wording.at(last.day)}: {wording.figure(last.value)},"
    return f"Far {far} than usual {since} {above} {_reach(last, wording)}"


def _near(stretch: Sequence[Point], chart: Chart, wording: Wording) -> str:
    last = stretch[-1]
    if len(_one_side(stretch)) >= RUN:
        return _run(stretch, chart, wording)
    high = "Higher" if last.side == 1 else "Lower"
    count = "all" if all(point.near for point in stretch[-3:]) else "two of"
    return (
        f"{high} than usual {wording.at(last.day)}: {count} the last {wording.periods(3)} close to "
        f"{_reach(last, wording)}"
    )


def _reach(last: Point, wording: Wording) -> str:
    """The limit beside the last point, with more decimals where it would otherwise read like the figure itself."""
    limit, most = (last.upper, "most") if last.side == 1 else (last.lower, "least")
    alike = wording.number(limit) == wording.number(last.value)
    text = wording.number(limit, wording.decimals + 2 if alike else None)
    return f"{text}, the {most} that the usual ups and downs reach"


_FINDINGS = {
    Cause.COMMON: _ordinary,
    Cause.ABOVE_LIMIT: _outside,
    Cause.BELOW_LIMIT: _outside,
    Cause.RISING: _trend,
    Cause.FALLING: _trend,
    Cause.NEAR_UPPER: _near,
    Cause.NEAR_LOWER: _near,
    Cause.RUN_ABOVE: _run,
    Cause.RUN_BELOW: _run,
}


def _variation(chart: Chart) -> str:
    """What the last known figure means; nothing where there is too little to go by, or nothing varies."""
    known = [point for point in chart.points if point.value is not None]
    if not known or (known[-1].cause is Cause.COMMON and known[-1].upper in (None, known[-1].mean)):
        return ""
    return MEANINGS[known[-1].kind]


def _assurance(chart: Chart, wording: Wording) -> str:
    """What the limits say of the target; that they no longer do where the figure has since changed the other way."""
    target = chart.series.target
    if chart.assurance is None or target is None or chart.last is None or chart.last.upper is None:
        return ""
    aim = f"the target of {wording.given(target)}"
    if chart.assurance is Assurance.INCONSISTENT:
        return f"May meet or miss {aim} in any {wording.period}, by the usual ups and downs alone."
    verb = "meet" if chart.assurance is Assurance.PASS else "miss"
    if (chart.assurance, chart.variation) in OVERTAKEN:
        return f"Was sure to {verb} {aim} until this change."
    return f"Will {verb} {aim} unless something changes."


def _word(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
