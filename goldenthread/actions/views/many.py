"""Choose what is done to many actions, see what would happen to whom, do it, look back at it and undo it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.actions import forms, permissions, presenters, queries, services
from goldenthread.actions.rules import What
from goldenthread.actions.services import Change
from goldenthread.actions.services.bulk_previewing import preview_change, preview_undo
from goldenthread.actions.views.acting import actor_of, own_address
from goldenthread.actions.views.reading import found_in
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange import list_file
from goldenthread.partnerships.presenters import LEAD_HEADINGS, lead_choices
from goldenthread.web.access import needs
from goldenthread.web.filters import count
from goldenthread.web.lists import Column, Listing

TICK_FIRST = "Tick the actions first, then choose what to do with them."
CHANGES = Listing(
    columns=(
        Column(
            "words", "What was done", value=lambda one: f"{one.words}: {one.to_words}" if one.to_words else one.words
        ),
        Column("reason", "Reason"),
        Column("by", "By whom"),
        Column("at", "When", value=lambda one: timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M")),
        Column("changed", "Changed"),
        Column("left", "Left as they were"),
        Column("undone_by", "Undone by"),
    )
)
LINES = Listing(
    columns=(
        Column("title", "Action"),
        Column("lead", "Lead"),
        Column("what", "What became of it", value=presenters.became),
        Column("why", "Why", value=lambda line: line.left_alone or line.not_undone),
    )
)


@needs(permissions.CHANGE_MANY)
def change_many(request: HttpRequest) -> HttpResponse:
    """Ask what the change needs, show what it would do, and do it. The address says which change, and to which."""
    actor, sent = actor_of(request), request.POST if request.method == "POST" else request.GET
    what = forms.what_of(sent.get("what", ""))
    back = own_address(request, sent.get("back", ""))
    versions = _versions(sent.get("chosen", "")) if request.method == "POST" else {}
    chosen = queries.chosen(actor, versions or _chosen(actor, sent))
    if what is None or not chosen:
        messages.error(request, TICK_FIRST if what else "Choose what to do with them.")
        return redirect(back)
    form = _form(request, actor, what, chosen, back)
    step = request.POST.get("step", "")
    if request.method == "POST" and step in ("preview", "apply") and form.is_valid():
        try:
            if step == "apply":
                made = services.change_many(
                    actor, timezone.now(), timezone.localdate(), list(versions), _change(what, form), versions=versions
                )
                return _done(request, made.pk, back)
            preview, why = preview_change(
                actor, timezone.now(), timezone.localdate(), list(versions), _change(what, form), versions
            )
            return _previewed(request, what, form, chosen, preview, why)
        except NotPermitted as refused:
            raise PermissionDenied(refused.reason) from refused
        except Refused as refused:
            form.refuse(refused)
    return TemplateResponse(
        request,
        "actions/change_many.html",
        {"form": form, "what": what, "title": presenters.question(what, len(chosen)), "chosen": chosen, "back": back},
        status=422 if form.errors else 200,
    )


def _chosen(actor: Actor, sent: QueryDict) -> list[UUID]:
    """The ids ticked, those of every owner ticked, or all that a list's filters let through."""
    if sent.get("all"):
        return found_in(actor, sent.get("of", ""), QueryDict(sent.get("q", "").lstrip("?")))
    parties = [forms.party_of(one) for one in sent.getlist("owner") if _is_party(one)]
    ids = [found for one in sent.getlist("action") if (found := _uuid(one))]
    return [*ids, *(queries.open_actions_of(actor, parties) if parties else ())]


def _is_party(value: str) -> bool:
    kind, _, key = value.partition(":")
    return kind in LEAD_HEADINGS and _uuid(key) is not None


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _versions(text: str) -> dict[UUID, int]:
    """The actions that were looked at, each with its version, from "id:version id:version"."""
    found = {}
    for pair in text.split():
        key, _, version = pair.partition(":")
        if (action := _uuid(key)) and version.isascii() and version.isdigit() and len(version) < 9:
            found[action] = int(version)
    return found


def _form(request: HttpRequest, actor: Actor, what: What, chosen: list[queries.Chosen], back: str) -> forms.ChangeMany:
    initial = {"what": what.value, "back": back, "chosen": " ".join(f"{one.id}:{one.version}" for one in chosen)}
    today = timezone.localdate()
    more: dict[str, Any] = {}
    if what == What.REASSIGN:
        former = {one.lead for one in chosen}
        suggested = [one.choice for one in queries.suggest_leads(actor, former, today)]
        known = lead_choices(partnerships.known_leads(actor, today))
        more["leads"] = presenters.suggested_first(suggested, known)
    if what in (What.ADD_GROUP, What.REMOVE_GROUP):
        more["groups"] = [(str(one.pk), one.name) for one in partnerships.list_groups(actor, today, ended=True)]
    return forms.ChangeMany.of(request, initial=initial, what=what, **more)


def _change(what: What, form: forms.ChangeMany) -> Change:
    given = form.cleaned_data
    return Change(
        what,
        lead=given.get("lead"),
        due=given.get("due", ()),
        group_id=given.get("group"),
        cohort=given.get("cohort", ""),
        information_class=given.get("information_class", ""),
        reason=given.get("reason", ""),
    )


def _previewed(
    request: HttpRequest, what: What, form: forms.ChangeMany, chosen: list[queries.Chosen], preview: Any, why: str
) -> HttpResponse:
    """The page that says what will happen to whom, carrying on what was typed."""
    changing = len(preview.changing)
    sent = [(key, value) for key, value in request.POST.items() if key not in ("step", "csrfmiddlewaretoken")]
    context = {
        "what": what,
        "title": presenters.question(what, changing, preview.to_words),
        "button": presenters.question(what, changing, preview.to_words),
        "preview": preview,
        "why": why,
        "by_id": {one.id: one for one in chosen},
        "sent": sent,
        "reason": form.cleaned_data.get("reason", ""),
    }
    return TemplateResponse(request, "actions/preview_many.html", context)


def _done(request: HttpRequest, change_id: UUID, back: str) -> HttpResponse:
    """Say what was done, with the way to undo it, where the reader came from; or show what was left alone, and why."""
    actor = actor_of(request)
    slug = actor.partnership_slug
    made = queries.show_bulk_change(actor, change_id)
    if made is None:
        return redirect(back)
    undo = redirect("actions:undo_bulk_change", partnership=slug, change=change_id).url
    messages.success(request, presenters.done(made), extra_tags=f"Undo|{undo}")
    if made.left:
        return redirect("actions:show_bulk_change", partnership=slug, change=change_id)
    return redirect(back)


@needs(permissions.CHANGE_MANY)
def list_bulk_changes(request: HttpRequest) -> HttpResponse:
    """What was done to many actions at once, newest first, each with the way to undo it."""
    actor = actor_of(request)
    state = CHANGES.read(request.GET)
    found = queries.list_bulk_changes(actor)
    if state.format:
        rows = [queries.made(actor, row) for row in found]
        return list_file(actor, timezone.localdate(), state, rows, "Changes of many actions")
    page = state.page(found)
    made = [queries.made(actor, row) for row in page.rows]
    context = {"state": state, "page": page, "changes": made, "is_unit": permissions.is_of_the_unit(actor)}
    return TemplateResponse(request, "actions/list_bulk_changes.html", context)


def _made(request: HttpRequest, change_id: UUID) -> queries.Made:
    made = queries.show_bulk_change(actor_of(request), change_id)
    if made is None:
        raise Http404("There is no such change.")
    return made


@needs(permissions.CHANGE_MANY)
def show_bulk_change(request: HttpRequest, change: UUID) -> HttpResponse:
    """One bulk change: each action in it, those left alone and why."""
    made = _made(request, change)
    title, state = presenters.was(made), LINES.read(request.GET)
    if state.format:
        actor = actor_of(request)
        restricted = any(line.information_class == "R" for line in made.lines)
        return list_file(actor, timezone.localdate(), state, made.lines, title, restricted=restricted)
    return TemplateResponse(request, "actions/show_bulk_change.html", {"made": made, "title": title, "state": state})


@needs(permissions.CHANGE_MANY)
def undo_bulk_change(request: HttpRequest, change: UUID) -> HttpResponse:
    """Say what undoing would put back and what it would leave, and undo."""
    actor, now, today = actor_of(request), timezone.now(), timezone.localdate()
    made = _made(request, change)
    here = redirect("actions:show_bulk_change", partnership=actor.partnership_slug, change=change)
    try:
        if request.method == "POST":
            services.undo_many(actor, now, today, change)
            messages.success(request, "It was undone.")
            return here
        preview = preview_undo(actor, now, today, change)
    except NotPermitted as refused:
        raise PermissionDenied(refused.reason) from refused
    except Refused as refused:
        messages.error(request, refused.reason)
        return here
    titles = {line.action_id: line for line in made.lines}
    context = {
        "made": made, "preview": preview, "titles": titles, "what_was": presenters.was(made),
        "back_words": count(len(preview.changing), "action"),
    }  # fmt: skip
    return TemplateResponse(request, "actions/undo_bulk_change.html", context)
