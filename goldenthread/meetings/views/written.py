"""Decisions between meetings in writing: put a proposal, answer it, and say what the answers came to."""

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
from goldenthread.meetings.permissions import ANSWER_IN_WRITING, PLAN, SEE
from goldenthread.meetings.views.steps import attempt, go, insist
from goldenthread.partnerships.exchange import list_file
from goldenthread.web.access import needs
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import found, page

LISTING = Listing(presenters.PROCEDURES, order="-asked_on")


@needs(SEE)
@list_page("Decisions in writing")
def list_procedures(request: HttpRequest) -> HttpResponse:
    """Every proposal put to a group in writing."""
    actor = request.actor  # type: ignore[attr-defined]
    state = LISTING.read(request.GET)
    rows = queries.list_procedures(actor).order_by(*state.order_by)
    if state.format:
        return list_file(
            actor, timezone.localdate(), state, rows, "Decisions in writing", columns=presenters.PROCEDURES,
            file="decisions-in-writing", wide=("Proposal",), restricted=any(one.is_restricted for one in rows),
        )  # fmt: skip
    page = state.page(rows)
    context = {
        "state": state, "page": page, "may_plan": actor.may(PLAN), "words": rules.OUTCOME_WORDS,
        "tones": presenters.OUTCOME_TONES,
    }  # fmt: skip
    return TemplateResponse(request, "meetings/list_procedures.html", context)


@needs(SEE)
def show_procedure(request: HttpRequest, procedure: UUID) -> HttpResponse:
    """One proposal: what is proposed, who answered what, what it came to. Opening one of part B is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = found(queries.show_procedure(actor, procedure, timezone.localdate()))
    if seen.procedure.is_restricted:
        services.note_procedure_read(actor, timezone.now(), timezone.localdate(), procedure)
    context = {
        "shown": seen, "procedure": seen.procedure, "words": rules.OUTCOME_WORDS, "tones": presenters.OUTCOME_TONES,
        "replies": rules.REPLY_WORDS, "needed": rules.RULE_WORDS,
    }  # fmt: skip
    return TemplateResponse(request, "meetings/show_procedure.html", context)


@needs(PLAN)
def begin_procedure(request: HttpRequest) -> HttpResponse:
    """Put a proposal to the deciding seats of a group."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    form = forms.Procedure.of(request, groups=queries.groups_to_plan_for(actor, today))

    def act() -> Any:
        return services.begin_procedure(actor, timezone.now(), today, **form.answers())

    said = "The proposal is put to the group, and each holder of a deciding seat is written to."
    done = attempt(request, form, act, said, lambda one: go(request, "show_procedure", one.pk))
    return done or page(request, "begin_procedure", form=form)


@needs(ANSWER_IN_WRITING)
def answer_procedure(request: HttpRequest, procedure: UUID) -> HttpResponse:
    """Answer a proposal for one's seat, or for all of them at once."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    seen = found(queries.show_procedure(actor, procedure, today))
    insist(seen.may_answer, "Only those who hold a deciding seat of this group are asked, until the last day.")
    mine = seen.mine[0]
    answer = "" if mine.answer == rules.Reply.ASKED else mine.answer
    form = forms.AnswerProcedure.of(request, initial={"answer": answer, "reason": mine.reason})

    def act() -> Any:
        return services.answer_procedure(actor, timezone.now(), today, procedure, **form.cleaned_data)

    done = attempt(request, form, act, "Your answer is kept.", lambda one: go(request, "show_procedure", procedure))
    return done or page(request, "answer_procedure", form=form, procedure=seen.procedure, mine=seen.mine)


@needs(PLAN)
@require_POST
def close_procedure(request: HttpRequest, procedure: UUID) -> HttpResponse:
    """Say what the answers came to."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_procedure(actor, procedure))
    try:
        services.close_procedure(actor, timezone.now(), timezone.localdate(), row.pk)
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "What the answers came to is recorded.")
    return go(request, "show_procedure", procedure)
