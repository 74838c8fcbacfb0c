"""The door for what counting gives: figures by indicator, period and breakdown, made safe together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import NOT_AVAILABLE, Cell, State, share
from goldenthread.measures.disclosure.figures import (
    DENOMINATOR,
    GIVEN,
    NUMERATOR,
    OVERDUE,
    UNTIMED,
    Counted,
    Shown,
    Which,
)
from goldenthread.measures.disclosure.publication import Key, Publication
from goldenthread.measures.disclosure.rule_sets import RuleSet
from goldenthread.measures.disclosure.suppression import Protected, protect
from goldenthread.measures.disclosure.tables import add_gathering, add_periods, add_within
from goldenthread.measures.disclosure.ties import Ties, add_ties
from goldenthread.measures.problems import Unreadable


@dataclass(frozen=True)
class ProtectedCounts:
    """The figures in the order in which they were given, and what was found on the way."""

    figures: tuple[Shown, ...]
    protected: Protected

    def to_publish(self) -> tuple[Shown, ...]:
        """The figures. Raises `Unreadable` where together they give a number away."""
        self.protected.to_publish()
        return self.figures


def protect_counts(
    counted: Sequence[Counted],
    rules: RuleSet,
    last: Iterable[Shown] = (),
    then: Iterable[Counted] = (),
    ties: Ties = Ties(),
) -> ProtectedCounts:
    """What may be shown of these figures when all of them are published together, with the last release still in hand.

    Breakdown values add up to the total of their indicator and period, periods to longer ones, numerator and those left
    over to the denominator. `ties` say how indicators hang together; counts that agree in every period and value are
    taken to be the same count without being told. Raises `Unreadable` where one figure is given twice, and
    for a number that is no count. `last` is the last release as it was
    shown, and `then` the same figures as they were counted: without them it cannot be seen what the two releases
    together tell of a number that the last one hid. Every value of a breakdown is to be given in every period, nought
    or not: where noughts are hidden, a value that is left out tells that it is nought.
    """
    last = tuple(last)
    entered = _Entry(counted, rules, last, then, ties)
    entered.add_counts()
    entered.add_breakdowns()
    entered.add_over_time()
    entered.add_differences()
    add_ties(entered.publication, entered.key, ties)
    if rules.zero_shown:
        # Where a nought is a secret, that nobody is left over is one too.
        entered.add_certainties()
    entered.add_shares(rules)
    entered.publication.remember(entered.remembered(last), rules)
    protected = protect(entered.publication, rules)
    return ProtectedCounts(tuple(entered.shown(one, rules, protected) for one in counted), protected)


OTHERS, SHARE = "others", "share"
_Number = tuple[Which, str]
_Series = tuple[str, str | None, str]


class _Entry:
    """Counted figures on their way into a publication; each count has the key of the first that is the same."""

    def __init__(
        self, counted: Sequence[Counted], rules: RuleSet, last: Sequence[Shown], then: Iterable[Counted], ties: Ties
    ) -> None:
        self.publication, self.rules = Publication(), rules
        self.first_names = ties.first_names()
        self.counted = {one.which: one for one in counted}
        if len(self.counted) < len(counted):
            raise Unreadable("A figure is given twice for one indicator, period and breakdown value: leave one out.")
        # What the last release hid of figures that this one has not: nobody knows it, and nobody may.
        self.hidden_then: set[_Number] = set()
        # Of a number that was rounded a range is known; a share beside it, from unrounded counts, all but gives it.
        self.rounded_then = {one.which for one in last if rules.base > 1 and not (one.share and one.share.shown)}
        self.gone = self._gone(last, {one.which: one for one in then})
        self.counted |= self.gone
        self.numbers: dict[_Number, int] = {}
        for one in self.counted.values():
            for role in GIVEN:
                cell: Cell | None = getattr(one, role)
                if cell is not None and cell.number is not None:
                    if cell.number < 0 or cell.number != int(cell.number):
                        raise Unreadable(f"The {role} of {one.which} must be a whole number that is not negative.")
                    self.numbers[one.which, role] = int(cell.number)
            left = self.numbers.get((one.which, DENOMINATOR), -1) - self.numbers.get((one.which, NUMERATOR), 0)
            still_kept = one.which not in self.gone or (one.which, NUMERATOR) in self.hidden_then
            if left >= 0 and one.numerator.shown and not one.known_denominator and still_kept:
                self.numbers[one.which, OTHERS] = left
                if one.which in self.gone:
                    self.hidden_then.add((one.which, OTHERS))
        self.key = self._keys()

    def _gone(self, last: Sequence[Shown], then: Mapping[Which, Counted]) -> dict[Which, Counted]:
        """Figures that only the last release has: everybody still has them, and can take them away from newer ones."""
        like = {one.which.indicator: one for one in (*then.values(), *self.counted.values())}
        return {
            one.which: replace(like[one.which.indicator], which=one.which, **self._roles(one, then))
            for one in last
            if one.which not in self.counted and one.which.indicator in like
        }

    def _roles(self, one: Shown, then: Mapping[Which, Counted]) -> dict[str, Any]:
        """The cells of a figure of the last release: what it hid as it was counted, where that is given."""
        cells: dict[str, Cell | None] = {role: getattr(one, role) for role in GIVEN}
        for role, cell in cells.items():
            true: Cell | None = getattr(then.get(one.which), role, None)
            if cell is not None and cell.state is State.SUPPRESSED and true is not None and true.shown:
                cells[role] = true
                self.hidden_then.add((one.which, role))
            elif cell is not None and cell.number is not None and self.rules.base > 1:
                # What was revised since, or is not known any more, is of no use: it was rounded.
                cells[role] = NOT_AVAILABLE
                if true is not None and true.number is not None:
                    cells[role] = true if self.rules.rounded(int(true.number)) == cell.number else NOT_AVAILABLE
        return cells

    def _is_known(self, which: Which, role: str) -> bool:
        if which in self.gone:
            return (which, role) not in self.hidden_then
        return role == DENOMINATOR and self.counted[which].known_denominator

    def _keys(self) -> dict[_Number, Key]:
        """A key for each number; names of one count share it, and so do series that agree in everything."""
        names = {(which, role): self._series(which, role) for which, role in self.numbers}
        numbers: dict[_Series, set[tuple[Period, str | None, int]]] = defaultdict(set)
        beside: dict[_Series, set[_Series]] = defaultdict(set)
        for (which, role), name in names.items():
            numbers[name].add((which.period, which.value, self.numbers[which, role]))
            beside[name].update(self._series(which, other) for other in (*GIVEN, OTHERS) if other != role)
        first: dict[object, _Series] = {}
        same: dict[_Series, _Series] = {}
        for name, its in numbers.items():
            found = first.setdefault((name[1], frozenset(its)), name)
            # Within one indicator those counted, those left over and all are three counts, even where they agree.
            same[name] = name if found in {same.get(other) for other in beside[name]} else found
        # Small keys, because they are looked up millions of times. What was revised since is another number.
        keys: dict[object, Key] = {}
        return {
            (which, role): keys.setdefault(
                (same[name], which.period, which.value, self.numbers[which, role]), len(keys)
            )
            for (which, role), name in names.items()
        }

    def _series(self, which: Which, role: str) -> _Series:
        indicator, first_role = self.first_names.get((which.indicator, role), (which.indicator, role))
        return indicator, which.dimension, first_role

    def add_counts(self) -> None:
        """Every count that is shown, and those left over where another indicator shows them."""
        for (which, role), number in self.numbers.items():
            known = self._is_known(which, role)
            key = self.key[which, role]
            words = f"the {role} of {which}"
            shown = role != OTHERS and which not in self.gone
            self.publication.count(key, number, words, published=shown, guarded=not known)
            if known:
                rounded = which in self.gone and which in self.rounded_then
                self.publication.known[key] = (
                    self.rules.before_rounding(self.rules.rounded(number)) if rounded else (number, number)
                )

    def add_breakdowns(self) -> None:
        """The values of each breakdown make up the total, or fall short of it by those whose value is not known."""
        self.gone_keys = {key for (which, _), key in self.key.items() if which in self.gone}
        groups: dict[tuple[str, Period, str], dict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
        for (which, role), key in self.key.items():
            looked_up = role == DENOMINATOR and self.counted[which].known_denominator
            if which.dimension is not None and role != OTHERS and not looked_up:
                groups[which.indicator, which.period, role][which.dimension].append(key)
        for (indicator, period, role), dimensions in groups.items():
            total = self.key.get((Which(indicator, period), role))
            for parts in dimensions.values():
                self._add_up(total, parts, f"the {role} of {indicator}, {period.label}")

    def _add_up(self, total: Key | None, parts: list[Key], words: str) -> None:
        whole = sum(self.publication.numbers[part] for part in parts)
        if total is None:
            # Breakdowns of one total that is not given still share it.
            total = self.publication.count(("total", words, whole), whole, f"{words}, in all", published=False)
        rest = f"{words}, of no known breakdown value"
        # What the last release showed leaves what it hid as a rest, which was found safe to know when it went out.
        guarded = not self.gone_keys.issuperset(parts)
        if whole <= self.publication.numbers[total]:
            self.publication.add_up(total, parts, rest=rest, guarded=guarded)
            return
        # One child may have several values: each is still no more than the total.
        for part in parts:
            if self.publication.numbers[part] <= self.publication.numbers[total]:
                self.publication.add_up(total, [part], rest=rest, guarded=guarded)

    def add_over_time(self) -> None:
        """Months that make quarters, years and years to date, or lie within them; for everyone and for each value.

        What stands at a day is the same count in every period that ends on it (March and the year).
        """
        lines: dict[object, dict[Period, Key]] = defaultdict(dict)
        gathered: dict[object, dict[Period, Key]] = defaultdict(dict)
        ends: dict[object, list[Key]] = defaultdict(list)
        for (which, role), key in self.key.items():
            one = self.counted[which]
            if role == OTHERS or (role == DENOMINATOR and one.known_denominator):
                continue
            line = (*self._series(which, role), which.value)
            if role != OVERDUE and (one.adds_up or one.gathers):
                kind = lines if one.adds_up else gathered
                if kind[line].setdefault(which.period, key) != key:
                    # Revised since: the older number is tied to what it was published with.
                    kind[*line, which.indicator][which.period] = key
            else:
                ends[(*line, which.period.ends_on, self.numbers[which, role])].append(key)
        for periods in lines.values():
            current = {one: key for one, key in periods.items() if key not in self.publication.known}
            if len(current) < len(periods):
                # First without what is gone: where old figures contradict new ones, the new ones are still tied.
                add_periods(self.publication, current)
            add_periods(self.publication, periods)
        for periods in gathered.values():
            add_gathering(self.publication, periods)
        for first, *others in ends.values():
            self.publication.same(first, others)

    def add_differences(self) -> None:
        """The late among those not in time: what is left of them without those who could not be timed."""
        for which in self.counted:
            left, untimed = self.key.get((which, OTHERS)), self.key.get((which, UNTIMED))
            if left is not None and untimed is not None:
                add_within(self.publication, untimed, left, guarded=True)

    def add_certainties(self) -> None:
        """Where all of a group meet the test in every period (a band within the limit), everybody knows."""
        lines: dict[object, list[Which]] = defaultdict(list)
        for which, role in self.key:
            if role == OTHERS:
                lines[which.indicator, which.dimension, which.value].append(which)
        for line in lines.values():
            if not any(self.numbers[which, OTHERS] for which in line):
                for which in line:
                    self.publication.same(self.key[which, DENOMINATOR], [self.key[which, NUMERATOR]])

    def add_shares(self, rules: RuleSet) -> None:
        """Every percentage or rate that has both its counts, and what was left over where the last release hid it."""
        for which, one in self.counted.items():
            if which in self.gone and (which, OTHERS) in self.key:
                parts = [self.key[which, NUMERATOR], self.key[which, OTHERS]]
                self.publication.add_up(self.key[which, DENOMINATOR], parts)
            key = self._key_of_share(one, rules)
            if key is not None and key not in self.publication.figures and which not in self.gone:
                _, part, whole, per, decimals = key
                others = self.key.get((which, OTHERS))
                self.publication.share(key, part, whole, str(which), per=per, decimals=decimals, others=others)

    def _key_of_share(self, one: Counted, rules: RuleSet) -> tuple[str, Key, Key, int, int] | None:
        part, whole = self.key.get((one.which, NUMERATOR)), self.key.get((one.which, DENOMINATOR))
        if part is None or whole is None:
            return None
        return SHARE, part, whole, one.per, rules.decimals if one.decimals is None else one.decimals

    def remembered(self, last: Iterable[Shown]) -> Mapping[Key, Cell]:
        """The counts of the last release under the keys of this one."""
        found: dict[Key, Cell] = {}
        for one in last:
            for role in GIVEN:
                key, cell = self.key.get((one.which, role)), getattr(one, role)
                if key is not None and cell is not None and (cell.shown or key not in found):
                    found[key] = cell
        return found

    def shown(self, one: Counted, rules: RuleSet, protected: Protected) -> Shown:
        """One figure with the cells that may be shown."""
        part, whole, untimed, overdue = (self._cell(one, role, protected) for role in GIVEN)
        key = self._key_of_share(one, rules)
        figure = None if key is None else protected.cells[key]
        if figure is None and whole is not None:
            figure = share(part or one.numerator, whole)
        return Shown(one.which, part or one.numerator, whole, figure, untimed, overdue)

    def _cell(self, one: Counted, role: str, protected: Protected) -> Cell | None:
        key = self.key.get((one.which, role))
        given: Cell | None = getattr(one, role)
        return given if key is None else protected.cells[key]
