"""What stands in the cells of an action's row: one action or several, leads, evidence, dates."""

from __future__ import annotations

import re

from goldenthread.plans.exchange.blocks import Cell, Line
from goldenthread.plans.exchange.draft import numbered
from goldenthread.plans.exchange.headings import general, looks_like_a_reference, plain_words

_PARTS = re.compile(r"\s*;\s*|\s+[|/]\s+")
_COMMA = re.compile(r"\s*,\s*(?:and\s+)?")
_AND = re.compile(r"\s+and\s+|\s*&\s*")
_JOINED = re.compile(rf"{_COMMA.pattern}|{_AND.pattern}")
_INITIALS = re.compile(r"[A-Z][A-Z&]{1,7}s?")


def actions_in(lines: list[Line], keep_together: bool) -> list[tuple[str, str]]:
    """The actions a cell holds, each as (printed number, description); a newline parts the paragraphs of one action.

    A line that ends in a colon takes the bullets below it, or else the next line. Numbered lines are actions of their
    own. `keep_together` says that plain lines are paragraphs of one action. Source: plans' README, "one action per
    paragraph of the Actions cell".
    """
    groups = _grouped(lines)
    if len(groups) > 1 and keep_together and not _are_a_list(groups):
        groups = [[line for group in groups for line in group]]
    found = []
    for group in groups:
        reference, first = numbered(group[0].text)
        if not reference and group[0].number and group[0].number != first and looks_like_a_reference(group[0].number):
            reference = group[0].number
        found.append((reference, "\n".join([first, *(line.text for line in group[1:])])))
    return found


def _grouped(lines: list[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    at = 0
    while at < len(lines):
        group = [lines[at]]
        at += 1
        if group[0].text.endswith(":"):
            taken = _below(lines, at, group[0])
            group += taken
            at += len(taken)
        else:
            deeper = _deeper(lines, at, group[0])
            group += deeper
            at += len(deeper)
        groups.append(group)
    return groups


def _below(lines: list[Line], at: int, head: Line) -> list[Line]:
    bullets = []
    for line in lines[at:]:
        if line.depth is None or (head.depth is not None and line.depth <= head.depth):
            break
        bullets.append(line)
    return bullets or lines[at : at + 1]


def _deeper(lines: list[Line], at: int, head: Line) -> list[Line]:
    """Bullets nested under a bullet belong to it even without a colon."""
    nested = []
    for line in lines[at:]:
        if head.depth is None or line.depth is None or line.depth <= head.depth:
            break
        nested.append(line)
    return nested


def _are_a_list(groups: list[list[Line]]) -> bool:
    """Whether every group is a bullet or a numbered line, so that they are a list and not paragraphs."""
    return all(group[0].depth is not None or group[0].number or numbered(group[0].text)[0] for group in groups)


def leads_in(lines: list[Line]) -> list[str]:
    """The leads a cell names, each once: by line, semicolon, spaced slash, or a list of known agencies."""
    leads: list[str] = []
    for line in lines:
        for part in _PARTS.split(line.text):
            for name in _names(part.strip(" ,")):
                if name and name not in leads:
                    leads.append(name)
    return leads


def may_be_several(lead: str) -> bool:
    """Whether a lead kept as one name could be several: "and", "&" or a comma parts it and one side is a known lead."""
    pieces = [piece.strip() for piece in _JOINED.split(lead)]
    return len(pieces) > 1 and any(_is_an_agency(piece) for piece in pieces)


def _names(text: str) -> list[str]:
    listed = [name for piece in _COMMA.split(text) for name in _names_joined_by_and(piece.strip())]
    for pieces in (listed, [piece.strip() for piece in text.split("/")]):
        if len(pieces) > 1 and all(_is_an_agency(piece) for piece in pieces):
            return pieces
    return [text]


def _names_joined_by_and(text: str) -> list[str]:
    """The names on both sides of "and" or "&"; a group's own name may hold either, as in "Health & Wellbeing Board"."""
    pieces = [piece.strip() for piece in _AND.split(text)]
    grouped = [_names_a_group(piece) for piece in pieces]
    if all(_is_an_agency(piece) for piece in pieces) and (not grouped[-1] or all(grouped)):
        return pieces
    return [text]


def _names_a_group(text: str) -> bool:
    words = plain_words(text)
    return 1 < len(words) <= 6 and words[-1] in general("group_words") and text[:1].isupper()


def _is_an_agency(text: str) -> bool:
    return " ".join(plain_words(text)) in general("agencies") or bool(_INITIALS.fullmatch(text)) or _names_a_group(text)


def texts(cells: list[Cell]) -> list[str]:
    """The lines of several cells, each text once, a line that ends in a colon joined to what follows it."""
    found: list[str] = []
    for cell in cells:
        for line in cell.lines:
            if line.text not in found:
                found.append(line.text)
    return found
