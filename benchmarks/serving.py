"""A real server on the database that is measured, and somebody signed in to it over one connection that stays open."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "only-for-measuring"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WAIT = 60.0


@contextmanager
def serving(workers: int) -> Iterator["Server"]:
    """`goldenthread serve` on the database Django stands on, for as long as the block lasts."""
    from django.conf import settings

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = settings.DATA_DIR / "benchmark-server.log"
    entrance = "from goldenthread.config.command import main; main()"
    command = [sys.executable, "-c", entrance, "serve", "--no-timer", "--no-demo"]
    command += ["--port", str(port), "--workers", str(workers)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=out, stderr=subprocess.STDOUT)
    try:
        server = Server(process, port)
        server.wait(log)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


class Server:
    """A running server: its port, and the processes that answer."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def wait(self, log: Path) -> None:
        """Return once it answers. Raises `RuntimeError` with its last words where it stops or never does."""
        until = time.monotonic() + WAIT
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if Visitor(self.port).get("/healthy/").status == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"The server did not answer: {log.read_text()[-2000:]}")

    def memory(self) -> list[tuple[int, float, float]]:
        """Each worker: its process number, and its memory in MB, once with what it shares and once without."""
        return sorted(_used(one) for one in self._workers())

    def memory_of_drawing(self) -> list[tuple[int, float, float]]:
        """The same of the processes that draw for the workers and end when nothing is drawn for a while."""
        return sorted(_used(one) for worker in self._workers() for one in worker.children())

    def _workers(self) -> list[psutil.Process]:
        children = psutil.Process(self.process.pid).children()
        return [one for one in children if not re.search("postgres|resource_tracker", " ".join(one.cmdline()))]


def _used(process: psutil.Process) -> tuple[int, float, float]:
    used = process.memory_full_info()
    return process.pid, used.rss / 1e6, used.uss / 1e6


class Page:
    """What came back: status, text, address it leads on to, seconds it took and bytes it weighs."""

    def __init__(self, status: int, content: bytes, leads_to: str, seconds: float) -> None:
        self.status, self.content, self.leads_to, self.seconds = status, content, leads_to, seconds


class Visitor:
    """Somebody at a browser that keeps its cookies and its connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        """Fetch an address."""
        return self._ask("GET", path)

    def _ask(self, method: str, path: str, body: str | None = None) -> Page:
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        took = time.perf_counter() - began
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies.update({key: one.value for key, one in SimpleCookie(line).items()})
        return Page(response.status, content, response.headers.get("Location", ""), took)

    def sign_in(self, email: str) -> None:
        """Go through the sign-in page as a person does. Raises `RuntimeError` where that lets nobody in."""
        path = "/accounts/login/"
        found = TOKEN.search(self.get(path).content.decode())
        token = found[1] if found else ""
        answers = {"csrfmiddlewaretoken": token, "login": email, "password": PASSWORD}
        page = self._ask("POST", path, urllib.parse.urlencode(answers))
        if page.status != 302 or path in page.leads_to:
            raise RuntimeError(f"{email} was not let in: {page.status}.")
