"""What the readers of papers share: how large a paper may be, and how it is said that one cannot be read."""

import zipfile
from io import BytesIO

from docx.image.image import Image

UNPACKED, WORDS, PARTS = 100 * 1024 * 1024, 30 * 1024 * 1024, 10_000
PIXELS = 50_000_000
ROWS, COLUMNS = 2000, 40


class Unreadable(Exception):
    """A paper that cannot be read; `reason` is one sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def sized(content: bytes, words: str) -> bytes:
    """The same bytes, once their package is known to unpack to no more than it may.

    Raises `Unreadable` where it would not, or where it is no package at all; `words` names the kind ("Word document").
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, LookupError) as damage:
        raise Unreadable(f"The {words} is damaged and cannot be opened.") from damage
    # Words in XML take many times their size once they are read; pictures do not.
    words_held = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if len(parts) > PARTS or words_held > WORDS or sum(part.file_size for part in parts) > UNPACKED:
        raise Unreadable(f"The {words} unpacks to far more than a paper needs.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(f"The {words} is locked with a password.")
    return content


def is_picture(content: bytes, kind: str) -> bool:
    """Whether the bytes begin as a "png" or "jpg" does, of at most 50 million dots. Unpacks nothing, never raises."""
    try:
        picture = Image.from_blob(content)
    except Exception:
        return False
    return picture.ext.lower() in (kind, f"{kind[0]}peg") and 0 < picture.px_width * picture.px_height <= PIXELS
