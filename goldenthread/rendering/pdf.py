"""PDF/UA-1 through Typst: tagged, titled, in a language, with table headers and the words for every picture."""

import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from goldenthread.rendering import palette
from goldenthread.rendering.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Report,
    Section,
    Table,
    well_ordered,
)
from goldenthread.rendering.cleaning import printable

_TEMPLATE = Path(__file__).parent / "typst" / "report.typ"
_REFUSED = re.compile(
    r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed|disallowed codepoint `"((?:[^"\\]|\\.)+)"`'
)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_ATTEMPTS = 4
_LONG_WORD = re.compile(r"\S{26,}")
_BREAK_HERE = "\u200b"

# Letters already found to have no font on this machine, so that the next report need not be tried twice.
_learnt: dict[str, str] = {}


def pdf(report: Report) -> bytes:
    """The report as a PDF that meets PDF/UA-1 (ISO 14289-1, the standard Typst checks as it writes).

    Text is handed over as data, so nothing in it is ever read as markup. A character that no font at hand can draw
    (an emoji, a script outside Latin, Greek, Cyrillic, Hebrew and Arabic) is printed as its name in square brackets.
    Raises `typst.TypstError` for a picture whose SVG cannot be drawn.
    """
    data = _without(_data(report), _learnt) if _learnt else _data(report)
    for _ in range(_ATTEMPTS):
        try:
            return _compiled(data)
        except typst.TypstError as error:
            refused = _refused(str(error.diagnostic))
            if not refused:
                raise
            _learnt.update(refused)
            data = _without(data, refused)
    return _compiled(_latin(data))


@cache
def _fonts() -> typst.Fonts:
    """Typst's own fonts first; the machine's only for the letters those lack: the template names its own."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


@lru_cache(maxsize=1)
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _compiled(data: dict[str, Any]) -> bytes:
    compiler = typst.Compiler(_template(), font_paths=_fonts())
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(data)})
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single document.")
    return made


def _refused(diagnostic: str) -> dict[str, str]:
    """Each character the fonts or the standard refuse, with what is printed in its place."""
    clusters = [first or second for first, second in _REFUSED.findall(diagnostic)]
    letters = {_ESCAPE.sub(lambda code: chr(int(code[1], 16)), cluster) for cluster in clusters}
    return {letter: _named(letter) for cluster in letters for letter in cluster if ord(letter) > 127}


def _named(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Cc", "Cf", "Cs", "Mn", "Me"}:
        return ""
    return f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]"


def _without(value: Any, refused: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.translate({ord(letter): said for letter, said in refused.items()})
    if isinstance(value, list):
        return [_without(part, refused) for part in value]
    if isinstance(value, dict):
        return {key: _without(part, refused) for key, part in value.items()}
    return value


def _latin(data: dict[str, Any]) -> dict[str, Any]:
    """The same data with every letter beyond U+024F named: the last resort, which any font can draw."""
    letters = {letter for letter in json.dumps(data, ensure_ascii=False) if ord(letter) > 0x24F}
    changed: dict[str, Any] = _without(data, {letter: _named(letter) for letter in letters})
    return changed


def _data(report: Report) -> dict[str, Any]:
    language, _, region = (report.language or "en-GB").partition("-")
    marking = printable(report.marking).strip()
    standing = ". ".join(part for part in (printable(report.issued).strip(), marking and f"Marking: {marking}") if part)
    return {
        "title": _heading(" ".join(printable(report.title).split())),
        "subtitle": printable(report.subtitle).strip(),
        "author": printable(report.author),
        "keywords": [marking] if marking else [],
        "lang": language.lower(),
        "region": region.upper()[:2] or None,
        "marking": marking,
        "issued": printable(report.issued).strip(),
        "standing": standing,
        "palette": {
            "ink": palette.INK,
            "deep": palette.DEEP,
            "grey": palette.GREY_DARK,
            "line": palette.GREY_MIDDLE,
            "header": palette.HEADER,
        },
        "sections": _sections(report),
    }


def _sections(report: Report) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = [{"landscape": report.landscape, "blocks": []}]
    for block in well_ordered(report.blocks):
        if isinstance(block, Section):
            sections.append({"landscape": block.landscape, "blocks": []})
        else:
            sections[-1]["blocks"].append(_block(block, sections[-1]["landscape"]))
    return [section for number, section in enumerate(sections) if section["blocks"] or number == 0]


def _block(block: Block, landscape: bool) -> dict[str, Any]:
    match block:
        case Heading(level, text):
            return {"kind": "heading", "level": level, "text": _heading(text)}
        case Paragraph(text, role):
            return {"kind": role or "paragraph", "text": _breakable(text)}
        case Bullets(items, mark, numbered):
            kind = "numbered" if numbered else "bullets"
            return {"kind": kind, "items": [_breakable(item) for item in items], "mark": mark}
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
        case PageBreak():
            return {"kind": "break"}
        case _:
            raise TypeError(f"Not a block that can be printed: {type(block).__name__}")


def _heading(text: str) -> str:
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
        "headings": [_breakable(column.heading) for column in table.columns] if table.has_header else [],
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


def _breakable(text: str) -> str:
    """Text whose very long words may break anywhere, so that nothing runs out of its cell."""
    return _LONG_WORD.sub(lambda word: _BREAK_HERE.join(word[0]), printable(text))


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "lines": [_breakable(line) for line in cell.lines()],
        "bullets": [_breakable(item) for item in cell.bullets],
        "mark": cell.mark,
        "bold": cell.bold,
        "fill": cell.tint.background if cell.tint else None,
        "text": cell.tint.text if cell.tint else None,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
    }
