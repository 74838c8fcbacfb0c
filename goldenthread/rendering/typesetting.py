"""Typst put to work: templates, data and pictures in, PDF/UA-1 out, whatever letters the text is made of."""

import base64
import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

_TEMPLATES = Path(__file__).parent / "typst"
_SHARED = "blocks.typ"
_REFUSED = re.compile(
    r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed|disallowed codepoint `"((?:[^"\\]|\\.)+)"`'
)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_NESTED = re.compile(rb'data:image/svg\+xml;base64,([^"]+)')
_ATTEMPTS = 4
_LARGE, _KEPT = 150_000, 10

# Letters already found to have no font on this machine, so that the next document need not be tried twice.
_learnt: dict[str, str] = {}


def typeset(template: str, data: dict[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF that a template makes of the data and of the pictures it names, checked against PDF/UA-1 as it is made.

    Text is handed over as data, so nothing in it is ever read as markup. A character that no font at hand can draw
    (an emoji, a script outside Latin, Greek, Cyrillic, Hebrew and Arabic) is printed as its name in square brackets.
    Raises `typst.TypstError` for a picture that cannot be drawn.
    """
    if not files:
        return _typeset(template, data, None)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return _typeset(template, data, folder)


def _typeset(template: str, data: dict[str, Any], folder: str | None) -> bytes:
    data = _without(data, _learnt) if _learnt else data
    for _ in range(_ATTEMPTS):
        try:
            return _compiled(template, data, folder)
        except typst.TypstError as error:
            refused = _refused(str(error.diagnostic))
            if not refused:
                raise
            _learnt.update(refused)
            data = _without(data, refused)
    return _compiled(template, _latin(data), folder)


def learnt() -> dict[str, str]:
    """The letters that no font here can draw, as far as they are known, with what is printed in their place."""
    return dict(_learnt)


def learn(letters: Mapping[str, str]) -> None:
    """Take over what another process has learnt."""
    _learnt.update(letters)


@cache
def fonts() -> typst.Fonts:
    """Typst's own fonts first; the machine's only for the letters those lack: the templates name their own."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


@lru_cache(maxsize=8)
def _template(name: str) -> bytes:
    return (_TEMPLATES / name).read_bytes()


def _compiled(template: str, data: dict[str, Any], folder: str | None) -> bytes:
    sources: Any = {"main": _template(template), _SHARED: _template(_SHARED)}
    compiler = typst.Compiler(sources, root=folder, font_paths=fonts())
    said = json.dumps(data)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": said})
    if len(said) > _LARGE:
        _forget()
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single document.")
    return made


def _forget() -> None:
    """Let Typst forget a large document. It keeps what it set in its last ten, some 100 MB for each of 100 pages."""
    for _ in range(_KEPT + 1):
        typst.Compiler(b"#set page(width: 1pt)", font_paths=fonts()).compile(format="pdf")


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


def drawn_pages(content: bytes, numbers: Sequence[int]) -> list[bytes]:
    """The pages of a PDF of these numbers, counted from 1, as SVG drawings with their letters as shapes.

    Raises `Undrawable` where the PDF is such that it cannot be drawn.
    """
    source = ["#set page(width: auto, height: auto, margin: 0pt)"]
    source.append("#pagebreak()".join(f'#image("file.pdf", page: {number})\n' for number in numbers))
    made = _tried("\n".join(source).encode(), "file.pdf", content, "svg")
    found = [_NESTED.search(page) for page in (made if isinstance(made, list) else [made])]
    drawings = [base64.b64decode(one[1]) for one in found if one]
    if len(drawings) != len(numbers):
        raise Undrawable
    return drawings


def can_be_drawn(content: bytes, kind: str) -> bool:
    """Whether a picture made of dots ("png", "jpg") can be drawn at all. Never raises."""
    try:
        _tried(f'#image("file.{kind}", width: 10pt)'.encode(), f"file.{kind}", content, "pdf")
    except Undrawable:
        return False
    return True


class Undrawable(Exception):
    """A file of pictures or pages that Typst cannot draw."""


def _tried(source: bytes, name: str, content: bytes, format: Any) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        try:
            return typst.Compiler(source, root=folder, font_paths=fonts()).compile(format=format)
        except typst.TypstError as refusal:
            raise Undrawable from refusal
        except BaseException as broken:
            # A file that breaks the reader within Typst is no reason for the whole pack to break.
            if type(broken).__name__ != "PanicException":
                raise
            raise Undrawable from broken
