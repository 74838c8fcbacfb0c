"""Everything `make test` checks, each step to its end, every failure told before it stops."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"

STEPS: list[tuple[str, list[str]]] = [
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("templates", ["djlint", "--lint", "--quiet", "goldenthread"]),
    ("import contracts", ["lint-imports", "--no-cache"]),
    ("migrations", ["goldenthread", "makemigrations", "--check", "--dry-run"]),
]
TYPES = ("types", ["mypy", "goldenthread"])
TESTS = ("tests", ["pytest", "-q", "-n", "2", "--dist", "loadfile"])


def start(command: list[str], show: bool = False) -> subprocess.Popen[str]:
    """Start one step; its words are kept unless they are to be shown as they come."""
    environment = os.environ | {
        "GOLDENTHREAD_ENVIRONMENT": "test",
        "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
    }
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


def main() -> int:
    """Run every step; 0 when all held. Types are checked while the tests run, because there are two cores."""
    held = []
    for name, command in STEPS:
        began = time.monotonic()
        words, _ = (process := start(command)).communicate()
        held.append(told(name, words, process.returncode, began))
    began = time.monotonic()
    types = start(TYPES[1])
    tests = start([*TESTS[1], *sys.argv[1:]], show=True)
    words, _ = types.communicate()
    code = tests.wait()
    held.append(told(TYPES[0], words, types.returncode, began))
    print(f"{'ok    ' if code == 0 else 'FAILED'} tests ({time.monotonic() - began:.0f} s)", flush=True)
    held.append(code == 0)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
