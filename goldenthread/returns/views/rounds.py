"""Ask for returns, and see how far a round is."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.returns import forms, presenters, queries, rules, services
from goldenthread.returns.permissions import COMMISSION, SEE
from goldenthread.returns.views.lists import parties
from goldenthread.returns.views.steps import step
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.steps import Asked, attempt, done, found, page


def _trail(request: Asked, shown: queries.RoundShown | None = None) -> list[tuple[str, str]]:
    slug = request.actor.partnership_slug
    trail = [("Returns", address("returns:list_returns", slug)), ("Rounds", address("returns:list_rounds", slug))]
    if shown:
        trail.append((shown.round.title, address("returns:show_round", slug, round_id=shown.round.pk)))
    return trail


@needs(SEE)
def show_round(request: Asked, round_id: UUID) -> HttpResponse:
    """One round: how far it is, who owes what, what lateness leads to."""
    today = timezone.localdate()
    shown = found(queries.show_round(request.actor, today, round_id), "round")
    every = queries.list_returns(request.actor, today, round_id=round_id).order_by("due_on", "who")
    # Who is still to send comes first, the longest overdue at the top.
    rows = sorted(every, key=lambda one: one.state not in rules.OWED)
    return page(
        request, "show_round", shown=shown, rows=rows, today=today, late=presenters.lateness, words=rules.STATES,
        tones=presenters.TONES, state_tones=presenters.ROUND_TONES, trail=_trail(request),
        ladder=presenters.ladder_words(shown.round.ladder),
        may_ask=request.actor.may(COMMISSION), instead=queries.asked_instead(request.actor, rows, today),
    )  # fmt: skip


@needs(COMMISSION)
def commission_round(request: Asked) -> HttpResponse:
    """Ask agencies, groups or people for a return."""
    actor, known = request.actor, parties(request)
    form = forms.CommissionRound.of(request, initial=forms.ladder_initial())
    sets = queries.sets_in_use(actor)
    forms.choose(
        form, question_set_id=[(one.id, one.title) for one in sets], agencies=known["agency"], groups=known["group"],
        people=known["person"], to_group_ids=known["group"],
    )  # fmt: skip

    def act() -> Any:
        return services.commission_round(actor, timezone.now(), timezone.localdate(), **form.answers())

    made = attempt(request, form, act)
    if made:
        return done(request, "They are asked from now on.", "returns:show_round", round_id=made.pk)
    return page(request, "commission_round", form=form, trail=_trail(request), sets=sets)


@needs(COMMISSION)
def add_respondents(request: Asked, round_id: UUID) -> HttpResponse:
    """Ask others in a round that is out."""
    actor, known = request.actor, parties(request)
    shown = found(queries.show_round(actor, timezone.localdate(), round_id), "round")
    form = forms.AddRespondents.of(request)
    forms.choose(form, agencies=known["agency"], groups=known["group"])

    def act() -> Any:
        now, today = timezone.now(), timezone.localdate()
        return services.add_respondents(actor, now, today, round_id, form.respondents())

    if attempt(request, form, act):
        return done(request, "They are asked from now on.", "returns:show_round", round_id=round_id)
    trail = _trail(request, shown)
    what = ["Whoever has been asked already stays as they are."]
    return step(request, form, "Ask others in this round", "Ask them", trail[-1][1], trail, what)


@needs(COMMISSION)
def close_round(request: Asked, round_id: UUID) -> HttpResponse:
    """Close a round."""
    actor = request.actor
    shown = found(queries.show_round(actor, timezone.localdate(), round_id), "round")
    form = forms.ReasonIfAny.of(request)

    def act() -> Any:
        now, today = timezone.now(), timezone.localdate()
        return services.close_round(actor, now, today, round_id, **form.cleaned_data)

    if attempt(request, form, act):
        return done(request, "The round is closed.", "returns:show_round", round_id=round_id)
    trail = _trail(request, shown)
    owed = shown.asked - shown.sent - shown.excused
    what = [f"{shown.words[:1].upper()}{shown.words[1:]}.",
            f"{owed} have not come. They are closed unanswered and nobody is asked for them any more." if owed
            else "Everything has come."]  # fmt: skip
    return step(request, form, "Close this round?", "Close the round", trail[-1][1], trail, what, danger=bool(owed))
