"""What lies upon the pages of a PDF (filled-in fields, stamps, marks) made part of the pages themselves."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

# What leads somewhere or waits to be opened is no part of how the page looks.
_NOT_DRAWN = {"/Link", "/Popup", "/Text", "/FileAttachment"}
_HIDDEN = 0x02 | 0x20


def is_drawn_upon(page: Any) -> bool:
    """True where something that is not part of the page itself is seen on it."""
    return bool(_looks(page))


def flattened(reader: PdfReader) -> bytes:
    """The same document with nothing upon its pages and no lock; each page looks as it did."""
    writer = PdfWriter(clone_from=reader)
    for page in writer.pages:
        _flatten(writer, page)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _flatten(writer: PdfWriter, page: Any) -> None:
    drawing = []
    resources: Any = page["/Resources"].get_object() if "/Resources" in page else DictionaryObject()
    drawn = DictionaryObject(resources["/XObject"].get_object()) if "/XObject" in resources else DictionaryObject()
    for number, (annotation, look) in enumerate(_looks(page)):
        place = _matrix(annotation, look.get_object())
        if place is not None:
            name = f"/GoldenThreadUpon{number}"
            drawn[NameObject(name)] = look
            look.get_object()[NameObject("/Subtype")] = NameObject("/Form")
            drawing.append(f"q {' '.join(f'{one:.5f}' for one in place)} cm {name} Do Q")
    if drawing:
        # Resources may be shared between pages; each gets its own.
        own = DictionaryObject(resources)
        own[NameObject("/XObject")] = drawn
        page[NameObject("/Resources")] = own
        contents = page.get_contents()
        before, after = DecodedStreamObject(), DecodedStreamObject()
        before.set_data(b"q\n" + (contents.get_data() if contents is not None else b"") + b"\nQ\n")
        after.set_data("\n".join(drawing).encode("ascii"))
        parts = [writer._add_object(before), writer._add_object(after)]
        page[NameObject("/Contents")] = ArrayObject(parts)
    page.pop("/Annots", None)


def _looks(page: Any) -> list[tuple[Any, Any]]:
    """Everything that is seen upon the page, each with the drawing of it as it stands now."""
    found = []
    for reference in page.get("/Annots") or []:
        annotation = reference.get_object()
        if annotation.get("/Subtype") in _NOT_DRAWN or int(annotation.get("/F", 0)) & _HIDDEN:
            continue
        looks: Any = annotation["/AP"].get_object() if "/AP" in annotation else {}
        look = looks.raw_get("/N") if "/N" in looks else None
        if look is not None and not hasattr(look.get_object(), "get_data"):
            states, state = look.get_object(), annotation.get("/AS", "/Off")
            look = states.raw_get(state) if state in states else None
        if look is not None and hasattr(look.get_object(), "get_data"):
            found.append((annotation, look))
    return found


def _matrix(annotation: Any, look: Any) -> tuple[float, ...] | None:
    """The matrix that puts a drawing where its annotation lies (ISO 32000-1, 12.5.5); None where it has no size."""
    a, b, c, d, e, f = (float(one) for one in look.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    left, bottom, right, top = (float(edge) for edge in look.get("/BBox", (0, 0, 0, 0)))
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    x1, x2 = min(x for x, _ in corners), max(x for x, _ in corners)
    y1, y2 = min(y for _, y in corners), max(y for _, y in corners)
    edges = [float(edge) for edge in annotation.get("/Rect", (0, 0, 0, 0))]
    if x1 == x2 or y1 == y2 or len(edges) != 4:
        return None
    across, down = abs(edges[2] - edges[0]) / (x2 - x1), abs(edges[3] - edges[1]) / (y2 - y1)
    return (across, 0, 0, down, min(edges[0], edges[2]) - x1 * across, min(edges[1], edges[3]) - y1 * down)
