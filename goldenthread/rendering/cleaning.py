"""What is taken out of text before it is printed: characters no document format may hold."""

import re

# Control characters except tab and line feed, lone surrogates, and the non-characters of Unicode.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with line ends made one kind and characters that XML or PDF/UA refuse taken out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\x85", "\n")
    return _UNPRINTABLE.sub("", text)
