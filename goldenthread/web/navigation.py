"""What apps put into the header: their entries in the service navigation, and how much work waits for a person."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.cache import caches

from goldenthread.kernel.actor import Actor, Permission

Counter = Callable[[Sequence[Actor], dt.date], int]


# The words of the service navigation, from left to right; one without a page is not shown.
WORDS = ("Home", "Plan", "Meetings", "Assurance", "Data", "Learning", "Library")
# What stands in the menu with one's name.
ACCOUNT = "account"


@dataclass(frozen=True)
class NavigationItem:
    """One page of the header: its name, how to open it, the permission it needs, and its place among its neighbours.

    It stands `under` one of `WORDS` (the word opens the first of its pages, and the others stand in a line beneath), or
    in the menu of the `ACCOUNT`. `within` are beginnings of paths after the partnership ("actions/") that count as
    belonging to it; the path of the page itself always does.
    """

    label: str
    url_name: str
    permission: Permission | None = None
    order: int = 100
    within: tuple[str, ...] = ()
    under: str = ""


_ITEMS: dict[str, NavigationItem] = {}
_COUNTERS: list[tuple[str, Counter]] = []


def register(item: NavigationItem) -> None:
    """Add a page. Raises `ValueError` where two pages would have one name, or it stands under no known word."""
    if item.under not in (*WORDS, ACCOUNT):
        raise ValueError(f"{item.label} stands under {item.under!r}, which is no word of the navigation.")
    if _ITEMS.setdefault(item.label, item) != item:
        raise ValueError(f"Two pages of the navigation are called {item.label}.")


def registered() -> list[NavigationItem]:
    """Every page, from left to right."""
    return sorted(_ITEMS.values(), key=lambda item: (item.order, item.label))


_SECTIONS: dict[str, NavigationItem] = {}


def register_section(item: NavigationItem) -> None:
    """Add a page to the line of pages about the partnership itself. A second of the same word replaces the first."""
    _SECTIONS[item.label] = item


def sections() -> list[NavigationItem]:
    """What other apps add to the line of pages about the partnership, from left to right."""
    return sorted(_SECTIONS.values(), key=lambda item: (item.order, item.label))


def register_counter(url_name: str, counter: Counter) -> None:
    """Add to "My work": the page it opens, and a function that counts what waits on a day.

    It is given the person as they act in each of their partnerships, and counts over all of them.
    """
    if (url_name, counter) not in _COUNTERS:
        _COUNTERS.append((url_name, counter))


def my_work_page() -> str:
    """The name of the page "My work" opens, or nothing while no app has one."""
    return _COUNTERS[0][0] if _COUNTERS else ""


def count_my_work(actors: Sequence[Actor], today: dt.date) -> int:
    """How many things wait today for this person, whose part in each of their partnerships `actors` are.

    Counted anew once the trail of one of the partnerships has gone on, and after a minute at the latest: an event may
    take its number before another and be kept after it.
    """

    def counted() -> int:
        return sum(counter(actors, today) for _, counter in _COUNTERS)

    if not all(one.as_of for one in actors):
        return counted()
    known = hash((today, *((one.user_id, one.partnership_id, one.as_of) for one in actors)))
    return caches["process"].get_or_set(f"my-work-{known}", counted, timeout=60) or 0
