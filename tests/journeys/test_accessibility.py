"""axe finds nothing on any screen, on a desk or on a phone, and nothing has to be scrolled sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests import pages
from tests.journeys.conftest import Site
from tests.pages import SCREENS, Screen

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
SEEN = [screen for screen in SCREENS if screen.is_page]


def found_by_axe(page: Page) -> list[str]:
    """What axe objects to, in a line each."""
    results = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in results for node in one["nodes"]]


def wider_than_the_window(page: Page) -> bool:
    """True when the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture(scope="module")
def seats(browser: Browser, site: Site):
    """One signed-in page for each kind of person, kept for the whole module."""
    from tests.journeys.conftest import demo_password

    kept: dict[str, Page] = {}

    def seat(role: str) -> Page:
        if role not in kept:
            page = browser.new_context(base_url=site.base, locale="en-GB").new_page()
            page.set_default_timeout(20_000)
            page.goto("/accounts/login/")
            page.get_by_label("E-mail address").fill(site.person(role))
            page.get_by_label("Password", exact=True).fill(demo_password())
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.wait_for_url(lambda url: "/accounts/login" not in url)
            kept[role] = page
        return kept[role]

    yield seat
    for page in kept.values():
        page.context.close()


@pytest.mark.parametrize("screen", SEEN, ids=lambda screen: screen.id)
def test_every_screen(seats, site: Site, screen: Screen):
    path = pages.address(screen, "ambershire", site.fetch)
    assert path, f"The demonstration has nothing to show on {screen.name}."
    page = seats(screen.who)
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(path)
    assert answer.status == 200
    assert found_by_axe(page) == []
    page.set_viewport_size({"width": 375, "height": 800})
    assert not wider_than_the_window(page)
    assert found_by_axe(page) == []
    # A desk of 1280 pixels at 400 % (WCAG 1.4.10).
    page.set_viewport_size({"width": 320, "height": 256})
    assert not wider_than_the_window(page)


# Forms sent empty: the error summary and the sentence beside each field.
WITH_ERRORS = [screen for screen in SEEN if screen.name in {
    "plans:draft_plan", "plans:add_priority", "plans:import_plan", "plans:decide_import", "plans:correct_line",
    "actions:raise_action", "actions:give_update", "actions:change_due", "actions:rate_delivery",
    "actions:add_evidence",
    "partnerships:ask_second_step_reset",
    "documents:store_document", "partnerships:add_group", "partnerships:add_person", "partnerships:add_agency",
    "notify:hold_digests", "notify:record_bounce",
}]  # fmt: skip


@pytest.mark.parametrize("screen", WITH_ERRORS, ids=lambda screen: screen.id)
def test_every_form_sent_empty(seats, site: Site, screen: Screen):
    page = seats(screen.who)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(pages.address(screen, "ambershire", site.fetch))
    page.evaluate(
        """() => {
            const form = document.querySelector('main form[method=post]');
            for (const box of form.querySelectorAll('textarea, input[type=text], input[type=email]')) box.value = '';
            form.noValidate = true; form.submit();
        }"""
    )
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert found_by_axe(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/signup/",
        "/accounts/invitation/x/",
        "/accessibility/",
        "/nowhere/at-all/",
    ],
)
def test_pages_for_anybody(browser: Browser, site: Site, path: str):
    page = browser.new_context(base_url=site.base, viewport={"width": 375, "height": 800}).new_page()
    page.goto(path)
    assert not wider_than_the_window(page)
    assert found_by_axe(page) == []
    page.context.close()


OF_ONES_ACCOUNT = ["", "sessions/", "second-step/", "second-step/app/", "second-step/passkey/", "second-step/needed/",
                   "password/again/", "password/change/"]  # fmt: skip


@pytest.mark.parametrize("path", OF_ONES_ACCOUNT)
def test_pages_of_ones_own_account(seats, path: str):
    page = seats("lay_member")
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.goto(f"/accounts/{path}").status == 200
        assert not wider_than_the_window(page)
        assert found_by_axe(page) == []
