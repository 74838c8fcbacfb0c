"""How an event reads as a sentence. Apps register their phrases; nothing here knows what they mean."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from goldenthread.kernel.actor import Actor

QUIET = frozenset({"id", "version", "created_at", "partnership_id"})
LONDON = ZoneInfo("Europe/London")
# Beyond this many letters a change is called a rewriting, and both texts are a click away.
SHORT = 120

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\S*")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Phrases:
    """What a kind of thing is called, what its fields are called, and how some values are said.

    `fields` gives a field its words; the empty word leaves the field unsaid. `values` gives the words of a field's
    values. `events` gives the words that follow a person's name, by the last part of the event's name; they may name
    fields in braces, said as they stand after the event, "put {person} in the seat {seat}", and {the_thing}, the
    title that the thing had.
    """

    singular: str
    fields: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)


Reader = Callable[[Actor, UUID], bool]
_READERS: dict[str, Reader] = {}


def register_reader(kind: str, may_read: Reader) -> None:
    """Register who may read the history of one kind of thing: `may_read(actor, thing_id)` says so for one of them."""
    _READERS[kind] = may_read


def may_read(actor: Actor, kind: str, thing_id: UUID) -> bool:
    """True when the kind's own app lets the actor see the thing. False for a kind nobody registered."""
    reader = _READERS.get(kind)
    return reader is not None and reader(actor, thing_id)


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


def headline(kind: str, event_name: str, after: Mapping[str, Any] | None = None) -> str:
    """What was done, as words that follow a name: "raised this action".

    `after` fills the fields that a registered phrase names in braces; without them the plain words are given.
    """
    phrases = phrases_of(kind)
    verb = event_name.rpartition(".")[2]
    plain = f"{verb.replace('_', ' ')} this {phrases.singular}"
    phrase = phrases.events.get(verb) or plain
    if "{" not in phrase:
        return phrase
    said = {name: _say(value, phrases.values.get(name, {})) for name, value in (after or {}).items()}
    try:
        return phrase.format_map(said)
    except KeyError:
        return plain


def changes_in_words(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The fields that differ as (label, before, after), all in words, with "" for nothing.

    Left out: fields whose words are empty, and an id where the name stands beside it. An id that cannot be said
    otherwise is said as nothing on both sides.
    """
    phrases = phrases_of(kind)
    said = []
    for name, old, new in changes(before, after):
        bare = name.removesuffix("_id")
        label = phrases.fields.get(name, phrases.fields.get(bare, bare.replace("_", " ")))
        if not label or (bare != name and (bare in before or bare in after)):
            continue
        words = phrases.values.get(name, {})
        said.append((label, _say(old, words), _say(new, words)))
    return said


def details(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """One phrase for each field that changed: "delivery from Amber to Red"; nothing for a new thing's blanks."""
    said = []
    for label, old, new in changes_in_words(kind, before, after):
        if not before and new:
            said.append(f"{label}: {new}")
        elif before:
            said.append(_turn(label, old, new))
    return said


def sentence(
    who: str, kind: str, event_name: str, before: Mapping[str, Any], after: Mapping[str, Any], title: str = ""
) -> str:
    """The event as one sentence: "Amina Clarke changed cadence from monthly to every 8 weeks."

    A change of up to two fields is said whole; of more, only that the thing was changed.
    """
    did = headline(kind, event_name, {"the_thing": title, **after})
    if before and event_name.endswith(".changed"):
        turns = details(kind, before, after)
        if 1 <= len(turns) <= 2:
            did = f"changed {' and '.join(turns)}"
    return f"{who} {did}."


def _turn(label: str, old: str, new: str) -> str:
    if not old and not new:
        return label
    if max(len(old), len(new)) > SHORT:
        return f"{label}, which was rewritten" if old and new else f"{label}, which was {'added' if new else 'removed'}"
    return f"{label} from {old or 'blank'} to {new or 'blank'}"


def _say(value: Any, words: Mapping[str, str]) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_say(item, words) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_say(item, {})}" for key, item in value.items())
    return words.get(str(value)) or _said_plainly(str(value))


def _said_plainly(text: str) -> str:
    """Stored days and moments as people say them; an id, which nobody says, as nothing."""
    if _ID.fullmatch(text):
        return ""
    try:
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return f"{day.day} {day:%B %Y}"
        if _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            moment = moment.astimezone(LONDON) if moment.tzinfo else moment
            return f"{moment.day} {moment:%B %Y at %H:%M}"
    except ValueError:
        return text
    return text
