"""What every page of one risk shares: fetch it, note that it was opened, check the form, do it, say so."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Denied, NotPermitted, Refused, Superseded
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.presenters import both_texts
from goldenthread.risks import queries, rules, services
from goldenthread.web.forms import Form

THEIRS = "You may not {what}. The chair of the group in whose register it stands or the business unit can."


def actor_of(request: HttpRequest) -> Actor:
    """Who acts, as the middleware built it."""
    return request.actor  # type: ignore[attr-defined]


def fetch(request: HttpRequest, risk_id: UUID, whole: bool = False) -> queries.RiskShown:
    """The risk as the actor may read it, with everything said of it where the page is its own. Its opening is noted.

    Raises `Http404` for one that is not here or not theirs to read.
    """
    actor, today = actor_of(request), timezone.localdate()
    shown = (queries.show_risk if whole else queries.find_risk)(actor, risk_id, today)
    if shown is None:
        raise Http404("There is no such risk.")
    if not shown.is_noted:
        services.note_reading(actor, timezone.now(), today, risk_id)
    return shown


def demand(shown: queries.RiskShown, allowed: bool, what: str) -> None:
    """Return quietly when allowed. Raises `PermissionDenied`, saying that it is closed or who can help."""
    if not allowed:
        open_ = rules.may_work_on(shown.risk.state)
        raise PermissionDenied(open_.reason if isinstance(open_, Denied) else THEIRS.format(what=what))


def known_names(actor: Actor) -> Callable[[], list[str]]:
    """To be asked when something was sent: the names of the partnership's groups, agencies and people, and its own."""

    def known() -> list[str]:
        found = partnerships.known_leads(actor, timezone.localdate())
        names = [name for one in found for name in (one.name, *one.alternatives)]
        return [*names, actor.partnership_name]

    return known


def act(
    request: HttpRequest,
    shown: queries.RiskShown,
    form: Form,
    save: Callable[[], object],
    template: str,
    done: str,
    **extra: Any,
) -> HttpResponse:
    """Show a form about one risk, or do what it asks and go back to the risk, saying `done`.

    What a service declines is shown in the form, with everything typed kept; where somebody saved first, both texts.
    """
    context: dict[str, Any] = {"form": form, "shown": shown, "risk": shown.risk, "both": None, **extra}
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Superseded as superseded:
            context["both"] = both_texts(superseded, queries.KIND)
            form.put(version=str(superseded.theirs["version"]))
        except NotPermitted as refused:
            raise PermissionDenied(refused.reason) from refused
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return to_risk(request, shown.risk.pk)
    status = 422 if form.errors or context["both"] else 200
    return TemplateResponse(request, f"risks/{template}.html", context, status=status)


def to_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """To the page of a risk."""
    return redirect("risks:show_risk", partnership=actor_of(request).partnership_slug, risk_id=risk_id)
