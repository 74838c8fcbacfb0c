"""What a figure must be like before it is kept: sums that add up, nothing shown that must be hidden, nothing twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from goldenthread.kernel.periods import Period
from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import State, share
from goldenthread.measures.results.figures import Shown

CHECK = "Domain guide 7.1, rules 4, 6 and 8; data guide 8"


class Weight(StrEnum):
    """Whether a finding stops a file, or only asks for a look."""

    STOPS = "stops"
    ASKS = "asks"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one figure, in a sentence."""

    weight: Weight
    code: str
    period: str
    said: str


class Judged:
    """Something with findings, apart by whether they stop it."""

    findings: Sequence[Finding]

    @property
    def stops(self) -> list[Finding]:
        """What must be put right before it is sent or kept."""
        return [one for one in self.findings if one.weight is Weight.STOPS]

    @property
    def asks(self) -> list[Finding]:
        """What somebody should look at."""
        return [one for one in self.findings if one.weight is Weight.ASKS]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an indicator when a figure for it arrives."""

    code: str
    editions: frozenset[int]
    measure: str
    decimals: int
    grain: str


def _stops(figure: Shown, said: str) -> Finding:
    return Finding(Weight.STOPS, figure.code, figure.period.label, said)


def _asks(figure: Shown, said: str) -> Finding:
    return Finding(Weight.ASKS, figure.code, figure.period.label, said)


@rule("scorecards.arithmetic", CHECK)
def arithmetic(figure: Shown, known: Known, base: int = 1) -> Finding | None:
    """What is wrong between numerator, denominator and value, or None where they agree or are not all shown.

    Where counts are rounded to `base` the percentage was worked out before, so it is not held against them.
    """
    top, bottom, value = figure.numerator.number, None, figure.value.number
    if figure.denominator is not None:
        bottom = figure.denominator.number
    if known.measure == "percent" and figure.denominator is None:
        return _stops(figure, "A percentage needs its denominator; send both numbers.")
    if known.measure == "percent" and top is not None and bottom is not None:
        if top > bottom:
            return _stops(figure, f"{top:f} of {bottom:f} cannot be; the numerator is larger than the denominator.")
        if base > 1:
            return None
        expected = share(figure.numerator, figure.denominator, decimals=known.decimals)  # type: ignore[arg-type]
        if expected != figure.value:
            said = "not applicable" if expected.number is None else f"{expected.number:f}"
            shown = f"{value:f}" if value is not None else figure.value.state.value.replace("_", " ")
            return _stops(figure, f"{top:f} of {bottom:f} is {said}, not {shown}.")
    if known.measure == "count" and value != top:
        return _stops(figure, "The value of a count must be its numerator.")
    return None


@rule("scorecards.hidden_whole", CHECK)
def hidden_whole(figure: Shown) -> Finding | None:
    """What gives a hidden number away by itself: a percentage shown beside the one count it was worked out from."""
    bottom = figure.denominator
    if figure.numerator.state is State.SUPPRESSED and figure.value.number is not None:
        return _stops(figure, "The numerator is hidden and the value shows it; hide both.")
    if figure.numerator.state is State.SUPPRESSED and figure.rate is not None and figure.rate.number is not None:
        return _stops(
            figure,
            "The count is hidden and the rate shows it, since everybody can look up how many people "
            "there are; hide both.",
        )
    if (
        bottom is not None
        and bottom.state is State.SUPPRESSED
        and figure.numerator.number is not None
        and figure.value.number is not None
    ):
        return _stops(figure, "The denominator is hidden, and numerator and value together show it; hide one more.")
    return None


@rule("scorecards.small_number", CHECK)
def small_number(figure: Shown, lowest: int, highest: int, base: int = 1) -> Finding | None:
    """A count shown that the rule set hides, or None. `lowest` to `highest` are hidden.

    What two numbers leave between them is known only where they are not rounded to `base`.
    """
    if not highest:
        return None
    counts = (figure.numerator, figure.denominator, figure.overdue, figure.untimed)
    top, bottom, *others = (None if one is None else one.number for one in counts)
    if any(one is not None and lowest <= one <= highest for one in (top, bottom, *others)):
        return _stops(
            figure, f"A number from {lowest} to {highest} is shown, which may not leave the agency; send c for it."
        )
    if base == 1 and top is not None and bottom is not None and lowest <= bottom - top <= highest:
        said = f"The numerator leaves {lowest} to {highest} of the denominator, which may not leave the agency; send c"
        return _stops(figure, f"{said} for the numerator.")
    return None


@rule("scorecards.jump", "Domain guide 7.1, rule 6; a change beyond the usual is asked about, never refused")
def jump(figure: Shown, earlier: Sequence[Decimal]) -> Finding | None:
    """A value further from the last twelve than they ever were from each other, or None; at least six are needed."""
    value = figure.value.number
    recent = list(earlier)[-12:]
    if value is None or len(recent) < 6:
        return None
    spread = max(recent) - min(recent)
    low, high = min(recent) - spread, max(recent) + spread
    if low <= value <= high:
        return None
    word = "higher" if value > high else "lower"
    return _asks(figure, f"{value:f} is much {word} than any of the last {len(recent)} figures; is it right?")


def check_figure(
    figure: Shown, known: Mapping[str, Known], asked: tuple[int, int], earlier: Sequence[Decimal], base: int = 1
) -> list[Finding]:
    """Everything about one figure: what stops it first, then what asks for a look.

    `base` is what counts are rounded to.
    """
    indicator = known.get(figure.code)
    if indicator is None:
        return [_stops(figure, f"{figure.code} is not in this partnership’s library; leave it out or add it first.")]
    if figure.version not in indicator.editions:
        return [_stops(figure, f"Version {figure.version} of {figure.code} is not known here; count it again.")]
    found = [arithmetic(figure, indicator, base), hidden_whole(figure), small_number(figure, *asked, base)]
    if not figure.by:
        found.append(jump(figure, earlier))
    return [one for one in found if one]


@rule("scorecards.breakdown_adds_up", CHECK)
def breakdown_adds_up(figures: Sequence[Shown]) -> list[Finding]:
    """Breakdowns whose groups count more than the whole they are of."""
    wholes = {(one.code, one.period): one for one in figures if not one.by}
    sums: dict[tuple[str, Period, str], Decimal] = {}
    for one in figures:
        if one.by and one.numerator.number is not None:
            key = (one.code, one.period, one.by)
            sums[key] = sums.get(key, Decimal(0)) + one.numerator.number
    found = []
    for (code, period, by), total in sums.items():
        whole = wholes.get((code, period))
        if whole is not None and whole.numerator.number is not None and total > whole.numerator.number:
            said = f"The groups by {by} count {total:f}, more than the {whole.numerator.number:f} of all."
            found.append(_asks(whole, said))
    return found
