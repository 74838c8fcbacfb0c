"""One line of a plan and how it differs from itself at another time: plain values, wherever they were taken from."""

import re
from dataclasses import dataclass

ADDED, REMOVED = "added", "removed"
REWORDED, MOVED, LEAD, DUE, NUMBER, STATE = "words", "parent", "lead", "due", "number", "state"
# How much of a text stands for a whole part in a sentence.
SHORT = 90


@dataclass(frozen=True)
class Part:
    """One line of a plan, wherever it was taken from.

    `key` is its id, or empty where it has none; `number` its reference as printed; `words` what it says. `parent` are
    the words of what it stands under and `parent_key` that one's key. `more` are its other texts by name, and `called`
    is what the plan calls such a part, empty for the plain word.
    """

    kind: str
    key: str = ""
    number: str = ""
    words: str = ""
    parent: str = ""
    lead: str = ""
    due: str = ""
    state: str = ""
    more: tuple[tuple[str, str], ...] = ()
    parent_key: str = ""
    called: str = ""

    @property
    def name(self) -> str:
        """What it is called in a sentence: "Objective 2.1", or its first words where it has no number."""
        word = self.called or self.kind.replace("_", " ").capitalize()
        return f"{word} {self.number}" if self.number else f"{word} “{shortened(self.words)}”"


@dataclass(frozen=True)
class Changed:
    """A part as it was and as it is, and the names of the fields that differ."""

    before: Part
    after: Part
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What was added, removed and changed, each in the order of the plan; `same` are the pairs that do not differ."""

    added: tuple[Part, ...] = ()
    removed: tuple[Part, ...] = ()
    changed: tuple[Changed, ...] = ()
    same: tuple[tuple[Part, Part], ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where the two do not differ."""
        return not (self.added or self.removed or self.changed)


def shortened(words: str, length: int = SHORT) -> str:
    """The first words of a text, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= length else f"{line[: length - 1].rsplit(' ', 1)[0].rstrip(',;:')}…"


def plain(words: str) -> str:
    """A text as it is compared: capitals, spaces, kinds of dash and quotation mark, and a full stop do not count."""
    text = re.sub(r"[‐-―]", "-", re.sub(r"[“”‘’\"]", "'", words.casefold()))
    return " ".join(text.split()).rstrip(".;: ")
