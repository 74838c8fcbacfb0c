"""What only some screens print: chapters folded away, and the marking of what is restricted.

What holds of every screen on paper is in `test_every_screen.py`.
"""

import pytest
from playwright.sync_api import Page

from tests import pages
from tests.journeys.conftest import Site
from tests.journeys.looking import UPRIGHT
from tests.pages import Screen


@pytest.fixture(scope="module")
def printed(seats, site: Site):
    """A function that gives a screen as it is printed."""

    def show(screen: Screen) -> Page:
        page = seats(screen.who)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": UPRIGHT, "height": 1000})
        page.goto(pages.address(screen, "ambershire", site.fetch))
        return page

    return show


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
