"""What happens around every page: whether we answer, security headers, and who is acting for which partnership."""

import secrets
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from goldenthread.config import views
from goldenthread.kernel.actor import Permission
from goldenthread.partnerships import queries as partnerships
from goldenthread.people.adapter import lacks_second_step
from goldenthread.web.access import PUBLIC, SIGNED_IN

Next = Callable[[HttpRequest], HttpResponseBase]


class Health:
    """Answers a proxy that asks whether this process answers, by whatever name and scheme it asks."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Say so before anything looks at the name, which is the machine's own where a proxy asks."""
        return views.healthy(request) if request.path == f"/{views.HEALTHY}" else self.get_response(request)


class SecurityHeaders:
    """A strict content security policy, with a nonce for the one script the page template needs."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the policy set, unless the view set a stricter one (a downloaded document does)."""
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault(
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'self' 'nonce-{request.csp_nonce}'; style-src 'self'; "  # type: ignore[attr-defined]
            "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'",
        )
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _way_back(request: HttpRequest) -> str:
    """Where somebody goes on after a detour: the page asked for, or its partnership's home where something was sent."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else f"/{request.path.split('/')[1]}/"


class ActingFor:
    """Takes the partnership from the address and builds `request.actor` once. Denies whatever is not declared.

    `request.actors` are the same person in each of their partnerships, for what the header says of all of them.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do before the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Let the view run, ask for sign-in, or refuse: 404 for another partnership's page, 403 for want of a role.

        Raises `Http404` and `PermissionDenied`. A view that declares no permission is refused.
        """
        needed = getattr(view, "needs", None)
        if needed is None:
            needed = PUBLIC if view.__module__.startswith(("allauth.", "django.")) else None
        if needed == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        if needed == SIGNED_IN:
            return None
        if not isinstance(needed, Permission):
            raise PermissionDenied("This page declares no permission, so nobody may see it.")
        actors = partnerships.actors_of(request.user.pk, timezone.localdate())
        slug = kwargs.pop("partnership")
        actor = next((one for one in actors if one.partnership_slug == slug), None)
        if actor is None:
            raise Http404("There is no such page.")
        if lacks_second_step(request, actor):
            return redirect(f"{reverse('set_up_second_step')}?{urlencode({'next': _way_back(request)})}")
        # Nobody acts, from a page of one partnership, in another that asks for a second step which they have not made.
        request.actor = actor  # type: ignore[attr-defined]
        request.actors = [one for one in actors if not lacks_second_step(request, one)]  # type: ignore[attr-defined]
        if not actor.may(needed):
            raise PermissionDenied(f"Your role here does not let you {needed.sentence}.")
        return None
