"""Lay the days of a rhythm over the meetings that stand already, disturbing none that somebody has taken in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from goldenthread.kernel.rules import rule

SOURCE = "Domain guide 8.5; Annex A, rows 18 to 20: groups meet on a rhythm, and one date moved moves no other"
# How far ahead the meetings of a series stand in the calendar.
HORIZON = timedelta(days=548)
PAPER_DAYS = 5


@dataclass(frozen=True)
class Laid:
    """A meeting of a series: the day of the rhythm it stands for, the day it is on, and whether it may be re-dated."""

    id: UUID
    series_on: date
    is_free: bool


@dataclass(frozen=True)
class Layout:
    """What is to be done: meetings to re-date, days that need a meeting, and meetings no longer planned."""

    moved: tuple[tuple[UUID, date], ...] = ()
    added: tuple[date, ...] = ()
    dropped: tuple[UUID, ...] = ()


@rule("meetings.lay_out", SOURCE)
def lay_out(days: Sequence[date], standing: Sequence[Laid]) -> Layout:
    """How meetings come to stand on the days of a rhythm.

    A meeting that stands for one of the days stays. One that may not be re-dated (moved by hand, with an agenda, held,
    cancelled) answers for the nearest day within half the usual time between two, so that nobody meets twice. The
    others are re-dated in order, then new ones are added, and those left over are dropped.
    """
    wanted = sorted(set(days))
    kept = {one.series_on for one in standing} & set(wanted)
    open_days = [day for day in wanted if day not in kept]
    reach = _usual_gap(wanted) / 2
    for one in sorted((one for one in standing if not one.is_free), key=lambda one: one.series_on):
        if one.series_on in kept or not open_days:
            continue
        nearest = min(open_days, key=lambda day: abs(day - one.series_on))
        if abs(nearest - one.series_on) <= reach:
            open_days.remove(nearest)
    free = [one for one in sorted(standing, key=lambda one: one.series_on) if one.is_free and one.series_on not in kept]
    moved = tuple((one.id, day) for one, day in zip(free, open_days, strict=False))
    return Layout(moved, tuple(open_days[len(moved) :]), tuple(one.id for one in free[len(moved) :]))


def _usual_gap(days: Sequence[date]) -> timedelta:
    gaps = sorted(later - earlier for earlier, later in pairwise(days))
    return gaps[len(gaps) // 2] if gaps else timedelta(days=7)
