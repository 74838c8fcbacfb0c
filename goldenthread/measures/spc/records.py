"""A chart as a record, in the names and words of NHS England's charts, and the periods of a series in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from goldenthread.measures.spc.choices import is_trial
from goldenthread.measures.spc.figures import said
from goldenthread.measures.spc.reading import Read
from goldenthread.measures.spc.values import Cause, Chart, Point
from goldenthread.measures.spc.words import ICONS, Wording, words

LARGE = 1000


def record(chart: Chart, wording: Wording) -> dict[str, Any]:
    """The chart of one series and its sentence: numbers unrounded, None where there is none."""
    last = chart.last
    return {
        "id": chart.series.id,
        "refused": False,
        "groups": len(chart.groups),
        "last_mean": last and last.mean,
        "last_lower_limit": last and last.lower,
        "last_upper_limit": last and last.upper,
        "variation_type": chart.variation,
        "variation_icon": chart.variation_icon,
        "assurance_type": chart.assurance,
        "assurance_icon": chart.assurance_icon,
        "variation_words": chart.variation_icon and ICONS[chart.variation_icon],
        "assurance_words": chart.assurance_icon and ICONS[chart.assurance_icon],
        "short_series_warning": chart.short_series,
        "trial_limits": is_trial(chart.last),
        "screen_outliers": chart.series.screen_outliers,
        "sentence": str(words(chart, wording)),
        "points": [_point(point) for point in chart.points],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "date": point.day.isoformat(),
        "value": point.value,
        "rebase_group": point.group,
        "mean": point.mean,
        "lower_limit": point.lower,
        "upper_limit": point.upper,
        "outside_limits": point.outside,
        "side_of_mean": point.side,
        "near_limit": point.near,
        "special_cause_type": point.cause,
        "special_cause": point.cause is not Cause.COMMON,
        "point_type": point.kind,
        "short_series": point.short,
    }


def wording_of(found: Read, points: Sequence[Point]) -> Wording:
    """How to say the figures: in the unit of the file, whole from a thousand on, periods by how far apart they lie."""
    largest = max((abs(point.value) for point in points if point.value is not None), default=0)
    decimals = found.decimals if found.decimals is not None else 0 if largest >= LARGE else 1
    period = period_of([point.day for point in points])
    label = _month if period in ("month", "quarter", "year") else said
    return Wording(period, label, found.unit, decimals)


def period_of(days: Sequence[date]) -> str:
    """The word for one period: day, week, month, quarter or year where every step is whole ones, else period."""
    pairs = list(pairwise(days))
    steps = {(later - earlier).days for earlier, later in pairs}
    if not steps:
        return "month" if days and days[0].day == 1 else "period"
    # A period may be named by its last day; the day after that is the first of the next.
    ends = all((day + timedelta(days=1)).day == 1 for day in days)
    if ends or len({day.day for day in days}) == 1:
        months = {(later.year - earlier.year) * 12 + later.month - earlier.month for earlier, later in pairs}
        return next(word for word, length in (("year", 12), ("quarter", 3), ("month", 1)) if _all(months, length))
    return "week" if _all(steps, 7) else "day" if steps == {1} else "period"


def _all(steps: set[int], length: int) -> bool:
    return all(step % length == 0 for step in steps)


def _month(day: date) -> str:
    return f"{day:%B %Y}"
