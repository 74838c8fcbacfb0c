"""The process that draws: kept, begun again, never anybody's orphan, and missed without harm."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import psutil
import pytest
from docx import Document

from goldenthread.kernel.rag import Delivery
from goldenthread.rendering import drawing, word
from goldenthread.rendering.blocks import Cell, Column, Picture, Report, Table
from goldenthread.rendering.charts import is_drawn, rating_bar
from goldenthread.rendering.drawing_process import IDLE

WORDS = "This chart cannot be drawn"


def bar(words: str) -> str:
    """The specification of a drawing that nobody else draws."""
    return json.dumps({"data": {"values": [{"a": words}]}, "mark": "text", "encoding": {"text": {"field": "a"}}})


@pytest.fixture
def pen(monkeypatch):
    """A process of the test's own, and the time for which nothing is ordered made short."""
    made = drawing._Pen()
    monkeypatch.setattr(drawing, "_pen", made)
    yield made
    made.stop()


def gone(pid: int) -> bool:
    """True as soon as a process has ended, whether or not somebody has looked at how."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_one_process_draws_everything(pen):
    assert "first" in drawing.vegalite(bar("first"))
    process = pen.process
    assert drawing.png('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>').startswith(b"\x89PNG")
    assert pen.process is process


def test_threads_that_draw_at_once_get_each_their_own(pen):
    names = [f"of thread {number}" for number in range(12)]
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(lambda name: drawing.vegalite(bar(name)), names))
    assert all(name in svg for name, svg in zip(names, drawn, strict=True))


def test_one_that_is_gone_is_begun_again(pen):
    drawing.vegalite(bar("before"))
    pen.process.kill()
    assert "after" in drawing.vegalite(bar("after"))


def test_it_ends_when_nothing_is_ordered(pen):
    drawing.vegalite(bar("once"))
    os.kill(pen.process.pid, signal.SIGALRM)  # as its own clock does after a while
    assert gone(pen.process.pid)
    assert "again" in drawing.vegalite(bar("again"))
    assert 0 < IDLE <= 300


def test_a_chart_that_cannot_be_drawn_says_so_and_is_drawn_later(pen, monkeypatch):
    counts = {Delivery.ON_TRACK: 4713}
    monkeypatch.setattr(drawing, "COMMAND", [sys.executable, "-c", ""])
    chart = rating_bar(counts)
    assert WORDS in chart.svg
    assert f"<desc>{chart.alt}</desc>" in chart.svg
    assert not is_drawn(chart.svg)
    monkeypatch.undo()
    monkeypatch.setattr(drawing, "_pen", pen)
    # Not at once: a page of sixty charts would begin a hundred and twenty processes.
    assert not is_drawn(rating_bar(counts).svg)
    monkeypatch.setattr(pen, "_rests_until", 0.0)
    assert is_drawn(rating_bar(counts).svg)


def test_a_wrong_specification_is_told_of_and_kills_nothing(pen, caplog):
    drawing.vegalite(bar("well"))
    process = pen.process
    with pytest.raises(drawing.Undrawn):
        drawing.vegalite('{"mark": 7}')
    assert "A drawing was not made" in caplog.text
    assert pen.process is process
    assert "well again" in drawing.vegalite(bar("well again"))


def test_a_word_file_says_what_a_picture_would_have_shown(pen, monkeypatch):
    monkeypatch.setattr(drawing, "COMMAND", [sys.executable, "-c", ""])
    data = Table((Column("Rating", 1),), ((Cell("On track"),),))
    picture = Picture('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>', "4 of 5 on track.", data=data)
    made = Document(BytesIO(word.word(Report(title="Ratings", blocks=(picture,)))))
    assert f"{WORDS} just now. It says: 4 of 5 on track." in [one.text for one in made.paragraphs]
    assert "On track" in [cell.text for table in made.tables for row in table.rows for cell in row.cells]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL, None], ids=["stopped", "killed", "at its end"])
def test_no_orphan_is_left(stop):
    script = (
        "import sys; from goldenthread.rendering import drawing;"
        f"drawing.vegalite({bar('x')!r}); print(drawing._pen.process.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        pid = int(parent.stdout.readline())
        assert psutil.pid_exists(pid)
        if stop:
            parent.send_signal(stop)
        else:
            parent.stdin.close()
        parent.wait(timeout=20)
    assert gone(pid)


def test_a_forked_process_draws_with_its_own(pen):
    drawing.vegalite(bar("of the parent"))
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        mine = drawing._pen.process is None and "of the child" in drawing.vegalite(bar("of the child"))
        drawing._pen.stop()
        os.write(write, b"yes" if mine else b"no")
        os._exit(0)
    assert os.read(read, 3) == b"yes"
    os.waitpid(child, 0)
    os.close(read)
    os.close(write)
    assert "of the parent still" in drawing.vegalite(bar("of the parent still"))
