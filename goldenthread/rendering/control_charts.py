"""A control chart, large for one indicator and small for a board: one drawing for screen, PDF and Word.

It knows nothing of statistics: averages, limits and what a point means are given. Meaning is told by shape as well as
colour: a disc for the usual, a triangle up or down for a real change, a ring where the number is not known.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from goldenthread.rendering import drawing, palette
from goldenthread.rendering.blocks import Cell, Column, Table
from goldenthread.rendering.chart_specifications import FONT, SCHEMA
from goldenthread.rendering.charts import Chart, clean, pictured

Json = dict[str, Any]
# What a point may mean, with its colour: both read on white at 3:1 and differ to people who do not tell red from green.
USUAL, BETTER, WORSE, HIGHER, LOWER = "usual", "better", "worse", "higher", "lower"
COLOURS = {
    USUAL: palette.GREY_DARK,
    BETTER: "#1f6fb2",
    WORSE: "#b35900",
    HIGHER: "#6a4c93",
    LOWER: "#6a4c93",
}
WORDS = {
    USUAL: "The usual ups and downs",
    BETTER: "A real change for the better",
    WORSE: "A real change for the worse",
    HIGHER: "A real change, higher",
    LOWER: "A real change, lower",
}


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One period: its label, its value or the word for which there is none, and what the chart says of it."""

    label: str
    value: float | None
    shown: str
    means: str = USUAL
    is_high: bool = True
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    stretch: int = 0


@dataclass(frozen=True, slots=True)
class Extra:
    """One more column of the table beneath: its heading and a cell for each period."""

    heading: str
    cells: tuple[str, ...]


def control_chart(
    points: Sequence[ControlPoint],
    title: str,
    sentence: str,
    of: str,
    *,
    target: tuple[str, float] | None = None,
    breaks: Sequence[tuple[int, str]] = (),
    extras: Sequence[Extra] = (),
    width: int = 640,
    height: int = 260,
) -> Chart:
    """The chart of one indicator with every period in the table.

    `target` is (words, value); `breaks` are (number of the point from which the chart begins anew, what is said there).
    """
    svg = pictured(lambda: _drawn(tuple(points), target, tuple(breaks), width, height, False), title, sentence)
    return Chart(svg, sentence, _table(points, of, extras))


def small_chart(
    points: Sequence[ControlPoint],
    title: str,
    sentence: str,
    of: str,
    *,
    target: tuple[str, float] | None = None,
    width: int = 200,
    height: int = 56,
) -> Chart:
    """The same without axes, for a board that looks at sixty."""
    svg = pictured(lambda: _drawn(tuple(points), target, (), width, height, True), title, sentence)
    return Chart(svg, sentence, _table(points, of, ()))


def _table(points: Sequence[ControlPoint], of: str, extras: Sequence[Extra]) -> Table:
    columns = (Column("Period", 2), Column(of, 1), *(Column(one.heading, 1) for one in extras))
    columns += (Column("Usually", 1), Column("What it means", 2))
    rows = tuple(
        (
            Cell(point.label),
            Cell(point.shown),
            *(Cell(one.cells[place]) for one in extras),
            Cell(_usually(point)),
            Cell(WORDS[point.means] if point.value is not None else point.shown),
        )
        for place, point in enumerate(points)
    )
    return Table(columns, rows)


def _usually(point: ControlPoint) -> str:
    return "" if point.lower is None or point.upper is None else f"{point.lower:.1f} to {point.upper:.1f}"


@lru_cache(maxsize=1024)
def _drawn(
    points: tuple[ControlPoint, ...],
    target: tuple[str, float] | None,
    breaks: tuple[tuple[int, str], ...],
    width: int,
    height: int,
    small: bool,
) -> str:
    if not points:
        return "<svg></svg>"
    return clean(drawing.vegalite(json.dumps(_specification(points, target, breaks, width, height, small))))


def _specification(
    points: tuple[ControlPoint, ...],
    target: tuple[str, float] | None,
    breaks: tuple[tuple[int, str], ...],
    width: int,
    height: int,
    small: bool,
) -> Json:
    data = [_datum(place, point) for place, point in enumerate(points)]
    axes = _axes(points, target, small)
    layers = [*_limits(data, axes), *_aim(target, axes, len(points), small), _line(data, axes)]
    layers += [_marks(data[-1:] if small else data, axes, 60)]
    layers += [] if small else [*_gaps(data, axes), *_breaks(breaks, axes)]
    look = {"view": {"stroke": None}, "background": "transparent", "padding": 4, "font": FONT}
    return {"$schema": SCHEMA, "layer": layers, "width": width, "height": height, "config": look}


def _datum(place: int, point: ControlPoint) -> Json:
    shape = "circle" if point.means == USUAL else "triangle-up" if point.is_high else "triangle-down"
    return {
        "x": place, "y": point.value, "mean": point.mean, "lower": point.lower, "upper": point.upper,
        "stretch": point.stretch, "shape": shape, "colour": COLOURS[point.means],
    }  # fmt: skip


def _axes(points: tuple[ControlPoint, ...], target: tuple[str, float] | None, small: bool) -> Json:
    numbers = [one for point in points for one in (point.value, point.lower, point.upper) if one is not None]
    numbers += [target[1]] if target else []
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    room = (high - low) * 0.08 or 1.0
    # Nothing that is counted is below nought, whatever the limits say.
    floor = max(low - room, 0.0) if all((point.value or 0) >= 0 for point in points) else low - room
    across: Json = {"domain": [-0.5, max(len(points) - 0.5, 0.5)], "nice": False}
    step = max(len(points) // 8, 1)
    places = list(range(0, len(points), step))
    labels = json.dumps({str(place): points[place].label for place in places})
    look = {"labelFont": FONT, "labelFontSize": 12, "labelColor": palette.INK, "domainColor": palette.GREY_MIDDLE}
    look |= {"tickColor": palette.GREY_MIDDLE, "title": None}
    # Short labels that we choose ourselves need no measuring, which would take a fifth of the drawing's time.
    look |= {"labelLimit": 0, "labelOverlap": False}
    below = look | {"values": places, "labelExpr": f"({labels})[datum.value]", "labelAngle": -35, "grid": False}
    beside = look | {"grid": True, "gridColor": palette.GREY_LIGHT, "gridOpacity": 0.7, "tickCount": 5}
    up: Json = {"domain": [floor, high + room], "nice": False, "zero": False}
    return {
        "x": {"type": "quantitative", "scale": across, "axis": None if small else below},
        "y": {"type": "quantitative", "scale": up, "axis": None if small else beside},
    }


def _at(axes: Json, x: str, y: str) -> Json:
    return {"x": {"field": x, **axes["x"]}, "y": {"field": y, **axes["y"]}}


def _limits(data: list[Json], axes: Json) -> list[Json]:
    """The average as a line, and the limits as dashed ones; each stretch by itself."""
    rows = [one for one in data if one["mean"] is not None]
    made = []
    for name, dash in (("mean", [1, 0]), ("lower", [5, 4]), ("upper", [5, 4])):
        known = [one for one in rows if one[name] is not None]
        made.append(
            {
                "data": {"values": known},
                "mark": {"type": "line", "color": palette.GREY_MIDDLE, "strokeWidth": 1.2, "strokeDash": dash},
                "encoding": _at(axes, "x", name) | {"detail": {"field": "stretch", "type": "nominal"}},
            }
        )
    return made


def _aim(target: tuple[str, float] | None, axes: Json, length: int, small: bool) -> list[Json]:
    if target is None:
        return []
    words, value = target
    ends = [{"x": -0.5, "y": value}, {"x": length - 0.5, "y": value}]
    line = {
        "data": {"values": ends},
        "mark": {"type": "line", "color": palette.THREAD, "strokeWidth": 1.6, "strokeDash": [2, 2]},
        "encoding": _at(axes, "x", "y"),
    }
    if small:
        return [line]
    # Beside the plot, where no line and no point can be.
    text = {
        "data": {"values": [{"x": length - 0.5, "y": value, "words": words}]},
        "mark": {
            "type": "text", "align": "left", "dx": 6, "baseline": "middle", "font": FONT, "fontSize": 12,
            "color": palette.INK,
        },
        "encoding": _at(axes, "x", "y") | {"text": {"field": "words", "type": "nominal"}},
    }  # fmt: skip
    return [line, text]


def _line(data: list[Json], axes: Json) -> Json:
    # A gap is a gap: the line is not drawn across a number that is not known, nor across a new beginning.
    return {
        "data": {"values": data},
        "mark": {"type": "line", "color": palette.DEEP, "strokeWidth": 1.8, "invalid": "break-paths-filter-domains"},
        "encoding": _at(axes, "x", "y") | {"detail": {"field": "stretch", "type": "nominal"}},
    }


def _marks(data: list[Json], axes: Json, size: int) -> Json:
    as_given = {"type": "nominal", "scale": None, "legend": None}
    return {
        "data": {"values": [one for one in data if one["y"] is not None]},
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": size},
        "encoding": _at(axes, "x", "y")
        | {"shape": {"field": "shape", **as_given}, "color": {"field": "colour", **as_given}},
    }


def _gaps(data: list[Json], axes: Json) -> list[Json]:
    gaps = [{"x": one["x"]} for one in data if one["y"] is None]
    if not gaps:
        return []
    return [
        {
            "data": {"values": gaps},
            "mark": {"type": "point", "filled": False, "color": palette.GREY_DARK, "size": 40, "strokeWidth": 1.4},
            "encoding": {"x": {"field": "x", **axes["x"]}, "y": {"value": {"expr": "height - 6"}}},
        }
    ]


def _breaks(breaks: tuple[tuple[int, str], ...], axes: Json) -> list[Json]:
    if not breaks:
        return []
    rows = [{"x": place - 0.5, "words": words} for place, words in breaks]
    where = {"x": {"field": "x", **axes["x"]}}
    line = {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": palette.GREY_DARK, "strokeDash": [2, 3]},
        "encoding": where,
    }
    text = {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "dx": 4, "font": FONT, "fontSize": 12, "color": palette.INK},
        "encoding": where | {"y": {"value": 8}, "text": {"field": "words", "type": "nominal"}},
    }
    return [line, text]
