"""The main tasks are done with the keyboard alone. That every screen can be is in `test_every_screen.py`."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Site, demo_password


def to(page: Page, name: str, role: str = "") -> None:
    """Press Tab until what stands in focus has the name."""
    for _ in range(150):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const one = document.activeElement;
              return [one.innerText || "", one.getAttribute("aria-label") || "", one.value || "",
                ...[...(one.labels || [])].map((label) => label.innerText)].join("\\n"); }"""
        )
        if name in found:
            return
    pytest.fail(f"Nothing called “{name}” was reached by Tab.")


def settled(page: Page, words: str) -> None:
    page.wait_for_function("words => document.body.innerText.includes(words)", arg=words)


def test_a_business_manager_s_day_without_a_mouse(browser, site: Site):
    page = browser.new_context(base_url=site.base, locale="en-GB", viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(15_000)
    page.goto("/accounts/login/")
    to(page, "E-mail address")
    page.keyboard.type(site.person("business_manager"))
    to(page, "Password")
    page.keyboard.type(demo_password())
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)

    # Filter the list of actions, which stands beneath Plan.
    to(page, "Plan")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    to(page, "Actions")
    page.keyboard.press("Enter")
    settled(page, "Raise an action")
    to(page, "No update for a cycle")
    page.keyboard.press("Space")
    to(page, "Apply")
    page.keyboard.press("Enter")
    settled(page, "as filtered")

    # Keep it as a view.
    to(page, "Save this view")
    page.keyboard.press("Enter")
    to(page, "Name of the view")
    page.keyboard.type("Silent by keyboard")
    page.keyboard.press("Enter")
    settled(page, "stands above the list from now on")
    filtered = page.url
    assert filtered.endswith("/actions/?no_update=yes")
    assert page.locator('.gt-view[aria-current="true"]').inner_text() == "Silent by keyboard"

    # Tick two rows and go on with what is to be done with them.
    for _ in range(2):
        to(page, "Choose ")
        page.keyboard.press("Space")
    assert page.locator(".gt-tick--row:checked").count() == 2
    to(page, "Go on")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/change-many/" in url)
    page.go_back()

    # Rate within a row, and come back to the list.
    page.goto(filtered)
    to(page, "Rate, update")
    page.keyboard.press("Enter")
    to(page, "Why")
    page.keyboard.type("Nobody has said anything since the summer.")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.startswith(filtered)
    said = "SELECT reason FROM actions_rating WHERE reason = %s"
    assert site.run(said, "Nobody has said anything since the summer.")

    # Open a row and come back to the list as it was.
    page.goto(filtered)
    first = page.locator(".gt-table__name a").first
    title = first.inner_text()
    to(page, f"Choose {title}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "no_update" not in url)
    assert page.locator("h1").inner_text() in title
    page.go_back()
    page.wait_for_url(filtered)
    page.context.close()
