"""Hides small numbers, and others for their sake, until the audit can work out none; says what a person should see."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.rules import rule
from goldenthread.measures.cells import NOT_APPLICABLE, SUPPRESSED, Cell, State, number
from goldenthread.measures.disclosure.attacker import Relation, narrowed, ranges_in
from goldenthread.measures.disclosure.audit import Auditor, Finding, protected
from goldenthread.measures.disclosure.publication import Figure, Key, Publication
from goldenthread.measures.disclosure.rule_sets import RuleSet
from goldenthread.measures.problems import Unreadable


class Reason(StrEnum):
    """Why a cell is hidden. For the person who checks, never written out: it would tell which numbers are small."""

    SMALL = "small itself"
    OTHERS = "for the sake of others"
    BEFORE = "hidden in the last release"
    FIGURE = "tells something of a hidden or small count"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something true of a whole group, which tells about everyone in it: for a person to decide on, never published."""

    key: Key
    why: str


@dataclass(frozen=True)
class Protected:
    """What may be shown, by key; why the rest is hidden; what is still given away; and what a person should look at.

    Where there are findings, all that hangs together with them is hidden and it is not enough: nothing may go out.
    """

    cells: Mapping[Key, Cell]
    reasons: Mapping[Key, Reason]
    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...]

    @property
    def safe(self) -> bool:
        """True where nothing hidden can be worked out."""
        return not self.findings

    def to_publish(self) -> Mapping[Key, Cell]:
        """The cells. Raises `Unreadable` where they give a number away."""
        if self.findings:
            more = len(self.findings) - 1
            raise Unreadable(
                f"Nothing may be published: {self.findings[0].why} "
                + (f"The same is true of {more} more. " if more else "")
                + "Publish fewer of these figures together, or ask for wider groups."
            )
        return self.cells


def protect(publication: Publication, rules: RuleSet) -> Protected:
    """The publication as it may be shown under these rules.

    Small counts are hidden, then the next smallest in each sum that still tells, then whatever the audit asks for.
    It ends: every round hides at least one more count or figure that was shown, and there are finitely many. Hiding
    more never narrows a range, so that what was found to be wide is not tried again. Should it begin anew, it does so
    with at least one more count that is not to be hidden.

    One weakness is that of the departments' own rule: who knows that the next smallest is hidden can rule out some of
    the numbers that the audit allows.
    """
    auditor = Auditor(publication, rules)
    futile = _futile(auditor)
    while True:
        hiding = _Hiding(auditor, futile)
        findings = hiding.hide()
        # What was hidden for others and can be worked out all the same is shown, and the others are hidden without it.
        in_vain = {one.key for one in findings if hiding.reasons.get(one.key, Reason.SMALL) is not Reason.SMALL}
        if not in_vain:
            break
        futile |= in_vain
    figures = {key: Reason.FIGURE for key in publication.figures if hiding.cells[key] == SUPPRESSED}
    flags = tuple(_flags(publication, rules))
    return Protected(hiding.cells, hiding.reasons | figures, tuple(findings), flags)


def _futile(auditor: Auditor) -> set[Key]:
    """Counts that the last release gives away, be ever so much hidden in this one: hiding them would hide nothing."""
    publication, rules, attacker = auditor.publication, auditor.rules, auditor.attacker
    if not publication.known or not rules.hides:
        return set()
    noughts = (key for key in publication.published if rules.zero_shown and not publication.numbers[key])
    cells = dict.fromkeys((*publication.published, *publication.figures), SUPPRESSED)
    cells |= dict.fromkeys(noughts, number(0))
    limits = {key: attacker.bounds(key, cells) for key in publication.numbers}
    started = [one for key in publication.known for one in attacker.sums_of.get(key, ())]
    narrowed(limits, started, attacker.sums_of)
    return {
        key for key, reach in limits.items() if rules.is_narrow(*reach) and not rules.is_small(publication.numbers[key])
    }


class _Hiding:
    """Which counts are hidden so far, and the sums in which more may have to be."""

    def __init__(self, auditor: Auditor, futile: set[Key]) -> None:
        self.auditor, self.attacker, self.futile = auditor, auditor.attacker, futile
        self.publication, self.rules = auditor.publication, auditor.rules
        publication = self.publication
        self.reasons: dict[Key, Reason] = {}
        self.newly: list[Key] = []
        self.place = {key: index for index, key in enumerate(publication.numbers)}
        self.totals = {one.total for one in publication.sums}
        self.waiting: deque[Relation] = deque()
        self.queued: set[Relation] = set()
        self.cells = {key: self._cell(key) for key in publication.published}
        self.cells |= {key: self._figure(one) for key, one in publication.figures.items()}

    def hide(self) -> list[Finding]:
        """Hide until the audit is content or nothing is left to hide; what is given away even so."""
        self.start()
        wanted = dict.fromkeys(protected(self.publication, self.rules, self.cells))
        while True:
            self.settle()
            wanted |= {key: None for key in self.newly if key in self.publication.guarded}
            self.newly.clear()
            if self.hide_more(self.auditor.told_at_once(self.cells, wanted)):
                continue
            findings = self.auditor.findings(self.cells, wanted)
            wanted = {one.key: None for one in findings}
            if not findings or not self.hide_more(wanted):
                return findings

    def start(self) -> None:
        """Hide what is small, and what was hidden in the last release: shown now, it would undo that one."""
        if not self.rules.hides:
            return
        every = (one for sums in list(self.attacker.sums_of.values()) for one in sums)
        self._look_at(dict.fromkeys(every))
        for key in self.publication.published:
            if key in self.publication.guarded and self.rules.is_small(self.publication.numbers[key]):
                self._hide(key, Reason.SMALL)
            elif key in self.publication.hidden_before and self._may_hide(key):
                self._hide(key, Reason.BEFORE)

    @rule(
        "measures.secondary_suppression", "Department for Education, children in need: the next smallest that is not 0"
    )
    def settle(self) -> None:
        """In each sum that alone narrows a protected count down, hide the next smallest, until none does."""
        while self.waiting:
            one = self.waiting.popleft()
            self.queued.discard(one)
            while self._tells(one) and self._hide_next([one]):
                pass

    def hide_more(self, given_away: Iterable[Key]) -> bool:
        """For each count that several sums together give away, hide one more near it; False where none is left."""
        touched: set[Key] = set()
        for key in given_away:
            near = self.attacker.sums_of.get(key, [])
            if touched.isdisjoint(name for one in near for name in one.weights):
                chosen = self._hide_next(near) or self._hide_around(key)
                touched |= set() if chosen is None else {chosen}
        return bool(touched)

    def _cell(self, key: Key) -> Cell:
        exact = self.publication.numbers[key]
        # What everybody can look up, such as the population, is shown as it is.
        shown = self.rules.rounded(exact) if key in self.publication.guarded else exact
        return Cell(State.ROUNDS_TO_ZERO) if exact and not shown else number(shown)

    def _figure(self, one: Figure) -> Cell:
        if self.rules.hides and self._figure_tells(one):
            return SUPPRESSED
        return NOT_APPLICABLE if one.shown is None else number(one.shown)

    @rule("measures.figures_hidden", "data guide 8, design 4: numerator, the others, the denominator, the least number")
    def _figure_tells(self, one: Figure) -> bool:
        """True where a figure stands on a count that is hidden or small, or on too few people."""
        if any(key in self.reasons or self.rules.is_small(self.publication.numbers[key]) for key in one.inputs):
            return True
        if one.people is None or one.shown is None:
            return False
        least = self.rules.least_denominator
        if one.average:
            least = self.rules.least_average_money if one.money else self.rules.least_average
        return self.publication.numbers[one.people] < least

    def _hide(self, key: Key, reason: Reason) -> Key:
        self.reasons[key] = reason
        self.newly.append(key)
        for hidden in (key, *self.attacker.figures_of.get(key, ())):
            self.cells[hidden] = SUPPRESSED
        self._look_at(self.attacker.sums_of.get(key, ()))
        return key

    def _look_at(self, sums: Iterable[Relation]) -> None:
        """Put sums at the end of those to look at, each once."""
        new = [one for one in sums if one not in self.queued]
        self.queued.update(new)
        self.waiting.extend(new)

    def _may_hide(self, key: Key) -> bool:
        """A nought that everybody expects to see, and a number that everybody has already, cannot be hidden."""
        publication = self.publication
        return (
            key in publication.published
            and key not in self.reasons
            and key not in publication.known
            and key not in self.futile
            and (publication.numbers[key] > 0 or not self.rules.zero_shown)
        )

    def _hide_next(self, sums: Iterable[Relation]) -> Key | None:
        """Hide the smallest count that can be hidden in these sums, parts before totals; None where there is none."""
        choices = [key for one in sums for key in one.weights if self._may_hide(key)]
        if not choices:
            return None
        return self._hide(min(choices, key=self._rank), Reason.OTHERS)

    def _rank(self, key: Key) -> tuple[bool, int, bool, int]:
        publication = self.publication
        return key in publication.revised, publication.numbers[key], key in self.totals, self.place[key]

    def _hide_around(self, key: Key) -> Key | None:
        """Where every sum of a count is hidden already, hide the smallest in the nearest sums that reach further."""
        seen, ring = {key}, [key]
        while ring:
            sums = [one for name in ring for one in self.attacker.sums_of.get(name, ())]
            if (chosen := self._hide_next(sums)) is not None:
                return chosen
            ring = list(dict.fromkeys(name for one in sums for name in one.weights if name not in seen))
            ring = [name for name in ring if self._is_open(name)]
            seen.update(ring)
        return self._hide_figure(seen)

    def _hide_figure(self, near: Iterable[Key]) -> Key | None:
        """Where no count is left to hide, hide a figure that ties these counts to one another."""
        for key in near:
            for name in self.attacker.figures_of.get(key, ()):
                if self.cells[name].shown:
                    self.cells[name] = SUPPRESSED
                    return name
        return None

    def _is_open(self, key: Key) -> bool:
        return key in self.reasons or key not in self.publication.published

    def _tells(self, one: Relation) -> bool:
        """Whether this sum alone, beside the bounds of its counts, narrows one of them down too far."""
        publication, rules = self.publication, self.rules
        targets = [
            key
            for key in one.weights
            if key in publication.guarded and (key in self.reasons or rules.is_small(publication.numbers[key]))
        ]
        if not targets:
            return False
        found = ranges_in(one, {key: self.attacker.bounds(key, self.cells) for key in one.weights})
        return any(rules.is_narrow(*found[key]) for key in targets)


@rule("measures.group_disclosure", "data guide 8, design 7: all 12 children in one category, or 0 of 12")
def _flags(publication: Publication, rules: RuleSet) -> Iterable[Flag]:
    """Shares of none or all of a group, and totals that lie wholly in one part."""
    if not rules.hides:
        return
    numbers, words = publication.numbers, publication.words
    for key, one in publication.figures.items():
        if one.denominator is not None and numbers[one.denominator] and len(one.inputs) > 2:
            part, whole = numbers[one.numerator[0]], numbers[one.denominator]
            if part in (0, whole):
                yield Flag(key, f"{words[key]}: {part} of {whole} tells about everyone in the group.")
    for total in publication.sums:
        whole = numbers[total.total]
        if whole and len(total.parts) > 2 and whole in (numbers[part] for part in total.parts):
            yield Flag(total.total, f"{words[total.total]}: all {whole} are in one category, which tells about each.")
