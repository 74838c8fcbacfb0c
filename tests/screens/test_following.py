"""In the demonstration, for every role: what search and the thread show can be opened, and nothing else is shown."""

import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.permissions import READS_GOVERNANCE, Role
from goldenthread.threads import queries as threads
from goldenthread.threads import rules
from goldenthread.threads.rules import Ref, understood
from tests.visiting import SLUG, acting, fetch, people, signed_in

pytestmark = pytest.mark.usefixtures("remembering")
READERS = sorted(str(role) for role in READS_GOVERNANCE)
# Words that stand in things of every sort in the demonstration.
WORDS = "neglect OR children OR adults OR board OR police OR plan OR report OR chair OR audit OR hoarding OR agree"


def every_hit(actor: Actor, typed: str, **more: object) -> Iterator[threads.Hit]:
    page, pages = 1, 1
    while page <= pages:
        found = threads.search(actor, understood(typed), page=page, **more)  # type: ignore[arg-type]
        yield from found.hits
        page, pages = page + 1, found.pages


def opens(client: Client, address: str, seen: set[str]) -> None:
    path = address.partition("#")[0]
    if path not in seen:
        seen.add(path)
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("role", READERS)
def test_whatever_is_found_can_be_opened(site, role):
    client, actor, seen = signed_in(role), acting(role), set()
    hits = [hit for kind in rules.kinds() for hit in list(every_hit(actor, WORDS, kind=kind.key))[:3]]
    assert len({hit.ref.kind for hit in hits}) >= 12
    for hit in hits:
        opens(client, hit.summary.url, seen)


@pytest.mark.parametrize("role", READERS)
def test_whatever_the_thread_shows_can_be_opened(site, role):
    client, actor, seen = signed_in(role), acting(role), set()
    plan = fetch("SELECT id FROM plans_plan WHERE partnership_id = %s AND state = 'live' AND group_id IS NULL", SLUG)
    from uuid import UUID

    walk = threads.walk(actor, Ref("plans.plan", UUID(plan)))
    assert len({step.ref.kind for step in walk.down}) >= 5
    for step in walk.down[::12]:
        opens(client, step.summary.url, seen)
        opens(client, f"/{SLUG}/threads/{step.ref.kind}/{step.ref.id}/", seen)


GUARDED = (
    ("actions.action", "actions_action", "information_class = 'R'"),
    ("plans.plan", "plans_plan", "state = 'draft'"),
    ("documents.document", "documents_document", "information_class = 'R' AND withdrawn_at IS NULL"),
    ("documents.document", "documents_document", "is_held"),
    ("risks.risk", "risks_risk", "TRUE"),
)


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize(("kind", "table", "where"), GUARDED)
def test_what_is_guarded_is_found_by_those_alone_who_can_open_it(site, role, kind, table, where):
    from django.db import connection

    title = {"actions.action": "description"}.get(kind, "title")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partnerships_partnership WHERE slug = %s", [SLUG])
        mine = cursor.fetchone()[0]
        cursor.execute(f"SELECT id, {title} FROM {table} WHERE partnership_id = %s AND {where}", [mine])
        things = cursor.fetchall()
    assert things, "The demonstration holds nothing guarded of this sort."
    client, actor = signed_in(role), acting(role)
    registered = rules.kind(kind)
    for key, words in things:
        page = registered.page
        from django.urls import reverse

        address = reverse(page.name, kwargs={"partnership": SLUG, **dict.fromkeys(page.parts, key)})
        may = client.get(address).status_code == 200
        typed = " ".join(re.findall(r"\w+", words)[:12])
        assert (Ref(kind, key) in {hit.ref for hit in every_hit(actor, typed)}) == may
        walked = client.get(f"/{SLUG}/threads/{kind}/{key}/").status_code
        assert walked == (200 if may else 404)
        if not may:
            shown = html.unescape(client.get(f"/{SLUG}/search/", {"q": typed}).content.decode())
            assert str(key) not in shown


@pytest.mark.parametrize("role", [str(role) for role in Role if role not in READS_GOVERNANCE])
def test_those_who_read_no_governance_papers_search_nothing(site, role):
    if role not in people():
        pytest.skip("nobody of the demonstration holds this role")
    if acting(role).roles & READS_GOVERNANCE:
        pytest.skip("whoever holds this role holds another one")
    assert signed_in(role).get(f"/{SLUG}/search/?q=neglect").status_code == 403
    assert threads.search(acting(role), understood("neglect")).total == 0
