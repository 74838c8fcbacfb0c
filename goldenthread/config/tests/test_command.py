"""What goes wrong before any verb could begin is said in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = "from goldenthread.config.command import main; main()"


def run(verb: str, **settings: str) -> tuple[int, str]:
    """The exit code and the error output of one verb in an installation with these settings."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GOLDENTHREAD_")}
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, verb], env=environment | settings, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize("verb", ["migrate", "serve", "verify_trail"])
def test_a_database_that_does_not_answer(verb: str, tmp_path: Path) -> None:
    url = "postgres://thread:a-secret-word@127.0.0.1:9/thread?connect_timeout=2"
    code, said = run(verb, DATABASE_URL=url, GOLDENTHREAD_DATA=str(tmp_path))
    assert code == 1
    assert said.startswith("The database does not answer: ")
    assert said.endswith("DATABASE_URL names it.")
    assert len(said.splitlines()) == 1
    assert "a-secret-word" not in said


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    code, said = run("check", GOLDENTHREAD_DATA=str(blocked / "data"))
    assert code == 1
    assert said.startswith(f"{blocked}")
    assert said.endswith("GOLDENTHREAD_DATA names the folder that this user must be able to write.")
