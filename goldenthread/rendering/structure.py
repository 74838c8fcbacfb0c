"""The chart of a partnership's groups: a tree that reads from left to right and stays legible on a page or a screen."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.rendering import palette
from goldenthread.rendering.blocks import Cell, Column, Table
from goldenthread.rendering.charts import Chart, drawn_vega, pictured
from goldenthread.rendering.cleaning import printable

_FONT = "Arial, Helvetica, sans-serif"
_BOX, _GAP, _BETWEEN, _PAD = 250, 46, 14, 10
_NAME_LETTERS, _DETAIL_LETTERS = 30, 36
_NAME_LINE, _DETAIL_LINE = 17, 15
_TOP = ""
_ELBOW = (
    f"'M' + (datum.source.left + {_BOX}) + ',' + datum.source.y + 'H' + (datum.target.left - {_GAP // 2})"
    " + 'V' + datum.target.y + 'H' + datum.target.left"
)


@dataclass(frozen=True)
class Node:
    """A group: its id, the id of the group it reports to (or ""), and what is written in its box."""

    id: str
    name: str
    parent: str = ""
    chair: str = ""
    cadence: str = ""


def structure_chart(nodes: Sequence[Node], title: str) -> Chart:
    """The groups as a tree of boxes with name, chair and how often they meet.

    A group whose parent is not among the nodes, or that would report to itself in a ring, stands at the top.
    """
    parents = _parents(nodes)
    named = {node.id: printable(node.name) for node in nodes}
    sentence = _sentence(nodes, parents, title)
    rows = tuple(
        (Cell(node.name), Cell(named.get(parents[node.id], "")), Cell(node.chair), Cell(node.cadence)) for node in nodes
    )
    columns = (Column("Group", 3), Column("Reports to", 3), Column("Chair", 2), Column("Meets", 2))
    specification = json.dumps(_specification(nodes, parents), sort_keys=True)
    return Chart(pictured(lambda: drawn_vega(specification), title, sentence), sentence, Table(columns, rows))


def _sentence(nodes: Sequence[Node], parents: dict[str, str], title: str) -> str:
    tops = [printable(node.name) for node in nodes if parents[node.id] == _TOP]
    if not nodes:
        return f"{printable(title)}: no groups yet."
    groups = "1 group" if len(nodes) == 1 else f"{len(nodes)} groups"
    return f"{printable(title)}: {groups}, at the top {', '.join(tops)}."


def _parents(nodes: Sequence[Node]) -> dict[str, str]:
    known = {node.id for node in nodes}
    parents = {node.id: node.parent if node.parent in known and node.parent != node.id else _TOP for node in nodes}
    for start in parents:
        seen, at = {start}, parents[start]
        while at != _TOP:
            if at in seen:
                parents[start] = _TOP
                break
            seen.add(at)
            at = parents[at]
    return parents


def _depth(parents: dict[str, str], of: str) -> int:
    depth = 0
    while parents.get(of, _TOP) != _TOP:
        of, depth = parents[of], depth + 1
    return depth


def _specification(nodes: Sequence[Node], parents: dict[str, str]) -> dict[str, Any]:
    boxes = [_box(node, parents[node.id]) for node in nodes]
    height = max((box["tall"] for box in boxes), default=40) + 2 * _PAD
    leaves = len([node for node in nodes if node.id not in parents.values()]) or 1
    depth = max((_depth(parents, node.id) for node in nodes), default=0) + 1
    across, down = depth * (_BOX + _GAP), leaves * (height + _BETWEEN)
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": across - _GAP,
        "height": down,
        "padding": 6,
        "background": "transparent",
        "data": _data(boxes, across, down),
        "marks": _marks(height),
    }


def _box(node: Node, parent: str) -> dict[str, Any]:
    name = textwrap.wrap(printable(node.name), _NAME_LETTERS) or ["–"]
    details = [f"Chair: {printable(node.chair)}"] if node.chair else []
    details += [printable(node.cadence)] if node.cadence else []
    lines = [line for detail in details for line in textwrap.wrap(detail, _DETAIL_LETTERS)]
    tall = len(name) * _NAME_LINE + len(lines) * _DETAIL_LINE + (5 if lines else 0)
    below = len(name) * _NAME_LINE + 5
    return {"id": f"n{node.id}", "parent": f"n{parent}", "name": name, "lines": lines, "tall": tall, "below": below}


def _data(boxes: list[dict[str, Any]], across: int, down: int) -> list[dict[str, Any]]:
    top: dict[str, Any] = {"id": f"n{_TOP}", "parent": None, "name": [], "lines": [], "tall": 0, "below": 0}
    tree = {
        "name": "tree",
        "values": [top, *boxes],
        "transform": [
            {"type": "stratify", "key": "id", "parentKey": "parent"},
            {
                "type": "tree", "method": "tidy", "separation": False,
                "size": [down, across], "as": ["y", "x", "depth", "children"],
            },
            {"type": "formula", "as": "left", "expr": f"datum.x - {_BOX + _GAP}"},
        ],
    }  # fmt: skip
    links = {
        "name": "links",
        "source": "tree",
        "transform": [
            {"type": "treelinks"},
            {"type": "filter", "expr": "datum.source.depth > 0"},
            {"type": "formula", "as": "path", "expr": _ELBOW},
        ],
    }
    shown = {"name": "boxes", "source": "tree", "transform": [{"type": "filter", "expr": "datum.depth > 0"}]}
    return [tree, links, shown]


def _marks(height: int) -> list[dict[str, Any]]:
    link = {"path": {"field": "path"}, "stroke": {"value": palette.GREY_MIDDLE}, "strokeWidth": {"value": 1.5}}
    box = {
        "x": {"field": "left"},
        "y": {"field": "y", "offset": -height / 2},
        "width": {"value": _BOX},
        "height": {"value": height},
        "cornerRadius": {"value": 4},
        "fill": [{"test": "datum.depth === 1", "value": palette.HEADER}, {"value": palette.PAPER}],
        "stroke": {"value": palette.DEEP},
        "strokeWidth": {"value": 1.5},
    }
    return [
        {"type": "path", "from": {"data": "links"}, "encode": {"enter": link}},
        {"type": "rect", "from": {"data": "boxes"}, "encode": {"enter": box}},
        _text("name", "datum.y - datum.tall / 2", 14, "bold", _NAME_LINE, palette.INK),
        _text("lines", "datum.y - datum.tall / 2 + datum.below", 12.5, "normal", _DETAIL_LINE, palette.GREY_DARK),
    ]


def _text(field: str, at: str, size: float, weight: str, line: int, colour: str) -> dict[str, Any]:
    look = {
        "x": {"field": "left", "offset": _PAD},
        "y": {"signal": at},
        "text": {"field": field},
        "font": {"value": _FONT},
        "fontSize": {"value": size},
        "fontWeight": {"value": weight},
        "lineHeight": {"value": line},
        "baseline": {"value": "top"},
        "fill": {"value": colour},
    }
    return {"type": "text", "from": {"data": "boxes"}, "encode": {"enter": look}}
