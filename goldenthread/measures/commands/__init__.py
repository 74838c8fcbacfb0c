"""The verbs that need no database: what an analyst runs on the machine where the extract lies.

Each module has `SENTENCE`, `add_arguments(parser)` and `run(arguments)`, which answers 0 when done and 1 when refused;
`Unreadable` is printed as its one sentence.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from types import ModuleType

from goldenthread.measures.problems import Unreadable

VERBS = ("check_extract", "indicators", "measure", "sample_extract", "spc")


def verb(name: str) -> ModuleType:
    """The module of one verb."""
    return import_module(f"goldenthread.measures.commands.{name}")


def answer(words: list[str]) -> int:
    """Run one verb with its words: 0 when done, 1 when refused, with the reason printed; misuse exits with 2."""
    module = verb(words[0])
    parser = argparse.ArgumentParser(prog=f"goldenthread {words[0]}", description=module.SENTENCE)
    module.add_arguments(parser)
    try:
        return int(module.run(parser.parse_args(words[1:])))
    except Unreadable as unreadable:
        print(unreadable.reason, file=sys.stderr)  # noqa: T201 - a command speaks to the terminal
        return 1
    except BrokenPipeError:
        # Whoever read what we printed has seen enough.
        sys.stderr.close()
        return 0


def listed() -> str:
    """The verbs with their sentences, for whoever asks what there is."""
    lines = [f"    {name:16}{verb(name).SENTENCE}" for name in VERBS]
    return "\n".join(["Where an extract lies, without a database:", "", *lines, ""])


def say(words: str = "") -> None:
    """Print one line of the answer."""
    print(words)  # noqa: T201 - a command speaks to the terminal


def mention(words: str) -> None:
    """Print one line beside the answer: progress, or what is wrong."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201 - a command speaks to the terminal
