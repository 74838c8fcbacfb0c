"""What an attacker knows: bounds of every count and the equations between them, put together from what is shown.

He knows the rule set, that counts are whole and not negative, that noughts are shown where the rules say so, and the
last release. He does not know which of the hidden cells was hidden for its own sake.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from goldenthread.measures.cells import Cell, State
from goldenthread.measures.disclosure.publication import Figure, Key, Publication
from goldenthread.measures.disclosure.rule_sets import RuleSet

# As often a relation is used again after what it ties was narrowed: rounds without end are cut short.
_OFTEN = 8
Bounds = tuple[int, int | None]


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """The weighted sum of some counts lies from `least` to `greatest`, both included."""

    weights: Mapping[Key, int]
    least: float
    greatest: float

    @property
    def plain(self) -> bool:
        """True for an equation in which every count stands once, added or taken away."""
        return self.least == self.greatest and all(abs(weight) == 1 for weight in self.weights.values())


@dataclass(frozen=True, slots=True)
class Part:
    """Unknown counts that hang together, with their bounds and the relations between them; known ones are put in."""

    bounds: Mapping[Key, Bounds]
    relations: list[Relation]


class Attacker:
    """Someone who has the whole publication in hand. `cells` is always what is shown to him."""

    def __init__(self, publication: Publication, rules: RuleSet) -> None:
        self.publication, self.rules = publication, rules
        self.sums_of: dict[Key, list[Relation]] = defaultdict(list)
        self.figures_of: dict[Key, list[Key]] = defaultdict(list)
        for one in publication.sums:
            weights: dict[Key, int] = defaultdict(int)
            for whole in (one.total, *one.beside):
                weights[whole] += 1
            for part in one.parts:
                weights[part] -= 1
            relation = Relation(dict(weights), 0, 0)
            for key in weights:
                self.sums_of[key].append(relation)
        for name, figure in publication.figures.items():
            for key in dict.fromkeys(figure.inputs):
                self.figures_of[key].append(name)

    def _was_hidden(self, key: Key) -> bool:
        """True for what only the last release had, and hid: where noughts are shown, it was none."""
        kept = self.publication.numbers[key] >= self.rules.floor
        return kept and key in self.publication.hidden_before and key not in self.publication.published

    def bounds(self, key: Key, cells: Mapping[Key, Cell]) -> Bounds:
        """The least and greatest value (None: no end) that a count can have, looked at alone."""
        cell = cells.get(key)
        least, greatest = 0, None
        if cell is not None and cell.number is not None:
            if self.rules.base == 1:
                return int(cell.number), int(cell.number)
            least, greatest = self.rules.before_rounding(int(cell.number))
        elif cell is not None and cell.state is State.ROUNDS_TO_ZERO:
            least, greatest = max(1, self.rules.high + 1), (self.rules.base - 1) // 2
        elif cell is not None or self._was_hidden(key):
            least = self.rules.floor
        if key in self.publication.known:
            from_before, to_before = self.publication.known[key]
            least, greatest = max(least, from_before), to_before if greatest is None else min(greatest, to_before)
        if least != greatest and any(self._tells_exactly(name, cells) for name in self.figures_of.get(key, ())):
            return self.publication.numbers[key], self.publication.numbers[key]
        return least, greatest

    def _tells_exactly(self, name: Key, cells: Mapping[Key, Cell]) -> bool:
        """Whether a shown figure is taken to tell its counts exactly, which errs on the safe side.

        No equation says what a limit tells. A share from unrounded counts, beside the rounded ones, all but gives them.
        """
        figure = self.publication.figures[name]
        if figure.average or not cells[name].shown:
            return False
        named = (*figure.numerator, figure.denominator) if figure.denominator is not None else figure.numerator
        return (self.rules.base > 1 and all(key in self.publication.published for key in named)) or not named

    def parts(self, wanted: Iterable[Key], cells: Mapping[Key, Cell]) -> Iterator[Part]:
        """What hangs together with each of the wanted counts, each part once."""
        seen: set[Key] = set()
        for start in wanted:
            if start not in seen:
                part = self._part(start, cells)
                seen.update(part.bounds)
                yield part

    def _part(self, start: Key, cells: Mapping[Key, Cell]) -> Part:
        limits, left = {start: self.bounds(start, cells)}, []
        waiting = [start] if _is_open(limits[start]) else []
        known: dict[Key, int] = {}
        used: set[Key] = set()
        while waiting:
            for one in self._of(waiting.pop(), cells, used):
                for key in one.weights:
                    if key not in limits and key not in known:
                        reach = self.bounds(key, cells)
                        if _is_open(reach):
                            limits[key] = reach
                            waiting.append(key)
                        else:
                            known[key] = reach[0]
                left.append(_put_in(one, known))
        return Part(limits, left)

    def _of(self, key: Key, cells: Mapping[Key, Cell], used: set[Key]) -> Iterator[Relation]:
        """The relations of a count that have not come up yet: its sums, and the lines of figures that are shown."""
        for one in self.sums_of.get(key, ()):
            if id(one) not in used:
                used.add(id(one))
                yield one
        for name in self.figures_of.get(key, ()):
            figure, shown = self.publication.figures[name], cells[name].number
            if name not in used and figure.numerator and shown is not None:
                used.add(name)
                yield from _lines(figure, Fraction(shown))


def _is_open(reach: Bounds) -> bool:
    return reach[0] != reach[1]


def _lines(figure: Figure, shown: Fraction) -> Iterator[Relation]:
    """Rounded half up, the exact figure is at least the one shown less half a unit, and under it plus half a unit."""
    scale = 2 * 10**figure.decimals
    for edge, least, greatest in ((shown * scale - 1, 0, inf), (shown * scale + 1, -inf, -1)):
        weights: dict[Key, int] = defaultdict(int)
        for key in figure.numerator:
            weights[key] += scale * figure.per
        constant = 0
        if figure.points:
            constant = int(edge) * figure.points
        else:
            weights[figure.denominator] -= int(edge)
        yield Relation(dict(weights), least + constant, greatest + constant)


def _put_in(one: Relation, known: Mapping[Key, int]) -> Relation:
    """What a relation leaves of the others where some of its counts are known."""
    constant = sum(weight * known[key] for key, weight in one.weights.items() if key in known)
    weights = {key: weight for key, weight in one.weights.items() if key not in known}
    return Relation(weights, one.least - constant, one.greatest - constant)


def ranges_in(one: Relation, limits: Mapping[Key, Bounds]) -> dict[Key, Bounds]:
    """The range of every count that one plain relation alone leaves, its own bounds included."""
    # Each count as it stands in the equation: from `ends[key][0]` to `ends[key][1]`, infinite where there is no end.
    ends: dict[Key, tuple[float, float]] = {}
    for key, weight in one.weights.items():
        low, high = limits[key]
        top = inf if high is None else high
        ends[key] = (low, top) if weight > 0 else (-top, -low)
    lows, highs = _Added(low for low, _ in ends.values()), _Added(high for _, high in ends.values())
    found: dict[Key, Bounds] = {}
    for key, (bottom, top) in ends.items():
        lowest = max(bottom, one.least - highs.without(top))
        highest = min(top, one.least - lows.without(bottom))
        if one.weights[key] < 0:
            lowest, highest = -highest, -lowest
        found[key] = (int(lowest), None if highest == inf else int(highest))
    return found


def narrowed(
    limits: dict[Key, Bounds], relations: Iterable[Relation], relations_of: Mapping[Key, list[Relation]]
) -> None:
    """Narrow the limits by one relation after the other, and by those that share a count with what was narrowed.

    Quick, and right as far as it goes: what no relation tells by itself, only the linear programme finds.
    """
    waiting = deque(dict.fromkeys(one for one in relations if one.plain))
    times = Counter[Relation]()
    while waiting:
        one = waiting.popleft()
        times[one] += 1
        for key, reach in ranges_in(one, limits).items():
            if reach != limits[key]:
                limits[key] = reach
                waiting.extend(other for other in relations_of[key] if other.plain and times[other] < _OFTEN)


class _Added:
    """A sum from which one number at a time can be taken out again, infinite ones too."""

    def __init__(self, numbers: Iterable[float]) -> None:
        self.finite, self.ends = 0.0, 0.0
        self.without_end = 0
        for one in numbers:
            if abs(one) == inf:
                self.without_end += 1
                self.ends = one
            else:
                self.finite += one

    def without(self, number: float) -> float:
        """The sum of the others."""
        if abs(number) == inf:
            return self.ends if self.without_end > 1 else self.finite
        return self.ends if self.without_end else self.finite - number
