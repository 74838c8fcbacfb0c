"""Which pages are lists: they say so themselves, so that somebody may keep one as they filtered it."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def list_page(words: str) -> Callable[[View], View]:
    """Declare that a view shows a list which may be kept as a saved view; `words` say which list: "Actions"."""

    def declare(view: View) -> View:
        view.lists = words  # type: ignore[attr-defined]
        return view

    return declare
