"""The log, one challenge, and the page that raises one."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.challenges import forms, presenters, queries, rules, services
from goldenthread.challenges.permissions import RAISE, SEE, is_unit
from goldenthread.challenges.views._pages import actor_of, fetch
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships.exchange import list_file
from goldenthread.web.access import needs
from goldenthread.web.lists import Listing, list_page

LISTING = Listing(presenters.COLUMNS, forms.Filters, order="-raised")


@needs(SEE)
@list_page("Challenges")
def list_challenges(request: HttpRequest) -> HttpResponse:
    """The challenge log, with what it adds up to."""
    actor, today = actor_of(request), timezone.localdate()
    state = LISTING.read(request.GET, addressees=queries.addressees(actor, today))
    found = queries.list_challenges(actor, today, **state.filters).order_by(*state.order_by)
    if state.format:
        return list_file(
            actor, today, state, found, "Challenge log", columns=presenters.DOWNLOAD, file="challenges",
            wide=presenters.WIDE, restricted=True,
        )  # fmt: skip
    page = state.page(found)
    context = {
        "state": state,
        "page": replace(page, rows=[presenters.row(one, today) for one in page.rows]),
        "figures": queries.count_figures(actor, today),
        "may_raise": actor.may(RAISE),
    }
    return TemplateResponse(request, "challenges/list_challenges.html", context)


@needs(SEE)
def show_challenge(request: HttpRequest, challenge: UUID) -> HttpResponse:
    """One challenge as a conversation, with what shows it and its history. That it was opened is recorded."""
    shown = fetch(request, challenge)
    row = presenters.row(shown.challenge, timezone.localdate())
    good = shown.challenge.kind == rules.Kind.GOOD_PRACTICE
    context = {
        "shown": shown,
        "challenge": shown.challenge,
        "row": row,
        "is_good_practice": good,
        "said": presenters.conversation(shown.turns, good),
        "raised_by": presenters.raised_by(shown.challenge),
        "states": rules.State,
    }
    return TemplateResponse(request, "challenges/show_challenge.html", context)


@needs(RAISE)
def raise_challenge(request: HttpRequest) -> HttpResponse:
    """Put a challenge on the log, or note good practice; `?about=kind:id` ties it to what it concerns."""
    actor, now, today = actor_of(request), timezone.now(), timezone.localdate()
    about = request.POST.get("about", "") or request.GET.get("about", "")
    offered = queries.offered(actor, today, about)
    about = about if offered.about else ""
    form = forms.RaiseChallenge.of(request, offered=offered, is_unit=is_unit(actor), initial={"about": about})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.raise_challenge(actor, now, today, about=queries.ref_of(about), **form.answers())
        except NotPermitted as refused:
            raise PermissionDenied(refused.reason) from refused
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{made} is on the log.")
            return redirect("challenges:show_challenge", partnership=actor.partnership_slug, challenge=made.pk)
    context = {"form": form, "about": offered.about}
    return TemplateResponse(request, "challenges/raise_challenge.html", context, status=422 if form.errors else 200)
