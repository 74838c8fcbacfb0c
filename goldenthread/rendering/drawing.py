"""Drawings are ordered from a process of their own: what draws is a whole JavaScript engine, 150 MB of it.

Each process of the program has one to itself, from its first drawing until nothing was ordered for a while
(`drawing_process`). One that is gone is begun again and asked once more.
"""

import atexit
import base64
import json
import logging
import os
import subprocess
import sys
import threading
import time
from typing import IO, cast

COMMAND = [sys.executable, "-m", "goldenthread.rendering.drawing_process"]
# Seconds for which nothing is ordered once two processes in a row gave no answer: a page may have sixty drawings.
REST = 10.0
_log = logging.getLogger(__name__)


class Undrawn(Exception):
    """There is no drawing: the process that draws gives no answer, or cannot draw what it was given."""


def vegalite(specification: str) -> str:
    """The SVG of a Vega-Lite specification given as JSON, as the engine made it. Raises `Undrawn`."""
    return _pen.draw("vegalite", specification)


def vega(specification: str) -> str:
    """The SVG of a Vega specification given as JSON, as the engine made it. Raises `Undrawn`."""
    return _pen.draw("vega", specification)


def png(svg: str) -> bytes:
    """An SVG as dots, two for each of its pixels. Raises `Undrawn`."""
    return base64.b64decode(_pen.draw("png", svg))


class _Pen:
    """The process that draws, with whom one thread speaks at a time."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._alone = threading.Lock()
        self._rests_until = 0.0

    def draw(self, what: str, given: str) -> str:
        order = json.dumps([what, given]).encode() + b"\n"
        with self._alone:
            answer = json.loads(self._asked_twice(order))
        if "wrong" in answer:
            _log.error("A drawing was not made: %s", answer["wrong"])
            raise Undrawn(answer["wrong"])
        return str(answer["drawn"])

    def _asked_twice(self, order: bytes) -> bytes:
        if time.monotonic() < self._rests_until:
            raise Undrawn("It gave no answer a moment ago.")
        for _ in range(2):
            try:
                return self._asked(order)
            except OSError as error:
                lost = error
        self._rests_until = time.monotonic() + REST
        _log.error("The process that draws gave no answer twice: %s", lost)
        raise Undrawn("It gave no answer.") from lost

    def _asked(self, order: bytes) -> bytes:
        pipe = subprocess.PIPE
        if self.process is None:
            self.process = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe)  # noqa: S603 (every word is ours)
        orders, answers = cast("IO[bytes]", self.process.stdin), cast("IO[bytes]", self.process.stdout)
        try:
            orders.write(order)
            orders.flush()
            answer = answers.readline()
            if not answer.endswith(b"\n"):
                raise BrokenPipeError("it ended")
        except BaseException:
            # An answer that nobody waited for must never be taken for that to the next order.
            self.stop()
            raise
        return answer

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
        if process:
            process.kill()
            process.communicate()


_pen = _Pen()


def _another() -> None:
    global _pen
    _pen = _Pen()


os.register_at_fork(after_in_child=_another)
atexit.register(lambda: _pen.stop())
