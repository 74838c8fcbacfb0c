"""Blocks as the data that the templates place: what is said, cleaned, with the widths and sizes it is set in."""

import hashlib
import re
import unicodedata
from typing import Any

from goldenthread.rendering import palette
from goldenthread.rendering.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    PageBreak,
    Paragraph,
    Photo,
    Picture,
    Section,
    Table,
    well_ordered,
)
from goldenthread.rendering.cleaning import printable

_LONG_WORD = re.compile(r"\S{26,}")
_BREAK_HERE = "\u200b"


def language_of(language: str) -> dict[str, Any]:
    """The language of a document ("en-GB") as the templates set it."""
    language, _, region = (language or "en-GB").partition("-")
    return {"lang": language.lower(), "region": region.upper()[:2] or None}


def colours() -> dict[str, str]:
    """The colours of the house by the names that the templates use."""
    return {
        "ink": palette.INK,
        "deep": palette.DEEP,
        "thread": palette.THREAD,
        "grey": palette.GREY_DARK,
        "line": palette.GREY_MIDDLE,
        "header": palette.HEADER,
    }


def sections_of(blocks: tuple[Block, ...], landscape: bool, files: dict[str, bytes]) -> list[dict[str, Any]]:
    """The blocks parted where the page turns; the first section is there even where nothing is printed.

    Pictures made of dots are put into `files` under the names that the blocks then give.
    """
    sections: list[dict[str, Any]] = [{"landscape": landscape, "blocks": []}]
    for block in well_ordered(blocks):
        if isinstance(block, Section):
            sections.append({"landscape": block.landscape, "blocks": []})
        else:
            sections[-1]["blocks"].append(block_of(block, sections[-1]["landscape"], files))
    return [section for number, section in enumerate(sections) if section["blocks"] or number == 0]


def block_of(block: Block, landscape: bool, files: dict[str, bytes]) -> dict[str, Any]:
    """One block as data. Raises `TypeError` for what is no block."""
    match block:
        case Heading(level, text):
            return {"kind": "heading", "level": level, "text": heading_text(text)}
        case Paragraph(text, role):
            return {"kind": role or "paragraph", "text": breakable(text)}
        case Bullets(items, mark, numbered):
            kind = "numbered" if numbered else "bullets"
            return {"kind": kind, "items": [breakable(item) for item in items], "mark": mark}
        case Table():
            return {"kind": "table"} | _table(block, landscape)
        case Picture(svg, alt, caption, data):
            return {
                "kind": "picture",
                "svg": svg,
                "alt": printable(alt) or "Picture",
                "caption": printable(caption),
                "data": _table(data, landscape) if data else None,
                "width": _share_of_width(svg, landscape),
            }
        case Photo(content, kind, alt, caption, across):
            name = f"{hashlib.sha256(content).hexdigest()}.{kind}"
            files[name] = content
            about = {"alt": printable(alt) or "Picture", "caption": printable(caption), "across": across}
            return {"kind": "photo", "file": name} | about
        case PageBreak():
            return {"kind": "break"}
        case _:
            raise TypeError(f"Not a block that can be printed: {type(block).__name__}")


def heading_text(text: str) -> str:
    """The text of a heading; a dash where nothing in it can be seen, since PDF/UA has no empty headings."""
    clean = printable(text)
    return clean if any(unicodedata.category(letter)[0] not in "CZM" for letter in clean) else "–"


def _share_of_width(svg: str, landscape: bool) -> float:
    """How much of the text's width a drawing takes, in per cent: its own size at 96 pixels an inch, never more."""
    found = re.search(r'<svg[^>]*\bwidth="([\d.]+)', svg)
    across = 728.0 if not landscape else 1058.0
    return min(100.0, 100 * float(found[1]) / across) if found else 100.0


def _table(table: Table, landscape: bool) -> dict[str, Any]:
    wide = len(table.columns) > (7 if landscape else 4)
    size = 8.5 if wide else 9.5
    shares = [max(column.width, 0.05) for column in table.columns]
    points = [share / sum(shares) * _TEXT_POINTS[landscape] for share in shares]
    rows: list[list[dict[str, Any]]] = [[] for _ in table.rows]
    for row, column, cell in table.placed():
        across = sum(points[column : column + cell.colspan]) - _INSET
        rows[row].append(_cell(cell) | {"hyphenate": _too_wide(cell, across / size)})
    return {
        "caption": printable(table.caption),
        "headings": [breakable(column.heading) for column in table.columns] if table.has_header else [],
        "widths": shares,
        "repeat": table.repeat_header,
        "size": size,
        "rows": rows,
    }


# A4 without its margins, upright and across, and the space inside a cell, all in points.
_TEXT_POINTS = {False: 481.0, True: 728.0}
_INSET = 11.0
_LETTER = 0.56


def _too_wide(cell: Cell, ems: float) -> bool:
    """Whether a word of the cell may not fit its width: only then is it worth the time to find where to hyphenate."""
    letters = ems / _LETTER
    return any(len(word) > letters for text in (*cell.lines(), *cell.bullets) for word in text.split())


def breakable(text: str) -> str:
    """Text whose very long words may break anywhere, so that nothing runs out of its cell."""
    return _LONG_WORD.sub(lambda word: _BREAK_HERE.join(word[0]), printable(text))


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "lines": [breakable(line) for line in cell.lines()],
        "bullets": [breakable(item) for item in cell.bullets],
        "mark": cell.mark,
        "bold": cell.bold,
        "fill": cell.tint.background if cell.tint else None,
        "text": cell.tint.text if cell.tint else None,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
    }
