"""File names as strangers send them, made safe to keep and to print."""

import unicodedata

from goldenthread.kernel.rules import rule

LONGEST = 150
# Control, format (which holds the marks that turn text about), surrogate, private use, unassigned; line ends.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# What some file system will not keep.
UNKEPT = frozenset('<>:"|?*')


def extension_of(name: str) -> str:
    """The ending of a name in small letters without its dot, "pdf"; empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.strip().lower() if dot and stem else ""


@rule(
    "documents.clean_name",
    "House rule: a name never leads out of its folder, never hides its ending, never breaks a line",
)
def clean_name(name: str) -> str:
    """A name of 1 to 150 characters on one line, without folders, hidden marks or trailing dots; its ending is kept.

    Never raises. A name of which nothing is left becomes "document".
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(one for one in unicodedata.normalize("NFC", last) if _is_kept(one) or one.isspace())
    # What stood apart may join once the hidden marks between are gone.
    line = unicodedata.normalize("NFC", " ".join(seen.split())).strip(". ")
    if not line:
        return "document"
    if len(line) <= LONGEST:
        return line
    ending = extension_of(line)
    tail = f".{ending}" if ending and len(ending) <= 10 else ""
    return line[: LONGEST - len(tail)].rstrip(". ") + tail


def _is_kept(character: str) -> bool:
    return unicodedata.category(character) not in UNSEEN and character not in UNKEPT
