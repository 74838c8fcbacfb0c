"""Ask for completion, answer it, close, reopen."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.actions import forms, permissions, services
from goldenthread.actions.views.acting import act, actor_of, demand, fetch
from goldenthread.web.access import needs


@needs(permissions.UPDATE)
def ask_completion(request: HttpRequest, action: UUID) -> HttpResponse:
    """Ask that the action be accepted as complete."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.update, "ask for the completion of this action")
    form = forms.AskCompletion.of(request, initial={"done_on": timezone.localdate()})

    def save(cleaned: dict[str, Any]) -> object:
        return services.ask_completion(
            actor, timezone.now(), timezone.localdate(), action, done_on=cleaned["done_on"],
            statement=cleaned["statement"],
        )  # fmt: skip

    done = "Completion was asked for. Somebody other than the lead will look at the evidence and answer."
    return act(request, shown, form, save, "ask_completion", done)


@needs(permissions.ACCEPT)
def answer_completion(request: HttpRequest, action: UUID) -> HttpResponse:
    """Accept that the action is complete, or return it with what is missing."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.accept, "accept the completion of this action")
    form = forms.AnswerCompletion.of(request)

    def save(cleaned: dict[str, Any]) -> object:
        now, today, statement = timezone.now(), timezone.localdate(), cleaned["statement"]
        if cleaned["answer"] == "accept":
            return services.accept_completion(actor, now, today, action, statement=statement)
        return services.return_completion(actor, now, today, action, reason=statement)

    return act(request, shown, form, save, "answer_completion", "Your answer was recorded.")


@needs(permissions.CHANGE)
def close_without_completion(request: HttpRequest, action: UUID) -> HttpResponse:
    """Close an action that will not be completed."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.change, "close this action")
    form = forms.Reason.of(request, label="Why it will not be completed", hint="The page and the yearly report keep it")

    def save(cleaned: dict[str, Any]) -> object:
        return services.close_without_completion(
            actor, timezone.now(), timezone.localdate(), action, reason=cleaned["reason"]
        )

    return act(request, shown, form, save, "close_without_completion", "The action was closed.")


@needs(permissions.CHANGE)
def reopen(request: HttpRequest, action: UUID) -> HttpResponse:
    """Open a finished, closed or withdrawn action again."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.change, "reopen this action")
    form = forms.Reason.of(request, label="Why it is opened again")

    def save(cleaned: dict[str, Any]) -> object:
        return services.reopen(actor, timezone.now(), timezone.localdate(), action, reason=cleaned["reason"])

    return act(request, shown, form, save, "reopen", "The action is open again.")
