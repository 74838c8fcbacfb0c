"""PDF/UA-1 through Typst: tagged, titled, in a language, with table headers and the words for every picture."""

from typing import Any

from goldenthread.rendering.blocks import Report
from goldenthread.rendering.cleaning import printable
from goldenthread.rendering.typed_blocks import colours, heading_text, language_of, sections_of
from goldenthread.rendering.typesetting import typeset


def pdf(report: Report) -> bytes:
    """The report as a PDF that meets PDF/UA-1 (ISO 14289-1, the standard Typst checks as it writes).

    Text is handed over as data, so nothing in it is ever read as markup. A character that no font at hand can draw
    (an emoji, a script outside Latin, Greek, Cyrillic, Hebrew and Arabic) is printed as its name in square brackets.
    Raises `typst.TypstError` for a picture that cannot be drawn.
    """
    files: dict[str, bytes] = {}
    return typeset("report.typ", _data(report, files), files)


def _data(report: Report, files: dict[str, bytes]) -> dict[str, Any]:
    marking = printable(report.marking).strip()
    standing = ". ".join(part for part in (printable(report.issued).strip(), marking and f"Marking: {marking}") if part)
    return language_of(report.language) | {
        "title": heading_text(" ".join(printable(report.title).split())),
        "subtitle": printable(report.subtitle).strip(),
        "author": printable(report.author),
        "keywords": [marking] if marking else [],
        "marking": marking,
        "issued": printable(report.issued).strip(),
        "standing": standing,
        "palette": colours(),
        "sections": sections_of(report.blocks, report.landscape, files),
    }
