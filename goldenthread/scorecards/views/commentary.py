"""Say what a figure means beside its chart, ask somebody to, and raise an action from it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldenthread.actions.forms import RaiseFrom
from goldenthread.actions.permissions import RAISE
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.presenters import lead_choices
from goldenthread.scorecards import forms, permissions, presenters, queries, services
from goldenthread.scorecards.presenters import Charted
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.steps import Asked, attempt, done, found, page

LABELS = {
    "what": "What the figures show", "why": "Why", "so_what": "So what", "now_what": "Now what",
    "owner_name": "Who sees to it", "due_on": "By when",
}  # fmt: skip


def known_names(actor: Actor) -> Callable[[], list[str]]:
    """To be asked when something was sent: the names that may be written, of groups, agencies and people here."""

    def known() -> list[str]:
        leads = partnerships.known_leads(actor, timezone.localdate())
        names = [name for one in leads for name in (one.name, *one.alternatives)]
        return [*names, actor.partnership_name]

    return known


def until_of(request: Asked, indicator: Any) -> date | None:
    """The day to which the reader came, or that of the scorecards on which the indicator stands."""
    try:
        return date.fromisoformat(request.GET.get("to", ""))
    except ValueError:
        return queries.due_until(request.actor, indicator)


def trail_of(request: Asked, indicator: Any) -> list[tuple[str, str]]:
    """The way to a page about one indicator."""
    slug = request.actor.partnership_slug
    return [
        ("Scorecards", address("scorecards:list_scorecards", slug)),
        (str(indicator), address("scorecards:show_indicator", slug, indicator_id=indicator.pk)),
    ]


def _charted(request: Asked, indicator_id: UUID) -> Charted:
    """The indicator with its chart and a newest period. 404 where it is not here or has no figure."""
    indicator = found(queries.find_indicator(request.actor, indicator_id), "indicator")
    until = until_of(request, indicator)
    line = queries.show_indicator(request.actor, indicator, until)
    (charted,) = presenters.charted([line], until)
    found(charted.latest, "figure")
    return charted


@needs(permissions.COMMENT)
def say_what_it_means(request: Asked, indicator_id: UUID) -> HttpResponse:
    """Say what the newest figure means, beside its chart and with last time's words to hand."""
    actor, today = request.actor, timezone.localdate()
    charted = _charted(request, indicator_id)
    indicator, latest = charted.line.indicator, found(charted.latest)
    if not permissions.may_comment(actor, indicator):
        raise PermissionDenied(services.THEIRS)
    every = queries.commentaries_of(actor, indicator_id)
    stands = next((one for one in every if one.current and one.ends_on == latest.period.ends_on), None)
    before = next((one for one in every if one.current and one.ends_on < latest.period.ends_on), None)
    leads = lead_choices(partnerships.known_leads(actor, today), [])
    form = forms.SayWhatItMeans.of(
        request, known=known_names(actor), leads=leads, initial=_begin(stands, leads),
    )  # fmt: skip

    def act() -> Any:
        read = form.cleaned_data["version"]
        return services.say_what_it_means(
            actor, timezone.now(), today, indicator_id, form.said(), period=latest.period.label,
            ends_on=latest.period.ends_on, after=UUID(read) if read and read != "none" else None,
        )  # fmt: skip

    def both(superseded: Any) -> dict[str, Any]:
        return {"superseded": superseded, "labels": LABELS}

    if attempt(request, form, act, both):
        return done(request, "It is said. The scorecard shows it.", "scorecards:show_indicator",
                    indicator_id=indicator_id)  # fmt: skip
    return page(
        request, "say_what_it_means", form=form, indicator=indicator, row=presenters.row(charted), before=before,
        stands=stands, chart=presenters.large(charted), period=latest.period.label, trail=trail_of(request, indicator),
    )  # fmt: skip


def _begin(stands: Any, leads: list[Any]) -> dict[str, Any]:
    """What the form begins with: what stands, to be changed, or nothing."""
    if stands is None:
        return {"version": "none"}
    chosen = next((value for _, choices in leads for value, name in choices if name == stands.owner_name), "")
    words = {name: getattr(stands, name) for name in ("what", "why", "so_what", "now_what", "due_on")}
    return {**words, "lead": chosen, "version": str(stands.pk)}


@needs(permissions.KEEP)
def ask_what_it_means(request: Asked, indicator_id: UUID) -> HttpResponse:
    """Ask somebody what the newest figure means."""
    actor, today = request.actor, timezone.localdate()
    charted = _charted(request, indicator_id)
    indicator, latest = charted.line.indicator, found(charted.latest)
    people = [(str(key), name) for key, name in queries.who_may_say(actor, indicator, today)]
    form = forms.AskWhatItMeans.of(request, people=people, agency=indicator.agency_name)

    def act() -> Any:
        person = form.cleaned_data["person_id"]
        return services.ask_what_it_means(
            actor, timezone.now(), today, indicator_id, period=latest.period.label, ends_on=latest.period.ends_on,
            person_id=UUID(person) if person else None,
        )  # fmt: skip

    asked = attempt(request, form, act)
    if asked:
        said = f"It is asked of {asked.of_name}, and stands on their work list."
        return done(request, said, "scorecards:show_indicator", indicator_id=indicator_id)
    return page(
        request, "ask_what_it_means", form=form, indicator=indicator, row=presenters.row(charted),
        asked=queries.asked_of(actor, [indicator_id]).get((indicator_id, latest.period.ends_on)),
        period=latest.period.label, trail=trail_of(request, indicator),
    )  # fmt: skip


@needs(permissions.KEEP)
def ask_for_missing(request: Asked, scorecard_id: UUID) -> HttpResponse:
    """Ask the agencies' leads for everything a scorecard still wants said; a button on its page."""
    actor = request.actor
    scorecard = found(queries.find_scorecard(actor, scorecard_id), "scorecard")
    if request.method == "POST":
        board = queries.board(actor, scorecard)
        rows = presenters.rows(board.lines, board.until)
        asked, nobody = services.ask_for_what_is_missing(
            actor, timezone.now(), timezone.localdate(), presenters.missing(rows)
        )
        codes = [row.indicator.code for row in rows if row.indicator.pk in nobody]
        if asked:
            messages.success(
                request, f"{_figures(asked)} asked about, each once. It stands on the agencies’ work lists."
            )
        if codes:
            sent = f"No agency sends {', '.join(codes)}, so nobody was asked about that. Choose somebody on its page."
            messages.warning(request, sent)
    return redirect("scorecards:show_scorecard", actor.partnership_slug, scorecard_id)


def _figures(count: int) -> str:
    return "1 figure is" if count == 1 else f"{count} figures are"


@needs(RAISE)
def raise_action(request: Asked, commentary_id: UUID) -> HttpResponse:
    """Make what is to be done about a figure an action in the one tracker."""
    actor, today = request.actor, timezone.localdate()
    commentary = found(queries.find_commentary(actor, commentary_id), "commentary")
    indicator = commentary.indicator
    if not permissions.may_comment(actor, indicator):
        raise PermissionDenied(services.THEIRS)
    leads = lead_choices(partnerships.known_leads(actor, today), [])
    chosen = next((value for _, choices in leads for value, name in choices if name == commentary.owner_name), "")
    begin = {"description": commentary.now_what, "lead": chosen, "due_on": commentary.due_on}
    form = RaiseFrom.of(request, known=known_names(actor), leads=leads, initial=begin)

    def act() -> Any:
        return services.raise_action(actor, timezone.now(), today, commentary_id, **form.wanted())

    if attempt(request, form, act):
        return done(request, "The action is raised.", "scorecards:show_indicator", indicator_id=indicator.pk)
    return page(
        request, "raise_action", form=form, indicator=indicator, commentary=commentary,
        trail=trail_of(request, indicator),
    )  # fmt: skip
