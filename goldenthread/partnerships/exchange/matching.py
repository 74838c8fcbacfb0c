"""Who is meant by a name in a plan: known groups, agencies, seats and people, by name, alias and close spelling."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from rapidfuzz import fuzz, process

# Below this likeness (of 100) two names are taken for different ones.
LIKE_ENOUGH = 86
# Words that papers add and drop without meaning anybody else.
FILLERS = re.compile(r"\b(?:the|and|of|a|for|members?|lead|chair of)\b|&")
SAME = (
    (re.compile(r"\bsub[\s-]+group\b"), "subgroup"),
    (re.compile(r"\bwork(?:ing)?[\s-]*group\b"), "working group"),
    (re.compile(r"\btask\s*(?:and|&)\s*finish\b"), "task finish"),
    (re.compile(r"\b(?:quality assurance)\b"), "qa"),
    (re.compile(r"\bchildren['’]?s\b|\bchildrens\b"), "children"),
)
GENERIC = re.compile(r"\b(?:subgroup|working group|group|board|panel|network|committee|partnership)\b")


class Nameable(Protocol):
    """Somebody or something with a name, other names, a kind and an id."""

    @property
    def kind(self) -> str:
        """Group, agency, seat or person."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def alternatives(self) -> tuple[str, ...]:
        """What else it is called."""


@dataclass(frozen=True)
class Match:
    """Who is meant by some words, and how sure that is.

    `how` is "name", "other name", "close spelling" or "nobody"; `likeness` runs from 0 to 100.
    """

    words: str
    how: str
    likeness: int = 0
    kind: str = ""
    id: UUID | None = None
    name: str = ""

    @property
    def is_guess(self) -> bool:
        """True where a person should look: a close spelling, or nobody found."""
        return self.how in ("close spelling", "nobody")

    @property
    def key(self) -> str:
        """`kind:id` as forms send it, or nothing."""
        return f"{self.kind}:{self.id}" if self.id else ""


@lru_cache(maxsize=8192)
def even(name: str) -> str:
    """A name evened out for comparison: lower case, fillers dropped, spellings of the same word made one."""
    text = name.lower().replace("’", "'")
    for pattern, instead in SAME:
        text = pattern.sub(instead, text)
    text = FILLERS.sub(" ", text)
    return " ".join(re.sub(r"[^\w\s]", " ", text).split())


def match(words: str, known: Sequence[Nameable]) -> Match:
    """Who is meant by `words` among those known: exact names first, then other names, then the closest spelling."""
    wanted = even(words)
    if not wanted:
        return Match(words, "nobody")
    for how, names in (("name", _names), ("other name", _others)):
        for one in known:
            if wanted in {even(name) for name in names(one)}:
                return Match(words, how, 100, one.kind, one.id, one.name)
    bare = GENERIC.sub(" ", wanted).split()
    for one in known:
        if bare and any(GENERIC.sub(" ", even(name)).split() == bare for name in [one.name, *one.alternatives]):
            return Match(words, "close spelling", 95, one.kind, one.id, one.name)
    return _closest(words, wanted, known)


def _names(one: Nameable) -> list[str]:
    return [one.name]


def _others(one: Nameable) -> list[str]:
    return list(one.alternatives)


def _closest(words: str, wanted: str, known: Sequence[Nameable]) -> Match:
    spelt = [(even(name), one) for one in known for name in [one.name, *one.alternatives] if len(even(name)) > 3]
    found = process.extractOne(wanted, [name for name, _ in spelt], scorer=fuzz.token_sort_ratio)
    if found is None or found[1] < LIKE_ENOUGH:
        return Match(words, "nobody", int(found[1]) if found else 0)
    one = spelt[found[2]][1]
    return Match(words, "close spelling", int(found[1]), one.kind, one.id, one.name)


def match_all(names: Iterable[str], known: Sequence[Nameable]) -> dict[str, Match]:
    """A match for each different name, each worked out once."""
    return {name: match(name, known) for name in dict.fromkeys(names)}


def reported_to(texts: Iterable[str], groups: Sequence[Nameable]) -> list[Nameable]:
    """The groups that lines of evidence say something is reported to ("… report to BMG", "received by the board")."""
    found: dict[UUID, Nameable] = {}
    for text in texts:
        said = f" {even(text)} "
        for group in groups:
            names = [even(name) for name in [group.name, *group.alternatives]]
            if any(re.search(rf"\b(?:to|by|at)\s+{re.escape(name)}\s", said) for name in names if len(name) > 2):
                found.setdefault(group.id, group)
    return list(found.values())
