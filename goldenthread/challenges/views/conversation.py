"""Answer a challenge, show something for it, close it, ask again, give more time."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.challenges import forms, services
from goldenthread.challenges.permissions import ANSWER, JUDGE
from goldenthread.challenges.views._pages import act, actor_of, demand, fetch
from goldenthread.web.access import needs
from goldenthread.web.uploads import takes_files, with_file


@needs(ANSWER)
def answer_challenge(request: HttpRequest, challenge: UUID) -> HttpResponse:
    """Record the answer, for oneself or on behalf of those asked."""
    actor, shown, today = actor_of(request), fetch(request, challenge), timezone.localdate()
    demand(shown.may_answer, "answer this challenge")
    form = forms.AnswerChallenge.of(
        request, for_whom=shown.to_name if shown.is_for_another else "", initial={"answered_on": today}
    )

    def save(**given: Any) -> object:
        return services.answer_challenge(actor, timezone.now(), today, challenge, **given)

    return act(request, shown, form, save, "answer_challenge", "The answer was recorded. Whoever raised it can see it.")


@needs(ANSWER)
@takes_files
def add_evidence(request: HttpRequest, challenge: UUID) -> HttpResponse:
    """Add a piece of evidence."""
    actor, shown, today = actor_of(request), fetch(request, challenge), timezone.localdate()
    demand(shown.may_answer, "add evidence to this challenge")
    form = with_file(forms.AddEvidence.of(request, initial={"dated_on": today}), request)

    def save(**given: Any) -> object:
        return services.add_evidence(actor, timezone.now(), today, challenge, **given)

    return act(request, shown, form, save, "add_evidence", "The evidence was added.")


@needs(JUDGE)
def close_challenge(request: HttpRequest, challenge: UUID) -> HttpResponse:
    """Close it with what came of it."""
    actor, shown, today = actor_of(request), fetch(request, challenge), timezone.localdate()
    demand(shown.may_judge, "close this challenge")

    def save(**given: Any) -> object:
        return services.close_challenge(actor, timezone.now(), today, challenge, **given)

    return act(request, shown, forms.CloseChallenge.of(request), save, "close_challenge", "The challenge is closed.")


@needs(JUDGE)
def reopen_challenge(request: HttpRequest, challenge: UUID) -> HttpResponse:
    """Ask again, with what is still to be answered and a new date."""
    actor, shown, today = actor_of(request), fetch(request, challenge), timezone.localdate()
    demand(shown.may_judge, "reopen this challenge")

    def save(**given: Any) -> object:
        return services.reopen_challenge(actor, timezone.now(), today, challenge, **given)

    done = "The challenge is open again and waits for an answer."
    return act(request, shown, forms.ReopenChallenge.of(request), save, "reopen_challenge", done)


@needs(JUDGE)
def extend_challenge(request: HttpRequest, challenge: UUID) -> HttpResponse:
    """Give more time for the answer."""
    actor, shown, today = actor_of(request), fetch(request, challenge), timezone.localdate()
    demand(shown.may_judge, "move the date of this challenge")

    def save(**given: Any) -> object:
        return services.extend_challenge(actor, timezone.now(), today, challenge, **given)

    return act(
        request, shown, forms.ExtendChallenge.of(request), save, "extend_challenge", "The new date was recorded."
    )
