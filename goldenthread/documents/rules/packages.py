"""Office and OpenDocument files are packages: what they must hold, what they must not, and how far they may unpack."""

import struct
import zipfile
import zlib
from typing import BinaryIO

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict

PIECE = 1024 * 1024
NOT_ITS_NAME = "The file is not what its name says: it is called .{0} but its contents are not {1}."
DAMAGED = "The file is damaged or not complete. Send it again from where it was made."
LOCKED = "The file is locked with a password. Save it without one and try again."
TOO_MUCH = "The file unpacks to far more than it should, so it was not opened. Save it afresh and try again."
MACROS = "The file carries macros, which could run on a reader’s computer. Save it without macros and try again."
# Parts that run, or that hold something which would.
_RUNS = ("vbaproject.bin", "vbadata.xml")
_RUNS_WITHIN = ("/activex/", "/basic/", "/scripts/")
_RUNS_EMBEDDED = (".docm", ".xlsm", ".xlsb", ".pptm", ".exe", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".hta", ".scr")
# No Office program packs in any other way, and Python unpacks these two a piece at a time.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ArithmeticError,
    LookupError, RuntimeError, ValueError,
)  # fmt: skip


def inspect_package(content: BinaryIO, extension: str, words: str, part: str, unpacked: int, parts: int) -> Verdict:
    """Whether a package is whole, of its type, free of macros and within `unpacked` bytes and `parts` parts.

    Every part is unpacked a piece at a time and thrown away, so that nothing large is ever held. Never raises.
    """
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as package:
            listed = package.infolist()
            if len(listed) > parts or sum(one.file_size for one in listed) > unpacked:
                return Denied(TOO_MUCH)
            if any(one.flag_bits & 0x1 for one in listed):
                return Denied(LOCKED)
            if any(one.compress_type not in _PACKED for one in listed):
                return Denied(DAMAGED)
            if not _is_of_its_type(package, part):
                return Denied(NOT_ITS_NAME.format(extension, f"a {words} document"))
            if _runs(package):
                return Denied(MACROS)
            return _unpacks(package, unpacked)
    except zipfile.BadZipFile:
        return Denied(DAMAGED if _begins_as_package(content) else NOT_ITS_NAME.format(extension, f"a {words} document"))
    except _UNREADABLE:
        return Denied(DAMAGED)


def _begins_as_package(content: BinaryIO) -> bool:
    content.seek(0)
    return content.read(4) == b"PK\x03\x04"


def _is_of_its_type(package: zipfile.ZipFile, part: str) -> bool:
    """True when the main part is there; for an OpenDocument, when its mimetype says so."""
    names = set(package.namelist())
    if not part.startswith("application/"):
        return part in names and "[Content_Types].xml" in names
    if "mimetype" not in names or "content.xml" not in names:
        return False
    with package.open("mimetype") as said:
        return said.read(200).strip() == part.encode()


def _runs(package: zipfile.ZipFile) -> bool:
    """True when a part is a macro, a control or a program, or the package declares itself to carry macros."""
    for name in package.namelist():
        low = f"/{name.lower()}"
        if low.rpartition("/")[2] in _RUNS or low.endswith(_RUNS_EMBEDDED) or any(one in low for one in _RUNS_WITHIN):
            return True
    if "[Content_Types].xml" not in package.namelist():
        return False
    with package.open("[Content_Types].xml") as types:
        return b"macroenabled" in types.read(PIECE).lower()


def _unpacks(package: zipfile.ZipFile, unpacked: int) -> Verdict:
    """Allowed when every part unpacks whole, and all of them within the limit whatever the package claims."""
    total = 0
    for one in package.infolist():
        with package.open(one) as part:
            while piece := part.read(PIECE):
                total += len(piece)
                if total > unpacked:
                    return Denied(TOO_MUCH)
    return Allowed()
