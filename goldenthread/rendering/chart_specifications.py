"""What the charts look like, said in Vega-Lite as it stands: a library to say it with would take 40 MB a process."""

from typing import Any

from goldenthread.kernel.rag import WORDS, Delivery
from goldenthread.rendering import palette

FONT = "Arial, Helvetica, sans-serif"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_TEXT_WIDTH = 7.2
Json = dict[str, Any]


def rating_bar(counts: tuple[tuple[str, int], ...], width: int) -> Json:
    """A Vega-Lite specification of one stacked bar from (state, count), in the order given."""
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
    across = {"domain": [0, total], "nice": False}
    ends = {"x": _place("start", across), "x2": {"field": "end"}}
    bar = {
        "mark": {"type": "bar", "height": 30, "strokeWidth": 1},
        "encoding": {**ends, "fill": _colour("fill"), "stroke": _colour("border")},
    }
    words = {"x": _place("middle", across), "text": _word("label"), "color": _colour("text")}
    text = {"mark": {"type": "text", "font": FONT, "fontSize": 13, "fontWeight": 600}, "encoding": words}
    drawn = {"layer": [bar, text], "data": {"values": values}, "width": width, "height": 34}
    beside = _beside([value for value in values if value["legend"]], width)
    return _finished({"vconcat": [drawn, beside], "spacing": 2} if beside else drawn)


def _beside(values: list[Json], width: int) -> Json | None:
    """The words of segments too narrow to hold them, in a row beneath the bar."""
    place = 0.0
    for value in values:
        value["place"], place = place, place + len(value["legend"]) * _TEXT_WIDTH + 18
    if not values:
        return None
    scale = {"domain": [0, max(place, width)], "nice": False}
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "font": FONT, "fontSize": 13},
        "encoding": {"x": _place("place", scale), "text": _word("legend"), "color": _colour("text")},
        "width": max(int(place), width),
        "height": 18,
    }


def sparkline(values: tuple[float | None, ...], width: int, height: int) -> Json:
    """A Vega-Lite specification of a grey line with its last point marked; None is a gap."""
    data = [{"x": place, "y": value} for place, value in enumerate(values)]
    last = [point for point in data if point["y"] is not None][-1:]
    known = [value for value in values if value is not None] or [0.0]
    low, high = min(known), max(known)
    domain = [low, high] if high > low else [low - 1, high + 1]
    along = _place("x", {"domain": [0, max(len(values) - 1, 1)], "nice": False})
    where = {"x": along, "y": _place("y", {"domain": domain, "nice": False, "zero": False})}
    line = {
        "data": {"values": data},
        "mark": {"type": "line", "color": palette.GREY_MIDDLE, "strokeWidth": 1.8},
        "encoding": where,
    }
    end = {
        "data": {"values": last},
        "mark": {"type": "point", "color": palette.DEEP, "filled": True, "opacity": 1, "size": 38},
        "encoding": where,
    }
    return _finished({"layer": [line, end], "width": width, "height": height})


def _place(field: str, scale: Json) -> Json:
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _colour(field: str) -> Json:
    """A colour that the data gives as it is."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def _word(field: str) -> Json:
    return {"field": field, "type": "nominal"}


def _finished(chart: Json) -> Json:
    look = {"view": {"continuousWidth": 300, "continuousHeight": 300, "stroke": None}}
    return {"$schema": SCHEMA, **chart, "config": {**look, "background": "transparent", "padding": 4}}
