"""Send a paper by a link, without signing in.

Nothing is looked up for a visitor but what the link names. The page is exempt from the check of forged requests: it
uses no session, and its policy of sending no referrer would make every honest request look forged.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from goldenthread.documents.rules.contributing import ENDED
from goldenthread.kernel.outcomes import Refused
from goldenthread.meetings import forms, queries, services
from goldenthread.web.access import public
from goldenthread.web.limits import is_within
from goldenthread.web.uploads import StopAtLimit, with_file

# Several people of one agency may send from one address; nobody needs to guess.
EACH = {"contribute": "120/10m/ip,30/10m/key"}
GUESSES = {"contribute_guess": "10/10m/ip"}
STATUS = {"unknown": 404, "often": 429}


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def contribute(request: HttpRequest, token: str) -> HttpResponse:
    """Show the one item a link is about and take the paper for it, as often as it takes until it is accepted."""
    # Before anything reads the form.
    request.upload_handlers.insert(0, StopAtLimit(request))
    response = _answer(request, token)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    # Django would write the address of a refused page, and so the token, to the log.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    if not is_within(request, EACH, token):
        return _refuse(request, "often")
    link = queries.paper_link_by_token(token)
    if link is None:
        return _refuse(request, "unknown" if is_within(request, GUESSES) else "often")
    state = queries.state_of_link(link, now)
    if state in ENDED:
        return _refuse(request, state)
    form = with_file(forms.Contribute.of(request), request)
    if request.method == "POST" and form.is_valid():
        try:
            door = queries.contributing_actor(link)
            link = services.take_contribution(door, now, link.pk, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _page(request, "contributed", link=link, item=link.item, meeting=link.item.meeting)
    status = 422 if form.is_bound and form.errors else 200
    return _page(request, "contribute", status, form=form, link=link, item=link.item, meeting=link.item.meeting)


def _refuse(request: HttpRequest, state: str) -> HttpResponse:
    words = ENDED.get(state, "")  # type: ignore[call-overload]
    return _page(request, "contribution_over", STATUS.get(state, 410), state=state, words=words)


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    return TemplateResponse(request, f"meetings/{name}.html", context, status=status)
