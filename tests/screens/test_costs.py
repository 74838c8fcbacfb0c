"""What each screen asks of the database stays below its ceiling and the same, however many rows there are."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests import pages
from tests.pages import SCREENS, Screen
from tests.visiting import SLUG, asked, ceiling, fetch, signed_in

pytestmark = pytest.mark.django_db

Costs = list[list[str]]


# Where opening a page is recorded, once a day for each person: the first visit writes, and each costs the same after.
READING_IS_KEPT = ("challenges:", "risks:", "meetings:")


def open_once() -> None:
    """Look at each of those pages, so that what is counted is the looking alone."""
    for screen in SCREENS:
        if screen.name.startswith(READING_IS_KEPT):
            asked(signed_in(screen.who), pages.address(screen, SLUG, fetch))


def visit_all() -> Costs:
    """The SQL that each screen asks, in the order of `SCREENS`."""
    return [asked(signed_in(screen.who), pages.address(screen, SLUG, fetch)) for screen in SCREENS]


@pytest.fixture(scope="module")
def costs(demonstration, django_db_blocker) -> Iterator[tuple[Costs, Costs]]:
    """What the screens ask when there is something of everything, and when there is several times as much."""
    from benchmarks.furnishing import Size
    from benchmarks.scale import furnish
    from goldenthread.partnerships.models import Partnership

    # What is brought in here is taken away again, for the modules that come after.
    with django_db_blocker.unblock(), transaction.atomic():
        partnership, now = Partnership.objects.get(slug=SLUG), timezone.now()
        size = Size(evidence=700)
        furnish(partnership, now, size, seed=1)
        open_once()
        few = visit_all()
        for seed in (2, 3, 4):
            furnish(partnership, now, size, seed=seed)
        connection.check_constraints()
        yield few, visit_all()
        transaction.set_rollback(True)


@pytest.mark.parametrize(("number", "screen"), list(enumerate(SCREENS)), ids=[screen.id for screen in SCREENS])
def test_a_screen_asks_as_often_of_many_rows_as_of_few(costs, number: int, screen: Screen):
    few, many = (each[number] for each in costs)
    assert len(many) == len(few)
    assert len(many) <= ceiling(screen)
