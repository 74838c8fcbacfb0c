"""Charts as SVG, drawn on the server: each says its finding in a sentence and brings its data as a table."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert

from goldenthread.kernel.rag import ORDER, WORDS, Delivery
from goldenthread.rendering import palette
from goldenthread.rendering.blocks import Cell, Column, Table
from goldenthread.rendering.cleaning import printable

FONT = "Arial, Helvetica, sans-serif"
_CACHED = 256
_TEXT_WIDTH = 7.2


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
    rows = tuple((Cell(WORDS[state].tag, tint=palette.RATINGS[state]), Cell(str(counts.get(state, 0)))) for state in ORDER)
    table = Table((Column("Rating", 2), Column(f"Number of {of}", 1)), rows)
    key = tuple((state.value, counts[state]) for state in ORDER if counts.get(state))
    return Chart(_described(_rating_bar(key, width), "Delivery ratings", sentence), sentence, table)


def sparkline(points: Sequence[tuple[str, float | None]], of: str, width: int = 160, height: int = 36) -> Chart:
    """A small line of the values in their order, the last one marked; a gap where a value is None.

    `points` are (label, value); `of` names what is counted ("actions on track").
    """
    known = [(label, value) for label, value in points if value is not None]
    sentence = _course(known, of)
    rows = tuple((Cell(label), Cell("no figure" if value is None else _number(value))) for label, value in points)
    table = Table((Column("When", 1), Column(of[:1].upper() + of[1:], 1)), rows)
    svg = _sparkline(tuple(value for _, value in points), width, height)
    return Chart(_described(svg, of[:1].upper() + of[1:], sentence), sentence, table)


def _rating_bar(counts: tuple[tuple[str, int], ...], width: int) -> str:
    total = sum(count for _, count in counts) or 1
    values, start = [], 0
    for order, (state, count) in enumerate(counts):
        word, tint = WORDS[Delivery(state)], palette.RATINGS[Delivery(state)]
        label = f"{word.shape} {count} {word.tag.lower()}"
        fits = count / total * width > len(label) * _TEXT_WIDTH + 10
        short = f"{word.shape} {count}"
        values.append(
            {
                "start": start, "end": start + count, "middle": start + count / 2, "order": order,
                "label": label if fits else short if count / total * width > len(short) * _TEXT_WIDTH else "",
                "legend": "" if fits else label, "fill": tint.background, "text": tint.text, "border": tint.border,
            }
        )  # fmt: skip
        start += count
    base = alt.Chart(alt.Data(values=values))
    across = alt.Scale(domain=[0, total], nice=False)
    plain = {"axis": None, "legend": None}
    bar = base.mark_bar(height=30, strokeWidth=1).encode(
        x=alt.X("start:Q", scale=across, axis=None),
        x2="end:Q",
        fill=alt.Fill("fill:N", scale=None, legend=None),
        stroke=alt.Stroke("border:N", scale=None, legend=None),
    )
    text = base.mark_text(font=FONT, fontSize=13, fontWeight=600).encode(
        x=alt.X("middle:Q", scale=across, axis=plain["axis"]),
        text="label:N",
        color=alt.Color("text:N", scale=None, legend=None),
    )
    drawn = alt.layer(bar, text).properties(width=width, height=34)
    beside = _beside([value for value in values if value["legend"]], width)
    chart = alt.vconcat(drawn, beside, spacing=2) if beside else drawn
    return _drawn_vegalite(json.dumps(_finished(chart).to_dict(validate=False), sort_keys=True))


def _beside(values: list[dict[str, Any]], width: int) -> Any:
    """The words of segments too narrow to hold them, in a row beneath the bar."""
    place = 0.0
    for value in values:
        value["place"], place = place, place + len(value["legend"]) * _TEXT_WIDTH + 18
    if not values:
        return None
    scale = alt.Scale(domain=[0, max(place, width)], nice=False)
    return (
        alt.Chart(alt.Data(values=values))
        .mark_text(font=FONT, fontSize=13, align="left")
        .encode(
            x=alt.X("place:Q", scale=scale, axis=None),
            text="legend:N",
            color=alt.Color("text:N", scale=None, legend=None),
        )
        .properties(width=max(int(place), width), height=18)
    )


def _sparkline(values: tuple[float | None, ...], width: int, height: int) -> str:
    data = [{"x": place, "y": value} for place, value in enumerate(values)]
    last = [point for point in data if point["y"] is not None][-1:]
    known = [value for value in values if value is not None] or [0.0]
    low, high = min(known), max(known)
    scale = alt.Scale(domain=[low, high] if high > low else [low - 1, high + 1], nice=False, zero=False)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, max(len(values) - 1, 1)], nice=False))
    line = (
        alt.Chart(alt.Data(values=data))
        .mark_line(color=palette.GREY_MIDDLE, strokeWidth=1.8)
        .encode(x=x, y=alt.Y("y:Q", axis=None, scale=scale))
    )
    end = (
        alt.Chart(alt.Data(values=last))
        .mark_point(color=palette.DEEP, filled=True, size=38, opacity=1)
        .encode(x=x, y=alt.Y("y:Q", axis=None, scale=scale))
    )
    chart = _finished(alt.layer(line, end).properties(width=width, height=height))
    return _drawn_vegalite(json.dumps(chart.to_dict(validate=False), sort_keys=True))


def _finished(chart: Any) -> Any:
    return chart.configure(background="transparent", padding=4).configure_view(stroke=None)


@lru_cache(maxsize=_CACHED)
def _drawn_vegalite(specification: str) -> str:
    return clean(vl_convert.vegalite_to_svg(specification, allowed_base_urls=[]))


@lru_cache(maxsize=_CACHED)
def drawn_vega(specification: str) -> str:
    """The SVG of a Vega specification given as JSON; drawn once for each content, and allowed to fetch nothing."""
    return clean(vl_convert.vega_to_svg(specification, allowed_base_urls=[]))


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
