"""Who did what: everything done in the partnership, and all that happened to one thing."""

from uuid import UUID

from django.http import Http404, HttpResponse

from goldenthread.partnerships import forms, presenters
from goldenthread.partnerships.permissions import SEE_HISTORY, SEE_TRAIL
from goldenthread.partnerships.views._pages import Asked, page
from goldenthread.trail import queries as trail
from goldenthread.trail.rules import may_read, phrases_of
from goldenthread.web.access import needs
from goldenthread.web.lists import Column, Listing

LISTING = Listing(
    columns=(
        Column("at", "When", value=lambda line: line.at.strftime("%Y-%m-%d %H:%M UTC")),
        Column("sentence", "What happened"),
        Column("title", "To what"),
        Column("details", "Changes", value=lambda line: "; ".join(line.details)),
        Column("reason", "Why"),
        Column("channel", "By which channel"),
    ),
    filters=forms.HistoryFilters,
)


@needs(SEE_TRAIL)
def show_history(request: Asked) -> HttpResponse:
    """Everything done in the partnership, newest first: by kind, person and date."""
    kinds, people = trail.kinds_and_people(request.actor)
    state = LISTING.read(request.GET, kinds=kinds, people=people)
    lines = trail.list_events(request.actor, **state.filters)
    if state.format:
        return state.download(lines, "history", presenters.WRITERS)
    return page(request, "show_history", state=state, page=state.page(lines))


@needs(SEE_HISTORY)
def show_record_history(request: Asked, kind: str, thing: UUID) -> HttpResponse:
    """All that happened to one thing, for whoever may see it."""
    if not (request.actor.may(SEE_TRAIL) or may_read(request.actor, kind, thing)):
        raise Http404("There is no such page.")
    lines = trail.history(request.actor, kind, thing)
    if not lines:
        raise Http404("There is no such page.")
    return page(request, "show_record_history", events=lines, title=lines[0].title, thing=phrases_of(kind).singular)
