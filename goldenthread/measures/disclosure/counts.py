"""The door for what counting gives: figures by indicator, period and breakdown, made safe together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import Cell, share
from goldenthread.measures.disclosure.publication import Key, Publication
from goldenthread.measures.disclosure.rule_sets import RuleSet
from goldenthread.measures.disclosure.suppression import Protected, protect
from goldenthread.measures.disclosure.tables import add_periods
from goldenthread.measures.problems import Unreadable


@dataclass(frozen=True, slots=True)
class Which:
    """Which figure: of an indicator, over a period, of everyone or of one value ("F") of a breakdown ("sex")."""

    indicator: str
    period: Period
    dimension: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        of = f", {self.dimension} {self.value}" if self.dimension else ""
        return f"{self.indicator}, {self.period.label}{of}"


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure as it was counted. A plain count has no denominator; a cell without a number passes through.

    `adds_up` says that months of the numerator and denominator make up a year (events do; what stands at a day does
    not). `known_denominator` is one that everybody can look up, such as the population. `decimals` None is the rules'.
    """

    which: Which
    numerator: Cell
    denominator: Cell | None = None
    adds_up: bool = True
    known_denominator: bool = False
    per: int = 100
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure as it may be shown; `denominator` and `share` are None for a plain count."""

    which: Which
    numerator: Cell
    denominator: Cell | None
    share: Cell | None


@dataclass(frozen=True)
class ProtectedCounts:
    """The figures in the order in which they were given, and what was found on the way."""

    figures: tuple[Shown, ...]
    protected: Protected

    def to_publish(self) -> tuple[Shown, ...]:
        """The figures. Raises `Unreadable` where together they give a number away."""
        self.protected.to_publish()
        return self.figures


def protect_counts(counted: Sequence[Counted], rules: RuleSet, last: Iterable[Shown] = ()) -> ProtectedCounts:
    """What may be shown of these figures when all of them are published together, with the last release still in hand.

    Breakdown values add up to the total of their indicator and period, periods to longer ones, numerator and those left
    over to the denominator. Counts that agree in every period and value (the denominator of one indicator that is the
    numerator of another) are taken to be the same count. Raises `Unreadable` where one figure is given twice.
    """
    entered = _Entry(counted)
    entered.add_counts()
    entered.add_breakdowns()
    entered.add_over_time()
    entered.add_shares(rules)
    entered.publication.remember(entered.remembered(last), rules)
    protected = protect(entered.publication, rules)
    return ProtectedCounts(tuple(entered.shown(one, protected) for one in counted), protected)


NUMERATOR, DENOMINATOR, OTHERS, SHARE = "numerator", "denominator", "others", "share"
_Number = tuple[Which, str]
_Series = tuple[str, str | None, str]


class _Entry:
    """Counted figures on their way into a publication; each count has the key of the first that is the same."""

    def __init__(self, counted: Sequence[Counted]) -> None:
        self.publication = Publication()
        self.counted = {one.which: one for one in counted}
        if len(self.counted) < len(counted):
            raise Unreadable("A figure is given twice for one indicator, period and breakdown value: leave one out.")
        self.numbers: dict[_Number, int] = {}
        for one in counted:
            part, whole = one.numerator.number, None if one.denominator is None else one.denominator.number
            self.numbers |= {(one.which, NUMERATOR): int(part)} if part is not None else {}
            self.numbers |= {(one.which, DENOMINATOR): int(whole)} if whole is not None else {}
            if part is not None and whole is not None and part <= whole and not one.known_denominator:
                self.numbers[one.which, OTHERS] = int(whole - part)
        self.key = self._keys()

    def _keys(self) -> dict[_Number, Key]:
        series: dict[_Series, dict[tuple[Period, str | None], int]] = defaultdict(dict)
        for (which, role), number in self.numbers.items():
            series[which.indicator, which.dimension, role][which.period, which.value] = number
        first: dict[object, _Series] = {}
        same: dict[_Series, _Series] = {}
        for name, numbers in series.items():
            indicator, dimension, _ = name
            found = first.setdefault((dimension, frozenset(numbers.items())), name)
            taken = {same.get((indicator, dimension, role)) for role in (NUMERATOR, DENOMINATOR, OTHERS)}
            # Within one indicator those counted, those left over and all are three counts, even where they agree.
            same[name] = name if found in taken else found
        return {
            (which, role): (*same[which.indicator, which.dimension, role], which.period, which.value)
            for which, role in self.numbers
        }

    def add_counts(self) -> None:
        """Every count that is shown, and those left over where another indicator shows them."""
        for (which, role), number in self.numbers.items():
            known = role == DENOMINATOR and self.counted[which].known_denominator
            key = self.key[which, role]
            words = f"the {role} of {which}"
            self.publication.count(key, number, words, published=role != OTHERS, guarded=not known)
            if known:
                self.publication.known[key] = (number, number)

    def add_breakdowns(self) -> None:
        """The values of each breakdown make up the total, or fall short of it by those whose value is not known."""
        groups: dict[tuple[str, Period, str], dict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
        for (which, role), key in self.key.items():
            if which.dimension is not None and role != OTHERS:
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
        if whole <= self.publication.numbers[total]:
            self.publication.add_up(total, parts, rest=rest)
            return
        # One child may have several values: each is still no more than the total.
        for part in parts:
            if self.publication.numbers[part] <= self.publication.numbers[total]:
                self.publication.add_up(total, [part], rest=rest)

    def add_over_time(self) -> None:
        """Months that make quarters, years and years to date, for everyone and for each breakdown value."""
        lines: dict[tuple[str, str | None, str | None, str], dict[Period, Key]] = defaultdict(dict)
        for (which, role), key in self.key.items():
            one = self.counted[which]
            if one.adds_up and role != OTHERS and not (role == DENOMINATOR and one.known_denominator):
                lines[which.indicator, which.dimension, which.value, role][which.period] = key
        for line in lines.values():
            add_periods(self.publication, line)

    def add_shares(self, rules: RuleSet) -> None:
        """Every percentage or rate that has both its counts."""
        for which, one in self.counted.items():
            if (which, NUMERATOR) in self.key and (which, DENOMINATOR) in self.key:
                self.publication.share(
                    (which, SHARE),
                    self.key[which, NUMERATOR],
                    self.key[which, DENOMINATOR],
                    str(which),
                    per=one.per,
                    decimals=rules.decimals if one.decimals is None else one.decimals,
                    others=self.key.get((which, OTHERS)),
                )

    def remembered(self, last: Iterable[Shown]) -> Mapping[Key, Cell]:
        """The counts of the last release under the keys of this one."""
        found: dict[Key, Cell] = {}
        for one in last:
            for role, cell in ((NUMERATOR, one.numerator), (DENOMINATOR, one.denominator)):
                key = self.key.get((one.which, role))
                if key is not None and cell is not None and (cell.shown or key not in found):
                    found[key] = cell
        return found

    def shown(self, one: Counted, protected: Protected) -> Shown:
        """One figure with the cells that may be shown."""
        part = self._cell(one.which, NUMERATOR, one.numerator, protected)
        if one.denominator is None:
            return Shown(one.which, part, None, None)
        whole = self._cell(one.which, DENOMINATOR, one.denominator, protected)
        figure = protected.cells.get((one.which, SHARE))
        return Shown(one.which, part, whole, share(part, whole) if figure is None else figure)

    def _cell(self, which: Which, role: str, given: Cell, protected: Protected) -> Cell:
        return protected.cells[self.key[which, role]] if (which, role) in self.key else given
