"""Everything is done with the keyboard alone: every screen can be walked through, and the main tasks are done so."""

import pytest
from playwright.sync_api import Page

from tests import pages
from tests.journeys.conftest import Site, demo_password
from tests.journeys.test_accessibility import SEEN, seats
from tests.pages import Screen

__all__ = ["seats"]

# What can be reached by Tab: each is focused in turn, and must look otherwise, have a name and be in its place.
WALK = """() => {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter((one) => !one.disabled && one.checkVisibility() && one.tabIndex >= 0);
  const named = (one) => (one.getAttribute("aria-label") || one.textContent || one.title || "").trim()
    || one.querySelector("img[alt]")?.alt || [...(one.labels || [])].map((label) => label.textContent).join("").trim()
    || document.getElementById(one.getAttribute("aria-labelledby"))?.textContent;
  const parts = (one) => [one, ...(one.parentElement?.querySelectorAll("label") || [])];
  const looks = (one) => parts(one).flatMap((each) => [null, "::before"].map((part) => {
    const style = getComputedStyle(each, part);
    return ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderTopWidth"]
      .map((name) => style[name]).join();
  })).join();
  const wrong = all.filter((one) => one.tabIndex > 0).map((one) => `out of order: ${one.outerHTML.slice(0, 120)}`);
  const sample = all.filter((_, number) => number % Math.ceil(all.length / 60) === 0);
  for (const one of sample) {
    document.activeElement?.blur();
    const before = looks(one);
    one.focus({ focusVisible: true });
    if (document.activeElement !== one) wrong.push(`takes no focus: ${one.outerHTML.slice(0, 120)}`);
    else if (looks(one) === before) wrong.push(`looks the same in focus: ${one.outerHTML.slice(0, 120)}`);
    if (!named(one)) wrong.push(`has no name: ${one.outerHTML.slice(0, 120)}`);
  }
  document.activeElement?.blur();
  return wrong;
}"""
# Where the focus stands among everything on the page, in its order; radios of one question are one stop.
PLACE = "() => [...document.querySelectorAll('*')].indexOf(document.activeElement)"


@pytest.mark.parametrize("screen", SEEN, ids=lambda screen: screen.id)
def test_every_screen_is_walked_through(seats, site: Site, screen: Screen):
    page = seats(screen.who)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(pages.address(screen, "ambershire", site.fetch))
    assert page.evaluate(WALK) == []
    # Real key presses from the top: each goes on in the page's own order, and nothing holds the focus.
    page.evaluate("() => { document.activeElement?.blur(); window.getSelection()?.removeAllRanges(); }")
    page.goto(page.url.partition("#")[0])
    places = []
    for _ in range(12):
        page.keyboard.press("Tab")
        places.append(page.evaluate(PLACE))
    reached = [place for place in places if place > 1]
    assert reached == sorted(set(reached))


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

    # Filter the list of actions.
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
