"""The components in a real Chromium: nothing for axe to find, no sideways scroll, and all of it without script."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.urls("goldenthread.web.tests.urls")
WIDTHS = (1280, 375, 320)
PAGES = ("/sink/", "/sink/?rating=off_track&group=neglect&rating=bogus", "/form/", "/refused/", "/nowhere/")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Only violations are told in full; every rule is run all the same.
    "resultTypes": ["violations"],
}


class Threaded(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as a browser asks."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def chrome(browser: Browser) -> Browser:
    """The one browser of this test worker."""
    return browser


@pytest.fixture
def address(settings) -> Iterator[str]:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), Threaded, Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def opened(chrome: Browser, url: str, width: int = 1280, **options: object) -> Page:
    page = chrome.new_context(viewport={"width": width, "height": 900}, **options).new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(chrome: Browser, address: str, width: int):
    for path in PAGES:
        page = opened(chrome, address + path, width)
        found = Axe().run(page, options=RULES)
        assert not found.violations_count, f"{path}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()


def test_errors_are_announced_linked_and_accessible(chrome: Browser, address: str):
    page = opened(chrome, f"{address}/form/")
    page.get_by_role("button", name="Raise the action").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Enter the due date").click()
    expect(page.locator("#id_due_on-day")).to_be_focused()
    assert not Axe().run(page, options=RULES).violations_count
    page.context.close()


def _as_person(route: Route) -> None:
    """The page as somebody signed in would get it, without a database to sign in with."""
    person = route.request.url.rpartition("=")[2]
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('data-person=""', f'data-person="{person}"'))


def test_a_draft_is_offered_again_to_the_same_person_only(chrome: Browser, address: str):
    page = opened(chrome, f"{address}/refused/")
    page.route("**/form/?person=*", _as_person)
    page.goto(f"{address}/form/?person=amina")
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("[name=why]", "A long thought")
    # A draft is kept when typing pauses for less than half a second; the page's own policy forbids polling by script.
    page.wait_for_timeout(800)
    page.goto(f"{address}/form/?person=amina")
    page.get_by_role("button", name="Bring it back").click()
    assert page.input_value("[name=why]") == "A long thought"
    page.goto(f"{address}/form/?person=tom")
    assert page.get_by_role("button", name="Bring it back").count() == 0
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.context.close()


def test_everything_works_without_script(chrome: Browser, address: str):
    page = opened(chrome, f"{address}/sink/", java_script_enabled=False)
    assert page.get_by_role("button", name="Print this page").count() == 0
    page.get_by_label("Off track").check()
    page.get_by_role("button", name="Apply").click()
    assert "rating=off_track" in page.url
    page.get_by_role("link", name="Remove filter Delivery: Off track").click()
    assert "rating" not in page.url
    page.context.close()


def test_a_phone_shows_the_same_words_on_cards(chrome: Browser, address: str):
    page = opened(chrome, f"{address}/sink/", 375)
    cell = page.locator(".gt-table--list tbody td").first
    assert page.evaluate("(node) => getComputedStyle(node, '::before').content", cell.element_handle()) == '"Lead"'
    page.context.close()


def test_a_card_shows_no_label_that_has_nothing_beside_it(chrome: Browser, address: str) -> None:
    page = opened(chrome, f"{address}/sink/", 375)
    shown = """() => {
        const row = document.querySelector(".gt-table tbody tr");
        const cell = (text) => {
            const made = document.createElement("td");
            made.dataset.label = "Led by";
            made.textContent = text;
            row.append(made);
            return getComputedStyle(made).display;
        };
        return [cell(""), cell("Ada")];
    }"""
    empty, full = page.evaluate(shown)
    assert empty == "none"
    assert full != "none"
