"""The first screen of a partnership."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.plans import permissions, queries
from goldenthread.plans.presenters import May, in_order, told, words_of
from goldenthread.web.access import needs

LATELY = timedelta(days=14)


@needs(permissions.SEE)
def show_home(request: HttpRequest) -> HttpResponse:
    """What the partnership needs of this person, how its plans stand, what is late, what comes, what changed."""
    today = timezone.localdate()
    home = queries.home(request.actor, today, timezone.now() - LATELY)  # type: ignore[attr-defined]
    return TemplateResponse(
        request,
        "plans/show_home.html",
        {
            "home": home,
            "today": today,
            "may": May.of(request.actor),  # type: ignore[attr-defined]
            "words_of": words_of,
            "in_order": in_order,
            "changed": told(home.changed),
            "keeps_threads": request.actor.may(permissions.ADD_EVIDENCE),  # type: ignore[attr-defined]
        },
    )
