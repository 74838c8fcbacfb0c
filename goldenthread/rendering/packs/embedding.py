"""Pages of partners' PDFs put where the pack left room for them, by adding to its end and changing nothing before.

Typst does not take pages of other PDFs into one that it checks against PDF/UA-1. It is given a picture of six dots
instead, tagged as a figure with the words of the page; the object of that picture then becomes the page itself, drawn
into the same square. Tags, words, reading order and everything else stay as Typst checked them.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from goldenthread.rendering.packs.pdf_copying import Copier

ACROSS, DOWN = 3, 2
_SIZE = ACROSS * DOWN * 3
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


@dataclass(frozen=True)
class Room:
    """The room left for one page: the dots that stand in it, and the page that will."""

    dots: bytes
    page: Any


def dots_for(secret: bytes, number: int) -> bytes:
    """Dots that no picture of a paper has, another for each number."""
    return hashlib.sha256(secret + number.to_bytes(4, "big")).digest()[:_SIZE]


def put_in_place(pack: bytes, rooms: Sequence[Room], prefix: str = "", first_page: int = 1) -> bytes:
    """The pack with each page in its room, and its pages known to readers' programs by their printed numbers.

    Raises `ValueError` where a room is not found.
    """
    reader = PdfReader(BytesIO(pack))
    wanted = {room.dots: room.page for room in rooms}
    found = _rooms_in(reader, wanted)
    if len(found) != len(wanted):
        raise ValueError("Not every page found its room in the pack.")
    size: int = reader.trailer["/Size"].get_object()  # type: ignore[assignment]
    copier = Copier(size)
    changed: dict[int, bytes] = {number: copier.form_of(wanted[dots]) for number, dots in found.items()}
    changed |= copier.objects
    if prefix or first_page > 1:
        root = reader.trailer.raw_get("/Root")
        changed[root.idnum] = _numbered(root.get_object(), prefix, first_page)
    return _added(pack, changed, reader.trailer, size) if changed else pack


def _rooms_in(reader: PdfReader, wanted: Mapping[bytes, Any]) -> dict[int, bytes]:
    """The number of the object that holds each set of dots."""
    found: dict[int, bytes] = {}
    for page in reader.pages if wanted else ():
        resources: Any = page["/Resources"]
        drawn = resources.get("/XObject", {})
        for name in drawn:
            number, picture = drawn.raw_get(name).idnum, drawn[name]
            if picture.get("/Width") == ACROSS and picture.get("/Height") == DOWN:
                dots = picture.get_data()
                if dots in wanted:
                    found[number] = dots
    return found


def _numbered(root: Any, prefix: str, first_page: int) -> bytes:
    """The catalogue of the document with the numbers of its pages as they are printed."""
    made = BytesIO()
    root.write_to_stream(made)
    labels = f"/PageLabels << /Nums [ 0 << /S /D /P ({prefix}) /St {first_page} >> ] >>\n"
    written = re.sub(rb"/PageLabels (?:\d+ \d+ R|<<.*?>>\s*\]\s*>>)\n?", b"", made.getvalue(), count=1, flags=re.DOTALL)
    return written.replace(b"<<", b"<<\n" + labels.encode("ascii"), 1)


def _added(pack: bytes, changed: Mapping[int, bytes], trailer: Any, size: int) -> bytes:
    """The document with objects added at its end, as ISO 32000-1, 7.5.6 has it."""
    begins = _START.search(pack[-64:])
    if begins is None:
        raise ValueError("The pack does not end as a PDF does.")
    made = bytearray(pack if pack.endswith(b"\n") else pack + b"\n")
    places: dict[int, int] = {}
    for number in sorted(changed):
        places[number] = len(made)
        made += b"%d 0 obj\n%b\nendobj\n" % (number, changed[number])
    at = len(made)
    made += b"xref\n"
    for run in _runs(sorted(places)):
        made += b"%d %d\n" % (run[0], len(run))
        made += b"".join(b"%010d 00000 n\r\n" % places[number] for number in run)
    entries = [f"/Size {max(size, max(places) + 1)}", f"/Prev {begins[1].decode()}"]
    for name in ("/Root", "/Info"):
        entries += [f"{name} {trailer.raw_get(name).idnum} 0 R"] if name in trailer else []
    identity = "".join(f"<{bytes(one.original_bytes).hex()}>" for one in trailer.get("/ID", []))
    made += f"trailer\n<< {' '.join(entries)} /ID [{identity}] >>\nstartxref\n{at}\n%%EOF\n".encode("ascii")
    return bytes(made)


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
