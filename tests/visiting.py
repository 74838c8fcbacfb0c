"""Visit the screens of `tests.pages` in this process: as whom, at which address, and what it costs the database."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.kernel import forward_plan
from goldenthread.kernel.actor import Actor
from goldenthread.notify.rules import sources
from tests import pages
from tests.pages import Screen

SLUG, OTHER = "ambershire", "saltmarsh"
# Sessions and savepoints cost every request the same, whatever the page does.
NOT_COUNTED = re.compile(r"SAVEPOINT|django_session|^(BEGIN|COMMIT|ROLLBACK)", re.I)
# How often a page may ask the database, however many rows are on it. One of them is the header's, which counts what
# every app asks of the person (decision 18).
QUERY_CEILING = 16
# As many apps asked people for things when that ceiling was set.
APPS_THEN = 3

_found: dict[str, dict[str, str]] = {}
_acting: dict[str, Actor] = {}
_sessions: dict[str, str] = {}
_visits: dict[tuple[str, str], "Visit"] = {}
# Clients are many, and the middleware between them and the views is the same for all.
_handler = Client().handler


@dataclass(frozen=True)
class Visit:
    """One look at a screen by somebody who may: the answer, its text, and what it asked of the database."""

    path: str
    answer: Any
    text: str
    queries: list[str]


def ceiling(screen: Screen) -> int:
    """How often a screen may ask: one more for each further app, where it asks every one of them."""
    more = max(len(sources()), len(forward_plan.finders())) - APPS_THEN if screen.asks_every_app else 0
    return QUERY_CEILING + more


def fetch(sql: str, slug: str) -> str | None:
    """One id of a partnership, by a line of SQL from `tests.pages.SAMPLES`, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partnerships_partnership WHERE slug = %s", [slug])
        cursor.execute(sql, [cursor.fetchone()[0]])
        row = cursor.fetchone()
    return str(row[0]) if row else None


def meet() -> None:
    """Note who holds which role in the demonstration as it was just loaded, and sign each of them in.

    Before a test brings in others; and so that each test takes up a session instead of beginning one.
    """
    for noted in (_found, _acting, _sessions, _visits):
        noted.clear()  # type: ignore[attr-defined]
    for slug in (SLUG, OTHER):
        _meet_those_of(slug)


def _meet_those_of(slug: str) -> None:
    from goldenthread.people.queries import person_by_email

    _found[slug] = holders(slug)
    for email in dict.fromkeys(_found[slug].values()):
        client = Client()
        client.force_login(person_by_email(email))
        _sessions[email] = client.cookies[settings.SESSION_COOKIE_NAME].value


def people(slug: str = SLUG) -> dict[str, str]:
    """The e-mail address of one person of the demonstration for each role, whoever holds the fewest other roles."""
    if slug not in _found:
        _meet_those_of(slug)
    return _found[slug]


def holders(slug: str) -> dict[str, str]:
    """The e-mail address of one person of a partnership for each role, whoever holds the fewest other roles."""
    from goldenthread.partnerships import queries

    today = timezone.localdate()
    held, found = [], {}
    for person in queries.list_people(queries.unit_actor(slug), today):
        actors = queries.actors_of(person.pk, today)
        # Somebody of both partnerships would not find the other one's pages missing.
        if len(actors) == 1:
            held.append((len(actors[0].roles), person.email, actors[0]))
    for _, email, actor in sorted(held, key=lambda one: one[:2]):
        for role in actor.roles:
            if str(role) not in found:
                found[str(role)], _acting[email] = email, actor
    return found


def acting(role: str, slug: str = SLUG) -> Actor:
    """Somebody of a partnership who holds a role, as they may act in it today."""
    return _acting[people(slug)[role]]


def signed_in(role: str, slug: str = SLUG) -> Client:
    """A client signed in as somebody of a partnership who holds a role."""
    client = Client()
    client.handler = _handler
    client.cookies[settings.SESSION_COOKIE_NAME] = _sessions[people(slug)[role]]
    return client


def visit(screen: Screen) -> Visit:
    """What a screen of the demonstration answers to somebody who may see it; each is looked at once."""
    path = pages.address(screen, SLUG, fetch)
    assert path, f"The demonstration has nothing to show on {screen.name}."
    key = (screen.who, path)
    if key not in _visits:
        answer, queries = _get(signed_in(screen.who), path)
        text = answer.content.decode() if screen.is_page and not answer.streaming else ""
        _visits[key] = Visit(path, answer, text, queries)
    return _visits[key]


def asked(client: Client, path: str) -> list[str]:
    """What a page asks of the database: the SQL of each query that counts."""
    return _get(client, path)[1]


def _get(client: Client, path: str) -> tuple[Any, list[str]]:
    # Django keeps the last 9,000 only, and finds none of a page's once that many were asked.
    reset_queries()
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    return answer, [query["sql"] for query in caught if not NOT_COUNTED.search(query["sql"])]
