"""The prose of a plan as people type it and as it is kept: one shape for each kind of section."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# The kinds of section that are written on the page; the others come from a file and are shown as it had them.
WRITTEN_SECTIONS: Mapping[str, str] = {
    "prose": "Text under a heading",
    "vision": "Vision",
    "purposes": "Purposes",
    "values": "Values",
    "drivers": "Strategic drivers",
    "assurance_methods": "How we get assurance",
    "learning_journey": "Learning",
}
SECTION_HINTS: Mapping[str, str] = {
    "prose": "A blank line begins a new paragraph. A line that begins with - is a bullet",
    "vision": "A blank line begins a new paragraph",
    "purposes": "One a line",
    "values": "One a line: the value, a colon, and what you mean by it",
    "drivers": "The driver on a line of its own; its points beneath it, each beginning with -",
    "assurance_methods": "One a line: the way, a colon, and what it is for",
    "learning_journey": "One a line",
}
_PAIRS = {"values": ("name", "text"), "assurance_methods": ("title", "purpose")}


@dataclass
class Piece:
    """Something to print: a heading (or none), paragraphs, then bullets, then pieces of its own."""

    heading: str = ""
    paragraphs: list[str] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    pieces: list["Piece"] = field(default_factory=list)


def section_body(kind: str, text: str, heading: str = "") -> dict[str, Any]:
    """What was typed for a section of one of `WRITTEN_SECTIONS`, in the shape in which it is kept.

    That is the shape of a plan document's JSON: under its own kind a vision is a text, drivers are [{"name",
    "points"}], values and assurance methods pairs, purposes and learning lines; prose is {"heading", "paragraphs",
    "bullets"}.
    """
    text = text.replace("\r\n", "\n").strip()
    lines = [line.strip() for line in text.split("\n")]
    if kind == "vision":
        return {kind: text}
    if kind == "prose":
        bullets = [_bare(line) for line in lines if _is_bullet(line)]
        found = {"heading": heading, "paragraphs": _paragraphs(lines), "bullets": bullets}
        return {key: value for key, value in found.items() if value}
    if kind == "drivers":
        return {kind: _drivers(lines)}
    if kind in _PAIRS:
        first, second = _PAIRS[kind]
        halves = [[half.strip() for half in line.split(":", 1)] for line in split_lines(text)]
        return {kind: [{first: name, second: "".join(said)} for name, *said in halves if name or any(said)]}
    return {kind: split_lines(text)}


def section_text(kind: str, body: Mapping[str, Any]) -> str:
    """The text that `section_body` would read back as `body`, for a section of one of `WRITTEN_SECTIONS`."""
    if kind == "prose":
        bullets = "\n".join(f"- {one}" for one in body.get("bullets", []))
        return "\n\n".join(filter(None, [*body.get("paragraphs", []), bullets]))
    found = body.get(kind, "" if kind == "vision" else [])
    if kind == "vision":
        return str(found)
    if kind == "drivers":
        return "\n\n".join("\n".join([one["name"], *(f"- {p}" for p in one.get("points", []))]) for one in found)
    if kind in _PAIRS:
        first, second = _PAIRS[kind]
        return "\n".join(f"{one[first]}: {one[second]}" if one.get(second) else one[first] for one in found)
    return "\n".join(found)


def pieces_of(kind: str, body: Mapping[str, Any]) -> list[Piece]:
    """Any section's body as something to print, whatever its shape; only the section's own heading is left out."""
    bare = {key: value for key, value in body.items() if key != "heading"}
    piece = _piece(bare.get(kind, bare))
    return [piece] if piece.paragraphs or piece.bullets else piece.pieces


def _piece(value: Any) -> Piece:
    if isinstance(value, str):
        return Piece(paragraphs=[block for block in value.split("\n\n") if block.strip()])
    if isinstance(value, Mapping):
        return _of_mapping(value)
    if isinstance(value, Sequence):
        return _of_list(value)
    return Piece(paragraphs=[] if value is None else [str(value)])


def _of_list(items: Sequence[Any]) -> Piece:
    if all(isinstance(item, str) for item in items):
        return Piece(bullets=[item for item in items if item.strip()])
    return Piece(pieces=[_piece(item) for item in items])


def _of_mapping(body: Mapping[str, Any]) -> Piece:
    """A name or title becomes the heading; what stands under "text", "items" and the like needs none of its own."""
    whole = Piece(heading=str(body.get("name") or body.get("title") or body.get("heading") or body.get("report") or ""))
    for key, value in body.items():
        if key in ("name", "title", "heading", "report") or value in (None, "", [], {}):
            continue
        inner = _piece(value)
        if key in _UNNAMED:
            whole.paragraphs += inner.paragraphs
            whole.bullets += inner.bullets
            whole.pieces += inner.pieces
        elif isinstance(value, str):
            whole.paragraphs.append(f"{_words(key)}: {value}")
        else:
            inner.heading = inner.heading or _words(key)
            whole.pieces.append(inner)
    return whole


_UNNAMED = frozenset({"text", "paragraphs", "bullets", "items", "points", "purpose", "left_over"})


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()


_MARK = re.compile(r"^[-•*]\s+")


def split_lines(text: str) -> list[str]:
    """The lines that hold anything, without the marks of a list in front of them."""
    return [bare for line in text.splitlines() if (bare := _bare(line.strip()))]


def _is_bullet(line: str) -> bool:
    return bool(_MARK.match(line))


def _bare(line: str) -> str:
    return _MARK.sub("", line).strip()


def _paragraphs(lines: list[str]) -> list[str]:
    """The lines that are no bullets, joined into paragraphs at blank lines and at bullets."""
    found: list[list[str]] = [[]]
    for line in lines:
        if not line or _is_bullet(line):
            found.append([])
        else:
            found[-1].append(line)
    return ["\n".join(block) for block in found if block]


def _drivers(lines: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in lines:
        if _is_bullet(line) and found:
            found[-1]["points"].append(_bare(line))
        elif _bare(line):
            found.append({"name": _bare(line), "points": []})
    return found
