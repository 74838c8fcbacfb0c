"""Keep the library and the scorecards."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.presenters import in_words
from goldenthread.scorecards import forms, permissions, queries, services
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.forms import Form
from goldenthread.web.steps import Asked, attempt, done, found, page

KIND = "scorecards.indicator"


def agencies_of(request: Asked) -> list[tuple[str, str]]:
    """The agencies that take part today, to choose among."""
    return [(str(one.id), one.name) for one in partnerships.list_agencies(request.actor, timezone.localdate())]


@needs(permissions.KEEP)
def adopt_indicators(request: Asked) -> HttpResponse:
    """Take indicators over from the national library, all of it or one subject."""
    there = queries.not_yet_adopted(request.actor)
    subjects = sorted(Counter(one.subject for one in there).items())
    subject = request.GET.get("subject", "")
    chosen = [one for one in there if one.subject == subject] or there
    offered = [(one.code, f"{one.code} {one.name}") for one in chosen]
    form = forms.AdoptIndicators.of(request, offered=offered, agencies=agencies_of(request))

    def act() -> Any:
        told = form.cleaned_data
        return services.adopt_indicators(
            request.actor, timezone.now(), told["codes"], agency_id=_id(told["agency_id"]), grain=told["grain"]
        )

    made = attempt(request, form, act)
    if made is not None:
        word = "1 indicator is" if len(made) == 1 else f"{len(made)} indicators are"
        return done(request, f"{word} in the library.", "scorecards:list_indicators")
    return page(
        request, "adopt_indicators", form=form, trail=_trail(request), offered=offered, subjects=subjects,
        subject=subject if len(chosen) < len(there) else "", count=len(there),
    )  # fmt: skip


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


def _trail(request: Asked, *more: tuple[str, str]) -> list[tuple[str, str]]:
    slug = request.actor.partnership_slug
    return [
        ("Scorecards", address("scorecards:list_scorecards", slug)),
        ("Indicators", address("scorecards:list_indicators", slug)),
        *more,
    ]


def _about(
    request: Asked, indicator_id: UUID, form: Form, act: Callable[[], Any], template: str, said: str
) -> HttpResponse:
    """Show a form about one indicator, or do what it asks and go back to it."""
    if attempt(request, form, lambda: (act(),), in_words(KIND)):
        return done(request, said, "scorecards:show_indicator", indicator_id=indicator_id)
    indicator = found(queries.find_indicator(request.actor, indicator_id), "indicator")
    here = address("scorecards:show_indicator", request.actor.partnership_slug, indicator_id=indicator_id)
    trail = _trail(request, (str(indicator), here))
    return page(request, template, form=form, indicator=indicator, trail=trail, here=here)


@needs(permissions.KEEP)
def change_indicator(request: Asked, indicator_id: UUID) -> HttpResponse:
    """Say who sends an indicator and how often."""
    there = found(queries.find_indicator(request.actor, indicator_id), "indicator")
    begin = {"agency_id": str(there.agency_id or ""), "grain": there.grain, "version": str(there.version)}
    form = forms.ChangeIndicator.of(request, initial=begin, agencies=agencies_of(request))

    def act() -> Any:
        told = form.cleaned_data
        version = int(told["version"]) if told["version"].isdecimal() else None
        return services.change_indicator(
            request.actor, timezone.now(), indicator_id, agency_id=_id(told["agency_id"]), grain=told["grain"],
            version=version,
        )  # fmt: skip

    return _about(request, indicator_id, form, act, "change_indicator", "Saved.")


@needs(permissions.KEEP)
def set_target(request: Asked, indicator_id: UUID) -> HttpResponse:
    """Set what an indicator is to reach."""
    found(queries.find_indicator(request.actor, indicator_id), "indicator")
    form = forms.SetTarget.of(request)

    def act() -> Any:
        told = {**form.cleaned_data}
        told["tolerance"] = told["tolerance"] or 0
        return services.set_target(request.actor, timezone.now(), timezone.localdate(), indicator_id, **told)

    return _about(request, indicator_id, form, act, "set_target", "The target is set.")


@needs(permissions.KEEP)
def retire_indicator(request: Asked, indicator_id: UUID) -> HttpResponse:
    """Stop asking for an indicator."""
    found(queries.find_indicator(request.actor, indicator_id), "indicator")
    form = forms.RetireIndicator.of(request)

    def act() -> Any:
        reason = form.cleaned_data["reason"]
        return services.retire_indicator(
            request.actor, timezone.now(), timezone.localdate(), indicator_id, reason=reason
        )

    return _about(request, indicator_id, form, act, "retire_indicator", "It is retired. Its figures stay.")


def _board_form(request: Asked, **kwargs: Any) -> forms.MakeScorecard:
    groups = [(str(one.pk), one.name) for one in partnerships.bare_groups(request.actor, timezone.localdate())]
    offered = [(str(one.pk), str(one)) for one in queries.list_indicators(request.actor).order_by("code")]
    return forms.MakeScorecard.of(request, groups=groups, offered=offered, **kwargs)


def _told(form: Form) -> dict[str, Any]:
    told = form.cleaned_data
    return {
        "title": told["title"], "purpose": told["purpose"], "group_id": _id(told["group_id"]),
        "indicator_ids": [UUID(one) for one in told["indicator_ids"]],
    }  # fmt: skip


@needs(permissions.KEEP)
def make_scorecard(request: Asked) -> HttpResponse:
    """Make a scorecard."""
    form = _board_form(request)
    made = attempt(request, form, lambda: services.make_scorecard(request.actor, timezone.now(), **_told(form)))
    if made:
        return done(request, "The scorecard is made.", "scorecards:show_scorecard", scorecard_id=made.pk)
    return page(request, "make_scorecard", form=form, trail=_trail(request)[:1], scorecard=None)


@needs(permissions.KEEP)
def change_scorecard(request: Asked, scorecard_id: UUID) -> HttpResponse:
    """Change what a scorecard is called and what it shows."""
    there = found(queries.find_scorecard(request.actor, scorecard_id), "scorecard")
    begin = {
        "title": there.title, "purpose": there.purpose, "group_id": str(there.group_id or ""),
        "indicator_ids": [str(one) for one in queries.indicators_of(request.actor, there)],
    }  # fmt: skip
    form = _board_form(request, initial=begin)
    made = attempt(
        request, form,
        lambda: services.change_scorecard(request.actor, timezone.now(), scorecard_id, **_told(form)),
    )  # fmt: skip
    if made:
        return done(request, "The scorecard is changed.", "scorecards:show_scorecard", scorecard_id=made.pk)
    here = address("scorecards:show_scorecard", request.actor.partnership_slug, scorecard_id=scorecard_id)
    trail = [*_trail(request)[:1], (there.title, here)]
    return page(request, "make_scorecard", form=form, trail=trail, scorecard=there)
