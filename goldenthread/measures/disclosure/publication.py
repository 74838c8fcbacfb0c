"""What is published together: cells with their true numbers, and the equations that tie them to one another.

A key is whatever the caller can look a cell up by. A cell that is not published but follows from published ones (those
who did not meet the test, a month between two years to date) is there as well, because it can be worked out.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from goldenthread.measures.cells import Cell, State, half_up
from goldenthread.measures.disclosure.rule_sets import RuleSet

Key = Hashable


@dataclass(frozen=True, slots=True)
class Sum:
    """The total, and what stands `beside` it, is the parts added up."""

    total: Key
    parts: tuple[Key, ...]
    beside: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number worked out from counts and shown rounded to `decimals`.

    `exact` is None where it cannot be worked out (a denominator of nought). Where it is `per` times the sum of
    `numerator` over `denominator` (a key, or a number of points), what it tells can be put as an equation. A figure
    with no numerator (limits of a control chart) tells something of `inputs` that cannot. `people` is the count that
    must not be too small for it; `average` says that it is a median or mean, `money` that it is one of money.
    """

    exact: Fraction | None
    inputs: tuple[Key, ...]
    decimals: int
    numerator: tuple[Key, ...] = ()
    denominator: Key | None = None
    points: int = 0
    per: int = 1
    people: Key | None = None
    average: bool = False
    money: bool = False

    @property
    def shown(self) -> Decimal | None:
        """The figure rounded half up, as it would be shown."""
        if self.exact is None:
            return None
        return rounded_half_up(self.exact, self.decimals)


def rounded_half_up(value: Fraction, decimals: int) -> Decimal:
    """An exact fraction rounded to `decimals` places, halves away from nought. Source: as `cells.half_up`."""
    doubled = abs(value) * 2 * 10**decimals
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    number = Decimal(whole).scaleb(-decimals)
    return half_up(number if value >= 0 else -number, decimals)


@dataclass
class Publication:
    """Everything that one reader will have in hand at once, the last release included.

    `numbers` holds every count; those in `published` are to be shown; those in `guarded` must not become known where
    they are small. `known` are counts that everybody has already, from the least to the greatest that the last release
    leaves open; `hidden_before` were hidden in it; `revised` were shown in it as another number.
    """

    numbers: dict[Key, int] = field(default_factory=dict)
    words: dict[Key, str] = field(default_factory=dict)
    published: dict[Key, None] = field(default_factory=dict)
    guarded: set[Key] = field(default_factory=set)
    sums: list[Sum] = field(default_factory=list)
    figures: dict[Key, Figure] = field(default_factory=dict)
    known: dict[Key, tuple[int, int]] = field(default_factory=dict)
    hidden_before: set[Key] = field(default_factory=set)
    revised: set[Key] = field(default_factory=set)
    _seen: set[Sum] = field(default_factory=set)

    def count(self, key: Key, number: int, words: str = "", *, published: bool = True, guarded: bool = True) -> Key:
        """Add a count, or share one that another table has under the same key; the key comes back.

        Raises `ValueError` for a number that is negative or not whole, and for a second number under one key.
        """
        if type(number) is not int or number < 0:
            raise ValueError(f"The count of {words or key} must be a whole number that is not negative.")
        if self.numbers.setdefault(key, number) != number or key in self.figures:
            raise ValueError(f"Two different numbers are given for {words or key}.")
        self.words.setdefault(key, words or str(key))
        if published:
            self.published[key] = None
        if guarded:
            self.guarded.add(key)
        return key

    def add_up(
        self, total: Key, parts: Iterable[Key], *, rest: str = "", guarded: bool = True, beside: Iterable[Key] = ()
    ) -> None:
        """State that the parts are the whole of the total, and of what stands `beside` it.

        With `rest`, words for what is in the total and in no part, the parts may fall short, and the rest is a count
        that can be worked out; not `guarded` where everybody may know it. Raises `ValueError` where the true numbers
        do not add up, and where a count stands twice.
        """
        parts, beside = tuple(parts), tuple(beside)
        if len({total, *beside, *parts}) <= len(beside) + len(parts) and parts != (total,):
            raise ValueError(f"The parts of {self.words[total]} name a count twice.")
        gap = sum(self.numbers[one] for one in (total, *beside)) - sum(self.numbers[part] for part in parts)
        if rest and gap > 0:
            parts += (self.count(("rest", total, parts), gap, rest, published=False, guarded=guarded),)
        elif gap:
            raise ValueError(f"The parts of {self.words[total]} do not add up to it.")
        found = Sum(total, parts, beside)
        if parts != (total,) and found not in self._seen:
            self._seen.add(found)
            self.sums.append(found)

    def same(self, one: Key, others: Iterable[Key]) -> None:
        """State that several keys stand for one count, which everybody knows. Raises `ValueError` where they differ."""
        for other in others:
            if other != one:
                self.add_up(one, [other])

    def share(
        self,
        key: Key,
        numerator: Key,
        denominator: Key,
        words: str = "",
        *,
        per: int = 100,
        decimals: int = 1,
        others: Key | None = None,
    ) -> Key:
        """Add a percentage or rate of one count in another, and those left over, who can be worked out from it.

        `others` is the key of those left over where they are a count of their own.
        """
        part, whole = self.numbers[numerator], self.numbers[denominator]
        inputs = [numerator, denominator]
        if part <= whole and numerator != denominator:
            left = f"the others of {self.words[denominator]} beside {self.words[numerator]}"
            key_of_others = ("others", numerator, denominator) if others is None else others
            other = self.count(key_of_others, whole - part, left, published=False)
            self.add_up(denominator, (numerator, other))
            inputs.append(other)
        exact = Fraction(per * part, whole) if whole else None
        return self._figure(
            key,
            words,
            Figure(exact, tuple(inputs), decimals, (numerator,), denominator, per=per, people=denominator),
        )

    def mean(self, key: Key, points: Iterable[Key], words: str = "", *, decimals: int = 1) -> Key:
        """Add the mean of several counts, as a control chart draws it. Raises `ValueError` where there are none."""
        points = tuple(points)
        if not points:
            raise ValueError("A mean needs at least one point.")
        exact = Fraction(sum(self.numbers[point] for point in points), len(points))
        return self._figure(key, words, Figure(exact, points, decimals, points, points=len(points)))

    def limit(self, key: Key, points: Iterable[Key], value: Decimal, words: str = "", *, decimals: int = 1) -> Key:
        """Add a figure that the points determine and no sum describes: a limit, an average moving range."""
        return self._figure(key, words, Figure(Fraction(value), tuple(points), decimals))

    def average(
        self, key: Key, people: Key, value: Decimal, words: str = "", *, decimals: int = 1, money: bool = False
    ) -> Key:
        """Add a median or mean of something about `people`, a count (days, ages, money)."""
        figure = Figure(Fraction(value), (people,), decimals, people=people, average=True, money=money)
        return self._figure(key, words, figure)

    def _figure(self, key: Key, words: str, figure: Figure) -> Key:
        if key in self.numbers or self.figures.setdefault(key, figure) != figure:
            raise ValueError(f"Two different numbers are given for {words or key}.")
        self.words.setdefault(key, words or str(key))
        return key

    def remember(self, last: Mapping[Key, Cell], rules: RuleSet) -> None:
        """Take in what the last release showed and hid under its `rules`, for the keys that both have.

        A count that was shown and has not changed is known to everybody: hiding it now would hide nothing. One that has
        been revised since is another number, but not far from it, and is the last to be hidden for others.
        """
        for key, cell in last.items():
            if key not in self.numbers:
                continue
            if cell.number is not None and cell.number == rules.rounded(self.numbers[key]):
                self.known[key] = rules.before_rounding(int(cell.number))
            elif cell.state is State.SUPPRESSED:
                self.hidden_before.add(key)
            elif cell.number is not None:
                self.revised.add(key)
