"""A document as a tree of headings, and what its headings and title lines tell by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from goldenthread.kernel.due_dates import read_due_dates
from goldenthread.plans.exchange.blocks import Grid, Paragraph, tidy
from goldenthread.plans.exchange.document import PlanPeriod
from goldenthread.plans.exchange.draft import priority_in
from goldenthread.plans.exchange.headings import general, plain_words

_DATE_LINE = re.compile(
    r"^(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{4}$"
)
_DAY = r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
_PERIOD_LINE = re.compile(rf"^(?P<start>{_DAY}) (?:to|until|\u2013) (?P<end>{_DAY})$")


@dataclass(slots=True)
class Part:
    """A heading with what stands under it: its own blocks, then the parts under deeper headings."""

    heading: str = ""
    level: int = 0
    place: str = ""
    items: list[Paragraph | Grid] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def paragraphs(self) -> list[Paragraph]:
        """Its own paragraphs."""
        return [item for item in self.items if isinstance(item, Paragraph)]

    def everywhere(self) -> Iterator[Part]:
        """This part and every one below it."""
        yield self
        for part in self.parts:
            yield from part.everywhere()


def parts_of(blocks: list[Paragraph | Grid]) -> Part:
    """The blocks as a tree by heading. Bold lines count as headings where they name a priority or nothing else does."""
    styled = any(isinstance(block, Paragraph) and block.kind == "heading" for block in blocks)
    root = Part()
    path = [root]
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and (level := _level(blocks, at, styled)):
            while path[-1].level >= level:
                path.pop()
            part = Part(block.text, level, block.place)
            path[-1].parts.append(part)
            path.append(part)
        else:
            # Page headers, footers and comments follow the last heading without belonging to it.
            aside = isinstance(block, Paragraph) and block.kind == "aside"
            (root if aside else path[-1]).items.append(block)
    return root


def _level(blocks: list[Paragraph | Grid], at: int, styled: bool) -> int:
    block = blocks[at]
    if not isinstance(block, Paragraph):
        return 0
    if block.kind == "heading":
        return min(block.level, 9)
    if block.kind != "text" or len(plain_words(block.text)) > 20 or block.text.endswith((":", "*")):
        return 0
    if priority_in(block.text) and (block.bold or not styled):
        return 0 if _in_a_list(blocks, at) else 6
    if not block.bold:
        return 0
    before_a_table = at + 1 < len(blocks) and isinstance(blocks[at + 1], Grid)
    return 7 if not block.text.endswith(".") and (not styled or before_a_table) else 0


def _in_a_list(blocks: list[Paragraph | Grid], at: int) -> bool:
    near = [blocks[each] for each in (at - 1, at + 1) if 0 <= each < len(blocks)]
    return any(isinstance(each, Paragraph) and priority_in(each.text) for each in near)


def title_lines(root: Part) -> tuple[list[str], list[Paragraph | Grid], str]:
    """The lines of the title, what is left of the first part without them, and a date line that stands alone."""
    titles = [item.text for item in root.paragraphs() if item.kind in ("title", "subtitle")]
    dated = next((item.text for item in root.paragraphs() if _DATE_LINE.match(item.text)), "") if titles else ""
    rest = [item for item in root.items if isinstance(item, Grid) or item.kind not in ("title", "subtitle")]
    if dated:
        rest = [item for item in rest if isinstance(item, Grid) or item.text != dated]
    return titles, rest, dated


def plain_title(root: Part, below: bool) -> tuple[str, str]:
    """A title that bears no style, with its place: a short first line that names a plan. It is taken out of its part.

    Where `below`, the lines under the first heading and the headings next to it are looked at too. ("", "") if none.
    """
    for part in [root, *root.parts[:1]] if below else [root]:
        for item in part.paragraphs()[:6]:
            if item.kind == "text" and _names_a_plan(item.text):
                part.items = [each for each in part.items if each is not item]
                return item.text, item.place
    headed = [part for part in root.everywhere() if part.heading][:3] if below else []
    return next(((part.heading, part.place) for part in headed if _names_a_plan(part.heading)), ("", ""))


def _names_a_plan(text: str) -> bool:
    """Whether a line reads as a title: short, no sentence, with a word for a plan that ends it or with a year."""
    words = plain_words(text)
    if len(words) > 14 or text.endswith((".", ":", ";", ",", "?")) or priority_in(text):
        return False
    named = [at for at, word in enumerate(words) if word in general("title_words")]
    return bool(named) and (named[-1] == len(words) - 1 or bool(re.search(r"\b(?:19|20)\d{2}\b", text)))


def period_line(root: Part) -> PlanPeriod | None:
    """The plan's first and last day where a line of their own gives both in full; the line is taken out of the part."""
    for item in root.paragraphs():
        if found := _PERIOD_LINE.match(item.text):
            days = [read_due_dates(found[name]) for name in ("start", "end")]
            if all(len(each) == 1 and isinstance(each[0].parsed, str) for each in days):
                root.items = [each for each in root.items if each is not item]
                return PlanPeriod(*(str(each[0].parsed) for each in days))
    return None


def names_no_priority(heading: str) -> bool:
    """Whether a heading or sheet name is a general one ("Action plan 2025", "Sheet1") and so names no priority."""
    words = [
        word for word in plain_words(re.sub(r"(?<=[A-Za-z])\d+$", "", tidy(heading))) if not re.fullmatch(r"\d+", word)
    ]
    plain = " ".join(words)
    return not words or any(
        plain == name or plain.startswith(f"{name} ") or plain.endswith(f" {name}")
        for name in general("names_no_priority")
    )
