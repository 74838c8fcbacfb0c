"""Charts say a finding, carry their data, and hold nothing a strict content policy refuses."""

import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from goldenthread.kernel.rag import Delivery
from goldenthread.rendering import palette
from goldenthread.rendering.charts import Chart, clean, rating_bar, sparkline
from goldenthread.rendering.structure import Node, structure_chart

COUNTS = {Delivery.ON_TRACK: 61, Delivery.AT_RISK: 12, Delivery.OFF_TRACK: 3, Delivery.NO_UPDATE: 14}
NODES = [
    Node("a", "Executive <Group>", chair="Partnership chair", cadence="Monthly"),
    Node("b", "Business Group for a name that is far too long for one line", "a"),
    Node("c", "Learning subgroup", "b", "Somebody", "Every eight weeks"),
    Node("d", "Shadow board", "missing"),
]
CHARTS = {
    "rating bar": rating_bar(COUNTS),
    "empty rating bar": rating_bar({}),
    "sparkline": sparkline([("June", 3), ("July", None), ("August", 9)], "actions on track"),
    "empty sparkline": sparkline([], "actions"),
    "structure": structure_chart(NODES, "How we are governed"),
    "empty structure": structure_chart([], "How we are governed"),
}


def words(chart: Chart) -> str:
    return " ".join("".join(ET.fromstring(chart.svg).itertext()).split())


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_svg_is_one_described_picture_without_style_or_script(chart: Chart) -> None:
    root = ET.fromstring(chart.svg)
    names = {element.tag.split("}")[1] for element in root.iter()}
    assert not names & {"style", "script", "foreignObject", "a", "image", "use"}
    for element in root.iter():
        assert not {name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name}
    assert root.attrib["role"] == "img"
    assert [child.tag.split("}")[1] for child in root][:2] == ["title", "desc"]
    assert root[1].text == chart.alt


def test_a_rating_bar_states_the_finding_with_shapes_and_words() -> None:
    chart = CHARTS["rating bar"]
    assert chart.alt == "Of 90 actions, 3 off track, 12 at risk, 14 no update and 61 on track."
    assert "● 61 on track" in words(chart)
    assert "■ 3 off track" in words(chart)
    assert [row[1].text for row in chart.table.rows] == ["3", "12", "14", "61", "0", "0"]


def test_a_sparkline_states_its_course() -> None:
    assert CHARTS["sparkline"].alt == "9 actions on track in August, up from 3 in June."
    assert [row[1].text for row in CHARTS["sparkline"].table.rows] == ["3", "no figure", "9"]


def test_the_structure_is_a_tree_with_every_name_in_full() -> None:
    chart = CHARTS["structure"]
    for said in ("Executive <Group>", "too long for one line", "Chair: Somebody", "Every eight weeks"):
        assert said in words(chart)
    assert [row[1].text for row in chart.table.rows][:3] == ["", "Executive <Group>", NODES[1].name]
    assert chart.alt == "How we are governed: 4 groups, at the top Executive <Group>, Shadow board."
    assert float(ET.fromstring(chart.svg).attrib["width"]) <= 1280


def test_groups_that_report_in_a_ring_are_still_drawn() -> None:
    chart = structure_chart([Node("a", "First", "b"), Node("b", "Second", "a"), Node("c", "Third", "c")], "Ring")
    assert all(name in words(chart) for name in ("First", "Second", "Third"))


def test_the_same_content_is_drawn_once() -> None:
    assert rating_bar(COUNTS).svg == CHARTS["rating bar"].svg
    assert rating_bar(COUNTS, of="tasks").svg != CHARTS["rating bar"].svg


def test_cleaning_removes_what_a_strict_policy_refuses_and_leaves_words() -> None:
    dirty = '<svg><script>x</script><g style="a" onclick="b" fill="#fff"><text>style="kept"</text></g></svg>'
    assert clean(dirty) == '<svg><g fill="#fff"><text>style="kept"</text></g></svg>'


@pytest.mark.parametrize("rating", list(Delivery))
def test_ratings_are_readable_on_their_tint(rating: Delivery) -> None:
    tint = palette.RATINGS[rating]
    assert palette.contrast(tint.background, tint.text) >= 4.5
    assert palette.contrast(palette.PAPER, tint.border) >= 3


@pytest.mark.parametrize("colour", [palette.DEEP, palette.GREY_DARK, palette.INK])
def test_text_colours_are_readable_on_paper_and_headers(colour: str) -> None:
    assert palette.contrast(colour, palette.PAPER) >= 4.5
    assert palette.contrast(colour, palette.HEADER) >= 4.5


@pytest.mark.parametrize(
    ("word", "rating"),
    [
        ("Green", Delivery.ON_TRACK),
        ("At risk ▲", Delivery.AT_RISK),
        ("R", Delivery.OFF_TRACK),
        ("no_update", Delivery.NO_UPDATE),
        ("purple", None),
        ("", None),
        (None, None),
    ],
)
def test_printed_words_are_known_for_ratings(word: str | None, rating: Delivery | None) -> None:
    assert palette.rating_of(word) is rating


def test_a_process_never_loads_what_draws():
    """Every page and command is loaded, as a worker loads them, and a chart is drawn by the process beside it."""
    script = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'goldenthread.config.settings'; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "import goldenthread.rendering.word; from goldenthread.rendering.charts import is_drawn, rating_bar;"
        "print('vl_convert' in sys.modules); print(is_drawn(rating_bar({}).svg), 'vl_convert' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "True", "False"]
