"""Every view says who may see it; the middleware refuses any that does not."""

from collections.abc import Callable
from typing import TypeVar

from goldenthread.kernel.actor import Permission

PUBLIC = "public"
SIGNED_IN = "signed in"

View = TypeVar("View", bound=Callable[..., object])


def needs(permission: Permission) -> Callable[[View], View]:
    """Declare that a view of one partnership needs this permission. The view then finds `request.actor`."""

    def declare(view: View) -> View:
        view.needs = permission  # type: ignore[attr-defined]
        return view

    return declare


def public(view: View) -> View:
    """Declare that a page is for anybody. Each is named in a short list that a test keeps."""
    view.needs = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Declare that a page needs a signed-in person but no partnership."""
    view.needs = SIGNED_IN  # type: ignore[attr-defined]
    return view
