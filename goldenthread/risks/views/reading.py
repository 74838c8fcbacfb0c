"""The register, its matrix, what moved, one risk, its history and its chart."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.exchange import list_file
from goldenthread.risks import forms, permissions, presenters, queries, rules
from goldenthread.risks.views.steps import actor_of, fetch
from goldenthread.threads.rules import LinkKind
from goldenthread.web.access import needs
from goldenthread.web.beside import beside
from goldenthread.web.lists import Listing, list_page

LISTING = Listing(presenters.COLUMNS, forms.RiskFilters, order="-now")
USUAL = timedelta(days=91)
NO_CHANGE = "Looked at: the causes, the controls and the score stand as they did."


@needs(permissions.SEE)
@list_page("Risks")
def list_risks(request: HttpRequest) -> HttpResponse:
    """Every risk the reader may read, filtered and in order, as a page or a file."""
    actor, today = actor_of(request), timezone.localdate()
    scale = queries.scale_in_force(actor)
    offered = {"registers": queries.list_registers(actor), "owners": queries.list_owners(actor), "scale": scale}
    offered["priorities"] = queries.priorities_threatened(actor)
    state = LISTING.read(request.GET, **offered)
    found = queries.list_risks(actor, today, scale, **state.filters).order_by(*state.order_by)
    if state.format:
        risks = list(found)
        names = queries.names_threatened(actor, [risk.pk for risk in risks])
        rows = [presenters.row(risk, scale, today, names.get(risk.pk, ())) for risk in risks]
        return list_file(
            actor, today, state, rows, "Risk register", columns=presenters.DOWNLOAD, wide=presenters.WIDE,
            restricted=True, file=f"risk-register-{today.isoformat()}",
        )  # fmt: skip
    page = state.page(found)
    context = {
        "state": state,
        "page": replace(page, rows=[presenters.row(risk, scale, today) for risk in page.rows]),
        "may_raise": actor.may(permissions.RAISE),
        "may_set_reviews": actor.may(permissions.SET_REVIEWS),
        **_reviewed(actor, state.filters.get("register", ""), today),
    }
    return TemplateResponse(request, "risks/list_risks.html", context)


def _reviewed(actor: Actor, register: str, today: date) -> dict[str, Any]:
    """Under which duty the one register that is shown is reviewed; nothing where several are shown."""
    if not register:
        return {"register": "", "duty": None}
    group = None if register == queries.PARTNERSHIP else UUID(register)
    return {"register": register, "duty": queries.find_duty(actor, group, today)}


@needs(permissions.SEE)
def show_matrix(request: HttpRequest) -> HttpResponse:
    """How many risks stand where, by how likely and how serious they are now."""
    actor = actor_of(request)
    scale, registers = queries.scale_in_force(actor), queries.list_registers(actor)
    asked = request.GET.get("register", "")
    register = asked if asked in dict(registers) else ""
    found = queries.show_matrix(actor, scale, register)
    context = {
        "lines": presenters.matrix(found, scale, register),
        "found": found,
        "scale": scale,
        "registers": registers,
        "register": register,
    }
    return TemplateResponse(request, "risks/show_matrix.html", context)


@needs(permissions.SEE)
def show_movement(request: HttpRequest) -> HttpResponse:
    """What moved since a day, on one page that a board can print."""
    actor, today = actor_of(request), timezone.localdate()
    scale, registers = queries.scale_in_force(actor), queries.list_registers(actor)
    usual = today - USUAL
    form = forms.Since(data=request.GET or None, initial={"since": usual}, registers=registers)
    is_valid = form.is_bound and form.is_valid()
    since: date = form.cleaned_data["since"] if is_valid else usual
    register = form.cleaned_data["register"] if is_valid else ""
    every = queries.moved_since(actor, min(since, today), today, scale, register)
    context = {
        "form": form,
        "since": since,
        "register": dict(registers).get(register, ""),
        "sentence": presenters.movement_sentence(every),
        "moved": [presenters.movement(one, scale) for one in every if one.has_moved],
        "stood": [presenters.movement(one, scale) for one in every if not one.has_moved],
    }
    return TemplateResponse(request, "risks/show_movement.html", context, status=422 if form.errors else 200)


@needs(permissions.SEE)
def show_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """One risk: where it stands, what holds it, what is being done, what was decided."""
    today = timezone.localdate()
    shown = fetch(request, risk_id, whole=True)
    context: dict[str, Any] = {
        "shown": shown,
        "risk": shown.risk,
        "row": presenters.row(shown.risk, shown.scale, today),
        "standings": presenters.standings(shown),
        "appetite": presenters.appetite_sentence(shown),
        "lines": presenters.line_rows(shown),
        "chart": presenters.history_chart(shown) if presenters.has_history(shown) else None,
        "score_rows": presenters.score_rows(shown),
        "moves": presenters.move_lines(shown),
        "threatens": [step.summary for step in shown.around.beside if step.via is LinkKind.THREATENS],
        "touches": [step.summary for step in shown.around.beside if step.via is LinkKind.RELATES_TO],
        "effects": {key.value: words[0] for key, words in rules.EFFECT_WORDS.items()},
        "line_words": {key.value: words[0] for key, words in rules.LINE_WORDS.items()},
        "strands": dict(forms.STRANDS),
        "is_accepted": rules.is_accepted(shown.risk.accepted_until, today),
        "no_change": NO_CHANGE,
        "beside": beside(actor_of(request), queries.KIND, risk_id, today),
    }
    return TemplateResponse(request, "risks/show_risk.html", context)


@needs(permissions.SEE)
def show_history(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Everything that was done to one risk."""
    shown = fetch(request, risk_id)
    history = queries.history_of_risk(actor_of(request), risk_id)
    return TemplateResponse(
        request, "risks/show_history.html", {"shown": shown, "risk": shown.risk, "history": history}
    )


@needs(permissions.SEE)
def draw_score(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """The course of one risk's score by itself, as SVG."""
    drawn = presenters.history_chart(fetch(request, risk_id, whole=True))
    response = HttpResponse(drawn.svg, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = "private, no-store"
    return response
