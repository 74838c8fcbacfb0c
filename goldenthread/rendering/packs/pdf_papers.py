"""PDFs that partners send as papers: whether they can be shown, what each page says, and how it can be shown.

A page is shown as a picture of itself: within the pack it is one figure whose alternative text is what the page says.
Two ways lead there. Where the page draws with fonts that it carries, it is taken over as it is, so that its words can
still be searched and copied. PDF/UA-1 (ISO 14289-1, 7.21.4) refuses a font that is not carried, so a page that relies
on one, or that has layers which are switched off, is drawn anew with its letters as shapes. Fields that were filled in,
stamps and marks are first made part of the page, since a picture of a page has nothing upon it.
"""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from goldenthread.rendering.cleaning import printable
from goldenthread.rendering.packs.pdf_copying import content_of
from goldenthread.rendering.packs.pdf_flattening import flattened, is_drawn_upon
from goldenthread.rendering.reading import Unreadable

logger = logging.getLogger(__name__)
PAGES, CONTENT, REMEMBERED = 400, 4_000_000, 1000
LOCKED = "The PDF is locked with a password."
BROKEN = "The PDF is damaged and cannot be opened."
EMPTY = "The PDF has no pages."
TOO_LONG = f"The PDF has more than {PAGES} pages."
_SMALLEST, _LARGEST = 20.0, 14_400.0
_said: OrderedDict[str, tuple[str, ...]] = OrderedDict()


@dataclass(frozen=True)
class PdfPage:
    """One page as it is seen: its size in points, what it says, and whether it may be taken over as it is."""

    width: float
    height: float
    text: str
    is_whole: bool
    source: Any


@dataclass(frozen=True)
class Pdf:
    """A PDF that can be shown: its bytes, with nothing upon its pages, and the pages."""

    content: bytes
    pages: tuple[PdfPage, ...]


def read_pdf(content: bytes) -> Pdf:
    """A PDF and its pages. Raises `Unreadable` where they cannot be shown; never anything else, for any bytes."""
    try:
        return _read(content)
    except Unreadable:
        raise
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError) as damage:
        logger.info("A PDF could not be read", exc_info=damage)
        raise Unreadable(BROKEN) from damage
    except (AssertionError, MemoryError, NotImplementedError, ValueError) as damage:
        logger.info("A PDF could not be read", exc_info=damage)
        raise Unreadable(BROKEN) from damage


def _read(content: bytes) -> Pdf:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(LOCKED)
    count = len(reader.pages)
    if count == 0:
        raise Unreadable(EMPTY)
    if count > PAGES:
        raise Unreadable(TOO_LONG)
    key = _fingerprint(content)
    if reader.is_encrypted or any(is_drawn_upon(page) for page in reader.pages):
        content = flattened(reader)
        reader = PdfReader(BytesIO(content))
    layered = _has_hidden_layers(reader)
    checked: dict[int, bool] = {}
    pages = list(reader.pages)
    texts = _texts(key, pages)
    return Pdf(content, tuple(_page(page, text, checked, layered) for page, text in zip(pages, texts, strict=True)))


def _page(page: Any, text: str, checked: dict[int, bool], layered: bool) -> PdfPage:
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    across, down = right - left, top - bottom
    if not (_SMALLEST < across < _LARGEST and _SMALLEST < down < _LARGEST):
        raise Unreadable(BROKEN)
    if page.rotation % 180:
        across, down = down, across
    is_whole = not layered and _carries(page.get("/Resources"), checked)
    return PdfPage(across, down, text, is_whole, page)


def known_words(contents: Sequence[bytes]) -> dict[str, tuple[str, ...]]:
    """What the pages of these files say, of those that were read before, by their fingerprints."""
    keys = [_fingerprint(content) for content in contents]
    return {key: _said[key] for key in keys if key in _said}


def remember_words(known: Mapping[str, tuple[str, ...]]) -> None:
    """Take over what another process has read; what was read longest ago is forgotten."""
    for key, texts in known.items():
        _said[key] = texts
        _said.move_to_end(key)
    while len(_said) > 1 and sum(len(texts) for texts in _said.values()) > REMEMBERED:
        _said.popitem(last=False)


def forget_words() -> None:
    """Forget what every file says, as a process does that has just begun."""
    _said.clear()


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _texts(key: str, pages: Sequence[Any]) -> tuple[str, ...]:
    """What each page says; kept for the next pack that holds the same file, since reading it takes longest of all."""
    texts = _said[key] if key in _said else tuple(_text(page) for page in pages)
    remember_words({key: texts})
    return texts


def _text(page: Any) -> str:
    """The words of the page; nothing where they cannot be found."""
    try:
        if len(content_of(page)) > CONTENT:
            return ""
        return printable(page.extract_text())
    except Exception as damage:
        logger.info("The words of a page of a PDF could not be read", exc_info=damage)
        return ""


def _has_hidden_layers(reader: PdfReader) -> bool:
    layers = reader.root_object.get("/OCProperties")
    if layers is None:
        return False
    shown = layers.get_object().get("/D")
    if shown is None:
        return False
    shown = shown.get_object()
    return bool(shown.get("/OFF")) or shown.get("/BaseState") not in (None, "/ON")


def _carries(resources: Any, checked: dict[int, bool]) -> bool:
    """True where every font that these resources name comes with its letters, in them and in what they draw."""
    resources = resources.get_object() if resources is not None else None
    if not resources or id(resources) in checked:
        return checked.get(id(resources), True)
    checked[id(resources)] = True
    fonts = _within(resources, "/Font")
    carried = all(_is_carried(font) for font in fonts)
    for name in ("/XObject", "/Pattern"):
        within = _within(resources, name)
        carried = carried and all(
            one.get("/Subtype") != "/PS" and _carries(one.get("/Resources"), checked) for one in within
        )
    checked[id(resources)] = carried
    return carried


def _within(resources: Any, name: str) -> list[Any]:
    named = resources.get(name)
    return [one.get_object() for one in named.get_object().values()] if named else []


def _is_carried(font: Any) -> bool:
    kind = font.get("/Subtype")
    if kind == "/Type3":
        return True
    if kind == "/Type0":
        if "/ToUnicode" not in font:
            return False
        font = font["/DescendantFonts"].get_object()[0].get_object()
    elif "/ToUnicode" not in font and "/Encoding" not in font:
        return False
    description = font["/FontDescriptor"].get_object() if "/FontDescriptor" in font else {}
    return any(name in description for name in ("/FontFile", "/FontFile2", "/FontFile3"))
