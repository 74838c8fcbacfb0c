"""Figures of a made-up authority: they go up and down as counts do, and really change only where a story says so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from goldenthread.kernel import periods
from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import SUPPRESSED, Cell, number, share
from goldenthread.measures.counting import Figure
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.measures.results.figures import Shown
from goldenthread.measures.results.protecting import protected
from goldenthread.measures.spc import Direction, Kind, Series
from goldenthread.measures.spc.choices import for_scorecard
from goldenthread.measures.spc.figures import Figures

RULE_SET = "children_in_need"
DIRECTIONS = {"high": Direction.INCREASE, "low": Direction.DECREASE, "none": Direction.NEUTRAL}
# As many people under 18 as live there, and the rates that are of them.
UNDER_18, PER = 95_000, 10_000
STORIES = {"rises": 1, "falls": -1}


def months_before(today: date, count: int) -> list[Period]:
    """The whole months before today, oldest first."""
    found: list[Period] = []
    day = today.replace(day=1)
    while len(found) < count:
        day -= timedelta(days=1)
        found.append(periods.month(day.year, day.month))
        day = found[-1].starts_on
    return found[::-1]


def figures_of(code: str, told: Mapping[str, Any], months: Sequence[Period]) -> list[Shown]:
    """The figures of one indicator, the same each time; what is small is hidden.

    Drawn again until the newest is what the story says: a real change where there is one, none where there is none.
    """
    wanted = "story" in told
    for attempt in range(60):
        made = _drawn(code, told, months, Random(f"{code}{attempt}"))  # noqa: S311 - figures, not secrets
        if _changes(code, made) == wanted:
            return made
    raise LookupError(f"The figures of {code} never came out as they should; give it more room or another story.")


def _changes(code: str, made: Sequence[Shown]) -> bool:
    points = [(one.period.starts_on, None if one.value.number is None else float(one.value.number)) for one in made]
    series = Series(code, tuple(points), DIRECTIONS[catalogue()[code].polarity])
    (chart,) = for_scorecard([Figures(series)])
    newest = made[-1].value.shown
    return newest and chart.chart.variation not in (None, Kind.COMMON)


def _drawn(code: str, told: Mapping[str, Any], months: Sequence[Period], draw: Random) -> list[Shown]:
    defined = catalogue()[code]
    made = []
    for place, month in enumerate(months):
        changed = "story" in told and len(months) - place <= told["since"]
        shift = STORIES[told["story"]] * told["by"] if changed else 0.0
        size = max(0, round(draw.gauss(told["size"], told["size"] ** 0.5 * 0.8)))
        if month == months[-1]:
            size = told.get("last", size)
        overdue = _safe(round(draw.gauss(told["overdue"], told["overdue"] ** 0.5))) if "overdue" in told else None
        if not defined.has_denominator:
            count = _safe(size)
            one = Shown(code, defined.version, defined.limit, month, "", "", count, None, count, overdue=overdue)
            made.append(rated(one))
            continue
        chance = told["share"] + shift
        spread = (chance * (1 - chance) / max(size, 1)) ** 0.5
        top = min(size, max(0, round(size * draw.gauss(chance, spread * 0.8))))
        made.append(_percent(code, month, top, size, overdue))
    return made


def rated(one: Shown) -> Shown:
    """The figure with its rate, where it is one of people under 18: hidden with the count."""
    if catalogue()[one.code].per_population != PER:
        return one
    return replace(one, rate=share(one.numerator, number(UNDER_18), per=PER, decimals=1))


def groups_of(code: str, by: Mapping[str, Mapping[str, Sequence[float]]], wholes: Sequence[Shown]) -> list[Shown]:
    """Figures of some months by group, made safe together with those of all: `by` has for each dimension its groups.

    Of a group it says which part of all it is and, for a percentage, how many times as often as others it is counted.
    """
    if not by:
        return []
    every = [_figure(one, int(one.numerator.number or 0), _under(one)) for one in wholes]
    for one in wholes:
        for name, groups in by.items():
            parts = [each[0] for each in groups.values()]
            unders = _shared(_under(one) or 0, parts) if one.denominator is not None else [None] * len(parts)
            weights = [part[0] * part[-1] if one.denominator is not None else part[0] for part in groups.values()]
            tops = _shared(int(one.numerator.number or 0), weights)
            every += [
                _figure(one, top if under is None else min(top, under), under, name, group)
                for group, top, under in zip(groups, tops, unders, strict=True)
            ]
    safe, _, _ = protected(every, RULE_SET)
    return [one for one in safe if one.by]


def _under(one: Shown) -> int | None:
    return None if one.denominator is None else int(one.denominator.number or 0)


def _figure(one: Shown, top: int, under: int | None, by: str = "", of: str = "") -> Figure:
    return Figure(one.code, one.version, one.limit, one.period, by, of, top, under)


def _shared(whole: int, weights: Sequence[float]) -> list[int]:
    """A whole number shared out by weight; whoever comes last has what is left."""
    found = [round(whole * weight / sum(weights)) for weight in weights[:-1]]
    return [*found, whole - sum(found)]


def _percent(code: str, month: Period, top: int, bottom: int, overdue: Cell | None) -> Shown:
    """A percentage whose numerator is hidden where it, or what is left over, is small; then its value is hidden too."""
    defined = catalogue()[code]
    hidden = any(find_rule_set(RULE_SET).is_small(one) for one in (top, bottom, bottom - top))
    over = SUPPRESSED if hidden else number(top)
    under = _safe(bottom)
    value = SUPPRESSED if hidden else share(number(top), number(bottom), decimals=defined.decimals)
    return Shown(code, defined.version, defined.limit, month, "", "", over, under, value, overdue=overdue)


def _safe(count: int) -> Cell:
    count = max(count, 0)
    return SUPPRESSED if find_rule_set(RULE_SET).is_small(count) else number(Decimal(count))
