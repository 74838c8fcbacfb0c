"""Bring in published statistics: choose the file, look, say what feeds what, keep."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.scorecards import exchange, forms, permissions, queries
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.steps import Asked, attempt, done, page
from goldenthread.web.uploads import takes_files, with_file


def _trail(request: Asked) -> list[tuple[str, str]]:
    slug = request.actor.partnership_slug
    return [
        ("Scorecards", address("scorecards:list_scorecards", slug)),
        ("Indicators", address("scorecards:list_indicators", slug)),
    ]


@needs(permissions.KEEP)
@takes_files
def bring_published(request: Asked) -> HttpResponse:
    """Choose a file of published statistics and look at what is in it. Nothing is written from here."""
    form = with_file(forms.PublishedFile.of(request), request, "file")

    def look() -> exchange.LookedPublished:
        told = form.cleaned_data
        beside = (told["neighbours"].read(), told["neighbours"].name) if told["neighbours"] else None
        return exchange.look_at_published(told["file"].read(), told["file"].name, beside, told["year"])

    looked = attempt(request, form, look)
    if looked is None:
        return page(request, "bring_published", form=form, trail=_trail(request))
    return _looked(request, looked, _choices(request, looked, initial={"kept": looked.kept}))


def _choices(request: Asked, looked: exchange.LookedPublished | None, **kwargs: Any) -> forms.KeepPublished:
    indicators = [(str(one.pk), str(one)) for one in queries.list_indicators(request.actor).order_by("code")]
    found = {
        "measures": looked.measures if looked else [], "breakdowns": looked.breakdowns if looked else [],
        "areas": looked.areas if looked else [], "indicators": indicators,
    }  # fmt: skip
    if "initial" in kwargs:
        return forms.KeepPublished(**found, **kwargs)
    return forms.KeepPublished.of(request, **found)


def _looked(request: Asked, looked: exchange.LookedPublished | None, form: forms.KeepPublished) -> HttpResponse:
    here = address("scorecards:bring_published", request.actor.partnership_slug)
    trail = [*_trail(request), ("Published statistics", here)]
    return page(request, "look_at_published", form=form, looked=looked, trail=trail)


@needs(permissions.KEEP)
def keep_published(request: Asked) -> HttpResponse:
    """Keep what others report as comparators of an indicator."""
    if request.method != "POST":
        return redirect("scorecards:bring_published", request.actor.partnership_slug)
    try:
        looked = exchange.looked_at_published_again(request.POST.get("kept", ""))
    except Refused as refused:
        return page(
            request, "bring_published", form=forms.PublishedFile(), trail=_trail(request), refused=refused.reason
        )
    form = _choices(request, looked)

    def act() -> Any:
        told = form.cleaned_data
        return exchange.keep_published(
            request.actor, timezone.now(), timezone.localdate(), told["kept"], measure=told["measure"],
            indicator_id=UUID(told["indicator_id"]), area=told["area"], source=told["source"],
            breakdown=told.get("breakdown", ""),
        )  # fmt: skip

    kept = attempt(request, form, act)
    if kept:
        said = f"{kept[0]} figures are new beside it, {kept[1]} changed."
        return done(request, said, "scorecards:show_indicator", indicator_id=UUID(form.cleaned_data["indicator_id"]))
    return _looked(request, looked, form)
