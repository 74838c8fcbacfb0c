"""A value over time as a stepped line: it stays what it was until somebody says otherwise."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from goldenthread.rendering import drawing, palette
from goldenthread.rendering.blocks import Cell, Column, Table
from goldenthread.rendering.chart_specifications import SCHEMA
from goldenthread.rendering.charts import Chart, clean, pictured

Point = tuple[date, int]
FONT = "Arial, Helvetica, sans-serif"


def history_line(
    points: Sequence[Point],
    title: str,
    of: str,
    *,
    top: int,
    limit: tuple[str, int] | None = None,
    until: date | None = None,
    width: int = 440,
) -> Chart:
    """The points as a stepped line with each value beside its step, and a dashed line at a limit.

    `of` names what is counted ("Score"); `top` is the highest value there can be; `limit` is (words, value). The
    line goes on to `until`, the last day of which it is known that nothing had changed. Two points of one day stand as
    the later one. The table has every point.
    """
    sentence = _sentence(points, of, limit)
    rows = tuple((Cell(_said(day)), Cell(str(value))) for day, value in points)
    table = Table((Column("From", 2), Column(of, 1)), rows)
    shown = sorted(dict(points).items())
    ends = [(until, shown[-1][1])] if shown and until and until > shown[-1][0] else []

    def draw() -> str:
        if not shown:
            return "<svg></svg>"
        return clean(drawing.vegalite(json.dumps(_specification(shown, ends, limit, top, width))))

    return Chart(pictured(draw, title, sentence), sentence, table)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _sentence(points: Sequence[Point], of: str, limit: tuple[str, int] | None) -> str:
    if not points:
        return f"{of}: nothing said yet."
    (first_day, first), (last_day, last) = points[0], points[-1]
    if len(points) == 1:
        told = f"{of} {last} since {_said(last_day)}"
    else:
        moved = "up from" if last > first else "down from" if last < first else "the same as"
        told = f"{of} {last} since {_said(last_day)}, {moved} {first} on {_said(first_day)}"
        highest = max(value for _, value in points)
        told += f", after {highest} at its highest" if highest > max(first, last) else ""
    if limit is None:
        return f"{told}."
    words, value = limit
    return f"{told}; {words} {value}, so it is {'above' if last > value else 'within'} that."


def _specification(
    points: Sequence[Point], ends: Sequence[Point], limit: tuple[str, int] | None, top: int, width: int
) -> dict[str, Any]:  # fmt: skip
    data = [{"on": day.isoformat(), "value": value} for day, value in points]
    whole = data + [{"on": day.isoformat(), "value": value} for day, value in ends]
    along = {"field": "on", "type": "temporal", "title": None, "axis": {"format": "%b %Y", "tickCount": 4}}
    up = {
        "field": "value", "type": "quantitative", "title": None, "scale": {"domain": [0, top]},
        "axis": {"grid": False, "tickCount": 5},
    }  # fmt: skip
    line = {
        "data": {"values": whole},
        "mark": {"type": "line", "interpolate": "step-after", "color": palette.GREY_MIDDLE, "strokeWidth": 2},
        "encoding": {"x": along, "y": up},
    }
    dots = {
        "data": {"values": data},
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": 70, "color": palette.DEEP},
        "encoding": {"x": along, "y": up},
    }
    words = {
        "data": {"values": data},
        "mark": {"type": "text", "dy": -12, "fontSize": 14, "fontWeight": "bold", "color": palette.DEEP, "font": FONT},
        "encoding": {"x": along, "y": up, "text": {"field": "value", "type": "quantitative"}},
    }
    layers: list[dict[str, Any]] = [line, dots, words]
    if limit:
        layers = [*_limit(limit, width, up), *layers]
    look = {
        "view": {"stroke": None}, "background": "transparent", "padding": 6,
        "axis": {"labelFont": FONT, "labelFontSize": 13, "labelColor": palette.INK, "domainColor": palette.GREY_MIDDLE},
    }  # fmt: skip
    return {"$schema": SCHEMA, "layer": layers, "width": width, "height": 180, "config": look}


def _limit(limit: tuple[str, int], width: int, up: dict[str, Any]) -> list[dict[str, Any]]:
    words, value = limit
    data = {"values": [{"value": value, "said": f"{words} {value}"}]}
    rule = {
        "data": data,
        "mark": {"type": "rule", "strokeDash": [5, 4], "color": palette.INK},
        "encoding": {"y": up},
    }
    text = {
        "data": data,
        "mark": {"type": "text", "align": "right", "dy": -11, "fontSize": 13, "font": FONT, "color": palette.INK},
        "encoding": {"x": {"value": width}, "y": up, "text": {"field": "said", "type": "nominal"}},
    }
    return [rule, text]
