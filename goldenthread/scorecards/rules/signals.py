"""What a figure signals, and so what somebody has to say of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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


def is_only_suppressed(keys: Collection[str]) -> bool:
    """True where nothing is known but that the newest figure is hidden."""
    return set(keys) == {"suppressed"}


@rule("scorecards.stand_out", "Decision 21: what is only suppressed is told apart from what has changed")
def stand_out(signalled: Sequence[Collection[str]], of: int) -> str:
    """How many of so many indicators stand out, in a sentence; `signalled` has the keys of the signals of each.

    Empty where none does.
    """
    hidden = sum(is_only_suppressed(keys) for keys in signalled)
    real = sum(bool(keys) for keys in signalled) - hidden
    if not real + hidden:
        return ""
    verbs = ("shows", "misses its", "was") if real == 1 else ("show", "miss their", "were")
    noun = "indicator" if of == 1 else "indicators"
    more = f"; {hidden} more {'is' if hidden == 1 else 'are'} only suppressed" if hidden else ""
    return (
        f"{real} of {of} {noun} {verbs[0]} more than the usual ups and downs, {verbs[1]} target or {verbs[2]} not "
        f"returned{more}."
    )
