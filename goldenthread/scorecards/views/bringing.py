"""Bring figures in from a file: choose it, look, keep."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.scorecards import exchange, forms, permissions, presenters
from goldenthread.scorecards.views.keeping import agencies_of
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.steps import Asked, attempt, done, page
from goldenthread.web.uploads import takes_files, with_file


def _trail(request: Asked) -> list[tuple[str, str]]:
    slug = request.actor.partnership_slug
    return [("Scorecards", address("scorecards:list_scorecards", slug))]


@needs(permissions.BRING)
@takes_files
def bring_in(request: Asked) -> HttpResponse:
    """Choose a results file and look at what is in it. Nothing is written from here."""
    form = with_file(forms.ResultsFile.of(request), request, "file")

    def look() -> tuple[exchange.Looked, str]:
        upload = form.cleaned_data["file"]
        looked = exchange.look_at(request.actor, upload.read(), upload.name)
        return looked, "" if looked.stops else looked.kept

    seen = attempt(request, form, look)
    if seen is None:
        return page(request, "bring_in", form=form, trail=_trail(request))
    looked, kept = seen
    return _looked(request, looked, forms.BringIn(initial={"kept": kept}, agencies=agencies_of(request)))


def _looked(request: Asked, looked: exchange.Looked | None, form: Any) -> HttpResponse:
    slug = request.actor.partnership_slug
    trail = [*_trail(request), ("Bring in figures", address("scorecards:bring_in", slug))]
    both = (looked.stops, looked.asks) if looked else ((), ())
    stops, asks = (presenters.findings(one[: exchange.SHOWN]) for one in both)
    return page(
        request, "look_at_figures", form=form, looked=looked, trail=trail, most=exchange.SHOWN, stops=stops, asks=asks
    )


@needs(permissions.BRING)
def keep_figures(request: Asked) -> HttpResponse:
    """Keep the figures that were looked at, once somebody has said so."""
    if request.method != "POST":
        return redirect("scorecards:bring_in", request.actor.partnership_slug)
    form = forms.BringIn.of(request, agencies=agencies_of(request))

    def act() -> Any:
        told = form.cleaned_data
        return exchange.bring_in(
            request.actor, timezone.now(), timezone.localdate(), told["kept"], agency_id=UUID(told["agency_id"]),
            reason=told["reason"],
        )  # fmt: skip

    brought = attempt(request, form, act)
    if brought:
        said = f"{brought.new} new figures, {brought.revised} revised, {brought.unchanged} as they were."
        return done(request, said, "scorecards:list_scorecards")
    return _looked(request, _again(request, form), form)


def _again(request: Asked, form: Any) -> exchange.Looked | None:
    """What was looked at, shown once more beside what is wrong in the form; None where it is not whole."""
    try:
        return exchange.looked_again(request.actor, form.data.get("kept", ""))
    except Refused:
        return None
