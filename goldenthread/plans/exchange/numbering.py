"""Automatic numbers of a Word document: what Word prints in front of a numbered paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class Level:
    """One level of a list: its format and its pattern, such as "%1.%2"."""

    form: str = "bullet"
    pattern: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counted as its paragraphs go by."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Any) -> Numbering:
        """The lists defined in a numbering part; empty where there is none (`root` is None)."""
        numbering = cls()
        if root is None:
            return numbering
        abstract = {each.get(W + "abstractNumId"): _levels(each) for each in root.findall(W + "abstractNum")}
        for each in root.findall(W + "num"):
            of = each.find(W + "abstractNumId")
            if of is not None:
                numbering.levels[each.get(W + "numId")] = abstract.get(of.get(W + "val"), {})
        return numbering

    def is_bullet(self, number_id: str, depth: int) -> bool:
        """Whether the list shows a bullet, not a number, at this depth."""
        return self.levels.get(number_id, {}).get(depth, Level()).form == "bullet"

    def following(self, number_id: str, depth: int) -> str:
        """Count one paragraph and give its printed number without the last stop; nothing for a bullet."""
        levels = self.levels.get(number_id, {})
        level = levels.get(depth, Level())
        if level.form in ("bullet", "none"):
            return ""
        counters = self.counters.setdefault(number_id, {})
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [each for each in counters if each > depth]:
            del counters[deeper]
        shown = level.pattern
        for each in range(depth + 1):
            form = levels.get(each, Level("decimal")).form
            shown = shown.replace(f"%{each + 1}", _as(form, counters.get(each, 1)))
        return shown.strip().rstrip(".):")


def _levels(abstract: Any) -> dict[int, Level]:
    levels = {}
    for each in abstract.findall(W + "lvl"):
        depth = each.get(W + "ilvl", "0")
        if not depth.isdigit():
            continue
        levels[int(depth)] = Level(
            _value(each, "numFmt", "bullet"), _value(each, "lvlText", ""), _whole(_value(each, "start", "1"))
        )
    return levels


def _value(element: Any, name: str, otherwise: str) -> str:
    found = element.find(W + name)
    return otherwise if found is None else str(found.get(W + "val", otherwise))


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else 1


def _as(form: str, number: int) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and number < 40:
        shown, left = "", number
        for value, letters in _ROMAN:
            while left >= value:
                shown, left = shown + letters, left - value
        return shown.upper() if form == "upperRoman" else shown
    return str(number)
