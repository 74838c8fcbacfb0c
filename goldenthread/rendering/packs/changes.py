"""What changed between two papers that are text: which passages were taken out, which were put in, word for word."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from goldenthread.rendering.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Photo, Picture, Table

MOST, LONG = 60, 1000
NOTHING = "The words of the paper are the same as in the issued pack."
NEAR, ALIKE = 20, 0.4
_AROUND = 8


@dataclass(frozen=True)
class Passage:
    """One change: under which heading, what was there (empty where nothing was), and what is there now."""

    where: str
    was: str
    now: str

    @property
    def act(self) -> str:
        """What happened to the passage, in one word."""
        if not self.was:
            return "Added"
        return "Changed" if self.now else "Removed"


def changed_passages(before: tuple[Block, ...], after: tuple[Block, ...]) -> tuple[Passage, ...]:
    """The passages that differ, in the order of the new paper. Two papers of the same words differ in none."""
    old, new = list(_lines(before)), list(_lines(after))
    matcher = SequenceMatcher(None, [line for _, line in old], [line for _, line in new], autojunk=len(new) > LONG)
    found: list[Passage] = []
    for act, i1, i2, j1, j2 in matcher.get_opcodes():
        if act == "equal":
            continue
        found += _paired(old[i1:i2], new[j1:j2])
    return tuple(found)


def _paired(gone: list[tuple[str, str]], come: list[tuple[str, str]]) -> Iterator[Passage]:
    """Each passage that went with the first that came in its stead and says much the same; the rest by themselves."""
    left = list(come)
    for where, line in gone:
        match = next((one for one in left[:NEAR] if _alike(line, one[1])), None)
        if match is None:
            yield Passage(where, line, "")
            continue
        before = left[: left.index(match)]
        yield from (Passage(place, "", added) for place, added in before)
        left = left[len(before) + 1 :]
        yield Passage(match[0], *_narrowed(line, match[1]))
    yield from (Passage(place, "", added) for place, added in left)


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.split(), other.split()).ratio() > ALIKE


def what_changed(passages: tuple[Passage, ...]) -> tuple[Block, ...]:
    """The changes as a table in words; one sentence where there are none."""
    if not passages:
        return (Paragraph(NOTHING),)
    columns = (Column("Where", 2), Column("What", 1.2), Column("It said", 3.4), Column("It says now", 3.4))
    rows = tuple(
        (Cell(one.where or "At the beginning"), Cell(one.act), Cell(one.was or "–"), Cell(one.now or "–"))
        for one in passages[:MOST]
    )
    more = len(passages) - MOST
    rest = (Paragraph(f"{more} more passages changed; they are not listed here.", "small"),) if more > 0 else ()
    return (Table(columns, rows, "What changed"), *rest)


def _lines(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """Every passage with the heading it stands under."""
    where = ""
    for block in blocks:
        for line in _said(block):
            said = " ".join(line.split())
            if isinstance(block, Heading) and said:
                where = said
            if said:
                yield where, said


def _said(block: Block) -> list[str]:
    match block:
        case Heading(_, text) | Paragraph(text, _):
            return text.split("\n")
        case Bullets(items):
            return list(items)
        case Table(columns, rows, caption):
            head = " | ".join(column.heading for column in columns)
            return [caption, head, *(" | ".join(" ".join((*c.lines(), *c.bullets)) for c in row) for row in rows)]
        case Picture() | Photo():
            return [f"Picture: {block.alt}"]
        case _:
            return []


def _narrowed(was: str, now: str) -> tuple[str, str]:
    """The two passages without the long beginning and end that they share, cut between words."""
    old, new = was.split(), now.split()
    shortest = min(len(old), len(new))
    front = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    back = next((n for n in range(shortest - front) if old[-1 - n] != new[-1 - n]), shortest - front)
    start, end = max(front - _AROUND, 0), max(back - _AROUND, 0)
    return _cut(old, start, end), _cut(new, start, end)


def _cut(words: list[str], start: int, end: int) -> str:
    kept = words[start : len(words) - end]
    return " ".join((["…"] if start else []) + kept + (["…"] if end else []))
