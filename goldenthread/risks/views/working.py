"""Review a risk, score it, and say what holds it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.risks import forms, permissions, queries, services
from goldenthread.risks.views.steps import act, actor_of, demand, fetch, known_names, looking_again, to_risk
from goldenthread.web.access import needs


@needs(permissions.REVIEW)
def review_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Say what was looked at, whether the score still stands, and when it is looked at again."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.review, "review this risk")
    now, today, stands = timezone.now(), timezone.localdate(), shown.risk.current
    initial = {"likelihood": stands.likelihood, "impact": stands.impact, "seen": stands.pk} if stands else {}
    form = forms.ReviewRisk.of(request, known=known_names(actor), scale=shown.scale, initial=initial)

    def save() -> object:
        with looking_again(form, shown):
            return services.review_risk(actor, now, today, risk_id, **form.answers())

    return act(request, shown, form, save, "review_risk", "The review is kept.", stands=stands)


@needs(permissions.REVIEW)
def say_no_change(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Keep a review that leaves everything as it is, from the one button on the page of a risk."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.review, "review this risk")
    if request.method != "POST":
        return to_risk(request, risk_id)
    now, today = timezone.now(), timezone.localdate()
    form = forms.NoChange.of(request, known=known_names(actor))

    def save() -> object:
        with looking_again(form, shown):
            return services.review_risk(actor, now, today, risk_id, **form.answers())

    return act(request, shown, form, save, "say_no_change", "The review is kept. Nothing has changed.")


@needs(permissions.REVIEW)
def score_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Say a new score of one of the three kinds."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.review, "score this risk")
    now, today = timezone.now(), timezone.localdate()
    form = forms.ScoreRisk.of(request, known=known_names(actor), scale=shown.scale)

    def save() -> object:
        return services.score_risk(actor, now, today, risk_id, **form.answers())

    return act(request, shown, form, save, "score_risk", "The score is kept, and the earlier ones with it.")


@needs(permissions.REVIEW)
def add_control(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Say what holds a risk."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.review, "add a control to this risk")
    now, today = timezone.now(), timezone.localdate()
    form = forms.ControlForm.of(request, known=known_names(actor), owners=queries.owner_choices(actor, today))

    def save() -> object:
        return services.add_control(actor, now, today, risk_id, services.Hold(**form.answers()))

    return act(request, shown, form, save, "add_control", "The control was added.")


def _control(request: HttpRequest, control_id: UUID) -> tuple[object, queries.RiskShown]:
    control = queries.find_control(actor_of(request), control_id)
    if control is None:
        raise Http404("There is no such control.")
    shown = fetch(request, control.risk_id)
    demand(shown, shown.may.review, "change what holds this risk")
    if control.ended_on:
        raise PermissionDenied("This control has ended. Add a new one on the page of the risk.")
    return control, shown


@needs(permissions.REVIEW)
def change_control(request: HttpRequest, control_id: UUID) -> HttpResponse:
    """Change what holds a risk, or how well it does."""
    actor = actor_of(request)
    control, shown = _control(request, control_id)
    now, today = timezone.now(), timezone.localdate()
    owners = dict(queries.owner_choices(actor, today))
    held = getattr(control, "owner", None)
    if held:
        owners.setdefault(held.pk, held.name)
    names = ("text", "effect", "line", "gap", "owner_id", "version")
    initial = {name: getattr(control, name) for name in names}
    form = forms.ControlForm.of(request, known=known_names(actor), owners=owners.items(), initial=initial)

    def save() -> object:
        return services.change_control(
            actor, now, today, control_id, services.Hold(**form.answers()), version=form.read_in
        )

    return act(request, shown, form, save, "change_control", "The control was changed.")


@needs(permissions.REVIEW)
def end_control(request: HttpRequest, control_id: UUID) -> HttpResponse:
    """Ask once more, with a reason, and say that a control no longer holds."""
    actor = actor_of(request)
    control, shown = _control(request, control_id)
    now, today = timezone.now(), timezone.localdate()
    form = forms.Why.of(request, known=known_names(actor), label="Why has it ended?")

    def save() -> object:
        return services.end_control(actor, now, today, control_id, **form.answers())

    return act(
        request, shown, form, save, "end_control", "The control has ended. It stays on the page.", control=control
    )
