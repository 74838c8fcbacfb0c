"""Who owes what: the list of returns, the rounds, and what reports have asked of the groups above."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.actions.queries import actions_by_id
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange import list_file
from goldenthread.returns import forms, presenters, queries, rules, services
from goldenthread.returns.permissions import ANSWER_REQUEST, COMMISSION, SEE, may_answer_request
from goldenthread.returns.services import Direct
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import Choice, LinkKind, Ref
from goldenthread.web.access import needs
from goldenthread.web.beside import beside
from goldenthread.web.environment import address
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import Asked, attempt, done, found, page

RETURNS = Listing(presenters.COLUMNS, forms.ReturnFilters, order="-due")
ROUNDS = Listing(presenters.ROUNDS, forms.RoundFilters, order="-due")
REQUESTS = Listing(presenters.REQUESTS, forms.RequestFilters, order="-by")
SERVED = ("plans.priority", "plans.objective")


def parties(request: Asked) -> dict[str, list[tuple[str, str]]]:
    """Everybody who may be asked today, by kind, as (id, name). One query."""
    found: dict[str, list[tuple[str, str]]] = {"group": [], "agency": [], "person": [], "seat": []}
    for one in partnerships.known_leads(request.actor, timezone.localdate()):
        found[one.kind].append((str(one.id), one.name))
    return found


@needs(SEE)
@list_page("Returns")
def list_returns(request: Asked) -> HttpResponse:
    """Every report and return that is owed or has come."""
    today, known = timezone.localdate(), parties(request)
    state = RETURNS.read(
        request.GET, states=queries.STATES, kinds=queries.KINDS, groups=known["group"], agencies=known["agency"]
    )
    rows = queries.list_returns(request.actor, today, **state.filters).order_by(*state.order_by)
    if state.format:
        return list_file(
            request.actor, today, state, rows, "Returns", columns=presenters.DOWNLOAD, file="returns", restricted=False,
            wide=("What", "Why it is so"),
        )  # fmt: skip
    context = {"late": presenters.lateness, "today": today, "words": rules.STATES, "tones": presenters.TONES}
    return page(
        request, "list_returns", state=state, page=state.page(rows), may_ask=request.actor.may(COMMISSION), **context
    )


@needs(SEE)
@list_page("Rounds")
def list_rounds(request: Asked) -> HttpResponse:
    """Every round of returns with how far it is."""
    today = timezone.localdate()
    state = ROUNDS.read(request.GET, kinds=queries.KINDS, states=queries.ROUND_STATES)
    rows = queries.list_rounds(request.actor, today, **state.filters).order_by(*state.order_by)
    if state.format:
        return list_file(
            request.actor, today, state, rows, "Rounds of returns", columns=presenters.ROUNDS, file="rounds",
            restricted=False, wide=("Round",),
        )  # fmt: skip
    shown = state.page(rows)
    shown = replace(shown, rows=[queries.shown_round(row) for row in shown.rows])
    return page(
        request, "list_rounds", state=state, page=shown, may_ask=request.actor.may(COMMISSION),
        tones=presenters.ROUND_TONES,
    )  # fmt: skip


@needs(SEE)
@list_page("Exceptions and answers")
def list_requests(request: Asked) -> HttpResponse:
    """What reports have asked of the groups above, and what these answered."""
    today, known = timezone.localdate(), parties(request)
    state = REQUESTS.read(request.GET, states=queries.REQUEST_STATES, wanted=queries.WANTED, groups=known["group"])
    rows = queries.list_requests(request.actor, **state.filters).order_by(*state.order_by)
    if state.format:
        return list_file(
            request.actor, today, state, rows, "Exceptions and answers", columns=presenters.REQUESTS_DOWNLOAD,
            file="requests", restricted=False, wide=("Exception", "Options", "Answer"),
        )  # fmt: skip
    return page(request, "list_requests", state=state, page=state.page(rows), today=today)


@needs(SEE)
def show_request(request: Asked, request_id: UUID) -> HttpResponse:
    """One exception: what was asked, what was answered, and the action a direction became."""
    actor, today = request.actor, timezone.localdate()
    asked = found(queries.show_request(actor, request_id), "request")
    kind, action = "returns.request", "actions.action"
    raised = threads.sources(actor, LinkKind.RAISED_BY, kind, [asked.pk], action).get(asked.pk, [])
    actions = list(actions_by_id(actor, raised, today).values())
    may_answer = asked.state == "open" and may_answer_request(actor, asked.to_group_id, asked.from_group_id)
    return page(
        request, "show_request", asked=asked, today=today, actions=actions, may_answer=may_answer,
        history=queries.history_of_request(actor, request_id), beside=beside(actor, kind, request_id, today),
    )  # fmt: skip


@needs(ANSWER_REQUEST)
def answer_request(request: Asked, request_id: UUID) -> HttpResponse:
    """Answer what a report asks, and give a direction."""
    actor = request.actor
    asked = found(queries.show_request(actor, request_id), "request")
    by = asked.wanted_by if asked.wanted_by and asked.wanted_by >= timezone.localdate() else None
    form = forms.AnswerRequest.of(request, initial={"direct": asked.wanted == "direction", "due_on": by})
    served = threads.linkable(actor, Choice(LinkKind.SERVES, True, SERVED), "", 500)
    places = [(f"{ref.kind}:{ref.id}", f"{one.title}") for ref, one in served]
    forms.choose(form, group_id=parties(request)["group"], serves=places)

    def act() -> Any:
        told = form.cleaned_data
        direct = None
        if told["direct"]:
            kind, _, key = (told["serves"] or "").partition(":")
            serves = (Ref(kind, UUID(key)),) if key else ()
            direct = Direct(told["text"] or told["answer"], told["due_on"], forms.given(told["group_id"]), serves)
        now, today = timezone.now(), timezone.localdate()
        try:
            return services.answer_request(actor, now, today, request_id, answer=told["answer"], direct=direct)
        except Refused as refused:
            field = {"lead": "group_id", "due": "due_on", "description": "text"}.get(refused.field, refused.field)
            raise Refused(refused.reason, field) from refused

    if attempt(request, form, act):
        said = "The answer is with the group that asked."
        if form.cleaned_data["direct"]:
            said = "The answer is with the group that asked, and the direction is an action in its work plan."
        return done(request, said, "returns:show_request", request_id=request_id)
    slug = actor.partnership_slug
    trail = [("Exceptions and answers", address("returns:list_requests", slug)),
             ("The exception", address("returns:show_request", slug, request_id=request_id))]  # fmt: skip
    return page(request, "answer_request", form=form, asked=asked, trail=trail)
