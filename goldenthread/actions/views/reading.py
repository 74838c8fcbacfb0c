"""Lists of actions, one action, my work."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import slugify

from goldenthread.actions import forms, permissions, presenters, queries
from goldenthread.actions.queries import summaries
from goldenthread.actions.rules import CLASS_WORDS, lineage_of
from goldenthread.actions.views.acting import actor_of, fetch
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.rendering.lists import writers
from goldenthread.threads.queries import summaries_of
from goldenthread.threads.rules import Ref
from goldenthread.web.access import needs
from goldenthread.web.lists import Listing, ListState

LISTING = Listing(columns=presenters.COLUMNS, filters=forms.ActionFilters, order="due")
DOWNLOAD = Listing(columns=presenters.EXPORT, filters=forms.ActionFilters, order="due")


@needs(permissions.SEE)
def list_actions(request: HttpRequest) -> HttpResponse:
    """Every action the reader may see, filtered and in order, as a page or a file."""
    actor, today = actor_of(request), timezone.localdate()
    state = _read(request)
    found = queries.list_actions(actor, today, _filters(state), _needs_evidence(state))
    if state.format:
        return _download(actor, state, found, "Actions")
    return TemplateResponse(
        request,
        "actions/list_actions.html",
        {"state": state, "page": _page(actor, state, found), "may_raise": actor.may(permissions.RAISE)} | _drawing(),
    )


@needs(permissions.SEE)
def group_work_plan(request: HttpRequest, group: UUID) -> HttpResponse:
    """Every action a group leads or receives reports on, wherever it came from, as a page or a file."""
    actor, today = actor_of(request), timezone.localdate()
    state = _read(request)
    plan = queries.group_work_plan(actor, group, today, _filters(state), _needs_evidence(state))
    if plan is None:
        raise Http404("There is no such group.")
    if state.format:
        return _download(actor, state, plan.found, f"Work plan of {plan.group.name}")
    tally = queries.tally(plan.found, today)
    return TemplateResponse(
        request,
        "actions/group_work_plan.html",
        {"state": state, "page": _page(actor, state, plan.found), "group": plan.group, "tally": tally} | _drawing(),
    )


def _read(request: HttpRequest) -> ListState:
    actor = actor_of(request)
    leads = presenters.grouped(partnerships.known_leads(actor, timezone.localdate()))
    listing = DOWNLOAD if request.GET.get("format") else LISTING
    return listing.read(
        request.GET,
        leads=leads,
        cohorts=queries.list_cohorts(actor),
        serves=served_by(actor, request.GET.get("serves", "")),
    )


def served_by(actor: Actor, value: str) -> tuple[str, str] | None:
    """The choice for `serves=<kind:id>`, with the title of the thing; None where the actor may not see such a thing."""
    ref = ref_of(value)
    summary = summaries_of(actor, [ref]).get(ref) if ref else None
    return (value, summary.title) if summary else None


def ref_of(value: str) -> Ref | None:
    """What "kind:id" in an address names, or None where it names nothing."""
    kind, _, key = value.partition(":")
    try:
        return Ref(kind, UUID(key))
    except ValueError:
        return None


def _filters(state: ListState) -> queries.Filters:
    asked: dict[str, Any] = dict(state.filters)
    if ":" in asked.get("lead", ""):
        asked["lead"] = forms.party_of(asked["lead"])
    if "serves" in asked:
        asked["serves"] = ref_of(asked["serves"])
    if "provenance" in asked:
        asked["provenance"] = [asked["provenance"]]
    return queries.Filters(**asked)


def _needs_evidence(state: ListState) -> bool:
    return state.order.lstrip("-") == "strength"


def _page(actor: Actor, state: ListState, found: list[queries.Found]) -> Any:
    page = state.page(state.sorted(found))
    return replace(page, rows=queries.filled(actor, page.rows, timezone.localdate()))


def _download(actor: Actor, state: ListState, found: list[queries.Found], name: str) -> HttpResponse:
    today = timezone.localdate()
    lines = queries.filled(actor, state.sorted(found), today)
    title = f"{name}, {actor.partnership_name}, {today.day} {today:%B %Y}"
    if state.is_filtered:
        title = f"{title} ({state.in_words})"
    restricted = any(line.information_class == "R" for line in lines)
    marking = "OFFICIAL-SENSITIVE" if restricted else partnerships.show_partnership(actor).marking
    written = writers("Actions", title, marking, wide=("Action", "What was said", "Why"))
    return state.download(lines, f"{slugify(name)}-{today.isoformat()}", written)


def _drawing() -> dict[str, Any]:
    """What the rows of a list are drawn with."""
    return {
        "title_of": presenters.title_of,
        "strength_words": presenters.STRENGTH_WORDS,
        "levels": presenters.LEVELS,
        "state_words": presenters.state_words,
        "tones": presenters.TONES,
        "is_over": presenters.is_over,
    }


@needs(permissions.SEE)
def show_action(request: HttpRequest, action: UUID) -> HttpResponse:
    """One action with everything said about it."""
    actor, shown = actor_of(request), fetch(request, action)
    steps, around = summaries.strip_of(actor, action)
    return TemplateResponse(
        request,
        "actions/show_action.html",
        {
            "shown": shown,
            "line": shown.line,
            "may": shown.may,
            "steps": steps,
            "around": around,
            "history": queries.history_of_action(actor, action)[:8],
            "origin": presenters.origin(shown.line),
            "reporting_words": [f"{name} {said}".strip() for _, name, said in shown.line.reportings],
            "class_words": CLASS_WORDS[shown.line.information_class],
            "side_words": presenters.SIDE_WORDS,
            "lineage": lineage_of(actor, action),
        }
        | _drawing(),
    )


@needs(permissions.SEE)
def show_history(request: HttpRequest, action: UUID) -> HttpResponse:
    """Everything that happened to one action."""
    shown = fetch(request, action)
    history = queries.history_of_action(actor_of(request), action)
    return TemplateResponse(
        request,
        "actions/show_history.html",
        {"shown": shown, "line": shown.line, "history": history, "title_of": presenters.title_of},
    )


@needs(permissions.SEE)
def my_work(request: HttpRequest) -> HttpResponse:
    """What waits for the reader in this partnership."""
    actor = actor_of(request)
    return TemplateResponse(
        request,
        "actions/my_work.html",
        {"work": queries.my_work(actor, timezone.localdate()), "is_unit": permissions.is_of_the_unit(actor)}
        | _drawing(),
    )
