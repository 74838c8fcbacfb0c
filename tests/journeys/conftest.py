"""A real server with the demonstration in it, one for each test worker, and a real browser to drive it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from tests import databases
from tests.first_start import copy_demonstration, serving

SignedIn = Callable[..., Page]


@dataclass(frozen=True)
class Site:
    """A running service: its address, and how to reach a page in it."""

    base: str
    database: str

    def fetch(self, sql: str, slug: str) -> str | None:
        """One id of a partnership of this site, by a line of SQL from `tests.pages.SAMPLES`."""
        with psycopg.connect(dbname=self.database, user="postgres", host=databases.host()) as connection:
            row = connection.execute("SELECT id FROM partnerships_partnership WHERE slug = %s", [slug]).fetchone()
            found = connection.execute(sql, [row[0]]).fetchone() if row else None
        return str(found[0]) if found else None

    def run(self, sql: str, *values: object) -> str | None:
        """Run one line of SQL on this site's database; the first value it gives back, or None."""
        with psycopg.connect(dbname=self.database, user="postgres", host=databases.host()) as connection:
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
        with psycopg.connect(dbname=self.database, user="postgres", host=databases.host()) as connection:
            row = connection.execute(sql, [role, slug]).fetchone()
        assert row, f"Nobody of the demonstration is {role} in {slug} alone."
        return str(row[0])


@pytest.fixture(scope="session")
def site(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The service on a database of its own, with the demonstration as a first start on an empty database loads it."""
    database, folder = f"journeys_{worker_id}", tmp_path_factory.mktemp("journeys")
    copy_demonstration(tmp_path_factory, database, folder)
    with serving(database, folder) as base:
        yield Site(base, database)


@pytest.fixture(scope="session")
def second_site(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same service in a second process, on the same database."""
    with serving(site.database, tmp_path_factory.mktemp("second")) as base:
        yield Site(base, site.database)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this test worker, "main" where there is one only."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def signed_in(browser: Browser) -> SignedIn:
    """A function that opens a page in which a person of the demonstration is signed in.

    A person types their password once; later pages take over that session for as long as it lasts.
    """
    sessions: dict[tuple[str, str], StorageState] = {}

    def enter(base: str, email: str, **options: Any) -> Page:
        kept = sessions.get((base, email))
        context = browser.new_context(base_url=base, locale="en-GB", storage_state=kept, **options)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto("/accounts/login/")
        if "/accounts/login" in page.url:
            page.get_by_label("E-mail address").fill(email)
            page.get_by_label("Password", exact=True).fill(demo_password())
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.wait_for_url(lambda url: "/accounts/login" not in url)
            sessions[base, email] = context.storage_state()
        return page

    return enter


@pytest.fixture
def sign_in(signed_in: SignedIn, site: Site) -> Iterator[Callable[..., Page]]:
    """A function that signs a person of the demonstration in and gives their page: `sign_in("chair@…")`."""
    contexts: list[BrowserContext] = []

    def enter(email: str, width: int = 1280, javascript: bool = True, base: str = "") -> Page:
        page = signed_in(
            base or site.base, email, viewport={"width": width, "height": 900}, java_script_enabled=javascript
        )
        contexts.append(page.context)
        return page

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def seats(signed_in: SignedIn, site: Site) -> Iterator[Callable[[str], Page]]:
    """One signed-in page for each kind of person, kept for the whole module."""
    kept: dict[str, Page] = {}

    def seat(role: str) -> Page:
        if role not in kept:
            kept[role] = signed_in(site.base, site.person(role))
            # Compiled once for all pages of this one, which reading it into each does not do.
            kept[role].context.add_init_script(AXE_SCRIPT)
        return kept[role]

    yield seat
    for page in kept.values():
        page.context.close()


def demo_password() -> str:
    """The password every demonstration account has."""
    from goldenthread.demo import services as demo

    return demo.PASSWORD
