"""Control charts: what is drawn, what is said instead of a picture, and that nothing hidden is in either."""

import re

import pytest

from goldenthread.rendering.control_charts import COLOURS, ControlPoint, Extra, control_chart, small_chart
from goldenthread.rendering.palette import THREAD

POINTS = [
    ControlPoint(f"Month {n}", 20.0 + n % 3, f"{20 + n % 3}%", mean=21.0, lower=17.5, upper=24.5) for n in range(12)
]
HIDDEN = ControlPoint("Month 12", None, "Suppressed", mean=21.0, lower=17.5, upper=24.5)
WORSE = ControlPoint("Month 13", 27.0, "27%", "worse", True, 21.0, 17.5, 24.5)
BETTER = ControlPoint("Month 14", 15.0, "15%", "better", False, 21.0, 17.5, 24.5, 1)
EVERY = [*POINTS, HIDDEN, WORSE, BETTER]


def drawn(**more):
    return control_chart(EVERY, "Re-referrals", "Higher than usual.", "Percentage", **more)


def test_the_picture_says_its_finding_to_those_who_do_not_see_it():
    chart = drawn()
    assert "<title>Re-referrals</title><desc>Higher than usual.</desc>" in chart.svg
    assert 'role="img"' in chart.svg
    assert chart.alt == "Higher than usual."


def test_a_change_is_told_by_colour_and_shape_and_in_words():
    chart = drawn()
    assert COLOURS["worse"] in chart.svg
    assert COLOURS["better"] in chart.svg
    words = [row[-1].text for row in chart.table.rows]
    assert words[-2:] == ["A real change for the worse", "A real change for the better"]
    assert words[0] == "The usual ups and downs"


def test_every_period_stands_in_the_table_and_what_is_hidden_by_its_word():
    chart = drawn(extras=[Extra("Count", tuple(str(n) for n in range(15)))])
    assert [column.heading for column in chart.table.columns] == [
        "Period",
        "Percentage",
        "Count",
        "Usually",
        "What it means",
    ]
    assert [cell.text for cell in chart.table.rows[12]] == [
        "Month 12",
        "Suppressed",
        "12",
        "17.5 to 24.5",
        "Suppressed",
    ]


def test_the_line_is_not_drawn_across_what_is_not_known():
    whole = control_chart(POINTS, "A", "B", "C").svg
    gap = control_chart([*POINTS[:6], HIDDEN, *POINTS[6:]], "A", "B", "C").svg
    paths = [
        re.findall(r'<path[^>]*stroke="#0b5563"[^>]*d="([^"]*)"|<path[^>]*d="([^"]*)"[^>]*stroke="#0b5563"', one)
        for one in (whole, gap)
    ]
    moves = ["".join("".join(pair) for pair in found).count("M") for found in paths]
    assert moves[1] == moves[0] + 1


def test_the_target_has_its_words_and_the_gold_of_the_thread():
    assert THREAD not in drawn().svg
    chart = drawn(target=("Target 18%", 18.0))
    assert THREAD in chart.svg
    assert "Target 18%" in chart.svg


def test_a_new_beginning_is_said():
    assert "New front door" in drawn(breaks=[(14, "New front door")]).svg


def test_nothing_in_a_drawing_can_run_or_fetch():
    nasty = ControlPoint('<script>alert("x")</script>', 3.0, "3")
    chart = control_chart([*POINTS, nasty], "<b>T</b>", 'S" onload="x', "Of", target=('<a href="javascript:x">', 3.0))
    assert "<script" not in chart.svg
    assert "<b>" not in chart.svg
    assert not re.search(r"<[^>]*\s(?:on\w+|href|style)=", chart.svg)


@pytest.mark.parametrize("points", [[], [HIDDEN], [POINTS[0]], [HIDDEN, HIDDEN]])
def test_little_or_nothing_to_draw_is_no_error(points):
    for make in (control_chart, small_chart):
        chart = make(points, "A", "B", "C")
        assert chart.svg.startswith("<svg")
        assert len(chart.table.rows) == len(points)


def test_a_count_is_not_drawn_below_nought():
    low = [ControlPoint(str(n), float(n % 2), str(n % 2), mean=0.5, lower=-2.0, upper=3.0) for n in range(14)]
    labels = re.findall(r">(−?-?\d+(?:\.\d+)?)</text>", control_chart(low, "A", "B", "C").svg)
    assert labels
    assert not [one for one in labels if one.startswith(("-", "−"))]


def test_small_ones_are_drawn_once_for_the_same_content():
    assert small_chart(EVERY, "A", "B", "C").svg == small_chart(EVERY, "A", "B", "C").svg
    assert len(small_chart(EVERY, "A", "B", "C").svg) < len(drawn().svg)


def test_the_name_of_the_target_stands_beside_the_plot_where_nothing_is_drawn():
    svg = drawn(target=("Target 22%", 22.0)).svg
    (text,) = re.findall(r"<text[^>]*>Target 22%</text>", svg)
    across = float(re.search(r"translate\(([\d.]+),", text)[1])
    assert 'text-anchor="start"' in text
    # Points and lines end within the 640 of the plot; the picture is wide enough for the words.
    assert across > 640
    assert float(re.search(r'<svg[^>]*\bwidth="([\d.]+)', svg)[1]) > across + 60
