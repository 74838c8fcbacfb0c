"""`goldenthread spc`: control charts of series in a JSON file, as a table in words or as one JSON object a line."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from goldenthread.measures.commands import mention, say
from goldenthread.measures.spc.chart import charts
from goldenthread.measures.spc.choices import for_scorecard
from goldenthread.measures.spc.reading import Read, read
from goldenthread.measures.spc.records import record, wording_of
from goldenthread.measures.spc.values import Chart
from goldenthread.measures.spc.words import Wording, words

SENTENCE = "Draw control charts (XmR) of the series in a JSON file, and say what each shows."
HEADINGS = ("Series", "Points", "Average", "Lower limit", "Upper limit", "Variation", "Assurance")


def add_arguments(parser: ArgumentParser) -> None:
    """The file, and in which form and by whose choices its series are charted."""
    parser.add_argument("input", type=Path, metavar="INPUT.json", help="a JSON array of series")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line, one for each series")
    parser.add_argument(
        "--scorecard", action="store_true", help="choose as a scorecard does: safer on small numbers, and say so"
    )


def run(arguments: Namespace) -> int:
    """Print the charts; 0 when done, 1 where no series of the file could be charted.

    A series that cannot be charted is refused for itself, in a sentence, and the others are still drawn. Raises
    `Unreadable` where the file is not a JSON array of objects.
    """
    found = read(arguments.input)
    drawn = _drawn([one for one in found if one.figures is not None], arguments.scorecard)
    answers = [(one, *(drawn[one.id] if one.figures else (None, ()))) for one in found]
    for one in found:
        if one.reason:
            mention(one.reason)
    for line in _lines(answers, arguments.scorecard) if arguments.json else _table(answers):
        say(line)
    return 1 if found and not drawn else 0


Answer = tuple[Read, Chart | None, tuple[str, ...]]


def _drawn(found: list[Read], safely: bool) -> dict[str, tuple[Chart, tuple[str, ...]]]:
    """Each chart by the id of its series, with the notes that are printed under it."""
    figures = [one.figures for one in found if one.figures is not None]
    if safely:
        return {one.chart.series.id: (one.chart, one.notes) for one in for_scorecard(figures)}
    return {chart.series.id: (chart, ()) for chart in charts([one.series for one in figures])}


def _lines(answers: list[Answer], safely: bool) -> Iterator[str]:
    for one, chart, notes in answers:
        answer: dict[str, Any] = {"id": one.id, "refused": True, "reason": one.reason}
        if chart is not None:
            answer = record(chart, wording_of(one, chart.points)) | ({"notes": notes} if safely else {})
        yield json.dumps(answer, ensure_ascii=False, allow_nan=False)


def _table(answers: list[Answer]) -> Iterator[str]:
    """A row for each series that was drawn, and its sentences below."""
    rows = [_row(chart, wording_of(one, chart.points)) for one, chart, _ in answers if chart]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    yield _aligned(HEADINGS, widths)
    for one, chart, notes in answers:
        if chart is None:
            yield f"{one.id}  refused"
            continue
        wording = wording_of(one, chart.points)
        yield _aligned(_row(chart, wording), widths)
        yield from (f"    {sentence}" for sentence in (str(words(chart, wording)), *notes))


def _row(chart: Chart, wording: Wording) -> tuple[str, ...]:
    last = chart.last
    lines = (last.mean, last.lower, last.upper) if last else (None, None, None)
    icons = (chart.variation_icon, chart.assurance_icon)
    return (
        chart.series.id,
        str(len(chart.points)),
        *("–" if line is None else wording.number(line) for line in lines),
        *("–" if icon is None else icon.replace("_", " ") for icon in icons),
    )


def _aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    """Words to the left, numbers to the right."""
    sides = "<>>>><<"
    return "  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(cells, sides, widths, strict=True)).rstrip()
