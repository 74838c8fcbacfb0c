"""Answer one action by a link from a message, without signing in.

Nothing here is looked up for a visitor but what the link names. The page is exempt from the check of forged requests:
it uses no session, and its policy of sending no referrer would make every honest request look forged.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from goldenthread.actions import forms, queries, services
from goldenthread.actions.services.answering import BY_LINK, LINK, NO_LONGER_YOURS, SIGN_IN_FIRST
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.people import queries as people
from goldenthread.people.services import Link, LinkRefused, read_link
from goldenthread.web.access import public
from goldenthread.web.filters import date as full_date
from goldenthread.web.limits import is_within

# A whole council may answer from one address; nobody needs to guess.
EACH = {"answer_link": "300/10m/ip,30/10m/key"}
GUESSES = {"answer_link_guess": "10/10m/ip"}
STATUS = {"unknown": 404, "expired": 410, "used": 410, "gone": 403, "restricted": 403, "closed": 410, "often": 429}


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the one action a link is about, or record the one answer it may bring. Looking never uses it up."""
    response = _answer(request, token)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    # Django would write the address of a refused page, and so the token, to the log.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    if not is_within(request, EACH, token):
        return _refuse(request, "often")
    try:
        link = read_link(token, BY_LINK, now)
    except LinkRefused as refused:
        guessing = refused.kind == "unknown" and not is_within(request, GUESSES)
        return _refuse(request, "often" if guessing else refused.kind)
    if people.link_was_used(link.nonce):
        return _refuse(request, "used")
    actors = partnerships.actors_of(link.person_id, today, LINK)
    row = queries.work_on(actors, link.about_id, today)
    if row is None:
        return _refuse(request, "gone", NO_LONGER_YOURS)
    if row.information_class == "R":
        return _refuse(request, "restricted", SIGN_IN_FIRST, row)
    if not row.may_update or row.part not in ("now", "this_month", "later"):
        return _refuse(request, "closed", "This action is no longer open, so nothing more is asked of you.")
    actor = next(one for one in actors if one.partnership_id == row.partnership_id)
    return _take(request, link, actor, row) if request.method == "POST" else _ask(request, actor, row, _form(row))


def _form(row: queries.WorkRow, data: Any = None) -> forms.AnswerRow:
    last = f"Last time, {full_date(row.last.at)}: {row.last.text}" if row.last else "Nothing has been said yet."
    says = row.owner_says if row.owner_says in row.choices else ""
    return forms.AnswerRow(data=data, choices=row.choices, last=last, initial={"delivery": says})


def _ask(request: HttpRequest, actor: Actor, row: queries.WorkRow, form: forms.AnswerRow) -> HttpResponse:
    return TemplateResponse(
        request, "actions/answer_by_link.html", {"row": row, "form": form, "person": actor.name},
        status=422 if form.is_bound and form.errors else 200,
    )  # fmt: skip


def _take(request: HttpRequest, link: Link, actor: Actor, row: queries.WorkRow) -> HttpResponse:
    nothing_new = request.POST.get("do") == "no_change"
    form = _form(row, request.POST)
    if not nothing_new and not form.is_valid():
        return _ask(request, actor, row, form)
    said = {} if nothing_new else {"text": form.cleaned_data["text"], "delivery": form.cleaned_data["delivery"]}
    now, today = timezone.now(), timezone.localdate()
    try:
        update = services.answer_by_link(actor, now, today, link, is_no_change=nothing_new, **said)
    except LinkRefused as refused:
        return _refuse(request, refused.kind)
    except NotPermitted as refused:
        return _refuse(request, "gone", refused.reason)
    except Refused as refused:
        form = _form(row, request.POST)
        form.refuse(refused)
        return _ask(request, actor, row, form)
    others = queries.my_work_count(partnerships.actors_of(link.person_id, today), today)
    return TemplateResponse(request, "actions/answered_by_link.html", {"row": row, "update": update, "others": others})


def _refuse(request: HttpRequest, kind: str, reason: str = "", row: queries.WorkRow | None = None) -> HttpResponse:
    return TemplateResponse(
        request, "actions/link_refused.html", {"kind": kind, "reason": reason, "row": row}, status=STATUS[kind]
    )
