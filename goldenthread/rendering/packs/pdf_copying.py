"""Objects of a stranger's PDF copied into another: only what draws a page, nothing that acts, tags or remembers."""

import copy
import re
from io import BytesIO
from typing import Any

from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

# What a picture of a page has no use for. Tags and their numbers belong to the document it was taken from.
_LEFT = {
    "/StructParent", "/StructParents", "/Metadata", "/PieceInfo", "/LastModified", "/OC", "/OPI", "/AA", "/A",
    "/Parent", "/Annots", "/AF", "/Ref",
}  # fmt: skip
_TOKEN = re.compile(
    rb"""(?P<string>\((?:[^()\\]|\\.)*\)) | (?P<nested>\() | %[^\r\n]* | << | >> | <[0-9A-Fa-f\s]*>
    | /[^\s()<>\[\]{}/%]* | (?P<word>[^\s()<>\[\]{}/%]+)""",
    re.VERBOSE | re.DOTALL,
)
_MARKS = {b"BMC", b"BDC", b"EMC", b"MP", b"DP"}
_MARKED = re.compile(rb"\b(?:BMC|BDC|EMC|MP|DP)\b")
_OPERAND = re.compile(rb"[-+.\d]|true$|false$|null$")
_END_OF_IMAGE = re.compile(rb"\sEI(?=\s|$)")


class Copier:
    """Copies objects, each once, giving them numbers from `first` on; `objects` holds them as they are written."""

    def __init__(self, first: int) -> None:
        self.objects: dict[int, bytes] = {}
        self._next = first
        self._known: dict[tuple[int, int], int] = {}
        self._waiting: list[tuple[int, Any]] = []

    def form_of(self, page: Any) -> bytes:
        """The page as a form that fills the unit square, for an object of its own; what it draws is copied too."""
        form = DecodedStreamObject()
        form.set_data(unmarked(content_of(page)))
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject([FloatObject(float(edge)) for edge in page.cropbox]),
                NameObject("/Matrix"): ArrayObject([FloatObject(f"{number:.8f}") for number in _to_unit_square(page)]),
            }
        )
        for name in ("/Resources", "/Group"):
            if name in page:
                form[NameObject(name)] = self._placed(page[name])
        written = _written(form.flate_encode())
        while self._waiting:
            number, waiting = self._waiting.pop()
            self.objects[number] = _written(self._copied(waiting))
        return written

    def _placed(self, value: Any) -> PdfObject:
        """The value as it stands within a copied object: what it refers to is given a number and waits."""
        if isinstance(value, IndirectObject):
            key = (id(value.pdf), value.idnum)
            if key not in self._known:
                self._known[key], self._next = self._next, self._next + 1
                self._waiting.append((self._known[key], value.get_object()))
            return IndirectObject(self._known[key], 0, None)
        if isinstance(value, StreamObject):
            raise ValueError("A stream stands where only its number may.")
        return self._copied(value)

    def _copied(self, value: Any) -> PdfObject:
        if isinstance(value, StreamObject):
            return self._copied_stream(value)
        if isinstance(value, DictionaryObject):
            return DictionaryObject(self._entries(value))
        if isinstance(value, ArrayObject):
            return ArrayObject([self._placed(part) for part in value])
        return value

    def _copied_stream(self, stream: Any) -> PdfObject:
        if stream.get("/Subtype") == "/Form" and _MARKED.search(stream.get_data()):
            plain = DecodedStreamObject()
            plain.set_data(unmarked(stream.get_data()))
            left = {"/Filter", "/DecodeParms", "/Length"}
            plain.update({name: value for name, value in self._entries(stream).items() if name not in left})
            return plain.flate_encode()
        same = copy.copy(stream)
        entries = self._entries(stream)
        same.clear()
        same.update(entries)
        return same

    def _entries(self, value: Any) -> dict[Any, PdfObject]:
        return {name: self._placed(dict.__getitem__(value, name)) for name in value if name not in _LEFT}


def content_of(page: Any) -> bytes:
    """What draws the page, unpacked and in one piece."""
    content = page.get_contents()
    return content.get_data() if isinstance(content, ContentStream | StreamObject) else b""


def _written(value: PdfObject) -> bytes:
    made = BytesIO()
    value.write_to_stream(made)
    return made.getvalue()


def _to_unit_square(page: Any) -> tuple[float, ...]:
    """The matrix that turns the page as its rotation says and fits it to a square of one by one."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    across, down = right - left, top - bottom
    match page.rotation % 360:
        case 90:
            return (0, -1 / across, 1 / down, 0, -bottom / down, right / across)
        case 180:
            return (-1 / across, 0, 0, -1 / down, right / across, top / down)
        case 270:
            return (0, 1 / across, -1 / down, 0, top / down, -left / across)
        case _:
            return (1 / across, 0, 0, 1 / down, -left / across, -bottom / down)


def unmarked(content: bytes) -> bytes:
    """The same drawing without the marks of a tagged document, which mean nothing outside of it."""
    if not _MARKED.search(content):
        return content
    kept: list[bytes] = []
    written, operands, at = 0, 0, 0
    while found := _TOKEN.search(content, at):
        at = found.end()
        if found["nested"]:
            at = _end_of_string(content, found.start())
        word = found["word"]
        if word is None or _OPERAND.match(word):
            continue
        if word == b"ID":
            ended = _END_OF_IMAGE.search(content, at)
            at = ended.end() if ended else len(content)
        elif word in _MARKS:
            kept += [content[written:operands], b"\n"]
            written = at
        operands = at
    return b"".join([*kept, content[written:]])


def _end_of_string(content: bytes, start: int) -> int:
    """Where a string with brackets in it ends."""
    depth, at = 0, start
    while at < len(content):
        letter = content[at]
        at += 2 if letter == 0x5C else 1
        depth += (letter == 0x28) - (letter == 0x29)
        if depth == 0:
            break
    return at
