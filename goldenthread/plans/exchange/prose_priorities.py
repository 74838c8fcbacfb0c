"""Priorities that a document tells by the headings below them: what is wanted, what will be done, how it will show."""

from __future__ import annotations

from goldenthread.plans.exchange.draft import Draft, numbered, objective_in, priority_in
from goldenthread.plans.exchange.headings import label_of, plain_words, topic_of
from goldenthread.plans.exchange.parts import Part

_WANTED = ("outcome", "objectives")
_DONE = ("what_we_will_do", "actions")
_KNOWN_BY = ("success_measures", "quality_measures")


def name_priorities(draft: Draft, root: Part) -> None:
    """Give every heading with two or more of those sorts of heading below it the word "Priority", with a doubt."""
    _nest_labelled(root)
    for part in root.everywhere():
        if _may_be_named(part) and _kinds(part.parts) >= 2:
            draft.doubt(part.place, part.heading, "This heading is read as a priority; is that right?")
            reference, title = numbered(part.heading)
            named = f"Priority {reference}: {title}"
            part.heading = named if priority_in(named) == (reference, title) else f"Priority: {part.heading}"


def _nest_labelled(part: Part) -> None:
    """Put parts such as "What we will do" under the heading they follow, where a document gives both one level."""
    for each in part.parts:
        _nest_labelled(each)
    nested: list[Part] = []
    for at, each in enumerate(part.parts):
        owner = nested[-1] if nested else None
        if owner is not None and owner.level == each.level and _kind(each) and _leads(part.parts, at, owner):
            owner.parts.append(each)
        else:
            nested.append(each)
    part.parts = nested


def _leads(parts: list[Part], at: int, owner: Part) -> bool:
    """Whether the labelled parts after an owner, up to the next other heading, are together those of a priority."""
    first = next(number for number, each in enumerate(parts) if each is owner) + 1
    end = next((number for number in range(at, len(parts)) if not _kind(parts[number])), len(parts))
    return not _kind(owner) and _may_be_named(owner) and _kinds(parts[first:end]) >= 2


def _may_be_named(part: Part) -> bool:
    named = bool(part.heading) and not priority_in(part.heading) and not objective_in(part.heading)
    return named and not topic_of(part.heading) and not _kind(part) and len(plain_words(part.heading)) <= 20


def _kinds(parts: list[Part]) -> int:
    return len({kind for each in parts if (kind := _kind(each))})


def _kind(part: Part) -> str:
    label = label_of(part.heading, headed=True) if part.heading else None
    if label is None or label[1]:
        return ""
    return next((names[0] for names in (_WANTED, _DONE, _KNOWN_BY) if label[0] in names), "")
