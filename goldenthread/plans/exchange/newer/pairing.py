"""Which line of a newer file is which line of the live plan: by number and words, never by position alone.

Sure pairs are made without asking. What is like but not the same is a doubt, for a person to answer.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from goldenthread.plans.exchange.newer.lines import LEVELS, Item

NEW = "new"
# Likeness of two texts, of 100: the same thing without asking, and worth asking about.
SURELY_ALIKE, PERHAPS_ALIKE = 91, 58
# With the same number beside the same parent, less likeness will do; and how far the next best must lie behind.
ALIKE_WITH_NUMBER, MARGIN = 62, 8


@dataclass(frozen=True)
class Doubt:
    """A line of the file that may be a live one, reworded: their ids and how alike they are, of 100."""

    of_file: str
    live: str
    likeness: int


@dataclass
class Pairing:
    """The live line of each line of the file that has one, by id, and the doubts, in the order of the file."""

    pairs: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def above(self, item: Item) -> str | None:
        """The live line that stands for what a line of the file is under; None where that is new."""
        if not item.under:
            return ""
        known = self.pairs.get(item.under)
        return known or next((one.live for one in self.doubts if one.of_file == item.under), None)


def pair(live: Sequence[Item], of_file: Sequence[Item], answers: Mapping[str, str]) -> Pairing:
    """Pair the lines of a file with live ones, level by level from the top.

    `answers` are what a person said of doubtful lines: the id of the live line that it is, or `NEW`.
    """
    found = Pairing()
    for level in LEVELS:
        _Level(
            found, [one for one in live if one.level == level], [one for one in of_file if one.level == level], answers
        ).pair()
    return found


class _Level:
    """The lines of one level that have not found each other yet."""

    def __init__(self, found: Pairing, live: list[Item], of_file: list[Item], answers: Mapping[str, str]) -> None:
        self.found, self.answers = found, answers
        self.live = {one.id: one for one in live}
        self.file = {one.id: one for one in of_file}
        self.over = {one.id: found.above(one) for one in of_file}

    def pair(self) -> None:
        """Answers first; then number and words, words, words elsewhere, number, and last close words."""
        self._answered()
        self._by(lambda one, over: (over, one.number, one.key) if one.number and one.key else None)
        self._by(lambda one, over: (over, one.key) if one.key else None)
        self._by(lambda one, over: one.key or None, alone=True)
        self._by_number()
        self._by_likeness()

    def _answered(self) -> None:
        for uid, said in self.answers.items():
            if uid in self.file and said in self.live:
                self._take(uid, said)

    def _open(self) -> list[Item]:
        return [one for one in self.file.values() if self.answers.get(one.id) != NEW]

    def _take(self, of_file: str, live: str) -> None:
        self.found.pairs[of_file] = live
        del self.file[of_file], self.live[live]

    def _by(self, key: Callable[[Item, str | None], object], alone: bool = False) -> None:
        """Pair lines whose keys agree, first with first; `alone` only where one of each has the key."""
        waiting: dict[object, list[str]] = defaultdict(list)
        for one in self.live.values():
            if (known := key(one, one.under)) is not None:
                waiting[known].append(one.id)
        wanted: dict[object, list[str]] = defaultdict(list)
        for one in self._open():
            if (known := key(one, self.over[one.id])) is not None:
                wanted[known].append(one.id)
        for known, uids in wanted.items():
            there = waiting.get(known, [])
            if alone and (len(uids) > 1 or len(there) > 1):
                continue
            for uid, live in zip(uids, there, strict=False):
                self._take(uid, live)

    def _by_number(self) -> None:
        """The same number under the same parent: the same line where the words are like, else a question."""
        there = _unique((one.under, one.number, one.id) for one in self.live.values() if one.number)
        here = _unique((self.over[one.id], one.number, one.id) for one in self._open() if one.number)
        for known, uid in here.items():
            if known not in there:
                continue
            live = self.live[there[known]]
            likeness = _likeness(self.file[uid], live)
            if likeness >= ALIKE_WITH_NUMBER:
                self._take(uid, live.id)
            elif not self._is_nearer_to_another(self.file[uid], likeness):
                self._doubt(uid, live.id, likeness)

    def _is_nearer_to_another(self, item: Item, likeness: int) -> bool:
        """True where other words under the same parent are much nearer: lines were numbered afresh."""
        scores = [_likeness(item, one) for one in self.live.values() if one.under == self.over[item.id]]
        return max(scores, default=0) >= max(likeness + MARGIN, PERHAPS_ALIKE)

    def _by_likeness(self) -> None:
        """The nearest words under the same parent, best first."""
        scored: list[tuple[float, str, str]] = []
        choices: dict[str | None, dict[str, str]] = defaultdict(dict)
        for one in self.live.values():
            if one.key:
                choices[one.under][one.id] = one.key
        for one in self._open():
            near = process.extract(
                one.key, choices.get(self.over[one.id], {}), scorer=fuzz.token_sort_ratio, limit=3,
                score_cutoff=PERHAPS_ALIKE,
            )  # fmt: skip
            scored += [(score, one.id, live) for _, score, live in near if one.key]
        for score, uid, live in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
            if uid not in self.file or live not in self.live:
                continue
            rivals = [
                other
                for other, mine, theirs in scored
                if (mine == uid) != (theirs == live) and mine in self.file and theirs in self.live
            ]
            sure = score >= SURELY_ALIKE and _only_more(self.file[uid], self.live[live])
            if sure and all(other < score - MARGIN for other in rivals):
                self._take(uid, live)
            else:
                self._doubt(uid, live, int(score))

    def _doubt(self, of_file: str, live: str, likeness: int) -> None:
        self.found.doubts.append(Doubt(of_file, live, likeness))
        del self.file[of_file], self.live[live]


def _only_more(one: Item, other: Item) -> bool:
    """True where one says what the other says and a little more: a word put for another may make it another line."""
    first, second = Counter(one.key.split()), Counter(other.key.split())
    return not first - second or not second - first


def _likeness(one: Item, other: Item) -> int:
    return int(fuzz.token_sort_ratio(one.key, other.key))


def _unique(rows: Iterable[tuple[str | None, str, str]]) -> dict[tuple[str | None, str], str]:
    """The id for each parent and number that only one line has."""
    found: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    for under, number, uid in rows:
        found[(under, number)].append(uid)
    return {known: uids[0] for known, uids in found.items() if len(uids) == 1}
