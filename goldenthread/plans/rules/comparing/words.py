"""Say a difference between two states of a plan in sentences and in numbers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from goldenthread.plans.rules.comparing.parts import (
    ADDED,
    DUE,
    LEAD,
    MOVED,
    NUMBER,
    REMOVED,
    REWORDED,
    STATE,
    Changed,
    Comparison,
    Part,
)

# The kinds of change that a reader may ask for, in the order in which they are shown.
CHANGES: dict[str, str] = {
    ADDED: "Added",
    REMOVED: "Taken out",
    STATE: "Completed or closed",
    REWORDED: "Reworded",
    MOVED: "Moved",
    LEAD: "Lead changed",
    DUE: "Date changed",
    NUMBER: "Renumbered",
}
# In this order the kinds of parts are counted.
KINDS = ("priority", "objective", "action", "measure")
PLURALS = {"priority": "priorities"}


def sorts_of(change: Changed) -> list[str]:
    """The kinds of change in one part, as keys of `CHANGES`; any of its other texts counts as reworded."""
    found = {name if name in CHANGES else REWORDED for name in change.fields}
    return [name for name in CHANGES if name in found]


def in_words(change: Changed) -> str:
    """One changed part in sentences: "Objective 2.1 now reads “…”." One sentence for each field."""
    return " ".join(_sentence(change, name) for name in change.fields)


def _sentence(change: Changed, field: str) -> str:
    old, new = change.before, change.after
    # A part that was reworded or renumbered is named as the reader of the older state knows it.
    name = old.name if old.number and field == NUMBER else new.name
    if field == REWORDED:
        return f"{old.name if not new.number else name} now reads “{_line(new.words)}”."
    if field == MOVED:
        return f"{name} moved {_from_to(old.parent, new.parent, 'the plan itself')}."
    if field == LEAD:
        return f"The lead of {_lower(name)} changed {_from_to(old.lead, new.lead, 'nobody')}."
    if field == DUE:
        return f"The date of {_lower(name)} changed {_from_to(old.due, new.due, 'no date')}."
    if field == NUMBER:
        words = f"{name} is now numbered {new.number}" if new.number else f"{name} has no number any more"
        return f"{words}."
    if field == STATE:
        return f"{name} is now {_lower(new.state) or 'open'}; it was {_lower(old.state) or 'open'}."
    now = dict(new.more).get(field, "")
    return f"The {_lower(field)} of {_lower(name)} now {f'reads “{_line(now)}”' if now else 'says nothing'}."


def said_of_added(part: Part) -> str:
    """One part that is new, in a sentence."""
    under = f" under “{_line(part.parent)}”" if part.parent else ""
    return f"{_with_words(part)} was added{under}."


def said_of_removed(part: Part) -> str:
    """One part that is there no more, in a sentence."""
    under = f" from under “{_line(part.parent)}”" if part.parent else ""
    was = f"; it was {_lower(part.state)}" if part.state else ""
    return f"{_with_words(part)} was taken out{under}{was}."


def sentences(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Everything that differs as (kind of change, sentence), in the order of `CHANGES`; each field once."""
    yield from ((ADDED, said_of_added(part)) for part in comparison.added)
    yield from ((REMOVED, said_of_removed(part)) for part in comparison.removed)
    for sort in CHANGES:
        for change in comparison.changed:
            for field in change.fields:
                if (field if field in CHANGES else REWORDED) == sort:
                    yield sort, _sentence(change, field)


def in_numbers(comparison: Comparison) -> str:
    """The whole in numbers: "12 actions added, 1 objective taken out, 5 dates changed." """
    if comparison.is_empty:
        return "Nothing differs."
    said = [f"{text} added" for text in _counted(comparison.added)]
    said += [f"{text} taken out" for text in _counted(comparison.removed)]
    counts = Counter(sort for change in comparison.changed for sort in sorts_of(change))
    words = {
        STATE: ("completed or closed", "completed or closed"),
        REWORDED: ("text reworded", "texts reworded"),
        MOVED: ("moved", "moved"),
        LEAD: ("lead changed", "leads changed"),
        DUE: ("date changed", "dates changed"),
        NUMBER: ("renumbered", "renumbered"),
    }
    said += [f"{counts[sort]:,} {pair[counts[sort] != 1]}" for sort, pair in words.items() if counts[sort]]
    return f"{', '.join(said)}."


def _counted(parts: tuple[Part, ...]) -> list[str]:
    order = {kind: place for place, kind in enumerate(KINDS)}
    ranked = sorted(parts, key=lambda part: order.get(part.kind, len(order)))
    counts = Counter((part.called or part.kind.replace("_", " ").capitalize()) for part in ranked)
    return [f"{number:,} {_lower(word) if number == 1 else plural(word)}" for word, number in counts.items()]


def plural(word: str) -> str:
    """The plural of what a part is called, in the middle of a sentence."""
    said = _lower(word)
    return PLURALS.get(said) or (f"{said[:-1]}ies" if said.endswith("y") and said[-2:-1] not in "aeiou" else f"{said}s")


def _with_words(part: Part) -> str:
    return f"{part.name} “{_line(part.words)}”" if part.number and part.words else part.name


def _from_to(old: str, new: str, nothing: str) -> str:
    return f"from {_line(old) or nothing} to {_line(new) or nothing}"


def _line(words: str) -> str:
    return " ".join(words.split())


def _lower(words: str) -> str:
    first = words.split(" ", 1)[0]
    return words if len(first) > 1 and first.isupper() else words[:1].lower() + words[1:]


@dataclass(frozen=True)
class Run:
    """Some words of a reworded text: `how` is "same", "removed" or "added"."""

    how: str
    words: str


def word_runs(before: str, after: str) -> list[Run]:
    """Two texts as one: what stayed, what went and what came, in the order of reading."""
    old, new = before.split(), after.split()
    runs = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run("same", " ".join(new[k:m])))
            continue
        runs += [Run(REMOVED, " ".join(old[i:j]))] if j > i else []
        runs += [Run(ADDED, " ".join(new[k:m]))] if m > k else []
    return runs
