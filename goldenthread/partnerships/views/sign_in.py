"""How people sign in here: who needs a second step, taking one away, signing somebody out."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import forms, queries, services
from goldenthread.partnerships.permissions import APPOINT, ASK_SECOND_STEP_RESET, CONFIRM_SECOND_STEP_RESET
from goldenthread.web.access import needs
from goldenthread.web.steps import Asked, attempt, done, found, page


@needs(APPOINT)
def choose_second_steps(request: Asked) -> HttpResponse:
    """Say which roles need a second step to sign in."""
    now, today = timezone.now(), timezone.localdate()
    partnership = queries.show_partnership(request.actor)
    form = forms.SecondStepsForm.of(request, initial={"roles": partnership.second_step_roles})
    if attempt(request, form, lambda: services.choose_second_steps(request.actor, now, **form.cleaned_data)):
        return done(request, "Your choice counts from everybody's next click.", "partnerships:choose_second_steps")
    chosen = frozenset(partnership.second_step_roles)
    held, have = queries.count_second_steps(request.actor, chosen, today)
    return page(request, "choose_second_steps", form=form, held=held, have=have)


@needs(APPOINT)
def sign_out_person(request: Asked, person: UUID) -> HttpResponse:
    """Sign somebody out everywhere, after asking once."""
    now = timezone.now()
    shown = found(queries.show_person(request.actor, person, timezone.localdate()))
    form = forms.ReasonForm.of(request)
    if attempt(request, form, lambda: services.sign_out_person(request.actor, now, person, **form.cleaned_data)):
        return done(request, f"{shown.name} is signed out everywhere.", "partnerships:show_person", person=person)
    return page(request, "sign_out_person", form=form, person=shown)


@needs(ASK_SECOND_STEP_RESET)
def ask_second_step_reset(request: Asked, person: UUID) -> HttpResponse:
    """Ask for the second step of somebody locked out to be taken away."""
    now = timezone.now()
    shown = found(queries.show_person(request.actor, person, timezone.localdate()))
    form = forms.ResetForm.of(request)
    if attempt(request, form, lambda: services.ask_second_step_reset(request.actor, now, person, **form.cleaned_data)):
        sentence = "Asked. The other business managers and the chair were written to; one of them must agree."
        return done(request, sentence, "partnerships:show_person", person=person)
    return page(request, "ask_second_step_reset", form=form, person=shown)


@needs(CONFIRM_SECOND_STEP_RESET)
def answer_second_step_reset(request: Asked, reset: UUID) -> HttpResponse:
    """Agree that somebody's second step is taken away, or decline."""
    now = timezone.now()
    shown = found(queries.show_second_step_reset(request.actor, reset))
    refusal = ""
    if request.method == "POST":
        agrees = request.POST.get("answer") == "agree"
        try:
            services.answer_second_step_reset(request.actor, now, reset, agrees=agrees)
        except Refused as refused:
            refusal = refused.reason
        else:
            sentence = f"{shown.person.name} can sign in with their password and set up a new second step."
            declined = f"Nothing changes for {shown.person.name}."
            return done(request, sentence if agrees else declined, "partnerships:show_person", person=shown.person_id)
    response = page(request, "answer_second_step_reset", reset=shown, refusal=refusal)
    response.status_code = 422 if refusal else 200
    return response
