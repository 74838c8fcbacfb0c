"""The audit: works out every hidden number from all that is shown, as an attacker would, and says where it can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import Cell
from goldenthread.measures.disclosure.attacker import Attacker, Part, Relation, narrowed, ranges_in
from goldenthread.measures.disclosure.programme import Numbers, Programme
from goldenthread.measures.disclosure.publication import Key, Publication
from goldenthread.measures.disclosure.rule_sets import RuleSet

Range = tuple[int, int | None]
_IN_VAIN = 2
_FEW = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """A number that is given away: the least and greatest value it can be (None: no end), and that in one sentence."""

    key: Key
    least: int
    greatest: int | None
    why: str


class Auditor:
    """Tries to work out what a publication hides, as often as is needed."""

    def __init__(self, publication: Publication, rules: RuleSet) -> None:
        self.publication, self.rules = publication, rules
        self.attacker = Attacker(publication, rules)

    def findings(self, cells: Mapping[Key, Cell], wanted: Collection[Key]) -> list[Finding]:
        """Which of the wanted counts are given away by what is shown in `cells`, in their order."""
        if not self.rules.hides:
            return []
        found = {key: reach for key, reach in self.ranges(cells, wanted, proof=True) if self.rules.is_narrow(*reach)}
        return [Finding(key, *found[key], self._why(cells, key, *found[key])) for key in wanted if key in found]

    def told_at_once(self, cells: Mapping[Key, Cell], wanted: Collection[Key]) -> list[Key]:
        """Those of the wanted counts that are given away without much reckoning; there may be more."""
        if not self.rules.hides:
            return []
        found: dict[Key, Range] = {}
        for part in self.attacker.parts(wanted, cells):
            relations_of: dict[Key, list[Relation]] = defaultdict(list)
            for one in part.relations:
                for key in one.weights:
                    relations_of[key].append(one)
            limits = dict(part.bounds)
            narrowed(limits, part.relations, relations_of)
            found |= limits
        return [key for key in wanted if self.rules.is_narrow(*found[key])]

    def ranges(self, cells: Mapping[Key, Cell], wanted: Collection[Key], *, proof: bool) -> Iterator[tuple[Key, Range]]:
        """The range of each of the wanted counts; with `proof`, no wider than shows that it is not too narrow."""
        among = set(wanted)
        for part in self.attacker.parts(wanted, cells):
            inside = [key for key in part.bounds if key in among]
            if not part.relations:
                yield from part.bounds.items()
            elif len(part.relations) == 1 and part.relations[0].plain:
                alone = ranges_in(part.relations[0], part.bounds)
                yield from ((key, alone[key]) for key in inside)
            else:
                yield from _Search(self.publication, self.rules, part, proof).reach(inside)

    def _why(self, cells: Mapping[Key, Cell], key: Key, least: int, greatest: int | None) -> str:
        name = self.publication.words[key]
        if key in cells and cells[key].shown:
            return f"{name} is small and is shown."
        if least == greatest:
            return f"{name} is hidden but can be worked out exactly from what is shown."
        return f"{name} is hidden but can only be from {least} to {greatest}, given all that is shown."


@rule("measures.audit", "data guide 8, design 3: the least and greatest value consistent with all that is shown")
def audit(publication: Publication, rules: RuleSet, cells: Mapping[Key, Cell]) -> list[Finding]:
    """Every number that what is shown in `cells` gives away, in the order of the publication; none is what is wanted.

    A number is given away where it is small and shown, or where its range is too narrow (`RuleSet.is_narrow`). Counts
    that are not published are tried where they are small.
    """
    return Auditor(publication, rules).findings(cells, protected(publication, rules, cells))


def ranges(publication: Publication, rules: RuleSet, cells: Mapping[Key, Cell]) -> dict[Key, Range]:
    """The least and greatest value of every hidden number, exactly; None where nothing bounds it from above."""
    return dict(Auditor(publication, rules).ranges(cells, protected(publication, rules, cells), proof=False))


def protected(publication: Publication, rules: RuleSet, cells: Mapping[Key, Cell]) -> list[Key]:
    """The counts that must not be known: all that are hidden, and any small one, shown or never published."""
    return [
        key
        for key, number in publication.numbers.items()
        if key in publication.guarded
        and (rules.is_small(number) or (key in publication.published and not cells[key].shown))
    ]


class _Search:
    """The ranges in one part by linear programmes; for a proof, only as far as is needed to see that they are wide."""

    def __init__(self, publication: Publication, rules: RuleSet, part: Part, proof: bool) -> None:
        self.rules, self.proof = rules, proof
        self.column = {key: index for index, key in enumerate(part.bounds)}
        truth = np.array([publication.numbers[key] for key in part.bounds], dtype=float)
        # Beyond `far`, further than all that is in sight, a count is said to have no end. The programme's own end lies
        # beyond that: it can make a range look narrower, and never wider.
        edges = [abs(edge) for one in part.relations for edge in (one.least, one.greatest) if abs(edge) < np.inf]
        self.far = int(2 * truth.sum() + sum(edges) + 10 * (rules.high + rules.width) + 10)
        low, high = zip(*part.bounds.values(), strict=True)
        self.programme = Programme(
            np.array(low, dtype=float),
            np.array([4 * self.far if one is None else one for one in high], dtype=float),
            [
                ([self.column[key] for key in one.weights], [*one.weights.values()], one.least, one.greatest)
                for one in part.relations
            ],
            truth,
        )
        self.least, self.greatest = truth.copy(), truth.copy()

    def reach(self, inside: list[Key]) -> Iterator[tuple[Key, Range]]:
        if self.proof and len(inside) > _FEW:
            self._try_together([self.column[key] for key in inside])
        for key in inside:
            column = self.column[key]
            if not self.proof or self._narrow(column):
                self._widen(self.programme.extreme(column, 1))
                if not self.proof or self._narrow(column):
                    self._widen(self.programme.extreme(column, -1))
            yield key, self._range(column)

    def _range(self, column: int) -> Range:
        greatest = int(self.greatest[column])
        return int(self.least[column]), None if greatest > self.far else greatest

    def _narrow(self, column: int) -> bool:
        return self.rules.is_narrow(*self._range(column))

    def _try_together(self, columns: list[int]) -> None:
        """Move many counts at once: each whole-number table that is found widens the range of all that differ in it."""
        # Always the same directions, so that the audit finds the same every time.
        directions = np.random.default_rng(20)
        still, in_vain = np.array(columns), 0
        while in_vain < _IN_VAIN:
            before = len(still)
            still = np.array([column for column in still if self._narrow(column)])
            if len(still) <= _FEW:
                return
            in_vain = in_vain + 1 if len(still) == before else 0
            found = self.programme.furthest(still, directions.uniform(-1, 1, len(still)))
            if found is not None:
                self._widen(found)

    def _widen(self, found: Numbers) -> None:
        self.least = np.minimum(self.least, found)
        self.greatest = np.maximum(self.greatest, found)
