"""A real server with the demonstration in it, one for each test worker, and a real browser to drive it."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """A running service: its address, and how to reach a page in it."""

    base: str
    database: str

    def fetch(self, sql: str, slug: str) -> str | None:
        """One id of a partnership of this site, by a line of SQL from `tests.pages.SAMPLES`."""
        with psycopg.connect(dbname=self.database, user="postgres", host=_database_host()) as connection:
            row = connection.execute("SELECT id FROM partnerships_partnership WHERE slug = %s", [slug]).fetchone()
            found = connection.execute(sql, [row[0]]).fetchone() if row else None
        return str(found[0]) if found else None

    def run(self, sql: str, *values: object) -> str | None:
        """Run one line of SQL on this site's database; the first value it gives back, or None."""
        with psycopg.connect(dbname=self.database, user="postgres", host=_database_host()) as connection:
            found = connection.execute(sql, values)
            row = found.fetchone() if found.description else None
        return str(row[0]) if row else None

    def person(self, role: str, slug: str = "ambershire") -> str:
        """The address of somebody who holds a role in a partnership of this site, and no seat or role in another."""
        sql = """
            SELECT u.email FROM people_user u JOIN (
                SELECT person_id, partnership_id, role FROM partnerships_membership WHERE ends_on IS NULL
                UNION SELECT person_id, partnership_id, kind FROM partnerships_appointment WHERE ends_on IS NULL
                UNION SELECT h.person_id, h.partnership_id, CASE s.kind WHEN 'chair' THEN 'group_chair' ELSE 'seat' END
                      FROM partnerships_seatholder h JOIN partnerships_seat s ON s.id = h.seat_id
                      WHERE h.ends_on IS NULL
            ) held ON held.person_id = u.id JOIN partnerships_partnership p ON p.id = held.partnership_id
            WHERE u.password NOT LIKE '!%%'
            GROUP BY u.email
            HAVING bool_or(held.role = %s AND p.slug = %s)
               AND count(DISTINCT held.partnership_id) = 1
            ORDER BY count(*), u.email LIMIT 1"""
        with psycopg.connect(dbname=self.database, user="postgres", host=_database_host()) as connection:
            row = connection.execute(sql, [role, slug]).fetchone()
        assert row, f"Nobody of the demonstration is {role} in {slug} alone."
        return str(row[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            pytest.fail(f"The server stopped: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{base}/healthy/", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The server did not answer in time: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def site(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The service on a database of its own, loaded with the demonstration."""
    database = f"journeys_{worker_id}"
    server = {"dbname": "postgres", "user": "postgres", "host": _database_host()}
    with psycopg.connect(**server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{database}"')
    folder = tmp_path_factory.mktemp("journeys")
    with _serving(database, folder) as base:
        yield Site(base, database)


@pytest.fixture(scope="session")
def second_site(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same service in a second process, on the same database."""
    with _serving(site.database, tmp_path_factory.mktemp("second")) as base:
        yield Site(base, site.database)


@contextmanager
def _serving(database: str, folder: Path) -> Iterator[str]:
    """A server process on a database, for as long as the block lasts; gives its address."""
    from django.conf import settings

    port, log = _free_port(), folder / "server.log"
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "GOLDENTHREAD_ENVIRONMENT": "development",
        "GOLDENTHREAD_DATABASE": database,
        "GOLDENTHREAD_DOCUMENTS": str(folder / "documents"),
        "GOLDENTHREAD_DATA": str(settings.DATA_DIR),
        "GOLDENTHREAD_SECRET_KEY": "journeys-only-" + "x" * 50,
    }
    command = [str(ROOT / ".venv" / "bin" / "goldenthread"), "serve", "--no-timer", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _database_host() -> str:
    from goldenthread.config.embedded_postgres.base import start

    return start()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this test worker, "main" where there is one only."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture
def sign_in(browser: Browser, site: Site) -> Iterator[object]:
    """A function that signs a person of the demonstration in and gives their page: `sign_in("chair@…")`."""
    contexts: list[BrowserContext] = []

    def enter(email: str, width: int = 1280, javascript: bool = True, base: str = "") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, base_url=base or site.base,
            locale="en-GB",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto("/accounts/login/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(demo_password())
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    yield enter
    for context in contexts:
        context.close()


def demo_password() -> str:
    """The password every demonstration account has."""
    from goldenthread.demo import services as demo

    return demo.PASSWORD
