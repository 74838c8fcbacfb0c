"""Visit the screens of `tests.pages` in this process: as whom, at which address, and what it costs the database."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.pages import Screen

SLUG, OTHER = "ambershire", "saltmarsh"
# Sessions and savepoints cost every request the same, whatever the page does.
NOT_COUNTED = re.compile(r"SAVEPOINT|django_session|^(BEGIN|COMMIT|ROLLBACK)", re.I)
# How often a page may ask the database, however many rows are on it.
QUERY_CEILING = 15

_found: dict[str, dict[str, str]] = {}


def fetch(sql: str, slug: str) -> str | None:
    """One id of a partnership, by a line of SQL from `tests.pages.SAMPLES`, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partnerships_partnership WHERE slug = %s", [slug])
        cursor.execute(sql, [cursor.fetchone()[0]])
        row = cursor.fetchone()
    return str(row[0]) if row else None


def meet() -> None:
    """Note who holds which role in the demonstration as it was just loaded, before a test brings in others."""
    _found.update({slug: holders(slug) for slug in (SLUG, OTHER)})


def people(slug: str = SLUG) -> dict[str, str]:
    """The e-mail address of one person of the demonstration for each role, as `holders` first found them."""
    if slug not in _found:
        _found[slug] = holders(slug)
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
            held.append((len(actors[0].roles), person.email, actors[0].roles))
    for _, email, roles in sorted(held, key=lambda one: one[:2]):
        for role in roles:
            found.setdefault(str(role), email)
    return found


def signed_in(role: str, slug: str = SLUG) -> Client:
    """A client signed in as somebody of a partnership who holds a role."""
    from goldenthread.people.queries import person_by_email

    client = Client()
    client.force_login(person_by_email(people(slug)[role]))
    return client


def ceiling(screen: Screen) -> int:
    """How often a screen may ask the database."""
    return QUERY_CEILING


def asked(client: Client, path: str) -> list[str]:
    """What a page asks of the database: the SQL of each query that counts."""
    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    return [query["sql"] for query in caught if not NOT_COUNTED.search(query["sql"])]
