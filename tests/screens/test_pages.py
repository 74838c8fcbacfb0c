"""What holds of every screen, without further writing: who may see it, what it says, what it costs."""

import html
import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from goldenthread.kernel.actor import SEEN, Permission
from goldenthread.partnerships.permissions import Role
from goldenthread.web.access import PUBLIC as PUBLIC_PAGE
from goldenthread.web.access import SIGNED_IN
from tests import pages
from tests.pages import SCREENS, Screen
from tests.visiting import OTHER, SLUG, acting, ceiling, fetch, people, signed_in, visit


def every_address() -> Iterator[tuple[str, URLPattern]]:
    def walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, f"{entry.namespace}:" if entry.namespace else space)
            else:
                yield f"{space}{entry.name}", entry

    return walk(get_resolver(), "")


def test_every_address_is_a_screen_in_the_list():
    listed = {screen.name for screen in SCREENS} | pages.ONLY_SENT_TO | pages.OF_NO_PARTNERSHIP
    named = {name for name, _ in every_address()}
    assert named - listed == set(), "Add the screen to tests/pages.py."
    assert listed - named == set(), "tests/pages.py names screens that are no more."


def test_every_view_says_who_may_see_it():
    undeclared, public = [], set()
    for name, entry in every_address():
        needed = getattr(entry.callback, "needs", None)
        if needed == PUBLIC_PAGE or (needed is None and entry.callback.__module__.startswith("allauth.")):
            public.add(name)
        elif not isinstance(needed, Permission) and needed != SIGNED_IN:
            undeclared.append(name)
    assert not undeclared
    assert public <= pages.OF_NO_PARTNERSHIP, "A page of a partnership is public."


def need_of(screen: Screen) -> Permission:
    return next(entry.callback.needs for name, entry in every_address() if name == screen.name)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.id)
class TestEachScreen:
    def path(self, screen: Screen, slug: str = SLUG) -> str:
        path = pages.address(screen, slug, fetch)
        assert path, f"The demonstration has nothing to show on {screen.name}."
        return path

    def test_signed_out_goes_to_sign_in_and_back(self, site, screen):
        path = self.path(screen)
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/?next=")

    def test_it_answers_with_a_title_one_heading_and_a_skip_link(self, site, screen):
        seen = visit(screen)
        assert seen.answer.status_code == 200
        if screen.is_page:
            assert len(re.findall(r"<h1\b", seen.text)) == 1
            assert re.search(r"<title>\s*\S", seen.text)
            assert "govuk-skip-link" in seen.text

    def test_another_partnerships_page_does_not_exist(self, site, plain_refusals, screen):
        stranger = signed_in("business_manager", OTHER)
        assert stranger.get(self.path(screen)).status_code == 404
        # The same ids under the stranger's own partnership do not exist either.
        if screen.ids:
            assert stranger.get(self.path(screen).replace(f"/{SLUG}/", f"/{OTHER}/", 1)).status_code == 404

    def test_the_wrong_role_is_refused_with_a_reason(self, site, plain_refusals, screen):
        needed = need_of(screen)
        refused = [role for role in people() if not acting(role).may(needed)]
        if not refused:
            pytest.skip("every role may see this page")
        # One of them, and another for the next screen: that each view asks is what can be forgotten, not what it asks.
        answer = signed_in(refused[SCREENS.index(screen) % len(refused)]).get(self.path(screen))
        assert answer.status_code == 403
        assert needed.sentence in answer.content.decode()

    def test_looking_changes_nothing_and_costs_few_queries(self, site, screen):
        queries = visit(screen).queries
        written = [sql for sql in queries if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
        logged = [sql for sql in written if sql.startswith('INSERT INTO "trail_event"')]
        assert written == logged, "Looking at a page wrote something."
        assert len(queries) <= ceiling(screen)


def test_what_is_refused_or_not_there_is_a_page_that_says_so(site):
    refused = next(screen for screen in SCREENS if "lay_member" not in need_of(screen).roles and not screen.ids)
    page = signed_in("lay_member").get(pages.address(refused, SLUG, fetch))
    assert page.status_code == 403
    assert need_of(refused).sentence in html.unescape(page.content.decode())
    missing = signed_in("business_manager", OTHER).get(pages.address(refused, SLUG, fetch))
    assert missing.status_code == 404
    for answer in (page, missing):
        assert len(re.findall(r"<h1\b", answer.content.decode())) == 1
        assert "govuk-skip-link" in answer.content.decode()


@pytest.mark.parametrize("role", [str(role) for role in Role])
def test_no_address_of_the_other_partnership_answers_to_any_role(site, plain_refusals, role):
    """Isolation: each role of one partnership asks for every address of the other."""
    client = signed_in(role)
    for screen in SCREENS:
        path = pages.address(screen, OTHER, fetch) or pages.address(screen, OTHER, lambda sql, slug: str(uuid.uuid4()))
        assert client.get(path).status_code == 404, path
        assert client.post(path).status_code == 404, path


def test_a_scrutineer_reads_and_writes_nothing(site, plain_refusals):
    client = signed_in("independent_scrutineer")
    for screen in SCREENS:
        needed = need_of(screen)
        path = pages.address(screen, SLUG, fetch)
        if needed.verb == SEEN or screen.name in pages.ONES_OWN | pages.SCRUTINEERS_OWN:
            continue
        assert client.get(path).status_code == 403, path
        assert client.post(path, {}).status_code == 403, path
