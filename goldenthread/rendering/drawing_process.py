"""The process that draws: one order a line comes in, one answer a line goes out, and it ends when it is not needed.

It is nobody's orphan: it ends as soon as the other end of its line is closed, however that came about, after a while
without an order, and in the midst of a drawing that takes far too long.
"""

import base64
import json
import os
import signal
import sys
from collections.abc import Callable

import vl_convert

IDLE, LONGEST = 120, 30
DOES: dict[str, Callable[[str], str]] = {
    # Neither may fetch anything from anywhere.
    "vegalite": lambda given: vl_convert.vegalite_to_svg(given, allowed_base_urls=[]),
    "vega": lambda given: vl_convert.vega_to_svg(given, allowed_base_urls=[]),
    "png": lambda given: base64.b64encode(vl_convert.svg_to_png(given, scale=2.0)).decode("ascii"),
}


def main() -> None:
    """Draw what is ordered until nothing more comes."""
    # Whoever stops the program at the keyboard stops the one that gives the orders.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # What the engine itself prints is not an answer.
    os.dup2(2, 1)
    signal.alarm(IDLE)
    for line in sys.stdin.buffer:
        signal.alarm(LONGEST)
        answer = json.dumps(_answer(line)).encode() + b"\n"
        try:
            answers.write(answer)
            answers.flush()
        except BrokenPipeError:
            os._exit(0)
        signal.alarm(IDLE)


def _answer(line: bytes) -> dict[str, str]:
    what, given = json.loads(line)
    try:
        return {"drawn": DOES[what](given)}
    except ValueError as error:
        return {"wrong": str(error)}


if __name__ == "__main__":
    main()
