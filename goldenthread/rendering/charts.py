"""Charts as SVG, drawn on the server: each says its finding in a sentence and brings its data as a table."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from goldenthread.kernel.rag import ORDER, WORDS, Delivery
from goldenthread.rendering import chart_specifications, drawing, palette
from goldenthread.rendering.blocks import Cell, Column, Table
from goldenthread.rendering.cleaning import printable

_CACHED = 256


@dataclass(frozen=True)
class Chart:
    """A drawing, the sentence that says the same (also inside the SVG), and the data behind it."""

    svg: str
    alt: str
    table: Table


def rating_bar(counts: Mapping[Delivery, int], of: str = "actions", width: int = 640) -> Chart:
    """How many of each delivery rating, as one stacked bar with its words written beside it.

    `of` is the plural of what is rated; `width` is in pixels. States nobody has are left out of the bar and said as
    0 in the table.
    """
    total = sum(counts.values())
    said = [f"{counts[state]} {WORDS[state].tag.lower()}" for state in ORDER if counts.get(state)]
    sentence = f"Of {total} {of}, {_listed(said)}." if total else f"There are no {of} to rate yet."
    rows = tuple(
        (Cell(WORDS[state].tag, tint=palette.RATINGS[state]), Cell(str(counts.get(state, 0)))) for state in ORDER
    )
    table = Table((Column("Rating", 2), Column(f"Number of {of}", 1)), rows)
    key = tuple((state.value, counts[state]) for state in ORDER if counts.get(state))
    return Chart(pictured(lambda: _rating_bar(key, width), "Delivery ratings", sentence), sentence, table)


def sparkline(points: Sequence[tuple[str, float | None]], of: str, width: int = 160, height: int = 36) -> Chart:
    """A small line of the values in their order, the last one marked; a gap where a value is None.

    `points` are (label, value); `of` names what is counted ("actions on track").
    """
    known = [(label, value) for label, value in points if value is not None]
    sentence = _course(known, of)
    rows = tuple((Cell(label), Cell("no figure" if value is None else _number(value))) for label, value in points)
    table = Table((Column("When", 1), Column(of[:1].upper() + of[1:], 1)), rows)
    values = tuple(value for _, value in points)
    svg = pictured(lambda: _sparkline(values, width, height), of[:1].upper() + of[1:], sentence)
    return Chart(svg, sentence, table)


@lru_cache(maxsize=_CACHED)
def _rating_bar(counts: tuple[tuple[str, int], ...], width: int) -> str:
    return _drawn(chart_specifications.rating_bar(counts, width))


@lru_cache(maxsize=_CACHED)
def _sparkline(values: tuple[float | None, ...], width: int, height: int) -> str:
    return _drawn(chart_specifications.sparkline(values, width, height))


def _drawn(specification: dict[str, Any]) -> str:
    return clean(drawing.vegalite(json.dumps(specification)))


@lru_cache(maxsize=_CACHED)
def drawn_vega(specification: str) -> str:
    """The SVG of a Vega specification given as JSON, drawn once for each content. Raises `drawing.Undrawn`."""
    return clean(drawing.vega(specification))


_FORBIDDEN = re.compile(r"<script\b.*?</script>|<style\b.*?</style>|<foreignObject\b.*?</foreignObject>", re.S | re.I)
_ATTRIBUTES = re.compile(r"""\s(?:on[a-z]+|style|xlink:href|href)=("[^"]*"|'[^']*')""", re.I)
_ROLES = re.compile(r"""\s(?:aria-[a-z]+|role)=("[^"]*"|'[^']*')""")


def clean(svg: str) -> str:
    """The SVG with only presentation attributes: no scripts, events, style sheets, style attributes or addresses.

    The roles Vega writes on every part are taken out too: the whole drawing speaks with one title and one sentence.
    """
    return _ROLES.sub("", _tags_only(_FORBIDDEN.sub("", svg)))


def _tags_only(svg: str) -> str:
    """The forbidden attributes removed inside tags, the same words in running text left alone."""
    return re.sub(r"<[^>]+>", lambda tag: _ATTRIBUTES.sub("", tag[0]), svg)


# One sentence, in a picture as large as the smallest chart.
_UNDRAWN = (
    f'<g font-family="{chart_specifications.FONT}" font-size="14" fill="{palette.INK}">'
    '<text x="4" y="17">This chart cannot be drawn</text><text x="4" y="36">just now; what it shows is</text>'
    '<text x="4" y="55">said in words as well.</text></g>'
)
_PAPER = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="64" viewBox="0 0 200 64">'


def pictured(draw: Callable[[], str], title: str, sentence: str) -> str:
    """What `draw` draws, with a title and a description; where nothing can be drawn, a picture that says so."""
    try:
        svg = draw()
    except drawing.Undrawn:
        svg = f"{_PAPER}{_UNDRAWN}</svg>"
    return _described(svg, title, sentence)


def is_drawn(svg: str) -> bool:
    """False for the picture that says that nothing could be drawn."""
    return _UNDRAWN not in svg


def _described(svg: str, title: str, sentence: str) -> str:
    """The SVG as one picture with a title and a description for those who do not see it."""
    said = f"<title>{_xml(title)}</title><desc>{_xml(sentence)}</desc>"
    return re.sub(r"<svg\b([^>]*)>", lambda tag: f'<svg{tag[1]} role="img" focusable="false">{said}', svg, count=1)


def _xml(text: str) -> str:
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _number(value: float) -> str:
    return f"{value:g}"


def _course(known: Sequence[tuple[str, float]], of: str) -> str:
    if not known:
        return f"There are no figures yet for {of}."
    (first_label, first), (last_label, last) = known[0], known[-1]
    if len(known) == 1:
        return f"{_number(last)} {of} in {last_label}."
    moved = "unchanged at" if first == last else "up from" if last > first else "down from"
    if first == last:
        return f"{_number(last)} {of} in {last_label}, unchanged since {first_label}."
    return f"{_number(last)} {of} in {last_label}, {moved} {_number(first)} in {first_label}."
