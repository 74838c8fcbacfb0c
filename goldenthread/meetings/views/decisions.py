"""The log of decisions, one of them, and directions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.meetings import forms, presenters, queries, rules, services
from goldenthread.meetings.permissions import KEEP, NOT_YOURS, SEE
from goldenthread.meetings.views.steps import attempt, go, insist
from goldenthread.partnerships.exchange import list_file
from goldenthread.web.access import needs
from goldenthread.web.beside import beside
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import found, page

LISTING = Listing(presenters.DECISIONS, forms.DecisionFilters, order="-on")


@needs(SEE)
@list_page("Decisions")
def list_decisions(request: HttpRequest) -> HttpResponse:
    """The log of decisions. Opening those of part B is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    state = LISTING.read(request.GET, groups=queries.list_groups(actor))
    rows = queries.list_decisions(actor, **state.filters).order_by(*state.order_by)
    if state.format:
        restricted = _note(request, rows)
        return list_file(
            actor, timezone.localdate(), state, rows, "Decisions", columns=presenters.DECISIONS_FILE,
            wide=("Decision", "Why"), restricted=restricted,
        )  # fmt: skip
    page = state.page(rows)
    _note(request, page)
    context = {
        "state": state,
        "page": page,
        "words": rules.DECISION_WORDS,
        "tones": presenters.STANDING_TONES,
    }
    return TemplateResponse(request, "meetings/list_decisions.html", context)


def _note(request: HttpRequest, rows: Iterable[Any]) -> bool:
    """Keep who opened which restricted decisions; True where there are any."""
    restricted = [one.pk for one in rows if one.is_restricted]
    if restricted:
        actor = request.actor  # type: ignore[attr-defined]
        services.note_decisions_read(actor, timezone.now(), timezone.localdate(), restricted)
    return bool(restricted)


@needs(SEE)
def show_decision(request: HttpRequest, decision: UUID) -> HttpResponse:
    """One decision: the options, why, who, the views, and what came of it. Opening one of part B is recorded."""
    seen = found(queries.show_decision(request.actor, decision))  # type: ignore[attr-defined]
    _note(request, [seen.decision])
    context = {
        "shown": seen, "decision": seen.decision, "meeting": seen.decision.meeting, "words": rules.DECISION_WORDS,
        "tones": presenters.STANDING_TONES, "partners": rules.STATUTORY,
        "agreed": seen.decision.meeting.state in rules.MINUTES_READ,
        "beside": beside(request.actor, "meetings.decision", decision, timezone.localdate()),  # type: ignore[attr-defined]
    }  # fmt: skip
    return TemplateResponse(request, "meetings/show_decision.html", context)


@needs(KEEP)
def complete_decision(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Say more of a decision while its minutes are a draft."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = found(queries.show_decision(actor, decision))
    insist(seen.may_keep, NOT_YOURS)
    row = seen.decision
    initial = {key: getattr(row, key) for key in ("options", "reason", "decided_by", "version")}
    initial |= {f"view_{key}": view for key, view in row.views.items()}
    form = forms.CompleteDecision.of(request, initial=initial)

    def act() -> Any:
        return services.complete_decision(actor, timezone.now(), decision, **form.answers())

    done = attempt(
        request, form, act, "The decision says more now.", lambda one: go(request, "show_decision", one.pk),
        "meetings.decision",
    )  # fmt: skip
    return done or page(request, "complete_decision", form=form, decision=row, meeting=row.meeting)


@needs(KEEP)
@require_POST
def ratify_decision(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Record that a later meeting ratified a recommendation."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        services.ratify_decision(actor, timezone.now(), found(queries.find_decision(actor, decision)).pk)
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "The decision is ratified.")
    return go(request, "show_decision", decision)


@needs(SEE)
def show_direction(request: HttpRequest, direction: UUID) -> HttpResponse:
    """One direction: who directed whom to do what, how its action stands. Opening one of part B is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = found(queries.show_direction(actor, direction))
    if seen.direction.is_restricted:
        services.note_direction_read(actor, timezone.now(), timezone.localdate(), direction)
    context = {"shown": seen, "direction": seen.direction, "meeting": seen.direction.meeting}
    return TemplateResponse(request, "meetings/show_direction.html", context)
