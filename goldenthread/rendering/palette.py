"""The few colours of the house, in one place: one green-blue, one gold for the thread, greys, and tints for ratings."""

from dataclasses import dataclass

from goldenthread.kernel.rag import WORDS, Delivery

INK = "#1d2426"
DEEP = "#0b5563"
THREAD = "#b8860b"
GREY_DARK = "#4f5b60"
GREY_MIDDLE = "#8b969b"
GREY_LIGHT = "#dfe4e6"
PAPER = "#ffffff"
HEADER = "#dcebee"
BANNER = "#e9eef0"


@dataclass(frozen=True)
class Tint:
    """A background, the dark text that is read on it (at least 4.5:1), and a border of at least 3:1 on white."""

    background: str
    text: str = INK
    border: str = GREY_DARK


RATINGS: dict[Delivery, Tint] = {
    Delivery.ON_TRACK: Tint("#cfe8d8", "#0b4a2b", "#2f7d54"),
    Delivery.AT_RISK: Tint("#ffe6ad", "#553a00", "#946800"),
    Delivery.OFF_TRACK: Tint("#f7d0c9", "#7a130b", "#b3261e"),
    Delivery.COMPLETE: Tint("#cfe2f5", "#0e3a63", "#2b6ca8"),
    Delivery.NOT_STARTED: Tint("#e6e9eb", "#343c40", "#6f7a80"),
    Delivery.NO_UPDATE: Tint("#ffffff", "#343c40", "#6f7a80"),
}

# The words partnerships print for a rating, beside the tags of the house.
_SPOKEN: dict[str, Delivery] = {
    "blue": Delivery.COMPLETE,
    "completed": Delivery.COMPLETE,
    "done": Delivery.COMPLETE,
    "closed": Delivery.COMPLETE,
    "b": Delivery.COMPLETE,
    "green": Delivery.ON_TRACK,
    "g": Delivery.ON_TRACK,
    "amber": Delivery.AT_RISK,
    "yellow": Delivery.AT_RISK,
    "a": Delivery.AT_RISK,
    "red": Delivery.OFF_TRACK,
    "overdue": Delivery.OFF_TRACK,
    "r": Delivery.OFF_TRACK,
    "grey": Delivery.NOT_STARTED,
    "gray": Delivery.NOT_STARTED,
    "not due": Delivery.NOT_STARTED,
    "white": Delivery.NO_UPDATE,
    "no update received": Delivery.NO_UPDATE,
}
_SPOKEN.update({word.tag.lower(): state for state, word in WORDS.items()})
_SPOKEN.update({state.value: state for state in Delivery})


def rating_of(word: str | None) -> Delivery | None:
    """The delivery rating a printed word stands for ("Green", "at risk ▲", "B"), or None."""
    said = "".join(character if character.isalnum() or character == "_" else " " for character in (word or "").lower())
    return _SPOKEN.get(" ".join(said.split()))


def tint_of(word: str | None) -> Tint | None:
    """The tint behind a printed rating, or None where the word is not a rating."""
    rating = rating_of(word)
    return RATINGS[rating] if rating else None


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
