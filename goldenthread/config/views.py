"""The pages that belong to no app: the chooser, the health answer and the pages for what went wrong."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.partnerships import queries as partnerships
from goldenthread.plans.permissions import SEE
from goldenthread.web.access import public, signed_in

# Where a proxy asks, which the middleware answers before any address is looked up.
HEALTHY = "healthy/"


@signed_in
def choose_partnership(request: HttpRequest) -> HttpResponse:
    """Go to the person's one partnership, or let them choose among several.

    Somebody who reads only the record of who did what goes to that.
    """
    today = timezone.localdate()
    mine = partnerships.partnerships_of(request.user.pk, today)  # type: ignore[arg-type]
    if len(mine) != 1:
        return TemplateResponse(request, "config/choose_partnership.html", {"mine": mine})
    actor = partnerships.actor_for(request.user.pk, mine[0].slug, today)  # type: ignore[arg-type]
    page = "plans:show_home" if actor and actor.may(SEE) else "partnerships:show_history"
    return redirect(page, partnership=mine[0].slug)


@public
def healthy(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; a proxy asks."""
    return HttpResponse("ok", content_type="text/plain")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the service is, and whom to tell where it is not."""
    return TemplateResponse(request, "config/accessibility.html", {"contact": settings.CONTACT})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that makes no sense; a sentence where it came by a name that is not ours."""
    if isinstance(exception, DisallowedHost):
        # No page can be made: each of them says where it stands.
        words = "Golden Thread does not answer to this name. Use the address you were given."
        return HttpResponse(words, status=400, content_type="text/plain")
    return TemplateResponse(request, "web/400.html", {"reason": ""}, status=400).render()


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for want of a role, with the reason."""
    return TemplateResponse(request, "web/403.html", {"reason": str(exception)}, status=403).render()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what does not exist, another partnership's pages included."""
    return TemplateResponse(request, "web/404.html", {}, status=404).render()


def failed(request: HttpRequest) -> HttpResponse:
    """The page for our own mistakes."""
    return TemplateResponse(request, "web/500.html", {}, status=500).render()
