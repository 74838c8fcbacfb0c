"""Find which parts of two states of a plan are one and the same, and in what they differ."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from goldenthread.kernel.rules import rule
from goldenthread.plans.rules.comparing.parts import (
    DUE,
    LEAD,
    MOVED,
    NUMBER,
    REWORDED,
    STATE,
    Changed,
    Comparison,
    Part,
    plain,
)

# How alike two texts must be to be one and the same thing: where their numbers agree, and where nothing else does.
ALIKE_NUMBERED, ALIKE = 0.4, 0.6


@rule(
    "plans.compare",
    "House rule: two versions are compared in words; a part is known by its id, else by number and words",
)
def compare(before: Sequence[Part], after: Sequence[Part]) -> Comparison:
    """What differs between two states of a plan.

    Parts of one kind are the same where both have a key and the keys agree; where one has none, where number and
    words agree, then words alone, then the number with similar words, then similar words alone.
    """
    pairs = _matched(before, after)
    into = {old: new for old, new in pairs if old is not None and new is not None}
    translated = {plain(before[old].words): plain(after[new].words) for old, new in into.items()}
    changed, same, arrived = [], [], set(into.values())
    for old, new in sorted(into.items(), key=lambda pair: pair[1]):
        fields = _differing(before[old], after[new], translated)
        if fields:
            changed.append(Changed(before[old], after[new], fields))
        else:
            same.append((before[old], after[new]))
    return Comparison(
        added=tuple(part for at, part in enumerate(after) if at not in arrived),
        removed=tuple(part for at, part in enumerate(before) if at not in into),
        changed=tuple(changed),
        same=tuple(same),
    )


def _matched(before: Sequence[Part], after: Sequence[Part]) -> list[tuple[int, int]]:
    """The places of the parts that are one and the same, each used once."""
    left, right, pairs = dict(enumerate(before)), dict(enumerate(after)), []
    ways: tuple[Callable[[Part], tuple[str, ...] | None], ...] = (
        lambda part: ("key", part.kind, part.key) if part.key else None,
        lambda part: (part.kind, part.number, plain(part.words), plain(part.parent)) if part.number else None,
        lambda part: (part.kind, plain(part.words), plain(part.parent)),
        lambda part: (part.kind, plain(part.words)),
    )
    for way in ways:
        pairs += _taken(left, right, _by(left, right, way))
    numbered = _by(left, right, lambda part: (part.kind, part.number) if part.number else None)
    pairs += _taken(left, right, [pair for pair in numbered if _alike(left, right, pair) >= ALIKE_NUMBERED])
    return pairs + _taken(left, right, _closest(left, right))


def _by(
    left: Mapping[int, Part], right: Mapping[int, Part], way: Callable[[Part], tuple[str, ...] | None]
) -> list[tuple[int, int]]:
    """Pairs that one way of knowing finds, in the order of the plan; equals are paired first with first."""
    waiting: dict[tuple[str, ...], list[int]] = {}
    for at, part in right.items():
        known = way(part)
        if known:
            waiting.setdefault(known, []).append(at)
    found = []
    for at, part in left.items():
        known = way(part)
        possible = waiting.get(known, []) if known else []
        match = next((one for one in possible if _may_be_one(part, right[one])), None)
        if match is not None:
            found.append((at, match))
            possible.remove(match)
    return found


def _may_be_one(old: Part, new: Part) -> bool:
    """False where both have keys and these differ: then they are two things, however alike."""
    return not (old.key and new.key and old.key != new.key)


def _taken(left: dict[int, Part], right: dict[int, Part], pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    taken = [(old, new) for old, new in pairs if old in left and new in right]
    for old, new in taken:
        del left[old], right[new]
    return taken


def _alike(left: Mapping[int, Part], right: Mapping[int, Part], pair: tuple[int, int]) -> float:
    return alikeness(left[pair[0]].words, right[pair[1]].words)


def alikeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1, by the words they share in order."""
    return SequenceMatcher(None, plain(one).split(), plain(other).split(), autojunk=False).ratio()


def _closest(left: Mapping[int, Part], right: Mapping[int, Part]) -> list[tuple[int, int]]:
    """The most alike pairs of those left over, best first, each part once."""
    bags = {side: {at: Counter(plain(part.words).split()) for at, part in rows.items()} for side, rows in
            (("left", left), ("right", right))}  # fmt: skip
    scored = []
    for old, first in left.items():
        for new, second in right.items():
            if first.kind != second.kind or not _may_be_one(first, second):
                continue
            # No pair can be more alike than the words it shares, in whatever order: a cheap way to pass most over.
            one, other = bags["left"][old], bags["right"][new]
            total = one.total() + other.total()
            if total and 2 * (one & other).total() / total >= ALIKE:
                scored.append((alikeness(first.words, second.words), old, new))
    best: list[tuple[int, int]] = []
    used_left, used_right = set[int](), set[int]()
    for score, old, new in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if score >= ALIKE and old not in used_left and new not in used_right:
            best.append((old, new))
            used_left.add(old)
            used_right.add(new)
    return best


def _differing(old: Part, new: Part, translated: Mapping[str, str]) -> tuple[str, ...]:
    fields = [] if old.number == new.number else [NUMBER]
    fields += [] if plain(old.words) == plain(new.words) else [REWORDED]
    if old.parent_key and new.parent_key:
        fields += [] if old.parent_key == new.parent_key else [MOVED]
    else:
        was = plain(old.parent)
        fields += [] if translated.get(was, was) == plain(new.parent) else [MOVED]
    fields += [name for name in (LEAD, DUE, STATE) if plain(getattr(old, name)) != plain(getattr(new, name))]
    was_more, is_more = dict(old.more), dict(new.more)
    names = [*is_more, *(name for name in was_more if name not in is_more)]
    return (*fields, *(name for name in names if plain(was_more.get(name, "")) != plain(is_more.get(name, ""))))
