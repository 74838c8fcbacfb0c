"""How an event reads as a sentence. Apps register their phrases; nothing here knows what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

QUIET = frozenset({"id", "version", "created_at", "partnership_id"})


@dataclass(frozen=True)
class Phrases:
    """What a kind of thing is called, what its fields are called, and how some values are said."""

    singular: str
    fields: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)


_PHRASES: dict[str, Phrases] = {}


def register(kind: str, phrases: Phrases) -> None:
    """Register how events about one kind of thing (`actions.action`) are said."""
    _PHRASES[kind] = phrases


def phrases_of(kind: str) -> Phrases:
    """The registered phrases, or plain ones made from the kind's own name."""
    return _PHRASES.get(kind) or Phrases(kind.rpartition(".")[2].replace("_", " "))


def registered_kinds() -> frozenset[str]:
    """Every kind of thing whose events have phrases."""
    return frozenset(_PHRASES)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """The fields that differ, as (field, before, after), in the order of `after`. Housekeeping fields are left out."""
    names = [*after, *(name for name in before if name not in after)]
    return [
        (name, before.get(name), after.get(name))
        for name in names
        if name not in QUIET and before.get(name) != after.get(name)
    ]


def headline(kind: str, event_name: str) -> str:
    """What was done, as words that follow a name: "raised this action"."""
    phrases = phrases_of(kind)
    verb = event_name.rpartition(".")[2]
    return phrases.events.get(verb) or f"{verb.replace('_', ' ')} this {phrases.singular}"


def details(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """One phrase for each field that changed: "delivery from Amber to Red"; nothing for a new thing's blanks."""
    phrases = phrases_of(kind)
    said = []
    for name, old, new in changes(before, after):
        label = phrases.fields.get(name, name.removesuffix("_id").replace("_", " "))
        words = phrases.values.get(name, {})
        old_words, new_words = _say(old, words), _say(new, words)
        if not before and new_words:
            said.append(f"{label}: {new_words}")
        elif before:
            said.append(f"{label} from {old_words or 'blank'} to {new_words or 'blank'}")
    return said


def _say(value: Any, words: Mapping[str, str]) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_say(item, words) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_say(item, {})}" for key, item in value.items())
    return words.get(str(value), str(value))
