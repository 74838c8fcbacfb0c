"""What every page of one risk shares: fetch it, note that it was opened, check the form, do it, say so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Denied, Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.presenters import in_words
from goldenthread.risks import queries, rules, services
from goldenthread.web.forms import Form
from goldenthread.web.steps import attempt, go, page

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
    if attempt(request, form, lambda: (save(),), in_words(queries.KIND)):
        messages.success(request, done)
        return to_risk(request, shown.risk.pk)
    return page(request, template, form=form, shown=shown, risk=shown.risk, **extra)


@contextmanager
def looking_again(form: Form, shown: queries.RiskShown) -> Iterator[None]:
    """Where a review is declined, let its form stand on the score that the page shows now."""
    try:
        yield
    except Refused:
        form.put(seen=str(shown.risk.current_id or ""))
        raise


def to_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """To the page of a risk."""
    return go(request, "risks:show_risk", risk_id=risk_id)
