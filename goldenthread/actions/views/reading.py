"""Lists of actions, one action, my work."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import slugify

from goldenthread.actions import forms, permissions, presenters, queries
from goldenthread.actions.forms.acting import RATINGS, TAKE_BACK
from goldenthread.actions.forms.many import WHATS
from goldenthread.actions.rules import CLASS_WORDS, lineage_of
from goldenthread.actions.views.acting import actor_of, fetch
from goldenthread.actions.views.silence import silent_actions
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange import marking_of
from goldenthread.partnerships.presenters import lead_choices
from goldenthread.rendering.lists import marked_name, writers
from goldenthread.threads.queries import summaries_of, walk
from goldenthread.threads.rules import Ref
from goldenthread.web.access import needs
from goldenthread.web.beside import beside
from goldenthread.web.lists import Listing, ListState, list_page

LISTING = Listing(columns=presenters.COLUMNS, filters=forms.ActionFilters, order="due")
UPWARDS = 4
DOWNLOAD = Listing(columns=presenters.EXPORT, filters=forms.ActionFilters, order="due")


@needs(permissions.SEE)
@list_page("Actions")
def list_actions(request: HttpRequest) -> HttpResponse:
    """Every action the reader may see, filtered and in order, as a page or a file."""
    actor, today = actor_of(request), timezone.localdate()
    state = _read(actor, request.GET)
    found = queries.list_actions(actor, today, _filters(state), _needs_evidence(state))
    if state.format:
        return _download(actor, state, found, "Actions")
    return TemplateResponse(
        request,
        "actions/list_actions.html",
        {"state": state, "may_raise": actor.may(permissions.RAISE), "sees_silence": actor.may(permissions.SEE_SILENCE)}
        | {"owed_by": _owed_by(actor, state)}
        | _rows(request, state, found, "actions"),
    )


@needs(permissions.SEE)
@list_page("Work plan of a group")
def group_work_plan(request: HttpRequest, group: UUID) -> HttpResponse:
    """Every action a group leads or receives reports on, wherever it came from, as a page or a file."""
    actor, today = actor_of(request), timezone.localdate()
    state = _read(actor, request.GET)
    plan = queries.group_work_plan(actor, group, today, _filters(state), _needs_evidence(state))
    if plan is None:
        raise Http404("There is no such group.")
    if state.format:
        return _download(actor, state, plan.found, f"Work plan of {plan.group.name}")
    tally = queries.tally(plan.found, today)
    return TemplateResponse(
        request,
        "actions/group_work_plan.html",
        {"state": state, "group": plan.group, "tally": tally, "records": permissions.is_of_the_unit(actor)}
        | _rows(request, state, plan.found, str(group)),
    )


def _read(actor: Actor, query: QueryDict) -> ListState:
    today = timezone.localdate()
    known = partnerships.known_leads(actor, today)
    asked = query.get("lead", "")
    also: list[tuple[str, str]] = []
    if ":" in asked and asked not in {f"{one.kind}:{one.id}" for one in known}:
        also = _former_lead(actor, asked)
    listing = DOWNLOAD if query.get("format") else LISTING
    return listing.read(
        query,
        leads=lead_choices(known, also),
        cohorts=queries.list_cohorts(actor),
        serves=served_by(actor, query.get("serves", "")),
    )


def _former_lead(actor: Actor, value: str) -> list[tuple[str, str]]:
    """The choice for a lead who is no longer among those an action may be given to, but may still lead some."""
    try:
        party = forms.party_of(value)
    except ValueError:
        return []
    name = queries.names_of(actor, [party], timezone.localdate()).get(party)
    return [(value, name)] if name else []


def found_in(actor: Actor, of: str, query: QueryDict) -> list[UUID]:
    """The ids of everything in a list as its address filters it: "silence", a group's id, or the list of actions."""
    if of == "silence":
        return silent_actions(actor, query) if actor.may(permissions.SEE_SILENCE) else []
    today, state = timezone.localdate(), _read(actor, query)
    if of == "actions":
        return [one.id for one in queries.list_actions(actor, today, _filters(state))]
    try:
        plan = queries.group_work_plan(actor, UUID(of), today, _filters(state))
    except ValueError:
        return []
    return [one.id for one in plan.found] if plan else []


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


def _owed_by(actor: Actor, state: ListState) -> queries.Party | None:
    """The lead a list is filtered by, for whom the unit may record; None for others and other filters."""
    lead = str(state.filters.get("lead", ""))
    return forms.party_of(lead) if ":" in lead and permissions.is_of_the_unit(actor) else None


def _needs_evidence(state: ListState) -> bool:
    return state.order.lstrip("-") == "strength"


def _page(actor: Actor, state: ListState, found: list[queries.Found]) -> Any:
    page = state.page(state.sorted(found))
    return replace(page, rows=queries.filled(actor, page.rows, timezone.localdate()))


def _rows(request: HttpRequest, state: ListState, found: list[queries.Found], of: str) -> dict[str, Any]:
    """A page of rows, how they are drawn, and what the reader may do to each of them and to several at once."""
    actor = actor_of(request)
    page = _page(actor, state, found)
    may = queries.may_on_rows(actor, page.rows)
    return _drawing() | {
        "page": page,
        "row_may": may,
        "here": request.get_full_path(),
        "bulk": {"of": of, "q": state.url(), "whats": WHATS} if any(one.change for one in may.values()) else None,
        "ratings": RATINGS,
        "take_back": TAKE_BACK,
    }


def _download(actor: Actor, state: ListState, found: list[queries.Found], name: str) -> HttpResponse:
    today = timezone.localdate()
    lines = queries.filled(actor, state.sorted(found), today)
    title = f"{name}, {actor.partnership_name}, {today.day} {today:%B %Y}"
    if state.is_filtered:
        title = f"{title} ({state.in_words})"
    restricted = any(line.information_class == "R" for line in lines)
    marking = marking_of(actor, restricted)
    written = writers("Actions", title, marking, wide=("Action", "What was said", "Why"))
    return state.download(lines, marked_name(f"{slugify(name)}-{today.isoformat()}", marking), written)


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
    # As much of the thread as the strip shows: the way up, and how much hangs directly beneath.
    around = walk(actor, shown.ref, up=UPWARDS, down=1, width=UPWARDS)
    return TemplateResponse(
        request,
        "actions/show_action.html",
        {
            "shown": shown,
            "line": shown.line,
            "may": shown.may,
            "steps": around.above(),
            "around": around,
            "history": queries.changes_of_action(actor, action)[:8],
            "origin": presenters.origin(shown.line),
            "reporting_words": [f"{name} {said}".strip() for _, name, said in shown.line.reportings],
            "class_words": CLASS_WORDS[shown.line.information_class],
            "side_words": presenters.SIDE_WORDS,
            "silence": _silence(actor, shown),
            "lineage": lineage_of(actor, action),
            "beside": beside(actor, shown.ref.kind, action, timezone.localdate()),
        }
        | _drawing(),
    )


def _silence(actor: Actor, shown: queries.ShownAction) -> dict[str, Any]:
    """The escalation that stands, those that ended, and whether the reader answers the first."""
    rows = queries.escalations_of(actor, shown.line.id)
    standing = next((row for row in rows if row.ended_on is None), None)
    may_answer = standing is not None and (
        queries.answers(actor, standing) or (shown.may.change and actor.may(permissions.ANSWER_ESCALATION))
    )
    return {"standing": standing, "ended": [row for row in rows if row.ended_on], "may_answer": may_answer}


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
