"""Begin a chart anew, undo that, mark figures as final, and read what was revised."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.scorecards import forms, permissions, presenters, queries, services
from goldenthread.scorecards.views.commentary import trail_of
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.steps import Asked, attempt, done, found, page


@needs(permissions.KEEP)
def begin_anew(request: Asked, indicator_id: UUID) -> HttpResponse:
    """Record that the average and limits of a chart begin anew."""
    actor = request.actor
    indicator = found(queries.find_indicator(actor, indicator_id), "indicator")
    line = queries.show_indicator(actor, indicator)
    periods = [(one.starts_on.isoformat(), one.period) for one in reversed(line.figures[1:])]
    form = forms.BeginAnew.of(request, periods=periods)

    def act() -> Any:
        told = {**form.cleaned_data, "from_day": date.fromisoformat(form.cleaned_data["from_day"])}
        return services.begin_anew(actor, timezone.now(), timezone.localdate(), indicator_id, **told)

    if attempt(request, form, act):
        said = "The chart begins anew there. The decision stands under it."
        return done(request, said, "scorecards:show_indicator", indicator_id=indicator_id)
    (charted,) = presenters.charted([line], None)
    return page(
        request, "begin_anew", form=form, indicator=indicator, chart=presenters.large(charted),
        trail=trail_of(request, indicator),
    )  # fmt: skip


@needs(permissions.KEEP)
def undo_begin_anew(request: Asked, rebase_id: UUID) -> HttpResponse:
    """Undo a decision to begin a chart anew."""
    actor = request.actor
    rebase = found(queries.find_rebase(actor, rebase_id), "decision")
    form = forms.UndoBeginAnew.of(request)

    def act() -> Any:
        reason = form.cleaned_data["reason"]
        return services.undo_begin_anew(actor, timezone.now(), timezone.localdate(), rebase_id, reason=reason)

    if attempt(request, form, act):
        said = "It is undone. Both decisions stay on the page."
        return done(request, said, "scorecards:show_indicator", indicator_id=rebase.indicator_id)
    return page(
        request, "undo_begin_anew", form=form, rebase=rebase, indicator=rebase.indicator,
        trail=trail_of(request, rebase.indicator),
    )  # fmt: skip


@needs(permissions.KEEP)
def mark_final(request: Asked, scorecard_id: UUID) -> HttpResponse:
    """Mark the figures of a scorecard up to a period as final."""
    actor = request.actor
    scorecard = found(queries.find_scorecard(actor, scorecard_id), "scorecard")
    board = queries.board(actor, scorecard)
    ends = {one.ends_on: one.period for line in board.lines for one in line.figures if one.status != "final"}
    periods = [(day.isoformat(), words) for day, words in sorted(ends.items(), reverse=True)]
    form = forms.MarkFinal.of(request, periods=periods)

    def act() -> Any:
        day = date.fromisoformat(form.cleaned_data["ends_on"])
        ids = [line.indicator.pk for line in board.lines]
        return services.mark_final(actor, timezone.now(), ids, day, said=ends[day])

    marked = attempt(request, form, act)
    if marked:
        word = "1 figure is" if marked == 1 else f"{marked} figures are"
        return done(request, f"{word} final now.", "scorecards:show_scorecard", scorecard_id=scorecard_id)
    slug = actor.partnership_slug
    here = address("scorecards:show_scorecard", slug, scorecard_id=scorecard_id)
    trail = [("Scorecards", address("scorecards:list_scorecards", slug)), (scorecard.title, here)]
    return page(request, "mark_final", form=form, scorecard=scorecard, trail=trail, periods=periods)
