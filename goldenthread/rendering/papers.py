"""A paper's file as what a pack holds of it, by its ending: blocks, a PDF, or why it cannot be shown."""

from pathlib import PurePath

from goldenthread.rendering.blocks import Photo
from goldenthread.rendering.packs.values import Content, PdfFile, Unshown
from goldenthread.rendering.reading import Unreadable, is_picture
from goldenthread.rendering.sheet_reading import read_delimited, read_text, read_workbook
from goldenthread.rendering.word_reading import read_word

_KINDS = {".pptx": "PowerPoint slides", ".odt": "an OpenDocument text", ".ods": "an OpenDocument spreadsheet"}
_KINDS[".odp"] = "an OpenDocument presentation"
_PICTURES = {".png": "png", ".jpg": "jpg", ".jpeg": "jpg"}
BROKEN_PICTURE = "The picture is damaged and cannot be shown."


def paper_content(name: str, content: bytes, title: str) -> Content:
    """What the pack holds of a file of this name; `title` is the paper's, for pictures that say nothing themselves.

    Never raises: a file that cannot be shown comes back as `Unshown` with the reason in one sentence.
    """
    ending = PurePath(name).suffix.lower()
    try:
        if ending == ".pdf":
            return PdfFile(content, name)
        if ending == ".docx":
            return read_word(content, title)
        if ending == ".xlsx":
            return read_workbook(content)
        if ending == ".csv":
            return read_delimited(content)
        if ending == ".txt":
            return read_text(content)
    except Unreadable as refused:
        return Unshown(name, refused.reason)
    if ending in _PICTURES:
        kind = _PICTURES[ending]
        return (Photo(content, kind, title),) if is_picture(content, kind) else Unshown(name, BROKEN_PICTURE)
    kind = _KINDS.get(ending, "of a kind")
    return Unshown(name, f"The paper is {kind} that a pack cannot show. Save it as a PDF to have it in the pack.")
