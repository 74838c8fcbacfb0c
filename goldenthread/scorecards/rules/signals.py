"""What a figure signals, and so what somebody has to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import Cell, State

SOURCE = "Domain guide 7.1, rules 3 and 6, and 7.4"


class Standing(StrEnum):
    """How a figure stands to its target; nothing where neither high nor low is good."""

    MET = "met"
    WITHIN = "within"
    MISSED = "missed"


STANDING_WORDS = {
    Standing.MET: "Meets the target",
    Standing.WITHIN: "Within tolerance of the target",
    Standing.MISSED: "Misses the target",
}


@rule("scorecards.against_target", SOURCE)
def against_target(value: Decimal | None, target: Decimal | None, tolerance: Decimal, polarity: str) -> Standing | None:
    """How a value stands to its target, reaching it exactly included; None without a value, a target or a good way."""
    if value is None or target is None or polarity not in ("high", "low"):
        return None
    short = target - value if polarity == "high" else value - target
    if short <= 0:
        return Standing.MET
    return Standing.WITHIN if short <= tolerance else Standing.MISSED


class Travel(StrEnum):
    """Where a figure went since the period before; a judgement apart from its rating."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


TRAVEL_WORDS = {Travel.UP: ("▲", "Up"), Travel.DOWN: ("▼", "Down"), Travel.SAME: ("■", "The same")}


@rule("scorecards.travel", SOURCE)
def travel(value: Decimal | None, before: Decimal | None) -> Travel | None:
    """Whether a value is above, below or the same as the one before it; None where one of them is not known."""
    if value is None or before is None:
        return None
    return Travel.SAME if value == before else Travel.UP if value > before else Travel.DOWN


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason for which commentary is asked: a stable key and its words."""

    key: str
    words: str


@rule("scorecards.signals", SOURCE)
def signals(
    latest: Cell | None, standing: Standing | None, *, real_change: str = "", will_fail: str = ""
) -> tuple[Signal, ...]:
    """Why commentary is asked of the newest figure, gravest first; nothing where none is.

    `real_change` and `will_fail` are the sentences of the chart, blank where it says neither.
    """
    found = []
    if will_fail:
        found.append(Signal("will_fail", will_fail))
    if standing is Standing.MISSED:
        found.append(Signal("missed", "It misses its target by more than the tolerance."))
    if real_change:
        found.append(Signal("real_change", real_change))
    if latest is not None and latest.state is State.SUPPRESSED:
        found.append(Signal("suppressed", "The newest figure is suppressed."))
    if latest is not None and latest.state is State.NOT_RETURNED:
        found.append(Signal("not_returned", "The newest figure was not returned."))
    return tuple(found)
