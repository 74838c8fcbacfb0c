"""Freeze a scorecard, read what was frozen, take it away as a file, and put it on an agenda."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from goldenthread.scorecards import exchange, forms, permissions, presenters, queries, rules, services
from goldenthread.scorecards.views.files import file_answer
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.steps import Asked, attempt, done, found, page


def _trail(request: Asked, scorecard: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    slug = request.actor.partnership_slug
    return [
        ("Scorecards", address("scorecards:list_scorecards", slug)),
        (scorecard.title, address("scorecards:show_scorecard", slug, scorecard_id=scorecard.pk)),
        *more,
    ]


def _meetings(request: Asked, group_id: UUID | None) -> list[tuple[str, str]]:
    found = queries.meetings_to_put_on(request.actor, timezone.localdate(), group_id)
    return [(str(key), words) for key, words in found]


@needs(permissions.FREEZE)
def freeze_scorecard(request: Asked, scorecard_id: UUID) -> HttpResponse:
    """Freeze a scorecard for a meeting; what is missing is said before."""
    actor = request.actor
    scorecard = found(queries.find_scorecard(actor, scorecard_id), "scorecard")
    form = forms.FreezeScorecard.of(request, meetings=_meetings(request, scorecard.group_id))

    def act() -> Any:
        chosen = form.cleaned_data["meeting_id"]
        return exchange.freeze(
            actor, timezone.now(), timezone.localdate(), scorecard, meeting_id=UUID(chosen) if chosen else None
        )

    made = attempt(request, form, act)
    if made:
        where = f" It is on the agenda of {made.meeting}." if made.meeting else ""
        said = f"Edition {made.number} is frozen and its PDF is in the library.{where}"
        return done(request, said, "scorecards:show_edition", edition_id=made.pk)
    board = queries.board(actor, scorecard)
    rows = presenters.rows(board.lines, board.until)
    asked = queries.asked_of(actor, [row.indicator.pk for row in rows], board.until)
    unsaid = presenters.standing_out(rows).unsaid
    return page(
        request, "freeze_scorecard", form=form, scorecard=scorecard, trail=_trail(request, scorecard),
        number=queries.number_of_next(actor, scorecard), period=presenters.period_of(rows),
        missing=[row for row in unsaid if (row.indicator.pk, row.ends_on) not in asked],
        waiting=[(row, asked[row.indicator.pk, row.ends_on]) for row in unsaid
                 if (row.indicator.pk, row.ends_on) in asked],
    )  # fmt: skip


@needs(permissions.SEE)
def list_editions(request: Asked, scorecard_id: UUID) -> HttpResponse:
    """The editions of a scorecard, the newest first."""
    scorecard = found(queries.find_scorecard(request.actor, scorecard_id), "scorecard")
    return page(
        request, "list_editions", scorecard=scorecard, editions=queries.list_editions(request.actor, scorecard),
        trail=_trail(request, scorecard), may_freeze=request.actor.may(permissions.FREEZE),
    )  # fmt: skip


@needs(permissions.SEE)
def show_edition(request: Asked, edition_id: UUID) -> HttpResponse:
    """One edition exactly as it was frozen, and what is new in it or was revised since the one before."""
    actor = request.actor
    edition = found(queries.find_edition(actor, edition_id), "edition")
    before = queries.edition_before(actor, edition)
    slug = actor.partnership_slug
    editions = ("Editions", address("scorecards:list_editions", slug, scorecard_id=edition.scorecard_id))
    return page(
        request, "show_edition", edition=edition, content=presenters.shown_edition(edition.content), before=before,
        changes=rules.compare(before.content, edition.content) if before else None,
        trail=_trail(request, edition.scorecard, editions), may_freeze=actor.may(permissions.FREEZE),
    )  # fmt: skip


@needs(permissions.SEE)
def take_edition(request: Asked, edition_id: UUID, format: str) -> HttpResponse:
    """An edition as a file, from what was frozen."""
    edition = found(queries.find_edition(request.actor, edition_id), "edition")
    if format not in exchange.TYPES:
        raise Http404("An edition is given as PDF, Word, Excel or CSV.")
    name, content = exchange.edition_file(request.actor, edition, format)
    return file_answer(name, content, exchange.TYPES[format])


@needs(permissions.FREEZE)
def put_on_agenda(request: Asked, edition_id: UUID) -> HttpResponse:
    """Put an edition on the agenda of a meeting."""
    edition = found(queries.find_edition(request.actor, edition_id), "edition")
    form = forms.PutOnAgenda.of(request, meetings=_meetings(request, edition.scorecard.group_id))

    def act() -> Any:
        return services.put_on_agenda(
            request.actor, timezone.now(), timezone.localdate(), edition_id, UUID(form.cleaned_data["meeting_id"])
        )

    put = attempt(request, form, act)
    if put:
        said = f"It is on the agenda of {put.meeting}, as a paper."
        return done(request, said, "scorecards:show_edition", edition_id=edition_id)
    here = address("scorecards:show_edition", request.actor.partnership_slug, edition_id=edition_id)
    trail = _trail(request, edition.scorecard, (f"Edition {edition.number}", here))
    return page(request, "put_on_agenda", form=form, edition=edition, trail=trail)
