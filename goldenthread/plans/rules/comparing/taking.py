"""Take a plan's document apart into the parts that are compared: the JSON of a document, with or without ids in it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goldenthread.plans.rules.comparing.parts import Part
from goldenthread.plans.rules.plans import LEVELS, level_word

Json = Mapping[str, Any]
# What is said of an action that nobody works on any more; while it is worked on, nothing is.
ENDED = {"complete": "complete", "closed_without_completion": "closed without completion", "withdrawn": "withdrawn"}
_OF_PRIORITY = {
    "outcome": "Outcome",
    "what_we_will_do": "What we will do",
    "areas_of_focus": "Areas of focus",
    "linked_boards": "Boards that share it",
    "definition": "Meaning",
    "examples": "Examples",
    "notes": "Notes",
}


def parts_of(document: Json) -> list[Part]:
    """Every part of a plan's document, in its order: the plan, priorities, objectives, measures, actions and the rest.

    An action with an id that stands in several places is one part, under all of them.
    """
    words: Mapping[str, list[str]] = document.get("level_words") or {}
    called = {level: level_word(words, level) for level in LEVELS}
    taken = list(_parts(document, called))
    merged: dict[tuple[str, str], Part] = {}
    loose: list[Part] = []
    for part in taken:
        known = merged.get((part.kind, part.key)) if part.key else None
        if known is None:
            loose.append(part)
        else:
            loose[loose.index(known)] = part = _both(known, part)
        if part.key:
            merged[part.kind, part.key] = part
    return loose


def _both(first: Part, second: Part) -> Part:
    parents = dict.fromkeys([*first.parent.split(" and "), second.parent])
    keys = sorted({*first.parent_key.split(), second.parent_key})
    fields = {name: getattr(first, name) for name in ("kind", "key", "number", "words", "lead", "due", "state", "more")}
    return Part(**fields, called=first.called, parent=" and ".join(filter(None, parents)), parent_key=" ".join(keys))


def _parts(document: Json, called: Mapping[str, str]) -> Iterator[Part]:
    period = document.get("period") or {}
    said = _days(period) if period else ""
    yield Part("plan", "plan", words=document.get("title", ""), more=_more([("Period", said)]))
    for row in document.get("priorities", []):
        more = [(label, _text(row.get(name))) for name, label in _OF_PRIORITY.items()]
        yield Part("priority", row.get("id", ""), row.get("reference", ""), row.get("title", ""), more=_more(more),
                   called=called["priority"])  # fmt: skip
        for objective in row.get("objectives", []):
            yield from _objective(objective, row, called)
        yield from _beneath(row, called)
    for objective in document.get("objectives", []):
        yield from _objective(objective, {}, called)
    yield from _beneath({**document, "title": ""}, called)
    yield from _rest(document)


def _objective(row: Json, above: Json, called: Mapping[str, str]) -> Iterator[Part]:
    yield Part(
        "objective", row.get("id", ""), row.get("reference", ""), row.get("title", ""), parent=above.get("title", ""),
        parent_key=above.get("id", ""), more=_more([("Outcomes", _text(row.get("outcomes")))]),
        called=called["objective"],
    )  # fmt: skip
    yield from _beneath(row, called)


def _beneath(row: Json, called: Mapping[str, str]) -> Iterator[Part]:
    """The measures and the actions of one place. The plan itself, which has no id here, is the place without a name."""
    title, key = row.get("title", ""), row.get("id", "")
    measures: Sequence[Json] = row.get("measures") or [
        {"text": text} for kind in ("quality", "success") for text in row.get(f"{kind}_measures", [])
    ]
    for measure in measures:
        yield Part("measure", measure.get("id", ""), words=measure["text"], parent=title, parent_key=key,
                   called=called["measure"])  # fmt: skip
    for action in row.get("actions", []):
        yield Part(
            "action", action.get("id", ""), action.get("reference", ""), action.get("description", ""), parent=title,
            parent_key=key or ("plan" if action.get("id") else ""),
            lead=action.get("lead") or ", ".join(action.get("leads", [])), due="; ".join(action.get("due", [])),
            state=ENDED.get(action.get("state", ""), ""),
            more=_more([("Evidence", _text(action.get("evidence")))]), called=called["action"],
        )  # fmt: skip


def _rest(document: Json) -> Iterator[Part]:
    for name in document.get("focus_groups", []):
        yield Part("focus_group", words=name, called="Group to attend to")
    for area in document.get("assurance_areas", []):
        yield Part("assurance_area", words=area["title"], called="Area of assurance",
                   more=_more([("Expectations", _text(area.get("expectations")))]))  # fmt: skip
    for name, heading in (("vision", "Vision"), ("purposes", "Purposes"), ("learning_journey", "Learning")):
        if document.get(name):
            yield Part("section", f"section {name}", words=heading, more=_more([("Text", _text(document[name]))]))
    for section in document.get("sections", []):
        text = _text([*section.get("paragraphs", []), *section.get("bullets", [])])
        yield Part("section", words=section.get("heading", ""), more=_more([("Text", text)]))


def _more(rows: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, text) for label, text in rows if text)


def _text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else value or ""


def _days(period: Json) -> str:
    return f"{period.get('start', '')[:4]} to {period.get('end', '')[:4]}"
