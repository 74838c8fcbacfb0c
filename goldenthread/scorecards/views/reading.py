"""The scorecards, one scorecard, the library, one indicator and its chart."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from goldenthread.actions.permissions import RAISE
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange import list_file
from goldenthread.scorecards import exchange, forms, permissions, presenters, queries, rules
from goldenthread.scorecards.views.files import file_answer
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import Ref
from goldenthread.web.access import needs
from goldenthread.web.beside import beside
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import Asked, found, page

LISTING = Listing(presenters.LIBRARY, forms.IndicatorFilters, order="code")


@needs(permissions.SEE)
def list_scorecards(request: Asked) -> HttpResponse:
    """The scorecards in use."""
    return page(
        request, "list_scorecards", scorecards=queries.list_scorecards(request.actor),
        may_keep=request.actor.may(permissions.KEEP), may_bring=request.actor.may(permissions.BRING),
    )  # fmt: skip


@needs(permissions.SEE)
def show_scorecard(request: Asked, scorecard_id: UUID) -> HttpResponse:
    """One scorecard: each indicator with its newest figure, what that means, and what is said of it."""
    scorecard = found(queries.find_scorecard(request.actor, scorecard_id), "scorecard")
    board = queries.board(request.actor, scorecard)
    rows = presenters.rows(board.lines, board.until)
    out = presenters.standing_out(rows)
    asked = queries.asked_of(request.actor, [row.indicator.pk for row in rows], board.until)
    return page(
        request, "show_scorecard", scorecard=scorecard, until=board.until, parts=presenters.in_parts(rows),
        out=out, count=len(rows), may_keep=request.actor.may(permissions.KEEP), asked=asked,
        unasked=sum(1 for row in out.unsaid if (row.indicator.pk, row.ends_on) not in asked),
        may_say=lambda indicator: permissions.may_comment(request.actor, indicator),
        may_freeze=request.actor.may(permissions.FREEZE),
    )  # fmt: skip


@needs(permissions.SEE)
@list_page("Indicators")
def list_indicators(request: Asked) -> HttpResponse:
    """The library, filtered and in order, as a page or a file."""
    actor, today = request.actor, timezone.localdate()
    agencies = [(str(one.id), one.name) for one in partnerships.list_agencies(actor, today)]
    state = LISTING.read(request.GET, subjects=queries.list_subjects(actor), agencies=agencies)
    told = {**state.filters, "retired": state.filters.get("retired") == "yes"}
    rows = queries.list_indicators(actor, **told).order_by(*state.order_by)
    if state.format:
        return list_file(
            actor, today, state, list(rows), "Indicators", columns=presenters.LIBRARY,
            file=f"indicators-{today.isoformat()}",
        )  # fmt: skip
    return page(request, "list_indicators", state=state, page=state.page(rows), may_keep=actor.may(permissions.KEEP))


def _read(request: Asked, indicator_id: UUID) -> tuple[Any, Any, presenters.Row]:
    """One indicator with everything that stands of it: itself, its line, and its row."""
    indicator = found(queries.find_with_due(request.actor, indicator_id), "indicator")
    final = queries.MarkedFinal.of(indicator.marked)
    line = queries.show_indicator(request.actor, indicator, indicator.due_until, final=final)
    (charted,) = presenters.charted([line], indicator.due_until)
    return indicator, line, presenters.row(charted)


@needs(permissions.SEE)
def show_indicator(request: Asked, indicator_id: UUID) -> HttpResponse:
    """One indicator: its chart with every figure, its breakdowns, what it counts, and what it is held against."""
    actor = request.actor
    indicator, line, row = _read(request, indicator_id)
    return page(
        request, "show_indicator", indicator=indicator, row=row, chart=presenters.large(row.charted),
        said=line.commentaries, may_say=permissions.may_comment(actor, indicator),
        asked=queries.asked_of(actor, [indicator.pk]).get((indicator.pk, row.ends_on)), may_raise=actor.may(RAISE),
        revised=presenters.revisions(line),
        revised_heads=presenters.REVISED_HEADS,
        around=threads.walk(actor, Ref("scorecards.indicator", indicator.pk), up=2, down=1, width=20),
        definition=line.definitions[-1] if line.definitions else None, line=line,
        broken_down=presenters.shown_breakdowns(line), polarity=rules.POLARITIES[indicator.polarity],
        may_keep=actor.may(permissions.KEEP),
        beside=beside(actor, "scorecards.indicator", indicator.pk, timezone.localdate()),
    )  # fmt: skip


@needs(permissions.SEE)
def take_indicator(request: Asked, indicator_id: UUID, format: str) -> HttpResponse:
    """One indicator as a file, with what its page shows and nothing more."""
    indicator, line, row = _read(request, indicator_id)
    if format not in exchange.TYPES or not line.figures:
        raise Http404("An indicator with figures is given as PDF, Word, Excel or CSV.")
    kept = presenters.kept_line(row, queries.asked_of(request.actor, [indicator.pk]))
    name, content = exchange.indicator_file(request.actor, timezone.localdate(), kept, format)
    return file_answer(name, content, exchange.TYPES[format])


@needs(permissions.SEE)
def draw_indicator(request: Asked, indicator_id: UUID) -> HttpResponse:
    """The chart of one indicator by itself, as SVG."""
    indicator = found(queries.find_indicator(request.actor, indicator_id), "indicator")
    until = queries.due_until(request.actor, indicator)
    (charted,) = presenters.charted([queries.show_indicator(request.actor, indicator, until)], until)
    response = HttpResponse(presenters.large(charted).svg, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = "private, no-store"
    return response
