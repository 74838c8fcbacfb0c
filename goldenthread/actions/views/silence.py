"""Who has gone quiet, what the partnership does about it, and the answer of whoever it was told to."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.actions import forms, permissions, presenters, queries, services
from goldenthread.actions.forms.many import ASK, GIVE, WHATS
from goldenthread.actions.queries import SilentOwner
from goldenthread.actions.rules import ESCALATION_IN_WORDS, STEP_WORDS, WHY_WORDS, Step
from goldenthread.actions.views.acting import act, actor_of, demand, fetch
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.presenters import lead_choices
from goldenthread.rendering.lists import marked_name, writers
from goldenthread.web.access import needs
from goldenthread.web.lists import Column, Listing, ListState, list_page

COLUMNS = (
    Column("name", "Who", ("name",), value=lambda one: one.name),
    Column("why", "Why", ("urgency", "heard_on"), value=lambda one: one.words),
    Column("count", "Actions", ("count", "name"), value=lambda one: one.count),
    Column("next", "What you can do", value=lambda one: ""),
)
EXPORT = (
    COLUMNS[0],
    Column("people", "Held by", value=lambda one: ", ".join(one.people)),
    Column("reasons", "Why they are here", value=lambda one: "; ".join(WHY_WORDS[why] for why in one.reasons)),
    COLUMNS[1],
    COLUMNS[2],
    Column("quiet", "Of them quiet", value=lambda one: len(one.quiet)),
    Column("missed", "Most cycles missed", value=lambda one: one.missed),
    Column("heard_on", "Last heard", value=lambda one: one.heard_on),
    Column("escalated", "Escalated", value=lambda one: one.escalated),
)
LISTING = Listing(columns=COLUMNS, filters=forms.SilenceFilters, order="why")
DOWNLOAD = Listing(columns=EXPORT, filters=forms.SilenceFilters, order="why")


@dataclass(frozen=True)
class Rules:
    """What the page says of escalation: whether it is on, since when and by whom, its rules and what stands."""

    is_on: bool
    switch: Any
    sentences: tuple[str, ...]
    standing: list[tuple[str, int]]


@needs(permissions.SEE_SILENCE)
@list_page("Gone quiet")
def list_silent(request: HttpRequest) -> HttpResponse:
    """Owners who have left, cannot be reached or say nothing, with what can be done about each."""
    actor, today = actor_of(request), timezone.localdate()
    state = (DOWNLOAD if request.GET.get("format") else LISTING).read(request.GET)
    silence = queries.list_silent(actor, today)
    found = state.sorted(_through(state, silence.owners))
    if state.format:
        title = f"Gone quiet, {actor.partnership_name}, {today.day} {today:%B %Y}"
        written = writers("Gone quiet", title, actor.marking, wide=("Why",))
        return state.download(found, marked_name(f"gone-quiet-{today.isoformat()}", actor.marking), written)
    context = {
        "state": state,
        "page": state.page(found),
        "why_words": WHY_WORDS,
        "rules": _rules(actor, silence),
        "bulk": {"of": "silence", "q": state.url(), "whats": WHATS},
        "may_switch": actor.may(permissions.SWITCH_ESCALATION),
        "here": request.get_full_path(),
    }
    return TemplateResponse(request, "actions/list_silent.html", context)


def _through(state: ListState, found: list[SilentOwner]) -> list[SilentOwner]:
    words, why = state.filters.get("words", "").lower(), set(state.filters.get("why", ()))
    return [
        one
        for one in found
        if words in " ".join((one.name, *one.people)).lower() and (not why or why & {str(each) for each in one.reasons})
    ]


def silent_actions(actor: Actor, query: QueryDict) -> list[UUID]:
    """The ids of every open action of the owners that the filters in an address let through."""
    found = _through(LISTING.read(query), queries.list_silent(actor, timezone.localdate()).owners)
    return [action for one in found for action in one.actions]


def _rules(actor: Actor, silence: queries.Silence) -> Rules:
    switch = queries.show_switch(actor)
    standing = [(STEP_WORDS[step], silence.standing[step]) for step in Step if silence.standing.get(step)]
    return Rules(switch is None or switch.is_on, switch, ESCALATION_IN_WORDS, standing)


@needs(permissions.SWITCH_ESCALATION)
def switch_escalation(request: HttpRequest) -> HttpResponse:
    """Switch escalation off, with the reason, or on again."""
    actor = actor_of(request)
    to_on = not queries.is_escalating(actor)
    form = forms.SwitchEscalation.of(request, on=to_on)
    if request.method == "POST" and form.is_valid():
        try:
            services.switch_escalation(
                actor, timezone.now(), timezone.localdate(), on=to_on, reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Escalation is {'on' if to_on else 'off'}.")
            return redirect("actions:list_silent", partnership=actor.partnership_slug)
    context = {"form": form, "to_on": to_on, "sentences": ESCALATION_IN_WORDS}
    return TemplateResponse(request, "actions/switch_escalation.html", context, status=422 if form.errors else 200)


@needs(permissions.ANSWER_ESCALATION)
def answer_escalation(request: HttpRequest, action: UUID) -> HttpResponse:
    """Ask the silent owner for an update, give the action to another lead, or close it."""
    actor, shown = actor_of(request), fetch(request, action)
    row = next((one for one in queries.escalations_of(actor, action) if one.ended_on is None), None)
    if row is None:
        messages.info(request, "Nobody waits for word on this action any more.")
        return redirect("actions:show_action", partnership=actor.partnership_slug, action=action)
    demand(shown.may.change or queries.answers(actor, row), "answer this escalation")
    outranks = shown.may.change or row.step > Step.AGENCY
    form = forms.AnswerEscalation.of(request, leads=_leads(actor, shown, outranks), may_close=outranks)

    def save(given: dict[str, Any]) -> object:
        now, today = timezone.now(), timezone.localdate()
        if given["answer"] == ASK:
            return services.ask_for_update(actor, now, today, action, words=given["words"])
        if given["answer"] == GIVE:
            lead = forms.party_of(given["lead"])
            return services.reassign(actor, now, today, action, lead=lead, reason=given["words"])
        return services.close_without_completion(actor, now, today, action, reason=given["words"])

    return act(request, shown, form, save, "answer_escalation", "Your answer was recorded.", escalation=row)


def _leads(actor: Actor, shown: queries.ShownAction, outranks: bool) -> list[Any]:
    """Who may be chosen: an agency's lead gives an action only to the agency and its people."""
    today = timezone.localdate()
    suggested = [one.choice for one in queries.suggest_leads(actor, [shown.line.lead], today)]
    known = lead_choices(partnerships.known_leads(actor, today))
    if outranks:
        return presenters.suggested_first(suggested, known)
    own = {f"{one.kind}:{one.id}" for one in queries.leads_within_agencies(actor, today)}
    narrowed = [(heading, [one for one in choices if one[0] in own]) for heading, choices in known]
    return [(heading, choices) for heading, choices in narrowed if choices]
