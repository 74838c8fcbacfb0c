"""Which files may come in: by ending, by what the bytes are, by size, and by what they would do when opened.

Allowed is what partnerships send each other and can read ten years on: PDF, the Office and OpenDocument formats, plain
text, tables and pictures. E-mails are not: they carry attachments nobody has looked at, so they come in as PDF.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from goldenthread.documents.rules.names import extension_of
from goldenthread.documents.rules.packages import inspect_package
from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

MEGABYTE = 1024 * 1024
HEAD, TAIL = 2048, 64 * 1024


@dataclass(frozen=True)
class FileType:
    """A type of file: its ending, its content type, what people call it, and which check its bytes must pass.

    `part` is what a package of that type must hold: the main part of an Office file, the mimetype of an OpenDocument.
    """

    extension: str
    content_type: str
    words: str
    check: str
    part: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

ALLOWED: Mapping[str, FileType] = {
    one.extension: one
    for one in (
        FileType("pdf", "application/pdf", "PDF", "pdf"),
        FileType("docx", f"{_OFFICE}.wordprocessingml.document", "Word", "office", "word/document.xml"),
        FileType("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel", "office", "xl/workbook.xml"),
        FileType("pptx", f"{_OFFICE}.presentationml.presentation", "PowerPoint", "office", "ppt/presentation.xml"),
        FileType("odt", f"{_OPEN}.text", "OpenDocument text", "open", f"{_OPEN}.text"),
        FileType("ods", f"{_OPEN}.spreadsheet", "OpenDocument spreadsheet", "open", f"{_OPEN}.spreadsheet"),
        FileType("odp", f"{_OPEN}.presentation", "OpenDocument presentation", "open", f"{_OPEN}.presentation"),
        FileType("csv", "text/csv", "CSV", "text"),
        FileType("txt", "text/plain", "plain text", "text"),
        FileType("png", "image/png", "PNG picture", "png"),
        FileType("jpg", "image/jpeg", "JPEG picture", "jpeg"),
        FileType("jpeg", "image/jpeg", "JPEG picture", "jpeg"),
    )
}

# Endings that are refused with advice of their own. Whatever is in neither table gets the list of what is allowed.
_MACROS = "It may carry macros, which could run on a reader’s computer. Save it without macros, as {}, and try again."
_OLDER = "It is in an older format that may carry macros. Save it as {} and try again."
_PAGE = "It could run in a reader’s browser. Print it to PDF and try again."
_PROGRAM = "It is a program, which the library does not keep."
_MAIL = "An e-mail may carry attachments that nobody has looked at. Save it as PDF and try again."
_BUNDLE = "It holds other files. Unpack it and add each file by itself."
ADVICE: Mapping[str, str] = {
    **dict.fromkeys(("docm", "dotm", "dotx"), _MACROS.format(".docx")),
    **dict.fromkeys(("xlsm", "xlsb", "xltm", "xltx", "xlam"), _MACROS.format(".xlsx")),
    **dict.fromkeys(("pptm", "potm", "potx", "ppsm", "ppsx", "ppam"), _MACROS.format(".pptx")),
    **dict.fromkeys(("doc", "dot", "rtf"), _OLDER.format(".docx")),
    **dict.fromkeys(("xls", "xlt"), _OLDER.format(".xlsx")),
    **dict.fromkeys(("ppt", "pps", "pot"), _OLDER.format(".pptx")),
    **dict.fromkeys(("html", "htm", "xhtml", "mht", "mhtml", "svg", "svgz", "xml", "xsl", "js", "mjs", "css"), _PAGE),
    **dict.fromkeys(
        ("exe", "com", "bat", "cmd", "scr", "msi", "ps1", "vbs", "jar", "sh", "app", "dll", "lnk"), _PROGRAM
    ),
    **dict.fromkeys(("msg", "eml"), _MAIL),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar", "tgz", "bz2", "xz", "iso"), _BUNDLE),
}

NOT_ITS_NAME = "The file is not what its name says: it is called .{0} but its contents are not {1}."
INCOMPLETE = "The file is not complete: its end is missing. Send it again from where it was made."
LOCKED = "The file is locked with a password or in an older format. Save it without a password, as {}, and try again."
_SIGNATURES = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
_FOUND = {"pdf": {".pdf"}, "png": {".png"}, "jpeg": {".jpg", ".jpeg", ".jfif", ".jpe"}}
_ENDS = {"pdf": b"%%EOF", "png": b"IEND\xaeB`\x82", "jpeg": b"\xff\xd9"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARIES = (b"%PDF-", b"PK\x03\x04", b"MZ", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", _OLD_OFFICE, b"{\\rtf")
_PAGES = re.compile(rb"<\s*(!doctype|html|script|svg|iframe|body)\b", re.IGNORECASE)
_MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|iframe|body)\b|<\?(xml|php)", re.IGNORECASE)
# Longer names only: a large compressed PDF holds every three letters somewhere.
_ACTS = re.compile(rb"/(JavaScript|Launch|RichMedia)(?![A-Za-z0-9])")


@dataclass(frozen=True)
class Limits:
    """How large a file may be, and how large what it unpacks to, in bytes; how many parts a package may have."""

    size: int = 20 * MEGABYTE
    unpacked: int = 100 * MEGABYTE
    parts: int = 10_000


def allowed_words() -> str:
    """The types of file that may come in, for a hint: "PDF, Word (.docx), …"."""
    firsts = {one.words: one for one in reversed(list(ALLOWED.values()))}
    named = [f"{words} (.{one.extension})" for words, one in firsts.items()]
    return ", ".join(reversed(named))


def short_words() -> str:
    """The types of file that may come in, in few words: "PDF, Word, Excel, … or JPEG picture"."""
    every = [one.words.partition(" ")[0] if one.check == "open" else one.words for one in ALLOWED.values()]
    words = list(dict.fromkeys(every))
    return f"{', '.join(words[:-1])} or {words[-1]}"


@rule(
    "documents.inspect", "Domain guide 9, Cyber Essentials: malware control for uploads; House rule: no active content"
)
def inspect(name: str, content: BinaryIO, size: int, limits: Limits, also: FileType | None = None) -> Verdict:
    """Whether a file may come in, by its cleaned `name`, its bytes and its `size`; one sentence where not.

    `also` is a type that may come in here though the library does not keep it: whoever says so looks further into it.
    Reads a piece at a time and unpacks no more than the limits allow. Never raises for any bytes. `content` can seek.
    """
    if size <= 0:
        return Denied("The file is empty. Check that it was saved, and send it again.")
    if size > limits.size:
        return Denied(too_large(limits.size))
    extension = extension_of(name)
    kind = also if also and extension == also.extension else ALLOWED.get(extension)
    if kind is None:
        advice = ADVICE.get(extension, f"The library keeps {allowed_words()}.")
        return Denied(f"A file ending in .{extension} cannot be kept. {advice}" if extension else _no_ending())
    content.seek(0)
    head = content.read(HEAD)
    if head.startswith(_OLD_OFFICE) and kind.check in ("office", "open"):
        return Denied(LOCKED.format(f".{kind.extension}"))
    if kind.check in ("office", "open"):
        return inspect_package(content, kind.extension, kind.words, kind.part, limits.unpacked, limits.parts)
    return _inspect_text(content, kind) if kind.check == "text" else _inspect_signed(content, head, size, kind)


def too_large(limit: int) -> str:
    """The sentence for a file over the limit in bytes."""
    return f"The file is larger than {limit // MEGABYTE} MB. Make it smaller, or keep only the part that matters."


def _no_ending() -> str:
    return f"The file’s name has no ending that says what it is. The library keeps {allowed_words()}."


def _inspect_signed(content: BinaryIO, head: bytes, size: int, kind: FileType) -> Verdict:
    """A PDF or a picture: its first bytes and its last, and for a PDF that nothing in it runs."""
    if not head.startswith(_SIGNATURES[kind.check]) or not _found(head) & _FOUND[kind.check]:
        return Denied(NOT_ITS_NAME.format(kind.extension, f"a {kind.words}"))
    if _PAGES.search(head):
        return Denied(
            "The file is two things at once: a web page hides in its beginning. Print it to PDF and try again."
        )
    content.seek(max(0, size - TAIL))
    if _ENDS[kind.check] not in content.read(TAIL):
        return Denied(INCOMPLETE)
    if kind.check == "pdf" and _acts(content):
        return Denied("The PDF runs a script or starts a program when opened. Print it to PDF again and send that.")
    return Allowed()


def _found(head: bytes) -> set[str]:
    """The endings that the first bytes are known by."""
    try:
        return {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _acts(content: BinaryIO) -> bool:
    """True when a PDF names, in plain sight, something that would run."""
    content.seek(0)
    carried = b""
    while piece := content.read(MEGABYTE):
        if _ACTS.search(carried + piece):
            return True
        carried = piece[-16:]
    return False


def _inspect_text(content: BinaryIO, kind: FileType) -> Verdict:
    """Words and nothing else: no web page, no other type of file, no control characters but tabs and line ends."""
    content.seek(0)
    head = content.read(HEAD)
    if head.startswith(_BINARIES):
        return Denied(NOT_ITS_NAME.format(kind.extension, kind.words))
    if _MARKUP.search(head.replace(b"\x00", b"")):
        return Denied(f"The file is called .{kind.extension} but holds a web page. {_PAGE}")
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    content.seek(0)
    while piece := content.read(MEGABYTE):
        if not is_wide and any(byte < 9 or 13 < byte < 32 for byte in set(piece) - {26, 27}):
            return Denied(NOT_ITS_NAME.format(kind.extension, kind.words))
    return Allowed()
