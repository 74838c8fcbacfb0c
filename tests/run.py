"""Everything `make test` checks, each step to its end, every failure told before it stops."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"

Step = tuple[str, list[str]]

# A second or two each, so that a slip of the pen is told at once.
QUICK: list[Step] = [
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
]
# One process each, one after another beside the tests: between them all cores have work from the first minute on.
BESIDE: list[Step] = [
    ("import contracts", ["lint-imports", "--no-cache"]),
    ("migrations", ["goldenthread", "makemigrations", "--check", "--dry-run"]),
    ("templates", ["djlint", "--lint", "--quiet", "goldenthread"]),
    ("types", ["mypy", "goldenthread"]),
]
TESTS: Step = ("tests", ["pytest", "-q", "-n", "2", "--dist", "loadfile"])


def start(command: list[str], show: bool = False) -> subprocess.Popen[str]:
    """Start one step; its words are kept unless they are to be shown as they come."""
    environment = os.environ | {
        "GOLDENTHREAD_ENVIRONMENT": "test",
        "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
    }
    # Many of the tests start the program anew; compiled once and kept, it starts in half the time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    out = None if show else subprocess.PIPE
    return subprocess.Popen(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=environment,
        stdout=out,
        stderr=subprocess.STDOUT,
        text=True,
    )


def told(name: str, words: str, code: int, began: float) -> bool:
    """Print how a step went; the step's own words only when it failed."""
    print(f"{'ok    ' if code == 0 else 'FAILED'} {name} ({time.monotonic() - began:.0f} s)", flush=True)
    if code:
        print(words, flush=True)
    return code == 0


def done(step: Step) -> bool:
    """Run one step to its end and tell how it went."""
    name, command = step
    began = time.monotonic()
    words, _ = (process := start(command)).communicate()
    return told(name, words, process.returncode, began)


def main() -> int:
    """Run every step; 0 when all held."""
    held = [done(step) for step in QUICK]
    began = time.monotonic()
    tests = start([*TESTS[1], *sys.argv[1:]], show=True)
    held += [done(step) for step in BESIDE]
    held.append(told(TESTS[0], "", tests.wait(), began))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
