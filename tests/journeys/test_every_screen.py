"""Every screen in a real browser: axe, narrow windows, the keyboard and paper.

Each screen is opened once; what that one look found is asked for by several tests, so that each fault has its name.
"""

from collections.abc import Callable

import pytest

from tests import pages
from tests.journeys.conftest import Site
from tests.journeys.looking import LYING, UPRIGHT, Visit, look
from tests.pages import SCREENS, Screen

SEEN = [screen for screen in SCREENS if screen.is_page]
LYING_PAGES = {"plans:show_plan_on_a_page"}


@pytest.fixture(scope="module")
def visit(seats, site: Site) -> Callable[[Screen], Visit]:
    """A function that gives what a look at a screen found; each screen is looked at once."""
    kept: dict[tuple[str, str], Visit] = {}
    colours: set[str] = set()

    def visited(screen: Screen) -> Visit:
        path = pages.address(screen, "ambershire", site.fetch)
        assert path, f"The demonstration has nothing to show on {screen.name}."
        if (screen.who, path) not in kept:
            paper = LYING if screen.name in LYING_PAGES else UPRIGHT
            kept[screen.who, path] = look(seats(screen.who), path, paper, colours)
        return kept[screen.who, path]

    return visited


@pytest.mark.parametrize("screen", SEEN, ids=lambda screen: screen.id)
class TestEveryScreen:
    def test_axe_finds_nothing_on_a_desk_or_a_phone(self, visit, screen: Screen):
        seen = visit(screen)
        assert seen.status == 200
        assert seen.by_axe == {1280: [], 375: []}

    def test_nothing_has_to_be_scrolled_sideways(self, visit, screen: Screen):
        assert visit(screen).too_wide_at == []

    def test_it_is_walked_through_by_keyboard(self, visit, screen: Screen):
        seen = visit(screen)
        assert seen.by_walking == []
        # Each press of Tab goes on in the page's own order, and nothing holds the focus.
        assert seen.stops == sorted(set(seen.stops))
        assert seen.stops

    def test_it_prints(self, visit, screen: Screen):
        """Nothing to press, nothing wider than the paper, marked, and with its address."""
        seen = visit(screen)
        assert seen.on_paper == []
        assert seen.beyond_paper == []
        if screen.name not in LYING_PAGES:
            assert seen.printed == [seen.address]
            (marking,) = seen.marking
            assert "OFFICIAL" in marking
