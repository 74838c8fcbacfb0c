"""RAG as it is printed: a word, an initial or only a colour."""

from __future__ import annotations

import colorsys
import re

from goldenthread.plans.exchange.headings import plain_words

_WORDS = {
    "blue": "blue", "b": "blue", "complete": "blue", "completed": "blue", "closed": "blue", "done": "blue",
    "achieved": "blue",
    "green": "green", "g": "green",
    "amber": "amber", "a": "amber", "yellow": "amber", "orange": "amber", "y": "amber",
    "red": "red", "r": "red", "overdue": "red",
    "grey": "grey", "gray": "grey", "white": "no update",
}  # fmt: skip
_SAYINGS = {
    "on track": "green", "on target": "green", "in progress": "amber", "at risk": "amber", "off track": "red",
    "some concerns": "amber", "not started": "grey", "not yet started": "grey", "not due": "grey",
    "not yet due": "grey", "no update": "no update", "no update received": "no update", "partially complete": "amber",
    "partially met": "amber", "behind schedule": "amber", "delayed": "amber", "ongoing": "green", "embedded": "blue",
    "significantly off track": "red",
}  # fmt: skip
_PLAIN_COLOURS = {"blue", "green", "amber", "red", "grey", "gray", "b", "g", "a", "r", "yellow"}


def read_rating(text: str, fill: str) -> tuple[str | None, bool]:
    """The rating a cell shows (blue, green, amber, red, grey, "no update" or None) and whether it had to be guessed.

    The words count before the colour. A colour alone, and words that only mean a colour ("On track"), are guesses.
    Source: the usual RAG and BRAG sets (domain.md, section 8.2).
    """
    words = plain_words(text)
    if words:
        return _by_words(words, fill)
    colour = by_colour(fill)
    return colour, colour is not None


def _by_words(words: list[str], fill: str) -> tuple[str | None, bool]:
    said = " ".join(words)
    if len(words) == 1 and words[0] in _WORDS:
        return _WORDS[words[0]], words[0] not in _PLAIN_COLOURS
    if said in _SAYINGS:
        return _SAYINGS[said], True
    named = [_WORDS[word] for word in words if word in ("blue", "green", "amber", "red", "grey", "yellow")]
    if len(set(named)) == 1:
        return named[0], len(words) > 3
    for saying, meant in _SAYINGS.items():
        if re.search(rf"\b{saying}\b", said) and len(words) <= 6:
            return meant, True
    return by_colour(fill), True


def by_colour(fill: str) -> str | None:
    """The rating nearest to a fill of six hexadecimal digits; None for no fill, white or black."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return None
    red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < 0.1:
        return "grey" if 0.4 < value < 0.95 else None
    degrees = hue * 360
    if degrees < 16 or degrees > 335:
        return "red"
    if degrees < 66:
        return "amber"
    if degrees < 170:
        return "green"
    return "blue" if degrees < 262 else None
