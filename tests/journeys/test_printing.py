"""Every screen as it is printed: nothing to press, nothing wider than the paper, marked, and with its address."""

import pytest
from playwright.sync_api import Page

from tests import pages
from tests.journeys.conftest import Site
from tests.journeys.test_accessibility import SEEN, seats
from tests.pages import Screen

__all__ = ["seats"]

# A4 upright less the margins of the style sheet, and lying for the poster, at 96 dots to the inch.
UPRIGHT, LYING = 688, 1046
LYING_PAGES = {"plans:show_plan_on_a_page"}

# What paper must not show: what is only for the screen, navigation, and what one presses.
SEEN_ON_PAPER = """() => {
  const unwanted = ["nav:not(.gt-strip)", "footer", "[role=search]", ".govuk-skip-link", ".gt-header__tools",
    ".gt-screen-only", "button", "input[type=submit]", ".govuk-button", ".govuk-pagination", ".gt-filters",
    ".gt-listing__downloads"];
  return [...document.querySelectorAll(unwanted.join(","))]
    .filter((one) => one.checkVisibility() && one.getClientRects().length)
    .map((one) => one.outerHTML.slice(0, 120));
}"""
TOO_WIDE = """(width) => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest("svg") && one.getBoundingClientRect().right > width + 1)
  .map((one) => `${Math.round(one.getBoundingClientRect().right)} ${one.outerHTML.slice(0, 120)}`).slice(0, 5)"""


@pytest.fixture(scope="module")
def printed(seats, site: Site):
    """A function that gives a screen as it is printed."""

    def show(screen: Screen) -> Page:
        page = seats(screen.who)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": LYING if screen.name in LYING_PAGES else UPRIGHT, "height": 1000})
        page.goto(pages.address(screen, "ambershire", site.fetch))
        return page

    return show


@pytest.mark.parametrize("screen", SEEN, ids=lambda screen: screen.id)
def test_every_screen_prints(printed, screen: Screen):
    page = printed(screen)
    assert page.evaluate(SEEN_ON_PAPER) == []
    assert page.evaluate(TOO_WIDE, LYING if screen.name in LYING_PAGES else UPRIGHT) == []
    if screen.name not in LYING_PAGES:
        assert page.locator(".gt-printed").inner_text() == page.url
        assert "OFFICIAL" in page.locator(".gt-marking").inner_text()


def test_what_is_folded_away_is_said_on_paper(printed):
    page = printed(Screen("plans:show_plan", {"plan_id": "plan"}))
    page.locator(".gt-chapter").first.evaluate("one => { one.open = false; }")
    assert page.locator(".gt-chapter .gt-chapter__body").first.is_visible()
    # Headings repeat on each sheet, a row is not torn, and a priority begins a sheet of its own.
    styles = page.evaluate(
        """() => [["thead", "display"], ["tbody tr", "breakInside"], [".gt-chapter ~ .gt-chapter", "breakBefore"]]
          .map(([which, what]) => getComputedStyle(document.querySelector(which))[what])"""
    )
    assert styles == ["table-header-group", "avoid", "page"]


def test_a_restricted_page_is_marked_as_such(printed, site: Site):
    page = printed(Screen("partnerships:show_history"))
    assert page.locator(".gt-marking").inner_text() == "OFFICIAL-SENSITIVE"
