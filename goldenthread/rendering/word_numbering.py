"""What a Word document counts for its readers: the numbers before headings and lines of lists, as Word prints them."""

from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_DEEPEST = 9
_ROMAN: tuple[tuple[int, str], ...] = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
)
_ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Numbering:
    """The lists of a document and how far each has been counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any) -> "Numbering":
        """The numbering of the part that holds it; `root` is None where the document has none."""
        numbering = cls()
        if root is None:
            return numbering
        for kind in root.findall(qn("w:abstractNum")):
            levels = {_whole(each.get(qn("w:ilvl"))): _level(each) for each in kind.findall(qn("w:lvl"))}
            numbering.levels[kind.get(qn("w:abstractNumId"), "")] = levels
        for one in root.findall(qn("w:num")):
            numbering.kinds[one.get(qn("w:numId"), "")] = value_of(one, "w:abstractNumId")
        return numbering

    def next(self, number_id: str, depth: int) -> str:
        """The number of the next line of this list, "2.1" or "(a)"; empty for a bullet or a list that is not known."""
        kind = self.kinds.get(number_id, "")
        levels = self.levels.get(kind)
        if levels is None or depth not in levels or depth > _DEEPEST:
            return ""
        counts = self.counts.setdefault(kind, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        level = levels[depth]
        if level.format in ("bullet", "none"):
            return ""
        said = level.text
        for at in range(depth, -1, -1):
            one = levels.get(at, _Level())
            said = said.replace(f"%{at + 1}", _counted(counts.get(at, one.start), one.format))
        return said.strip()


def value_of(element: Any, name: str) -> str:
    """The `w:val` of a child of this name; empty where there is none."""
    found = element.find(qn(name)) if element is not None else None
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _level(element: Any) -> _Level:
    start = value_of(element, "w:start")
    return _Level(value_of(element, "w:numFmt") or "decimal", value_of(element, "w:lvlText"), _whole(start or "1"))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 5 else 0


def _counted(number: int, format: str) -> str:
    if format in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if format == "upperLetter" else letter
    if format in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        said, left = "", number
        for value, letters in _ROMAN:
            said, left = said + letters * (left // value), left % value
        return said.upper() if format == "upperRoman" else said
    return f"{number:02d}" if format == "decimalZero" else str(number)
