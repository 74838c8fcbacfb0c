"""Who did what: everything done in the partnership, and all that happened to one thing."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from goldenthread.partnerships import forms, queries
from goldenthread.partnerships.exchange import list_file
from goldenthread.partnerships.permissions import SEE_HISTORY, SEE_TRAIL
from goldenthread.trail import queries as trail
from goldenthread.trail.rules import LONDON, may_read, phrases_of
from goldenthread.web.access import needs
from goldenthread.web.lists import Column, Listing, list_page
from goldenthread.web.steps import Asked, page

LISTING = Listing(
    columns=(
        Column("at", "When", value=lambda line: line.at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")),
        Column("sentence", "What happened"),
        Column("title", "To what"),
    ),
    filters=forms.HistoryFilters,
)
OF_ONE = Listing(columns=LISTING.columns)
# A download has room for what the page says beneath the sentence.
IN_FULL = (
    *LISTING.columns,
    Column("details", "Changes", value=lambda line: "; ".join(line.details)),
    Column("reason", "Why"),
    Column("channel", "By way of"),
)


@needs(SEE_TRAIL)
@list_page("History")
def show_history(request: Asked) -> HttpResponse:
    """Everything done in the partnership, newest first: by kind, person and date."""
    kinds, people = trail.kinds_and_people(request.actor)
    state = LISTING.read(request.GET, kinds=kinds, people=people)
    lines = trail.list_events(request.actor, **state.filters)
    if state.format:
        # It names things of every class.
        return list_file(
            request.actor, timezone.localdate(), state, lines, "History", columns=IN_FULL, file="history",
            wide=("What happened", "Changes", "Why"), restricted=True,
        )  # fmt: skip
    sealed_at = trail.sealed_so_far(request.actor)
    return page(request, "show_history", state=state, page=state.page(lines), sealed_at=sealed_at)


@needs(SEE_TRAIL)
def check_history(request: Asked) -> HttpResponse:
    """Make every seal on the partnership's record again and say whether it holds."""
    return page(request, "check_history", checked=trail.check_seals(request.actor.partnership_id))


@needs(SEE_HISTORY)
def show_record_history(request: Asked, kind: str, thing: UUID) -> HttpResponse:
    """All that happened to one thing, for whoever may see it."""
    if not (request.actor.may(SEE_TRAIL) or may_read(request.actor, kind, thing)):
        raise Http404("There is no such page.")
    reads_trail = request.actor.may(SEE_TRAIL)
    things = queries.things_around(request.actor, kind, thing)
    lines = trail.history_of(request.actor, things, readings=reads_trail)
    if not lines:
        raise Http404("There is no such page.")
    title, state = _title(lines, kind), OF_ONE.read(request.GET)
    if state.format:
        return list_file(
            request.actor, timezone.localdate(), state, lines, f"History of {title}", columns=IN_FULL, restricted=True,
            wide=("What happened", "Changes", "Why"), file="history",
        )  # fmt: skip
    return page(request, "show_record_history", events=lines, title=title, thing=phrases_of(kind).singular, state=state)


def _title(lines: list[trail.Line], kind: str) -> str:
    """What the thing was called when it was last written of."""
    return next((line.title for line in lines if line.kind == kind), lines[0].title)
