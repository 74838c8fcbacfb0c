"""The service as it is started for real: a process on a database, and what its first start leaves to be copied."""

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import databases


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1500):
        if process.poll() is not None:
            pytest.fail(f"The server stopped: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{base}/healthy/", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The server did not answer in time: {log.read_text()[-2000:]}")


def copy_demonstration(factory: pytest.TempPathFactory, database: str, folder: Path) -> None:
    """A database and a folder of documents as a first start leaves them; the demonstration is loaded once in a run."""
    model = databases.shared(factory) / "demonstration"

    def first_start(name: str) -> None:
        # Making the tables takes as long as filling them.
        databases.replace(name, databases.empty())
        model.mkdir()
        with serving(name, model):
            pass

    databases.once(factory, "model_demonstration", first_start)
    databases.replace(database, "model_demonstration")
    shutil.copytree(model / "documents", folder / "documents")


@contextmanager
def serving(database: str, folder: Path, **more: str) -> Iterator[str]:
    """A server process on a database, for as long as the block lasts; gives its address."""
    port, log = _free_port(), folder / "server.log"
    environment = databases.environment(database, GOLDENTHREAD_DOCUMENTS=str(folder / "documents"), **more)
    command = [databases.GOLDENTHREAD, "serve", "--no-timer", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=databases.ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
