"""What was revised: the old value, the new one and the reason; what is suppressed now is not told from before."""

from collections.abc import Collection
from datetime import date
from itertools import pairwise

from goldenthread.measures.cells import State
from goldenthread.scorecards.presenters.breakdowns import NAMES, named, not_shown
from goldenthread.scorecards.presenters.words import said
from goldenthread.scorecards.queries import Line, Seen

HEADS = ("Period", "Was", "Is", "Why", "Received")
NOT_SAID = "Not said, because it is suppressed now"
HELD_BACK = "Not said, because a suppressed number could be worked out from it"


def revisions(line: Line) -> list[tuple[str, str, str, str, date]]:
    """A row for each step from one figure to the next: period, old value, new value, reason, and when it came."""
    kept, measure = not_shown(line), line.indicator.measure
    return [
        (_of(after), *_apart(before, after, chain[-1], measure, kept), after.reason, after.received_on)
        for chain in line.revised
        for before, after in pairwise(chain)
    ]


def _of(one: Seen) -> str:
    return (
        f"{one.period}, {NAMES.get(one.breakdown, one.breakdown).lower()}: {named(one)}"
        if one.breakdown
        else one.period
    )


def _apart(before: Seen, after: Seen, stands: Seen, measure: str, kept: Collection[object]) -> tuple[str, str]:
    """Both figures in words. Where any part of what stands is suppressed, no earlier number is said."""
    if (stands.starts_on, stands.ends_on, stands.breakdown) in kept:
        return HELD_BACK, HELD_BACK
    parts = [cell for cell in (stands.value, stands.numerator, stands.denominator) if cell is not None]
    if any(cell.state is State.SUPPRESSED for cell in parts):
        return NOT_SAID, _whole(after, measure) if after is stands else NOT_SAID
    return _whole(before, measure), _whole(after, measure)


def _whole(one: Seen, measure: str) -> str:
    if one.denominator is None or not one.value.shown:
        return said(one.value, measure)
    return f"{said(one.value, measure)} ({said(one.numerator)} of {said(one.denominator)})"
