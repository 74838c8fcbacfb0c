"""Which breakdowns would give a suppressed number away, by taking what is shown from the total of the same period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import NOT_RETURNED, Cell, State
from goldenthread.measures.disclosure.rule_sets import RuleSet

SOURCE = "Data guide 8: no hidden number may be worked out from all that is shown together; decision 21"
# From the least to the greatest that a count can be.
Range = tuple[float, float]
# Each pass lets what one breakdown tells of the total be used on the others; more than these tell nothing new.
PASSES = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """What is shown of all, or of one group: its numerator, and its denominator where there is one."""

    numerator: Cell
    denominator: Cell | None = None


@rule("scorecards.told_by_subtraction", SOURCE)
def told_by_subtraction(
    whole: Counts | None, breakdowns: Mapping[str, Sequence[Counts]], rules: RuleSet
) -> frozenset[str]:
    """The breakdowns of one period that together with its total, and with each other, leave a hidden number too narrow.

    The true numbers are not known here: unless denominators show that some are in no group, the groups are taken to
    make up the total, as a reader would, which errs on the safe side. Where they are more than the total one child
    stands in several groups, and nothing can be taken away.
    """
    unsafe = {name for name, groups in breakdowns.items() if _told(whole, {name: groups}, rules)}
    while True:
        more = _told(whole, {name: groups for name, groups in breakdowns.items() if name not in unsafe}, rules)
        if not more:
            return frozenset(unsafe)
        unsafe |= more


def _told(whole: Counts | None, breakdowns: Mapping[str, Sequence[Counts]], rules: RuleSet) -> set[str]:
    whole = whole or Counts(NOT_RETURNED, NOT_RETURNED)
    tops, unders = [], []
    for name, groups in breakdowns.items():
        bounds = [_bound(one, rules) for one in groups]
        rest = _rest(whole, groups)
        tops.append(_Row(name, [one.numerator for one in groups], bounds, rest))
        if all(one.denominator is not None for one in groups):
            known = [one.denominator for one in groups if one.denominator is not None]
            unders.append(_Row(name, known, [inf] * len(known)))
    return _narrow(whole.numerator, tops, rules) | _narrow(whole.denominator or NOT_RETURNED, unders, rules)


@dataclass(frozen=True, slots=True)
class _Row:
    """One breakdown: its cells, the most each can be, and the most that those of no group at all can be."""

    name: str
    cells: Sequence[Cell]
    bounds: Sequence[float]
    rest: float = 0


def _narrow(total: Cell, rows: Sequence[_Row], rules: RuleSet) -> set[str]:
    """The breakdowns in which a hidden count, or through which the hidden total, is left too narrow a range."""
    reach = _range(total, rules)
    ranges: dict[str, list[Range]] = {}
    for row in rows:
        alone = (_range(one, rules) for one in row.cells)
        ranges[row.name] = [(low, min(high, bound)) for (low, high), bound in zip(alone, row.bounds, strict=True)]
        ranges[row.name].append((0, row.rest))
    for _ in range(PASSES):
        for name, groups in ranges.items():
            reach, ranges[name] = _squeezed(reach, groups)
    found = {
        row.name
        for row in rows
        if any(
            _gives_away(cell, one, bound, rules)
            for cell, one, bound in zip(row.cells, ranges[row.name], row.bounds, strict=False)
        )
    }
    if _gives_away(total, reach, inf, rules):
        found |= {name for name, groups in ranges.items() if sum(high for _, high in groups) < inf}
    return found


def _rest(whole: Counts, groups: Sequence[Counts]) -> float:
    """How many are in no group: what the denominators, where all of them are shown, leave of the one of all; else 0."""
    unders = [one.denominator.number for one in groups if one.denominator is not None]
    total = whole.denominator.number if whole.denominator is not None else None
    if total is None or None in unders or len(unders) < len(groups):
        return 0
    return max(float(total - sum(one for one in unders if one is not None)), 0)


def _range(cell: Cell, rules: RuleSet) -> Range:
    """What a reader knows of one count by itself."""
    if cell.number is not None:
        number = int(cell.number)
        return rules.before_rounding(number) if rules.base > 1 else (number, number)
    return (rules.floor if cell.state is State.SUPPRESSED else 0), inf


def _bound(one: Counts, rules: RuleSet) -> float:
    """No numerator is larger than the denominator shown beside it."""
    return inf if one.denominator is None else _range(one.denominator, rules)[1]


def _squeezed(total: Range, groups: Sequence[Range]) -> tuple[Range, list[Range]]:
    """The total and each group as far as the others leave room; unchanged where the groups do not make it up."""
    least, most = sum(low for low, _ in groups), sum(high for _, high in groups)
    if least > total[1] or most < total[0]:
        return total, list(groups)
    narrower = max(total[0], least), min(total[1], most)
    found = []
    for place, (low, high) in enumerate(groups):
        others = sum(one for at, (_, one) in enumerate(groups) if at != place)
        found.append((max(low, narrower[0] - others), min(high, narrower[1] - (least - low))))
    return narrower, found


def _gives_away(cell: Cell, reach: Range, bound: float, rules: RuleSet) -> bool:
    """True for a hidden count, or for those it leaves of what it is out of, that can only be from too few values."""
    if cell.state is not State.SUPPRESSED or reach[1] == inf:
        return False
    least, most = int(reach[0]), int(reach[1])
    return rules.is_narrow(least, most) or (bound < inf and rules.is_narrow(int(bound) - most, int(bound) - least))
